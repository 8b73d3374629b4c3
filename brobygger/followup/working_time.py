"""When somebody is at work to ring back: 08.00–15.30 by the clock in Norway, Monday to Friday, public holidays not. Source: ADR 0097."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count

from brobygger.kernel.local_time import in_norway, local_day, moment_on

OPENS, CLOSES = time(8), time(15, 30)
SATURDAY = 5
TIME_TO_RING_BACK = timedelta(hours=2)  # at work


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar.

    Source  the anonymous Gregorian algorithm as given by Meeus, Astronomical Algorithms, chapter 8
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, left = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    short_leaps, short_left = divmod(of_century, 4)
    weekday = (32 + 2 * left + 2 * short_leaps - moon - short_left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year in Norway, Sundays that are not also a holiday left out.

    Source  lov 26. mai 1995 nr. 27 om helligdager og helligdagsfred, § 2; lov 26. april 1947 nr. 1 om 1. og 17. mai, § 1
    """
    first = easter(year)
    moveable = (-3, -2, 0, 1, 39, 49, 50)  # Maundy Thursday, Good Friday, Easter twice, Ascension, Whitsun twice
    fixed = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
    return frozenset([*(first + timedelta(days=days) for days in moveable), *(date(year, month, day) for month, day in fixed)])


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


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
