"""The time in Norway. Only the edges ask; below them, `today` and `now` are parameters."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """This moment, as Norwegian wall-clock time with its offset."""
    return datetime.now(OSLO)


def today() -> date:
    """The date in Norway; a UTC server changes day an hour or two late."""
    return now().date()


def age_on(born_on: date, day: date) -> int:
    """Whole years lived on a day. Someone born 29 February has their birthday on 1 March in other years.

    Source  a person reaches an age at the start of the birthday
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
