from __future__ import annotations

from datetime import date

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import DateKind, LoopDate
from brobygger.loops.the_year.actions.dates import mark_held
from tests.loops.the_year.rounds import running_round

pytestmark = pytest.mark.django_db


def test_a_date_is_ticked_off_on_its_day():
    made = running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)

    mark_held(gathering, actor=made.loop.coordinator, now=midnight(date(2026, 12, 31)))

    gathering.refresh_from_db()
    assert gathering.state == AppointmentState.HELD


def test_not_the_day_before():
    made = running_round()

    with pytest.raises(DomainError, match=r"ikke før 31\.12\.2026"):
        mark_held(LoopDate.objects.get(kind=DateKind.GATHERING, turning=1), actor=made.loop.coordinator, now=midnight(date(2026, 12, 30)))

    assert not LoopDate.objects.filter(appointment__state=AppointmentState.HELD).exists()


def test_a_rotation_is_ticked_off_when_the_places_are_changed():
    made = running_round()

    with pytest.raises(DomainError, match="når plassene byttes"):
        mark_held(LoopDate.objects.get(kind=DateKind.START), actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))

    assert not LoopDate.objects.filter(appointment__state=AppointmentState.HELD).exists()


def test_saying_it_again_changes_nothing():
    made = running_round()
    gathering = LoopDate.objects.get(kind=DateKind.GATHERING, turning=1)
    mark_held(gathering, actor=made.loop.coordinator, now=midnight(date(2026, 12, 31)))
    entries = Entry.objects.count()

    mark_held(gathering, actor=made.loop.coordinator, now=midnight(date(2027, 1, 1)))

    assert Entry.objects.count() == entries
