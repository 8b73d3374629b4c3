"""Whom a move of the year's dates would want in two places at once. Source: ADR 0087, 0119"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from brobygger.appointments.models import Appointment, AppointmentParty
from brobygger.appointments.queries import collisions
from brobygger.loops.models import LoopDate


@dataclass(frozen=True)
class Collision:
    """One whom a date concerns, and what they would have to be at in the same time."""

    party: AppointmentParty
    row: LoopDate
    other: Appointment
    is_told: bool  # whether the reader may know what the other is


def collisions_of(moved: Sequence[LoopDate], parties: Collection[AppointmentParty], *, readable: QuerySet[Appointment]) -> list[Collision]:
    """What would collide if the dates stood as they are in hand, by time, of the staff first. What moves together is not in its own way.

    Takes   moved     as `moved_dates` gives them
            parties   those they concern, with person and user
            readable  the appointments the reader may see, from access.rows(READ, Appointment)
    Cost    two queries
    """
    rows = {row.appointment_id: row for row in moved}
    at_the_time = collisions(
        Appointment.objects.exclude(pk__in=rows),
        starts_at=min(row.starts_at for row in moved),
        ends_at=max(row.ends_at for row in moved),
        users={party.user for party in parties if party.user is not None},
        people={party.person for party in parties if party.person is not None},
    )
    asked = at_the_time.annotate(is_told=Exists(readable.filter(pk=OuterRef("pk")))).select_related("loop_date", "workplace")
    theirs = by_party(asked.prefetch_related("parties"))
    found = [
        Collision(party, rows[party.appointment_id], other, is_told=getattr(other, "is_told", False))
        for party in parties
        for other in theirs.get((party.person_id, party.user_id), [])
        if overlap(rows[party.appointment_id].appointment, other)
    ]
    return sorted(found, key=by_time_and_staff_first)


def by_party(appointments: Iterable[Appointment]) -> dict[tuple[int | None, int | None], list[Appointment]]:
    """What each is to be at, by the keys of person and user."""
    found: dict[tuple[int | None, int | None], list[Appointment]] = {}
    for appointment in appointments:
        for party in appointment.parties.all():
            found.setdefault((party.person_id, party.user_id), []).append(appointment)
    return found


def by_time_and_staff_first(each: Collision) -> tuple[datetime, bool, datetime, int, int]:
    return each.row.starts_at, each.party.user_id is None, each.other.starts_at, each.party.pk, each.other.pk


def overlap(one: Appointment, other: Appointment) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
