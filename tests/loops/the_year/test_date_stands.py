"""What must hold between a date of the year and its appointment, the database refuses to have otherwise."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from brobygger.appointments.actions import restore
from brobygger.appointments.models import Appointment
from brobygger.appointments.states import AppointmentState
from brobygger.loops.models import DateKind, LoopDate
from tests.factories import LoopDateFactory, UserFactory

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
ONCE = "loop_date_stands_once_for_a_stay"


def again(row, **which):
    """Another date of the same stay, as it is made."""
    same = {"loop": row.loop, "turning": row.turning, "participant": row.participant, "employer": row.employer}
    return LoopDateFactory(**{"kind": row.kind, **same, **which})


@pytest.mark.django_db
def test_a_stay_has_each_date_once_among_those_that_stand():
    row = LoopDateFactory(of_a_stay=True)

    with pytest.raises(IntegrityError, match=ONCE), transaction.atomic():
        again(row)

    assert again(row, kind=DateKind.EVALUATION)
    assert again(row, turning=2)


@pytest.mark.django_db
def test_a_held_date_stands_and_one_that_is_called_off_does_not():
    held, called_off = LoopDateFactory(of_a_stay=True, state="held"), LoopDateFactory(of_a_stay=True, state="called_off")

    with pytest.raises(IntegrityError, match=ONCE), transaction.atomic():
        again(held)

    assert again(called_off)


@pytest.mark.django_db
def test_two_in_the_same_statement_are_refused_too():
    row, other = LoopDateFactory(of_a_stay=True, state="called_off"), LoopDateFactory(of_a_stay=True, state="called_off")
    key = {"participant": row.participant, "employer": row.employer, "loop": row.loop, "turning": row.turning, "kind": row.kind}
    new = [LoopDate(**key, appointment=Appointment.objects.create(**moment(other))) for _each in range(2)]

    with pytest.raises(IntegrityError, match=ONCE), transaction.atomic():
        LoopDate.objects.bulk_create(new)


def moment(row):
    at = row.appointment
    return {"unit": at.unit, "kind": at.kind, "starts_at": at.starts_at, "ends_at": at.ends_at, "changed_at": NOW}


@pytest.mark.django_db
def test_one_that_is_called_off_cannot_be_taken_up_again_beside_the_one_in_its_place():
    called_off = LoopDateFactory(of_a_stay=True, state="called_off")
    again(called_off)

    with pytest.raises(IntegrityError, match=ONCE), transaction.atomic():
        restore(called_off.appointment, now=NOW, actor=UserFactory())

    assert Appointment.objects.get(pk=called_off.appointment_id).state == AppointmentState.CALLED_OFF


@pytest.mark.django_db
def test_a_date_that_somebody_called_off_is_not_taken_up_again_while_it_says_by_whom():
    row = LoopDateFactory(state="called_off", called_off_by=UserFactory())

    with pytest.raises(IntegrityError, match="loop_date_is_called_off_by_somebody_only_when_called_off"), transaction.atomic():
        restore(row.appointment, now=NOW, actor=UserFactory())
    LoopDate.objects.filter(pk=row.pk).update(called_off_by=None)

    assert restore(row.appointment, now=NOW, actor=UserFactory()).state == AppointmentState.PLANNED


@pytest.mark.django_db(transaction=True)
def test_of_two_made_at_the_same_time_one_stands():
    row = LoopDateFactory(of_a_stay=True, state="called_off")
    appointments = [Appointment.objects.create(**moment(row)) for _each in range(2)]
    ready = Barrier(2)

    def make(appointment):
        new = LoopDate(
            loop=row.loop,
            turning=row.turning,
            kind=row.kind,
            participant=row.participant,
            employer=row.employer,
            appointment=appointment,
        )
        ready.wait()
        with suppress(IntegrityError):
            new.save()
        connection.close()

    threads = [Thread(target=make, args=[each]) for each in appointments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert LoopDate.objects.filter(participant=row.participant, appointment__state=AppointmentState.PLANNED).count() == 1
