"""When each period of a loop begins and ends.

Source  ADR 0071: the same date so many months on, moved back to the Monday on or before it, as the design's calendar has it
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from brobygger.kernel.local_time import monday_of
from brobygger.loops.models import Loop


@dataclass(frozen=True)
class Period:
    number: int  # from 0
    starts_on: date
    ends_on: date


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def periods(loop: Loop) -> tuple[Period, ...]:
    """The periods of a loop in order, or none before the start is set. The first begins on the very day that was set."""
    if loop.starts_on is None:
        return ()
    starts = [loop.starts_on] + [
        monday_of(months_after(loop.starts_on, number * loop.period_months)) for number in range(1, loop.periods + 1)
    ]
    return tuple(Period(number, starts[number], starts[number + 1] - timedelta(days=1)) for number in range(loop.periods))
