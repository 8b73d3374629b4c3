from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.outbox.actions import Draft, Recipient, enqueue
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.actions import correct_contact
from brobygger.parties.models import Person, Role
from tests.factories import A_MOMENT, ContactPersonFactory, SignedLinkFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tor():
    return ContactPersonFactory(person__first_name="Tor", person__email="feil@brovik.invalid", title="sjef")


def correct(contact, **fields):
    given = {"first_name": "Thor", "last_name": "Rugbakken", "title": "daglig leder", "phone": "68050214", "email": "thor@brovik.invalid"}
    return correct_contact(contact.person, workplace=contact.workplace, **{**given, **fields}, now=A_MOMENT, actor=UserFactory())


def waiting_letter(link):
    to = Recipient("Tor", "feil@brovik.invalid", "nb")
    return enqueue(
        Draft("loops/tasks", once="1", to=to, about=link.person.public_id, values={"loop": "A"}, link=link.public_id), now=A_MOMENT
    )


def test_what_is_put_right_stands_and_what_stood_before_is_in_the_history(tor):
    correct(tor)

    tor.refresh_from_db()
    assert (str(tor.person), tor.person.email, tor.person.phone, tor.title) == (
        "Thor Rugbakken", "thor@brovik.invalid", "68050214", "daglig leder",
    )  # fmt: skip
    before = Person.pgh_event_model.objects.filter(pgh_obj=tor.person).order_by("pgh_id").first()
    assert (before.first_name, before.email) == ("Tor", "feil@brovik.invalid")


def test_a_letter_that_waits_goes_to_the_new_address_and_one_that_is_sent_does_not(tor):
    link = SignedLinkFactory(person=tor.person, role=Role.EMPLOYER)
    first = waiting_letter(link)

    correct(tor)

    waiting = Message.objects.get(state=MessageState.WAITING)
    assert (waiting.recipient_address, waiting.recipient_name, waiting.link) == ("thor@brovik.invalid", "Thor", link.public_id)
    assert (waiting.template, waiting.about, waiting.values) == (first.template, first.about, first.values)
    assert Message.objects.get(pk=first.pk).state == MessageState.CANCELLED


def test_another_title_sends_nothing_again(tor):
    first = waiting_letter(SignedLinkFactory(person=tor.person, role=Role.EMPLOYER))

    correct(tor, first_name="Tor", email="feil@brovik.invalid")

    assert Message.objects.get() == first
    assert Message.objects.get().state == MessageState.WAITING


def test_one_nobody_could_reach_is_refused(tor):
    with pytest.raises(DomainError, match="telefon eller e-post") as refusal:
        correct(tor, phone="", email="")

    tor.refresh_from_db()
    assert refusal.value.field == "phone"
    assert tor.person.first_name == "Tor"


@pytest.mark.parametrize("who", ["candidate", "user"])
def test_one_who_is_more_than_a_contact_is_not_changed_from_here(tor, who):
    if who == "candidate":
        SignedLinkFactory(person=tor.person, role=Role.CANDIDATE)
    else:
        Person.objects.filter(pk=tor.person_id).update(user=UserFactory())

    with pytest.raises(DomainError, match="mer enn kontaktperson"):
        correct(tor)

    tor.refresh_from_db()
    assert tor.person.first_name == "Tor"
