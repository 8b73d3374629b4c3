"""A staff member's own appointments, as the calendar of their phone may have them: time, place, and «samtale» or «besøk». Source: ADR 0127.

A phone's calendar lies with others than us, and shows itself on a locked screen. So nothing there tells whom somebody meets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.calendar_file import CalendarDate
from brobygger.appointments.calendars import summary_of
from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty
from brobygger.appointments.queries import AS_AGREED, concerning, on_days
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day

BACK, AHEAD = timedelta(days=30), timedelta(days=366)
CALLED_OFF_KEPT = timedelta(weeks=4)  # from the day it was called off, so that a calendar that seldom looks hears of it
LOADED = ("workplace__organisation", "workplace__postal_code")
PARTS = re.compile(r"\w+")
LEFT_AT_THE_ENDS = " ,.;:/–-()"


@dataclass
class Names:
    """What a place must not say: those who are to be there, and the firms that tell who they are."""

    people: set[str] = field(default_factory=set)
    firms: set[str] = field(default_factory=set)


def followed_entries(scope: QuerySet[Appointment], *, user: User, now: datetime) -> list[CalendarDate]:
    """A user's appointments from thirty days back to a year ahead; those called off for four weeks more, so that calendars take them out.

    Takes   scope  the appointments the user may see
    Cost    two queries
    """
    today = local_day(now)
    lately = ~Q(state=AppointmentState.CALLED_OFF) | Q(changed_at__gte=now - CALLED_OFF_KEPT)
    own = on_days(concerning(scope, user), first=today - BACK, last=today + AHEAD)
    return entries(own.filter(lately))


def entries_on_days(scope: QuerySet[Appointment], *, user: User, first: date, last: date) -> list[CalendarDate]:
    """A user's appointments on some days that stand, to keep in a calendar. Cost: two queries."""
    own = on_days(concerning(scope, user), first=first, last=last)
    return entries(own.exclude(state=AppointmentState.CALLED_OFF))


def entries(own: QuerySet[Appointment]) -> list[CalendarDate]:
    """Where one is to be; what one has said one will do is no meeting."""
    rows = list(own.exclude(kind=AppointmentKind.STEP).select_related(*LOADED).order_by(*AS_AGREED))
    names = names_of(rows)
    return [entry(row, names[row.pk]) for row in rows]


def entry(row: Appointment, names: Names) -> CalendarDate:
    is_off = row.state == AppointmentState.CALLED_OFF
    return CalendarDate(
        uid=row.uid,
        sequence=row.sequence,
        summary=_("Avlyst: %(what)s") % {"what": summary_of(row).lower()} if is_off else summary_of(row),
        starts_at=row.on if row.is_all_day else row.starts_at,
        ends_at=row.on if row.is_all_day else row.ends_at,
        changed_at=row.changed_at,
        location=place_without_names(row, names),
        cancelled=is_off,
    )


def safe_place(row: Appointment) -> str:
    """Where one appointment is, as somebody outside may read it. Cost: one query."""
    return place_without_names(row, names_of([row])[row.pk])


def place_without_names(row: Appointment, names: Names) -> str:
    """Where it is: the street of a workplace, and of what somebody has written all but the names of those concerned and of their firms."""
    street = row.workplace.street_and_town if row.workplace is not None else ""
    if not row.place or says_any(row.place, names.people):
        return street
    rest = any_of(names.firms).sub("", row.place) if names.firms else row.place
    if rest == row.place:
        return row.place
    return street or (rest.strip(LEFT_AT_THE_ENDS) if any(sign.isdigit() for sign in rest) else "")


def says_any(text: str, names: Collection[str]) -> bool:
    return bool(names) and any_of(names).search(text) is not None


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Any of some names as a word of its own, also «Noras»; the longest first, or what is left would tell the rest."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})s?(?!\w)", re.IGNORECASE)


def names_of(rows: Collection[Appointment]) -> dict[int, Names]:
    """For each appointment the names its place must not say: of its people, its workplace, and wherever its people are or have been.

    Cost    one query
    """
    found: dict[int, Names] = defaultdict(Names)
    for row in rows:
        if row.workplace is not None:
            found[row.pk].firms |= {row.workplace.name, row.workplace.organisation.name}
    there = AppointmentParty.objects.filter(appointment__in=[row.pk for row in rows if row.place])
    said = there.values_list(
        "appointment",
        "user__name",
        "person__first_name",
        "person__last_name",
        "person__placements__workplace__name",
        "person__placements__workplace__organisation__name",
        "person__placements__place_name",
    )
    for key, user, first, last, *firms in said:
        found[key].people |= {word for name in (user, first, last) if name for word in PARTS.findall(name)}
        found[key].firms |= {firm for firm in firms if firm}
    return found
