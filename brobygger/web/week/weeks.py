"""Which week an address asks for: «2026-49», the week's year and number as they stand in a Norwegian calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.http import Http404

from brobygger.kernel.local_time import monday_of

NAME = "uke"
WRITTEN = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
FURTHEST = timedelta(days=5 * 366)  # nothing is agreed longer ahead, and nothing longer ago is looked up here


def asked_monday(text: str | None, *, today: date) -> date:
    """The Monday of the week that is asked for; of this one when none is. Raises Http404 for a week that is none, or far away."""
    if not text:
        return monday_of(today)
    written = WRITTEN.fullmatch(text)
    if written is None:
        raise Http404
    try:
        monday = date.fromisocalendar(int(written[1]), int(written[2]), 1)
    except ValueError as wrong:
        raise Http404 from wrong
    if abs(monday - today) > FURTHEST:
        raise Http404
    return monday


def written(monday: date) -> str:
    year, number, _day = monday.isocalendar()
    return f"{year}-{number:02}"


def number_of(monday: date) -> int:
    return monday.isocalendar().week
