from __future__ import annotations

from datetime import datetime

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import DateKind, LoopDate
from brobygger.loops.the_year.actions.dates import call_off, call_off_date, restore_date
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from tests.factories import LoopDateFactory
from tests.loops.the_year.rounds import NOW, running_round

pytestmark = pytest.mark.django_db


def called_off(made) -> LoopDate:
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)
    return call_off_date(gathering, sequence=0, because="Lokalet er stengt.", actor=made.loop.coordinator, now=NOW)


def test_it_is_on_again_with_a_new_letter_and_a_reminder_to_each():
    made = running_round()
    reminded = Message.objects.filter(template="loops/reminder", state=MessageState.WAITING).count()
    gathering = called_off(made)

    for _press in range(2):
        restore_date(gathering, sequence=1, actor=made.loop.coordinator, now=NOW)

    gathering.refresh_from_db()
    assert (gathering.state, gathering.sequence, gathering.called_off_by, gathering.called_off_because) == (
        AppointmentState.PLANNED,
        2,
        None,
        "",
    )
    assert Message.objects.filter(template="loops/dates_changed").count() == 12
    assert Message.objects.filter(template="loops/reminder", state=MessageState.WAITING).count() == reminded


def test_what_the_plan_called_off_or_has_been_stays_so():
    made = running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)
    call_off([gathering], now=NOW)

    with pytest.raises(DomainError, match="planen ble endret"):
        restore_date(gathering, sequence=1, actor=made.loop.coordinator, now=NOW)
    gathering.called_off_by = made.loop.coordinator
    gathering.save()
    with pytest.raises(DomainError, match="har vært"):
        restore_date(gathering, sequence=1, actor=made.loop.coordinator, now=datetime(2027, 2, 1, 9, tzinfo=OSLO))
    with pytest.raises(DomainError, match="Noen andre"):
        restore_date(gathering, sequence=0, actor=made.loop.coordinator, now=NOW)


def test_another_in_its_place_is_moved_instead():
    made = running_round()
    meeting = LoopDate.objects.filter(kind=DateKind.START_MEETING, turning=1).order_by("pk")[0]
    meeting = call_off_date(meeting, sequence=0, actor=made.loop.coordinator, now=NOW)
    LoopDateFactory(
        loop=meeting.loop, kind=meeting.kind, turning=meeting.turning, participant=meeting.participant, employer=meeting.employer
    )

    with pytest.raises(DomainError, match="ny dato i stedet"):
        restore_date(meeting, sequence=1, actor=made.loop.coordinator, now=NOW)
