"""Where a day has room for one more appointment. The rule in words: docs/followup.md."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from brobygger.kernel.local_time import local_day, moment_on

DAY_BEGINS, DAY_ENDS = time(8), time(15, 30)
ROOM = timedelta(minutes=30)  # what a talk usually takes
SATURDAY = 5

Span = tuple[datetime, datetime]


def free_times(days: Iterable[date], *, busy: Collection[Span], now: datetime) -> list[datetime]:
    """Each half hour of the working hours with nothing in it, that has not begun, in order; none on a Saturday or Sunday.

    Takes   busy  what stands already, from when to when
    """
    return [each for on in days if on.weekday() < SATURDAY for each in half_hours(on) if each > now and is_free(each, busy)]


def half_hours(on: date) -> list[datetime]:
    begins, ends = moment_on(on, DAY_BEGINS), moment_on(on, DAY_ENDS)
    return [begins + ROOM * number for number in range((ends - begins) // ROOM)]


def is_free(begins: datetime, busy: Collection[Span]) -> bool:
    return not any(starts_at < begins + ROOM and ends_at > begins for starts_at, ends_at in busy)


def one_each(wanted: Sequence[date], free: Sequence[datetime]) -> list[datetime | None]:
    """A free time for each who wants one: the first left on their day or after it, or else the last before. No time is given to two.

    Gives   as many as are wanted, in their order; None where there is no room
    """
    left, given = list(free), []
    for on in wanted:
        found = next((each for each in left if local_day(each) >= on), left[-1] if left else None)
        given.append(found)
        if found is not None:
            left.remove(found)
    return given
