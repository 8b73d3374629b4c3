"""Whether a letter about the year's dates still applies when it is about to be sent, and whom none can reach."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import Loop, LoopDate, Participant
from brobygger.loops.states import LoopState
from brobygger.parties.models import Person
from brobygger.parties.queries import in_norwegian_order
from brobygger.parties.reach import can_be_sent_to


def year_is_under_way(about: UUID, today: date) -> bool:
    """The dates of the year, or those of them that are changed."""
    return Loop.objects.filter(public_id=about, state=LoopState.RUNNING).exists()


def date_is_ahead(about: UUID, today: date) -> bool:
    """A reminder to somebody a date concerns: the year is under way, the date stands and is ahead, and nobody has left before it."""
    standing = LoopDate.objects.filter(appointment__state=AppointmentState.PLANNED, loop__state=LoopState.RUNNING)
    party = AppointmentParty.objects.filter(public_id=about).first()
    row = standing.filter(appointment=party.appointment_id).select_related("appointment").first() if party is not None else None
    if party is None or row is None or local_day(row.starts_at) < today:
        return False
    left = Participant.objects.filter(loop=row.loop_id, left_on__lt=local_day(row.starts_at))
    return not left.filter(Q(person=party.person_id) | Q(pk=row.participant_id)).exists()


def unreachable(loop: Loop) -> list[Person]:
    """Those with a date ahead in a loop's year whom no letter can go to, by first name; somebody must call or meet them.

    Cost    one query
    Source  RULES W7, W8; ADR 0092
    """
    ahead = AppointmentParty.objects.filter(appointment__loop_date__loop=loop, appointment__state=AppointmentState.PLANNED)
    asked = ahead.filter(person=OuterRef("pk"))
    people = Person.objects.filter(Exists(asked)).order_by(in_norwegian_order("first_name"), "pk")
    return [person for person in people if not can_be_sent_to(person)]
