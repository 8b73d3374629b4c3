"""The days that Brobygger has to do with. A day outside them is mistyped, and nothing may keep it.

A form says so in words (`web/fields.py`), an action that no form stands before refuses it here, and the database refuses what is left.

Source  ADR 0120
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day as in_figures

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2099, 12, 31)
FIRST_BIRTHDAY = date(1900, 1, 1)
MISTYPED = gettext_lazy("Dagen kan ikke være riktig. Se etter en skrivefeil i året.")


def within_our_time(name: str, *columns: str, since: date = FIRST_DAY) -> CheckConstraint:
    """What every table with days or moments has among its constraints. A test looks for it.

    Takes   name     as a sentence: `engagement_days_are_of_our_time`
            columns  dates or moments; an empty one passes
            since    the first day there may be
    """
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__gte": _beginning(since), f"{column}__lt": _beginning(LAST_DAY + timedelta(days=1))})
    return CheckConstraint(name=name, condition=condition, violation_error_message=MISTYPED)


def is_of_our_time(value: date | datetime) -> bool:
    """Takes   value  a day, or a moment with a time zone"""
    on = value.date() if isinstance(value, datetime) else value
    return FIRST_DAY <= on <= LAST_DAY


def require_our_time(**days: date | datetime | None) -> None:
    """What an action that takes days asks first, so that nothing is reckoned with one that is mistyped.

    Takes   days  by the names of the fields they are typed in; nothing typed is fine
    Raises  DomainError at the first that is outside
    """
    for field, value in days.items():
        if value is not None and not is_of_our_time(value):
            on = value.date() if isinstance(value, datetime) else value
            said = _("%(day)s kan ikke være riktig. Se etter en skrivefeil i året.") % {"day": in_figures(on)}
            raise DomainError(said, field=field)


def _beginning(on: date) -> datetime:
    """As a moment, which a column of days takes as the day it is in Norway, and one of moments as it is."""
    return datetime.combine(on, time(), UTC)
