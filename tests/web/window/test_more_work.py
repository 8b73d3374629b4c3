from __future__ import annotations

from uuid import uuid4

import pytest

from brobygger.jobdev.models import Opening
from brobygger.kernel import clock
from brobygger.outbox.models import Message
from brobygger.parties.models import Role
from tests.factories import (
    AbsenceFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    LoopEmployerFactory,
    OpeningFactory,
    PersonFactory,
    UserFactory,
)
from tests.kit import window

pytestmark = pytest.mark.django_db


@pytest.fixture
def per():
    return UserFactory(name="Per Lind")


@pytest.fixture
def relation(per):
    return EmployerRelationFactory(workplace__name="Rugbakken bakeri", responsible=per, deputy=UserFactory(name="Hanne Dahl"))


@pytest.fixture
def tor(relation):
    return ContactPersonFactory(workplace=relation.workplace, person__first_name="Tor").person


def sending(**given):
    return {"tasks": "Skifte dekk.\nOg rydde.", "starts_on": "", "once": str(uuid4()), **given}


def test_an_employer_says_there_is_room_and_the_one_who_answers_gets_it_and_a_letter(client, relation, tor, per):
    url = window(tor, Role.EMPLOYER, "more_work")

    page = client.get(url).content.decode()
    answer = client.post(url, sending())

    assert "så ringer Per Lind. Det forplikter dere ikke." in page
    assert answer.url == url
    opening = Opening.objects.get()
    assert (opening.workplace, opening.unit, opening.owner, opening.told_by) == (relation.workplace, relation.unit, per, tor)
    assert (opening.title, opening.tasks) == ("Skifte dekk.", "Skifte dekk.\nOg rydde.")
    assert Message.objects.get().recipient_address == per.email
    assert "Per Lind følger det opp." in client.get(url).content.decode()


def test_while_the_one_who_answers_is_away_the_deputy_gets_it(client, relation, tor, per):
    AbsenceFactory(user=per, starts_on=clock.today())

    client.post(window(tor, Role.EMPLOYER, "more_work"), sending())

    assert Opening.objects.get().owner.name == "Hanne Dahl"


def test_pressing_twice_gives_one_opening_and_one_letter(client, tor):
    url, form = window(tor, Role.EMPLOYER, "more_work"), sending()

    for _sending in range(2):
        assert client.post(url, form).status_code == 302

    assert (Opening.objects.count(), Message.objects.count()) == (1, 1)


def test_one_with_two_places_says_which(client, relation, tor, per):
    other = EmployerRelationFactory(workplace__name="Verkstedet", responsible=per)
    ContactPersonFactory(workplace=other.workplace, person=tor)
    url = window(tor, Role.EMPLOYER, "more_work")

    refused = client.post(url, sending())
    client.post(url, sending(workplace=str(other.workplace.public_id)))

    assert refused.status_code == 422
    assert Opening.objects.get().workplace == other.workplace


def test_a_place_that_is_not_ones_own_cannot_be_chosen(client, relation, tor, per):
    ContactPersonFactory(workplace=EmployerRelationFactory(responsible=per).workplace, person=tor)
    stranger = EmployerRelationFactory(responsible=per).workplace

    assert client.post(window(tor, Role.EMPLOYER, "more_work"), sending(workplace=str(stranger.public_id))).status_code == 422
    assert not Opening.objects.exists()


def test_when_nobody_keeps_in_touch_one_is_told_whom_to_ring_and_nothing_is_lost_in_a_form(client):
    place = LoopEmployerFactory(loop__coordinator__name="Lise Dalby", loop__coordinator__phone="68051200")
    ContactPersonFactory(workplace=place.workplace, person=place.contact)
    url = window(place.contact, Role.EMPLOYER, "more_work")

    page = client.get(url).content.decode()
    client.post(url, sending())

    assert "tel:+4768051200" in page
    assert 'name="tasks"' not in page
    assert not Opening.objects.exists()


def test_one_reads_what_ones_own_workplace_has_told_and_nothing_else(client, relation, tor):
    OpeningFactory(workplace=relation.workplace, title="Vårt eget", told_by=tor)
    OpeningFactory(workplace=relation.workplace, title="Funnet av andre")
    OpeningFactory(title="Fremmed", told_by=PersonFactory())

    page = client.get(window(tor, Role.EMPLOYER, "more_work")).content.decode()

    assert "Vårt eget" in page
    assert "Funnet av andre" not in page
    assert "Fremmed" not in page


def test_what_is_typed_is_never_markup_and_a_national_id_is_refused(client, tor):
    url = window(tor, Role.EMPLOYER, "more_work")

    client.post(url, sending(tasks="<b>Dekk</b>"))
    refused = client.post(url, sending(tasks="Snakk med 15076500565."))

    assert "<b>Dekk" not in client.get(url).content.decode()
    assert refused.status_code == 422
    assert Opening.objects.count() == 1


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.MENTOR])
def test_others_with_a_link_find_no_such_page(client, tor, role):
    assert client.get(window(tor, role, "more_work")).status_code == 404
