"""The time in Norway. Only the edges ask; below them, `today` and `now` are parameters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_reading: ContextVar[datetime | None] = ContextVar("reading", default=None)


def now() -> datetime:
    """This moment, as Norwegian wall-clock time with its offset."""
    return datetime.now(OSLO)


def today() -> date:
    """The date in Norway; a UTC server changes day an hour or two late."""
    return now().date()


@contextmanager
def one_reading(moment: datetime) -> Iterator[None]:
    """While a request is answered: the moment it goes by."""
    token = _reading.set(moment)
    try:
        yield
    finally:
        _reading.reset(token)


def day_at_hand() -> date:
    """Today, for what is made of a request and is not handed it, such as a field of a form; by the clock when there is no request."""
    moment = _reading.get()
    return moment.date() if moment is not None else today()


def age_on(born_on: date, day: date) -> int:
    """Whole years lived on a day. Someone born 29 February has their birthday on 1 March in other years.

    Source  a person reaches an age at the start of the birthday
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
