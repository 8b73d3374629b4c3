from __future__ import annotations

from datetime import date

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.loops.models import DateKind, LoopDate, LoopEmployer, Participant, Stay
from brobygger.loops.the_year.actions.dates import lay_out_dates
from brobygger.loops.the_year.dates import turnings_of
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from tests.factories import LoopEmployerFactory, ParticipantFactory, StayFactory
from tests.loops.the_year.rounds import NOW, running_round

pytestmark = pytest.mark.django_db


def laid_out(made):
    return lay_out_dates(made.loop, turnings_of(made.loop), actor=made.loop.coordinator, now=NOW)


def test_laying_out_again_changes_nothing():
    made = running_round()
    letters, dates = Message.objects.count(), list(LoopDate.objects.order_by("pk").values())

    changed = laid_out(made)

    assert changed == []
    assert Message.objects.count() == letters
    assert list(LoopDate.objects.order_by("pk").values()) == dates


def test_a_stay_that_is_taken_away_takes_its_dates_with_it():
    made = running_round()
    stay = made.stay(0, 2)
    Stay.objects.filter(pk=stay.pk).delete()

    changed = laid_out(made)

    assert {(row.kind, row.participant_id, row.employer_id) for row in changed} == {
        (kind, stay.participant_id, stay.employer_id) for kind in (DateKind.START_MEETING, DateKind.HOSPITATION, DateKind.EVALUATION)
    }
    assert {row.state for row in changed} == {AppointmentState.CALLED_OFF}


def test_a_newcomer_gets_dates_and_is_reminded_of_those_that_stand():
    made = running_round()
    newcomer = ParticipantFactory(loop=made.loop, turned_up=True, person__email="ny@brovik.example")
    employer = LoopEmployerFactory(loop=made.loop, committed=True, with_contact=True, contact__email="fjerde@brovik.example")
    StayFactory(participant=newcomer, employer=employer, period=1, starts_on=date(2027, 1, 11), ends_on=date(2027, 5, 9))

    changed = laid_out(made)

    gatherings = LoopDate.objects.filter(kind=DateKind.GATHERING)
    reminders = Message.objects.filter(template="loops/reminder", recipient_address="ny@brovik.example", state=MessageState.WAITING)
    assert {row.kind for row in changed} == {DateKind.START_MEETING, DateKind.HOSPITATION, DateKind.EVALUATION}
    assert all(row.appointment.parties.filter(person=newcomer.person).exists() for row in gatherings)
    assert reminders.count() == 3 + 2 + 2  # their own, the gatherings before and after, and the rotations


def test_a_stay_that_is_cut_short_has_no_evaluation_after_it():
    made = running_round()
    stay = made.stay(0, 0)
    Stay.objects.filter(pk=stay.pk).update(ends_on=date(2026, 11, 2))

    changed = laid_out(made)

    assert [(row.kind, row.participant_id) for row in changed] == [(DateKind.EVALUATION, stay.participant_id)]


def test_one_who_has_left_is_no_longer_reminded_of_what_comes_after():
    made = running_round()
    gone = made.participants[0]
    Participant.objects.filter(pk=gone.pk).update(left_on=date(2026, 11, 2), left_for="job")
    Stay.objects.filter(participant=gone, period__gt=0).delete()

    laid_out(made)

    waiting = Message.objects.filter(template="loops/reminder", recipient_address=gone.person.email, state=MessageState.WAITING)
    assert not waiting.filter(send_before__gt=NOW.replace(month=11, day=3)).exclude(values__kind="evaluering").exists()


def test_an_employer_that_has_dropped_out_is_no_longer_asked_to_the_gatherings():
    made = running_round()
    employer = made.employers[0]
    LoopEmployer.objects.filter(pk=employer.pk).update(
        state="dropped_out", dropped_out_on=date(2026, 11, 2), dropped_out_because="bankrupt"
    )

    laid_out(made)

    gatherings = LoopDate.objects.filter(kind=DateKind.GATHERING)
    assert not any(row.appointment.parties.filter(person=employer.contact).exists() for row in gatherings)
