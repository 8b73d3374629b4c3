"""Which of several loops stands first in a window. Source: ADR 0080, 0091"""

from __future__ import annotations

from datetime import date, timedelta

from brobygger.loops.models import Loop
from brobygger.loops.states import BEING_BUILT, LoopState

LOOP_OF = ("loop__coordinator", "loop__driver", "loop__region", "loop__unit")


WITH_A_YEAR = (LoopState.RUNNING, LoopState.FINISHED)


WISHES_WAIT = timedelta(days=7)  # from the kick-off on: wishes are asked for, and are asked of nobody after the plan


def how_soon(loop: Loop, *, is_in: bool, today: date, is_no: bool = False) -> int:
    """Where a loop stands among those of one window: the lower, the sooner."""
    if loop.state == LoopState.CANCELLED:
        return 6
    if is_no:
        return 5
    is_built = loop.state in BEING_BUILT
    if is_built and loop.kick_off_on is not None and timedelta() <= today - loop.kick_off_on <= WISHES_WAIT:
        return 0
    if is_in:
        return 1
    if is_built:
        return 2
    return 3 if loop.state == LoopState.DECIDED else 4
