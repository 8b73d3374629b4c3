"""Contact persons of an employer are added, put right and gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from brobygger.access.addresses import open_addresses
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.link_actions import send_fresh_link
from brobygger.parties.models import ContactPerson, Role, SignedLink
from tests.factories import (
    ContactPersonFactory,
    LoopEmployerFactory,
    LoopFactory,
    PersonFactory,
    SignedLinkFactory,
    StayFactory,
    UserFactory,
)
from tests.kit import address, read, window
from tests.web.jobdev.steps import sending

pytestmark = pytest.mark.django_db


def test_a_contact_of_another_employer_is_not_found_under_this_one(client, jonas, bakery):
    assert client.get(address("jobdev:contact", bakery, ContactPersonFactory())).status_code == 404


def test_a_contact_is_added_put_right_and_gone(client, jonas, bakery):
    reach = {"first_name": "Eva", "last_name": "Myr", "title": "sjef", "phone": "68053760", "email": "", "can_decide": "on"}
    client.post(address("jobdev:new_contact", bakery), sending(reach))
    twice = client.post(address("jobdev:new_contact", bakery), sending(reach))
    contact = ContactPerson.objects.get()

    client.post(address("jobdev:contact", bakery, contact), sending({**reach, "title": "daglig leder", "can_decide": ""}))
    contact.refresh_from_db()
    client.post(address("jobdev:end_contact", bakery, contact), sending({"on": day(clock.today())}))

    assert twice.status_code == 422
    assert (contact.title, contact.can_decide) == ("daglig leder", False)
    contact.refresh_from_db()
    assert contact.ends_on == clock.today()


def test_a_contact_who_leaves_has_a_last_day_and_an_undo_and_is_among_those_before(client, jonas, bakery, tor):
    ContactPerson.objects.update(starts_on=clock.today() - timedelta(days=30))
    yesterday = clock.today() - timedelta(days=1)

    answer = client.post(address("jobdev:end_contact", bakery, tor), sending({"on": day(yesterday)}), follow=True)
    (message,) = answer.context["messages"]

    page = answer.content.decode()
    assert "Har vært her før" in page
    assert f"Til {day(yesterday)}" in page
    assert "tel:+4768050214" not in page
    client.post(message.extra_tags, sending({}))
    tor.refresh_from_db()
    assert tor.ends_on is None
    assert "tel:+4768050214" in read(client, address("jobdev:employer", bakery))


@pytest.mark.parametrize(("on", "said"), [("", "Skriv siste dag"), ("01.01.2020", "Velg den dagen eller en senere")])
def test_a_last_day_that_cannot_be_is_explained(client, jonas, bakery, tor, on, said):
    answer = client.post(address("jobdev:end_contact", bakery, tor), sending({"on": on}))

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_page_of_their_own_opens_until_the_last_day_and_again_when_that_is_taken_back(client, jonas, bakery, tor):
    SignedLinkFactory(person=tor.person, role=Role.EMPLOYER, expires_on=clock.today() + timedelta(days=90))
    home = window(tor.person, Role.EMPLOYER, "home")

    client.post(address("jobdev:end_contact", bakery, tor), sending({"on": day(clock.today())}))
    assert Client().get(home).status_code == 200
    ContactPerson.objects.update(starts_on=clock.today() - timedelta(days=30), ends_on=clock.today() - timedelta(days=1))
    assert Client().get(home).status_code != 200
    link = SignedLink.objects.get().public_id
    assert send_fresh_link(str(link), now=clock.now()) is None
    assert open_addresses([link], today=clock.today()) == {}
    client.post(address("jobdev:contact_stays", bakery, tor), sending({}))

    assert Client().get(home).status_code == 200


def test_one_who_stands_at_another_workplace_too_keeps_their_page(client, jonas, bakery, tor):
    SignedLinkFactory(person=tor.person, role=Role.EMPLOYER, expires_on=clock.today() + timedelta(days=90))
    ContactPersonFactory(person=tor.person)

    ContactPerson.objects.filter(pk=tor.pk).update(starts_on=clock.today() - timedelta(days=9), ends_on=clock.today() - timedelta(days=1))

    assert Client().get(window(tor.person, Role.EMPLOYER, "home")).status_code == 200


@pytest.mark.parametrize("part", ["rung", "mentor"])
def test_one_whom_a_loop_needs_is_replaced_there_first(client, jonas, bakery, tor, part):
    loop = LoopFactory(name="Havna", coordinator__name="Lise Dalby", coordinator__phone="68051200")
    if part == "rung":
        LoopEmployerFactory(loop=loop, workplace=bakery, contact=tor.person)
    else:
        StayFactory(participant__loop=loop, mentor=tor, ends_on=clock.today() + timedelta(days=9))

    answer = client.post(address("jobdev:end_contact", bakery, tor), sending({"on": day(clock.today())}))

    assert answer.status_code == 422
    assert "har en oppgave i Havna etter denne dagen. Ring Lise Dalby på 680\u00a051\u00a0200" in answer.content.decode()
    tor.refresh_from_db()
    assert tor.ends_on is None


def test_what_was_put_right_stands_with_who_did_it(client, jonas, per, bakery, tor):
    reach = {"first_name": "Tor", "last_name": "Bakkli", "title": "", "phone": "68050215", "email": ""}
    client.post(address("jobdev:contact", bakery, tor), sending(reach | {"can_decide": "on"}))
    client.force_login(per)
    client.post(address("jobdev:contact", bakery, tor), sending(reach | {"title": "daglig leder", "can_decide": ""}))
    client.post(address("jobdev:contact", bakery, tor), sending(reach | {"title": "daglig leder", "can_decide": ""}))

    page = read(client, address("jobdev:contact", bakery, tor)).replace("\u00a0", " ")

    today = day(clock.today())
    assert f"Telefon endret {today} av Jonas Hauglid, fra 680 50 214 til 680 50 215." in page
    assert f"Kan bestemme endret {today} av Per Lind, fra ja til nei." in page
    assert f"Stilling skrevet inn {today} av Per Lind: daglig leder." in page
    assert "3 rettelser" in page


@pytest.mark.parametrize("role", [Role.LEADER, Role.BUSINESS_COORDINATOR, Role.COUNSELLOR, Role.LOOP_COORDINATOR])
def test_who_may_put_an_employers_card_right(client, unit, bakery, tor, role):
    client.force_login(UserFactory(role=role, role__unit=unit))
    may = role in {Role.LEADER, Role.BUSINESS_COORDINATOR}

    pages = [("new_contact",), ("correct_employer",), ("contact", tor), ("end_contact", tor)]

    assert {client.get(address(f"jobdev:{name}", bakery, *about)).status_code for name, *about in pages} == {200 if may else 404}


def test_somebody_who_is_more_than_a_contact_is_not_changed_from_here(client, jonas, bakery):
    contact = ContactPersonFactory(workplace=bakery, person=PersonFactory(user=UserFactory(), first_name="Siri"))
    reach = {"first_name": "Eva", "last_name": "Myr", "title": "", "phone": "68053760", "email": ""}

    answer = client.post(address("jobdev:contact", bakery, contact), sending(reach))

    assert answer.status_code == 422
    contact.person.refresh_from_db()
    assert contact.person.first_name == "Siri"
