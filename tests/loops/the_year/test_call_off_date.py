from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from brobygger.appointments.models import Appointment
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import DateKind, LoopDate, Stay
from brobygger.loops.the_year.actions.dates import call_off_date, lay_out_dates
from brobygger.loops.the_year.dates import turnings_of
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from tests.factories import LoopDateFactory, UserFactory
from tests.loops.the_year.rounds import NOW, running_round

pytestmark = pytest.mark.django_db


def test_those_concerned_are_told_once_and_nobody_is_reminded():
    made = running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)

    call_off_date(gathering, sequence=0, actor=made.loop.coordinator, now=NOW)

    gathering.refresh_from_db()
    letters = Message.objects.filter(template="loops/dates_changed")
    waiting = Message.objects.filter(template="loops/reminder", state=MessageState.WAITING)
    assert (gathering.state, gathering.sequence, gathering.called_off_by) == (AppointmentState.CALLED_OFF, 1, made.loop.coordinator)
    assert letters.count() == 6
    assert not waiting.filter(about__in=gathering.appointment.parties.values("public_id")).exists()


def test_what_did_not_happen_is_called_off_afterwards_without_a_letter():
    made = running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)

    call_off_date(gathering, sequence=0, actor=made.loop.coordinator, now=datetime(2027, 1, 2, 9, tzinfo=OSLO))

    gathering.refresh_from_db()
    assert gathering.state == AppointmentState.CALLED_OFF
    assert not Message.objects.filter(template="loops/dates_changed").exists()


def test_a_rotation_is_moved_and_not_called_off():
    made = running_round()

    with pytest.raises(DomainError, match="kan flyttes, men ikke avlyses"):
        call_off_date(LoopDate.objects.get(kind=DateKind.ROTATION, turning=1), sequence=0, actor=made.loop.coordinator, now=NOW)

    assert not LoopDate.objects.filter(appointment__state=AppointmentState.CALLED_OFF).exists()


def test_a_stale_form_is_refused_with_a_sentence():
    made = running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)
    Appointment.objects.filter(loop_date=gathering).update(sequence=1)

    with pytest.raises(DomainError, match="Noen andre har endret"):
        call_off_date(gathering, sequence=0, actor=made.loop.coordinator, now=NOW)

    assert LoopDate.objects.get(pk=gathering.pk).state == AppointmentState.PLANNED


@pytest.mark.parametrize("kind", [DateKind.GATHERING, DateKind.HOSPITATION])
def test_what_somebody_has_called_off_does_not_come_back_when_the_plan_changes(kind):
    made = running_round()
    row = LoopDate.objects.filter(kind=kind).order_by("pk")[0]
    call_off_date(row, sequence=0, actor=made.loop.coordinator, now=NOW)
    count = LoopDate.objects.count()

    changed = lay_out_dates(made.loop, turnings_of(made.loop), actor=made.loop.coordinator, now=NOW)

    assert changed == []
    assert LoopDate.objects.count() == count


def test_what_a_change_of_the_plan_has_called_off_comes_back_with_the_plan():
    made = running_round()
    stay = made.stay(0, 1)
    Stay.objects.filter(pk=stay.pk).delete()
    gone = lay_out_dates(made.loop, turnings_of(made.loop), actor=made.loop.coordinator, now=NOW)
    stay.save(force_insert=True)

    back = lay_out_dates(made.loop, turnings_of(made.loop), actor=made.loop.coordinator, now=NOW)

    assert {row.called_off_by for row in gone} == {None}
    assert sorted((row.kind, row.starts_at) for row in back) == sorted((row.kind, row.starts_at) for row in gone)


def test_somebody_has_called_off_only_what_is_called_off():
    row = LoopDateFactory()

    with pytest.raises(IntegrityError, match="loop_date_is_called_off_by_somebody_only_when_called_off"), transaction.atomic():
        LoopDate.objects.filter(pk=row.pk).update(called_off_by=UserFactory())
