"""What a note says of appointments: the next step is one, and what was agreed has been."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from brobygger.appointments.actions import move
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When, time_said_in
from brobygger.appointments.states import AppointmentState
from brobygger.followup.actions.contacts import correct_contact, log_contact, withdraw_contact, write_contact_again
from brobygger.followup.models import ContactKind
from brobygger.kernel.clock import OSLO
from tests.factories import AppointmentFactory, EngagementFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=OSLO)
WEDNESDAY = date(2026, 12, 2)
S = AppointmentState


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid")


@pytest.fixture
def nora(jonas):
    return EngagementFactory(responsible=jonas, starts_on=date(2026, 1, 5))


def log(engagement, user, **said):
    given = {"kind": ContactKind.PHONE, "whom": "candidate", "happened_at": NOW, "line": "", "key": uuid4(), "now": NOW}
    return log_contact(engagement, **{**given, **said}, actor=user)


def test_a_next_step_with_a_time_is_a_talk_on_that_day_with_the_two_of_them(nora, jonas):
    contact = log(nora, jonas, next_step="Møte på kafeen kl. 10", next_step_on=WEDNESDAY, next_step_where="Kafé Bro")

    agreed = contact.agreed
    assert (agreed.kind, agreed.on, agreed.at, agreed.place, agreed.about) == (
        AppointmentKind.TALK,
        WEDNESDAY,
        time(10),
        "Kafé Bro",
        "Møte på kafeen kl. 10",
    )
    assert {party.user or party.person for party in agreed.parties.all()} == {jonas, nora.person}


def test_one_without_a_time_is_something_to_do_that_day(nora, jonas):
    contact = log(nora, jonas, next_step="Sende søknaden", next_step_on=WEDNESDAY)

    assert (contact.agreed.kind, contact.agreed.at) == (AppointmentKind.STEP, None)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("Møte på kafeen kl. 10", time(10)),
        ("Ringe klokka 9.30", time(9, 30)),
        ("Sees kl 14:15 på biblioteket", time(14, 15)),
        ("Møte kl. 25", None),
        ("Ring kl 1030", time(10, 30)),
        ("Ring kl. 9,30", time(9, 30)),
        ("Si til Gunn at 20 timer er nok", None),
        ("Meet at 14.15", time(14, 15)),
        ("Ringe 10 firmaer", None),
        ("Klokkere dager", None),
    ],
)
def test_the_time_of_day_is_heard_in_the_words(words, at):
    assert time_said_in(words) == at


def test_a_note_the_same_day_says_that_what_was_agreed_has_been(nora, jonas):
    agreed = log(nora, jonas, next_step="Møte kl. 9", next_step_on=WEDNESDAY).agreed
    moment = datetime(2026, 12, 2, 9, 40, tzinfo=OSLO)

    told = log(nora, jonas, kind=ContactKind.OUT, happened_at=moment, now=moment)

    agreed.refresh_from_db()
    assert (told.fulfils, agreed.state) == (agreed, S.HELD)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": ContactKind.NO_ANSWER},
        {"kind": ContactKind.MESSAGE},
        {"whom": "employer"},
        {"happened_at": datetime(2026, 12, 2, 8, 0, tzinfo=OSLO)},
        {"happened_at": datetime(2026, 12, 1, 9, 0, tzinfo=OSLO)},
    ],
)
def test_an_attempt_a_talk_with_another_and_one_earlier_do_not(nora, jonas, said):
    agreed = log(nora, jonas, next_step="Møte kl. 9", next_step_on=WEDNESDAY).agreed
    moment = datetime(2026, 12, 2, 9, 40, tzinfo=OSLO)

    told = log(nora, jonas, **{"happened_at": moment, **said}, now=moment)

    agreed.refresh_from_db()
    assert (told.fulfils, agreed.state) == (None, S.PLANNED)


def test_taken_back_the_next_step_falls_away_and_what_was_told_of_stands_again(nora, jonas):
    before = log(nora, jonas, next_step="Møte kl. 9", next_step_on=NOW.date())
    after = log(nora, jonas, next_step="Ringe", next_step_on=WEDNESDAY)

    withdraw_contact(after, now=NOW, actor=jonas)

    before.agreed.refresh_from_db(), after.agreed.refresh_from_db()
    assert (after.fulfils, before.agreed.state, after.agreed.state) == (before.agreed, S.PLANNED, S.CALLED_OFF)


def test_a_note_that_is_put_right_keeps_what_was_agreed_also_when_it_has_been_moved(nora, jonas):
    contact = log(nora, jonas, line="Fel", next_step="Møte kl. 9", next_step_on=WEDNESDAY)
    move(contact.agreed, When(WEDNESDAY + timedelta(days=1), time(11)), now=NOW, actor=jonas)
    contact.refresh_from_db()

    right = correct_contact(contact, line="Feil", key=uuid4(), now=NOW, actor=jonas)

    agreed = Appointment.objects.get()
    assert (right.agreed, agreed.state, agreed.on) == (agreed, S.PLANNED, WEDNESDAY + timedelta(days=1))


def test_a_call_is_no_meeting_somewhere(nora, jonas):
    agreed = log(nora, jonas, next_step="Møte kl. 9", next_step_on=WEDNESDAY, next_step_where="Kafé Bro").agreed
    moment = datetime(2026, 12, 2, 9, 40, tzinfo=OSLO)

    by_phone = log(nora, jonas, happened_at=moment, now=moment)
    out = log(nora, jonas, kind=ContactKind.OUT, happened_at=moment, now=moment)

    assert (by_phone.fulfils, out.fulfils) == (None, agreed)


def test_a_note_that_stands_again_has_its_own_appointment_again(nora, jonas):
    contact = log(nora, jonas, next_step="Møte kl. 9", next_step_on=WEDNESDAY)
    withdraw_contact(contact, now=NOW, actor=jonas)

    again = write_contact_again(contact, now=NOW, actor=jonas)

    agreed = Appointment.objects.get()
    assert (again.agreed, agreed.state, agreed.at) == (agreed, S.PLANNED, time(9))


def test_another_units_appointment_is_not_told_of_by_ours(nora, jonas):
    theirs = AppointmentFactory(starts_at=NOW - timedelta(minutes=20), with_candidate=nora.person)

    assert log(nora, jonas).fulfils is None
    theirs.refresh_from_db()
    assert theirs.state == S.PLANNED
