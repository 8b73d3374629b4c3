"""Words and names as the loop's pages need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.utils.formats import date_format

from brobygger.loops.models import Participant
from brobygger.loops.periods import Period

EDGE = timedelta(days=10)  # a period that begins on the last Monday of a month belongs to the month after


def period_label(period: Period) -> str:
    """The months of a period: jan–april."""
    first, last = period.starts_on + EDGE, period.ends_on - EDGE
    return f"{date_format(first, 'M').lower()}–{date_format(last, 'M').lower()}"


def first_name_and_more(participants: Iterable[Participant]) -> dict[int, str]:
    """What to call each one on a page: the first name, and as much of the last as tells two of the same name apart."""
    rows = list(participants)
    shared = Counter(row.person.first_name for row in rows)
    short = Counter(initial(row) for row in rows)
    return {
        row.pk: row.person.first_name
        if shared[row.person.first_name] == 1
        else initial(row)
        if short[initial(row)] == 1
        else str(row.person)
        for row in rows
    }


def initial(participant: Participant) -> str:
    return f"{participant.person.first_name} {participant.person.last_name[:1]}."
