from __future__ import annotations

from datetime import date

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import LoopDate
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions.turnings import rotate
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from tests.loops.the_year.rounds import running_round

pytestmark = pytest.mark.django_db
TURNS_ON = (date(2026, 9, 14), date(2027, 1, 11), date(2027, 5, 10), date(2027, 9, 10))


def rotated(made, *numbers):
    for number in numbers:
        rotate(made.loop, turning=number, actor=made.loop.coordinator, now=midnight(TURNS_ON[number]))


def test_the_start_begins_the_first_stays_and_no_other():
    made = running_round()

    rotated(made, 0)

    states = [{made.stay(number, period).placement.state for number in range(3)} for period in range(3)]
    assert states == [{PlacementState.ACTIVE}, {PlacementState.PLANNED}, {PlacementState.PLANNED}]


def test_a_rotation_ends_the_old_stays_the_day_before_and_begins_the_next():
    made = running_round()

    rotated(made, 0, 1)

    old, new = made.stay(0, 0).placement, made.stay(0, 1).placement
    assert (old.state, old.ends_on, old.end_cause) == (PlacementState.ENDED, date(2027, 1, 10), EndCause.AS_PLANNED)
    assert (new.state, new.starts_on) == (PlacementState.ACTIVE, date(2027, 1, 11))


def test_the_end_ends_the_last_stays_and_the_loop():
    made = running_round()

    rotated(made, 0, 1, 2, 3)

    made.loop.refresh_from_db()
    assert made.loop.state == LoopState.FINISHED
    assert set(Placement.objects.values_list("state", flat=True)) == {PlacementState.ENDED}
    assert made.stay(0, 2).placement.ends_on == date(2027, 9, 10)


def test_not_before_the_day_and_nothing_is_changed():
    made = running_round()

    with pytest.raises(DomainError, match=r"ikke før 14\.09\.2026"):
        rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 13)))

    assert not LoopDate.objects.filter(appointment__state=AppointmentState.HELD).exists()
    assert set(Placement.objects.values_list("state", flat=True)) == {PlacementState.PLANNED}


def test_not_out_of_order():
    made = running_round()

    with pytest.raises(DomainError, match="først"):
        rotate(made.loop, turning=1, actor=made.loop.coordinator, now=midnight(TURNS_ON[1]))

    assert not LoopDate.objects.filter(appointment__state=AppointmentState.HELD).exists()


def test_not_twice():
    made = running_round()
    rotated(made, 0)

    with pytest.raises(DomainError, match="allerede krysset av"):
        rotated(made, 0)

    assert Placement.objects.filter(state=PlacementState.ACTIVE).count() == 3


def test_a_turning_that_is_not_there_is_refused():
    made = running_round()

    with pytest.raises(DomainError, match="ingen slik rullering"):
        rotate(made.loop, turning=4, actor=made.loop.coordinator, now=midnight(TURNS_ON[3]))
