from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.intake.models import Service
from brobygger.kernel import clock
from tests.factories import AbsenceFactory, EngagementFactory, PlacementFactory, UserFactory

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
TODAY = clock.today()


def listed(client) -> str:
    return " ".join(client.get(reverse("people:list")).content.decode().split())


def test_each_is_listed_by_name_with_when_they_are_due_and_not_by_how_late(client, jonas, office):
    EngagementFactory(person__first_name="Øyvind", person__last_name="Aas", unit=office, responsible=jonas, starts_on=TODAY)
    EngagementFactory(
        person__first_name="Amina", person__last_name="Berg", unit=office, responsible=jonas, service=Service.SUPPORTED_EMPLOYMENT
    )

    page = listed(client)

    assert page.index("Amina Berg") < page.index("Øyvind Aas")
    assert page.count("Ikke kontaktet ennå.") == 2
    assert "Supported Employment" in page


def test_a_colleagues_people_say_what_one_is_for_them_today(client, jonas, office):
    ida, hanne = UserFactory(), UserFactory()
    EngagementFactory(person__last_name="Borte", unit=office, responsible=ida, deputy=jonas)
    EngagementFactory(person__last_name="Her", unit=office, responsible=hanne, deputy=jonas)
    AbsenceFactory(user=ida, starts_on=TODAY, ends_on=TODAY + timedelta(days=2))

    page = listed(client)

    assert "Du følger opp 2 nå. Du har ansvaret for 0 av dem." in page
    assert page.count("Du svarer nå") == 1
    assert page.count("Du er stedfortreder") == 1


@pytest.mark.parametrize("row_count", [1, 60])
def test_the_list_costs_the_same_for_one_and_for_sixty(client, jonas, office, row_count, django_assert_max_num_queries):
    for _each in range(row_count):
        nora = EngagementFactory(person__first_name="Nora", unit=office, responsible=jonas, deputy=UserFactory()).person
        PlacementFactory(person=nora, active=True)

    for address in (reverse("people:list"), reverse("people:list") + "?navn=nora"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200
