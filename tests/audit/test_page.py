from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from brobygger.audit.actions import Seen, record_look_ups
from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.parties.models import Protection, Role
from tests.factories import EngagementFactory, PersonFactory, UserFactory
from tests.kit import signed_in

pytestmark = pytest.mark.django_db
KARI, JONAS = UUID(int=10), UUID(int=11)


def page_for(role, **query):
    return signed_in(UserFactory(role=role)).get(reverse("lookups:list"), query)


def look(actor=KARI, *, count=1, person=None, permitted=True):
    for n in range(count):
        record_look_ups(
            actor=actor,
            actor_role="counsellor",
            purpose="loop plan",
            request_id="r",
            path="/",
            seen=[Seen(person or uuid4(), permitted=permitted)],
            now=clock.now() - timedelta(minutes=n),
        )


def shown(response):
    return [line.look_up for line in response.context["lines"]]


def test_the_data_protection_officer_sees_who_looked_why_and_who_was_refused():
    look(permitted=False)

    html = page_for(Role.DATA_PROTECTION_OFFICER).content.decode()

    assert "Arbeid med planen" in html
    assert "veileder" in html
    assert ">nei<" in html


def test_the_data_protection_officer_reads_names_and_is_in_the_log_for_it():
    kari, amina = UserFactory(name="Kari Moseby"), PersonFactory(first_name="Amina", last_name="Rahimi")
    look(kari.public_id, person=amina.public_id)

    html = page_for(Role.DATA_PROTECTION_OFFICER).content.decode()

    assert "Kari Moseby" in html
    assert "Amina Rahimi" in html
    assert LookUp.objects.filter(person=amina.public_id, purpose="read look-ups", actor_role="data_protection_officer").count() == 1


def test_a_protected_person_stays_a_number_to_one_without_the_clearance():
    amina = PersonFactory(first_name="Amina", last_name="Rahimi", protection=Protection.CODE_7)
    look(person=amina.public_id)

    html = page_for(Role.DATA_PROTECTION_OFFICER).content.decode()

    assert "Rahimi" not in html
    assert str(amina.public_id) in html


def test_a_counsellor_reads_the_log_of_those_they_follow_with_names():
    kari, jonas = UserFactory(role=Role.COUNSELLOR), UserFactory(name="Jonas Hauglid")
    mine, other = EngagementFactory(responsible=kari).person, PersonFactory()
    look(jonas.public_id, person=mine.public_id)
    look(jonas.public_id, person=other.public_id)
    client = signed_in(kari)

    response = client.get(reverse("lookups:list"))

    assert [(line.actor, line.person) for line in response.context["lines"]] == [("Jonas Hauglid", str(mine))]


@pytest.mark.parametrize("role", [Role.LEADER, Role.LOOP_COORDINATOR, Role.REFERRER])
def test_others_are_told_there_is_nothing_there(role):
    assert page_for(role).status_code == 404


def test_the_list_is_narrowed_to_one_person_or_one_who_looked():
    amina = uuid4()
    look(KARI, person=amina)
    look(JONAS, person=amina)
    look(JONAS)

    assert len(shown(page_for(Role.DATA_PROTECTION_OFFICER))) == 3
    assert {row.actor for row in shown(page_for(Role.DATA_PROTECTION_OFFICER, person=amina))} == {KARI, JONAS}
    assert len(shown(page_for(Role.DATA_PROTECTION_OFFICER, actor=JONAS))) == 2
    assert len(shown(page_for(Role.DATA_PROTECTION_OFFICER, person=amina, actor=JONAS))) == 1


def test_a_number_that_is_not_one_is_explained():
    response = page_for(Role.DATA_PROTECTION_OFFICER, person="Amina")

    assert response.status_code == 422
    assert "32 tall og bokstaver" in response.content.decode()


def test_an_address_that_has_been_changed_by_hand_gives_the_first_page():
    look()

    assert len(shown(page_for(Role.DATA_PROTECTION_OFFICER, etter="2026-01-01_3"))) == 1


@pytest.mark.parametrize("row_count", [1, 70])
def test_the_page_costs_the_same_however_many_rows(row_count, django_assert_max_num_queries):
    for _each in range(row_count):
        look(person=PersonFactory().public_id)
    client = signed_in(UserFactory(role=Role.DATA_PROTECTION_OFFICER))

    with django_assert_max_num_queries(12):
        client.get(reverse("lookups:list"))
