from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.intake.models import Service
from brobygger.kernel import clock
from brobygger.parties.models import Person
from brobygger.parties.queries import by_name, people_named
from brobygger.web.keyset import keyset
from brobygger.web.people.views import BY_NAME
from tests.factories import AbsenceFactory, EngagementFactory, PersonFactory, PlacementFactory, UserFactory
from tests.parties.test_people_named import IN_THE_ALPHABET

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


def test_a_long_list_is_read_page_by_page_with_everybody_once(client, jonas, office):
    for number in range(27):
        EngagementFactory(person__first_name="Nora", person__last_name=f"Lie {number:02}", unit=office, responsible=jonas)

    first = listed(client)
    assert "Du følger opp 27 nå." in first
    more = re.search(r'rel="next" href="([^"]+)"', first).group(1)
    second = client.get(more).content.decode()

    assert re.findall(r"Lie (\d\d)", first + second) == [f"{number:02}" for number in range(27)]
    assert 'rel="next"' not in second


def test_page_by_page_everybody_comes_once_also_those_with_the_same_name():
    for name in [*IN_THE_ALPHABET, "Hansen", "Hansen", "Hansen"]:
        PersonFactory(first_name="Kim", last_name=name)
    everybody = people_named(Person.objects.all(), text="Kim")

    shown, url = [], "/folk/"
    while url:
        found = keyset(RequestFactory().get(url), everybody, by=BY_NAME, size=3, is_hidden=True)
        shown, url = [*shown, *found.rows], found.after_url

    assert shown == list(by_name(Person.objects.all()))


def test_a_search_that_is_refused_still_has_the_list_and_what_it_shows_is_written_down(client, jonas, office):
    nora = EngagementFactory(person__first_name="Nora", unit=office, responsible=jonas).person

    answer = client.get(reverse("people:list"), {"navn": "1"})

    assert answer.status_code == 422
    assert "Nora" in answer.content.decode()
    assert list(LookUp.objects.values_list("person", flat=True)) == [nora.public_id]


@pytest.mark.parametrize("row_count", [1, 60])
def test_the_list_costs_the_same_for_one_and_for_sixty(client, jonas, office, row_count, django_assert_max_num_queries):
    for _each in range(row_count):
        nora = EngagementFactory(person__first_name="Nora", unit=office, responsible=jonas, deputy=UserFactory()).person
        PlacementFactory(person=nora, active=True)

    for address in (reverse("people:list"), reverse("people:list") + "?navn=nora"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200
