"""The days people are at work in Norway: Monday to Friday, public holidays not. Source: ADR 0105."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

SATURDAY = 5


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year in Norway, Sundays that are not also a holiday left out.

    Source  lov 26. mai 1995 nr. 27 om helligdager og helligdagsfred, § 2; lov 26. april 1947 nr. 1 om 1. og 17. mai, § 1
    """
    return frozenset(country_holidays("NO", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def working_days_after(start: date, count: int) -> date:
    """The day so many working days on. None at all is the day itself, whatever day it is."""
    found = start
    while count:
        found += timedelta(days=1)
        count -= is_working_day(found)
    return found
