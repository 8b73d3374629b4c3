"""Moments by the wall clock in Norway, whole also on the two days a year when the clock is changed.

Two moments with the same time zone are compared by Python as they read on the wall, which is wrong in the hour that comes twice. Whatever
is compared here is therefore compared in UTC.

Source  ADR 0086
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from brobygger.kernel.clock import OSLO


def moment_on(day: date, at: time) -> datetime:
    """The moment a clock on the wall in Norway shows a time on a day.

    Takes   at  without a time zone
    Gives   in Oslo's time. A time the clock jumps over is as much later as it jumps: 02.30 is 03.30. Of a time that comes twice, the first
    Raises  ValueError for a time with a zone of its own
    Source  RFC 5545, section 3.3.5, reads such times in the same way
    """
    if at.tzinfo is not None:
        raise ValueError(f"at must have no time zone, got {at!r}")
    on_the_wall = datetime.combine(day, at.replace(fold=0), OSLO)
    return in_norway(on_the_wall.astimezone(UTC))


def midnight(day: date) -> datetime:
    """The first moment of a day in Norway."""
    return moment_on(day, time(0))


def in_norway(moment: datetime) -> datetime:
    """The same moment as a clock on the wall in Norway shows it."""
    return moment.astimezone(OSLO)


def local_day(moment: datetime) -> date:
    """The day a moment falls on in Norway."""
    return in_norway(moment).date()


def reminder_moment(starts_at: datetime, *, days_before: int, at: time) -> datetime:
    """When to remind of what starts, so many days before by the calendar in Norway and at a time by the clock there.

    Takes   starts_at    with a time zone, any
            days_before  0 or more; days as people count them, so one may last 23 or 25 hours
            at           without a time zone
    Gives   in Oslo's time, never after the start: a time of day after it gives the start
    Raises  ValueError for a start without a time zone, for days below 0, for a time with a zone of its own
    Source  RULES W8
    """
    if starts_at.utcoffset() is None:
        raise ValueError(f"starts_at must have a time zone, got {starts_at!r}")
    if days_before < 0:
        raise ValueError(f"days_before must be 0 or more, got {days_before}")
    moment = moment_on(local_day(starts_at) - timedelta(days=days_before), at)
    return in_norway(min(moment.astimezone(UTC), starts_at.astimezone(UTC)))


def monday_of(day: date) -> date:
    """The first day of the week a day is in."""
    return day - timedelta(days=day.weekday())
