from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.followup.models import CallBack
from brobygger.kernel import clock
from brobygger.parties.models import Role
from tests.factories import (
    AbsenceFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EngagementFactory,
    PersonFactory,
    UserFactory,
)
from tests.kit import text_of, token_of

TODAY = clock.today()


@pytest.fixture
def followed(db):
    """Amina, whom Kari follows up, and Ida stands in."""
    kari, ida = UserFactory(name="Kari Moseby", phone="68054090"), UserFactory(name="Ida Berg", phone="68053344")
    return EngagementFactory(responsible=kari, deputy=ida, person__first_name="Amina")


@pytest.fixture
def relation(db):
    """Rugbakken bakeri, where Tor rings Lise, or Per when she is away."""
    lise, per = UserFactory(name="Lise Dalby", phone="68051200"), UserFactory(name="Per Aunvik", phone="68053344")
    relation = EmployerRelationFactory(responsible=lise, deputy=per, workplace__name="Rugbakken bakeri")
    ContactPersonFactory(workplace=relation.workplace, person__first_name="Tor")
    return relation


def of_candidate(engagement, path=""):
    return f"/v/{token_of(engagement.person)}/{path}"


def of_employer(relation, path=""):
    return f"/v/{token_of(relation.workplace.contacts.get().person, Role.EMPLOYER)}/{path}"


def away(user):
    AbsenceFactory(user=user, starts_on=TODAY)


def test_a_candidate_asks_the_one_who_follows_them_up_and_is_told_until_when(followed):
    client = Client()
    before = text_of(client.get(of_candidate(followed)))

    after = text_of(client.post(of_candidate(followed, f"ring-meg/{followed.public_id}/"), follow=True))

    assert "Be Kari ringe meg" in before
    assert "Når Kari er borte, er det Ida Berg: 680 53 344." in before
    assert CallBack.objects.get().person == followed.person
    assert "Kari har fått beskjed, og ringer deg innen" in after
    assert "Du har bedt om å bli ringt. Kari ringer innen" in after
    assert "Be Kari ringe meg" not in after


def test_while_the_one_is_away_the_deputy_is_asked_and_it_says_until_when(followed):
    away(followed.responsibilities.get(part="responsible").user)

    page = text_of(Client().get(of_candidate(followed)))

    until = f"{TODAY + timedelta(days=6):%d.%m.%Y}"
    assert "Be Ida ringe meg" in page
    assert f"Kari Moseby til og med {until}" in page
    assert f"Kari er borte til og med {until}. Så lenge svarer Ida Berg." in page


def test_when_nobody_is_there_somebody_can_still_be_asked(followed):
    for each in followed.responsibilities.all():
        away(each.user)
    client = Client()

    assert "Be noen ringe meg" in text_of(client.get(of_candidate(followed)))
    assert "En av oss har fått beskjed" in text_of(client.post(of_candidate(followed, f"ring-meg/{followed.public_id}/"), follow=True))


def test_one_whom_nobody_follows_up_has_no_button(db):
    assert "ringe meg" not in text_of(Client().get(f"/v/{token_of(PersonFactory())}/"))


def test_pressing_twice_gives_one_call(followed):
    client, key = Client(), str(uuid4())

    for _each in range(2):
        client.post(of_candidate(followed, f"ring-meg/{followed.public_id}/"), {"once": key})
    client.post(of_candidate(followed, f"ring-meg/{followed.public_id}/"))

    assert CallBack.objects.count() == 1


def test_an_employer_sees_whom_to_ring_and_who_stands_in_and_can_ask(relation):
    client = Client()
    before = text_of(client.get(of_employer(relation)))

    after = text_of(client.post(of_employer(relation, f"ring-oss/{relation.public_id}/"), follow=True))

    assert "Lise Dalby" in before
    assert "Ring Lise, 680 51 200" in before
    assert "Be Lise ringe meg" in before
    assert "Når Lise er borte, er det Per Aunvik: 680 53 344." in before
    assert CallBack.objects.get().relation == relation
    assert "Lise har fått beskjed" in after


def test_an_employer_is_led_to_the_deputy_while_the_one_is_away(relation):
    away(relation.responsibilities.get(part="responsible").user)

    page = text_of(Client().get(of_employer(relation)))

    assert "Be Per ringe meg" in page
    assert "Ring Per, 680 53 344" in page


def test_nobody_asks_for_another(followed, relation):
    other_person, other_contact = PersonFactory(), ContactPersonFactory()
    candidate = f"/v/{token_of(other_person)}/ring-meg/{followed.public_id}/"
    employer = f"/v/{token_of(other_contact.person, Role.EMPLOYER)}/ring-oss/{relation.public_id}/"

    answers = [Client().post(url).status_code for url in (candidate, employer, of_employer(relation, f"ring-meg/{followed.public_id}/"))]

    assert answers == [404, 404, 404]
    assert not CallBack.objects.exists()


def test_a_name_with_signs_in_it_does_nothing_on_the_page(followed):
    kari = followed.responsibilities.get(part="responsible").user
    kari.name = "<script>alert(1)</script> & co"
    kari.save()

    page = Client().get(of_candidate(followed)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
