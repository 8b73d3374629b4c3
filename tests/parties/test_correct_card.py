from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.outbox.actions import Draft, Recipient, enqueue
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.card_actions import CARD_FIELDS, card_of, correct_card
from brobygger.parties.changes import changes_of
from brobygger.parties.holder_actions import choose_own_language
from brobygger.parties.models import Person, Protection, Role, SpokenLanguage
from tests.factories import A_MOMENT, PersonFactory, PostalCodeFactory, SignedLinkFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = A_MOMENT.date()


@pytest.fixture
def nora():
    return PersonFactory(first_name="Nora", last_name="Sletten", phone="68050118", email="nora@brovik.invalid")


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid")


def correct(person, actor, **fields):
    return correct_card(person, card=replace(card_of(person), **fields), today=TODAY, now=A_MOMENT, actor=actor)


def waiting_letter(person, *, once="1"):
    link = SignedLinkFactory(person=person, role=Role.CANDIDATE)
    to = Recipient("Nora", "nora@brovik.invalid", "nb")
    return enqueue(Draft("loops/invitation", once=once, to=to, about=person.public_id, values={}, link=link.public_id), now=A_MOMENT)


def test_each_thing_on_the_card_is_put_right_and_the_history_says_what_stood_there_and_who_did_it(nora, jonas):
    correct(nora, jonas, phone="68050300", talks_best=SpokenLanguage.ARABIC, postal_code=PostalCodeFactory(code="9008"))

    nora.refresh_from_db()
    assert (nora.phone, nora.talks_best, nora.postal_code_id, nora.email) == ("68050300", "ar", "9008", "nora@brovik.invalid")
    found = {change.field: change for change in changes_of(nora, fields=CARD_FIELDS)}
    assert (found["phone"].before, found["phone"].after, found["phone"].by) == ("68050118", "68050300", jonas)
    assert set(found) == {"phone", "talks_best", "postal_code"}
    assert Entry.objects.get(event="parties.card_corrected").facts["fields"] == "phone+postal_code+talks_best"


def test_the_newest_change_comes_first_and_each_has_the_one_who_made_it(nora, jonas):
    correct(nora, jonas, phone="68050300")
    correct(nora, nora, phone="68050400")
    choose_own_language(nora, language="nn", actor=nora)

    found = changes_of(nora, fields=CARD_FIELDS)

    assert [(each.field, each.before, each.after, each.by) for each in found] == [
        ("language", "nb", "nn", nora),
        ("phone", "68050300", "68050400", nora),
        ("phone", "68050118", "68050300", jonas),
    ]


def test_a_change_the_log_does_not_tell_of_is_shown_without_a_name(nora):
    Person.objects.filter(pk=nora.pk).update(phone="68050300")

    assert [(each.field, each.by) for each in changes_of(nora, fields=CARD_FIELDS)] == [("phone", None)]


def test_saving_what_stands_there_changes_nothing_and_leaves_no_trace(nora, jonas):
    first = waiting_letter(nora)

    correct(nora, jonas)

    assert not Entry.objects.filter(event="parties.card_corrected").exists()
    assert Message.objects.get() == first


def test_a_letter_that_waits_goes_to_the_new_address_with_the_same_link(nora, jonas):
    first = waiting_letter(nora)

    correct(nora, jonas, email="sletten@brovik.invalid")

    again = Message.objects.get(state=MessageState.WAITING)
    assert (again.recipient_address, again.link, again.template) == ("sletten@brovik.invalid", first.link, first.template)
    assert Message.objects.get(pk=first.pk).state == MessageState.CANCELLED


def test_without_an_e_mail_a_letter_that_waits_goes_to_the_telephone_and_without_either_it_is_stopped(nora, jonas):
    waiting_letter(nora)

    correct(nora, jonas, email="")
    to_phone = Message.objects.get(state=MessageState.WAITING).recipient_address
    correct(Person.objects.get(pk=nora.pk), jonas, phone="")

    assert to_phone == "68050118"
    assert not Message.objects.filter(state=MessageState.WAITING).exists()


def test_another_language_or_home_sends_nothing_again(nora, jonas):
    first = waiting_letter(nora)

    correct(nora, jonas, language="nn", street="Brugata 4")

    assert Message.objects.get() == first
    assert Message.objects.get().state == MessageState.WAITING


def test_the_old_address_is_told_when_the_person_changes_it_themselves_and_never_what_the_new_one_is(nora, jonas):
    correct(nora, jonas, email="jonas.skrev@brovik.invalid")
    assert not Message.objects.exists()

    correct(Person.objects.get(pk=nora.pk), nora, email="ny@brovik.invalid")

    told = Message.objects.get()
    assert (told.template, told.recipient_address) == ("parties/moved", "jonas.skrev@brovik.invalid")
    assert "ny@" not in str(told.values)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("first_name", "", "Skriv fornavnet"),
        ("born_on", TODAY + timedelta(days=1), "har ikke vært ennå"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(nora, jonas, field, value, says):
    with pytest.raises(DomainError, match=says) as refusal:
        correct(nora, jonas, **{field: value, "phone": "68050300"})

    nora.refresh_from_db()
    assert refusal.value.field == field
    assert nora.phone == "68050118"


@pytest.mark.parametrize("protection", [Protection.CODE_6, Protection.CODE_7, Protection.CODE_6_ABROAD, Protection.UNKNOWN])
def test_no_street_is_written_down_where_the_address_is_secret_and_the_database_refuses_it_too(jonas, protection):
    hidden = PersonFactory(protection=protection)

    with pytest.raises(DomainError, match="skrives ikke ned") as refusal:
        correct(hidden, jonas, street="Brugata 4")

    assert refusal.value.field == "street"
    with pytest.raises(IntegrityError, match="person_with_a_secret_address"), transaction.atomic():
        Person.objects.filter(pk=hidden.pk).update(street="Brugata 4")


def test_a_birthday_that_was_mistyped_can_be_put_right(nora, jonas):
    assert correct(nora, jonas, born_on=date(2003, 5, 17)).born_on == date(2003, 5, 17)
