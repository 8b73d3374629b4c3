"""When somebody is at work to ring back: 08.00–15.30 by the clock in Norway on working days. Source: ADR 0097."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from brobygger.kernel.local_time import in_norway, local_day, moment_on
from brobygger.kernel.working_days import is_working_day

OPENS, CLOSES = time(8), time(15, 30)
TIME_TO_RING_BACK = timedelta(hours=2)  # at work


def opening_hours(day: date) -> tuple[datetime, datetime]:
    """From when to when a working day lasts, as moments in UTC, which can be compared and subtracted. Source: kernel/local_time.py."""
    return moment_on(day, OPENS).astimezone(UTC), moment_on(day, CLOSES).astimezone(UTC)


def ring_back_by(asked_at: datetime, *, within: timedelta = TIME_TO_RING_BACK) -> datetime:
    """When somebody must be rung back: two hours at work after they asked. The clock stands while nobody is at work.

    Takes   asked_at  with a time zone, any
            within    time at work, above nothing
    Gives   in Oslo's time; asked on Friday at 14.30 gives Monday at 09.00
    Raises  ValueError for a moment without a time zone
    Source  RULES W3; MISSION §6.3; ADR 0097
    """
    if asked_at.utcoffset() is None:
        raise ValueError(f"asked_at must have a time zone, got {asked_at!r}")
    asked, left = asked_at.astimezone(UTC), within
    first = local_day(asked_at)
    for day in (first + timedelta(days=later) for later in count()):
        if not is_working_day(day):
            continue
        opens, closes = opening_hours(day)
        starts = max(opens, asked)
        if starts + left <= closes:
            return in_norway(starts + left)
        left -= max(closes - starts, timedelta(0))
    raise AssertionError  # the days never end


def minutes_at_work(since: datetime, until: datetime) -> int:
    """Whole minutes between two moments in which somebody was at work; 0 when it was answered before anybody was.

    Takes   since, until  with time zones, any
    """
    start, end = since.astimezone(UTC), until.astimezone(UTC)
    day, last = local_day(since), local_day(until)
    spent = timedelta(0)
    while day <= last:
        if is_working_day(day):
            opens, closes = opening_hours(day)
            spent += max(min(closes, end) - max(opens, start), timedelta(0))
        day += timedelta(days=1)
    return spent // timedelta(minutes=1)
