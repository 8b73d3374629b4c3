"""Who reads of a loop's dates: at which address, in which capacity, and by which link they come in. Source: RULES A7, W9; ADR 0092"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from brobygger.accounts.reach import letter_to_user
from brobygger.appointments.models import AppointmentParty
from brobygger.audit.actions import HasPublicId
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import LoopDate
from brobygger.loops.the_year.calendars import LOADED
from brobygger.outbox.actions import Recipient
from brobygger.parties.actions import keep_links_open
from brobygger.parties.models import STAFF_ROLES, Person, Role
from brobygger.parties.reach import letter_to

LINK_LASTS_AFTER = timedelta(days=120)  # the last date one is told of
LinkKey = tuple[int, Role]
Links = Mapping[LinkKey, UUID]


@dataclass(frozen=True)
class Reader:
    """Whom a letter is for. One who is both of the staff and somebody in the loop gets one letter.

    Takes   key         public id of the user, or else of the person
            role        the capacity in which they read; it decides the words
            person_key  of one who is not there as staff
    """

    key: UUID
    role: Role
    to: Recipient
    person_key: int | None = None

    @property
    def link_key(self) -> LinkKey | None:
        """The link one enters by; staff sign in."""
        return (self.person_key, self.role) if self.person_key is not None and self.role not in STAFF_ROLES else None

    def link_among(self, links: Links) -> UUID | None:
        return links.get(self.link_key) if self.link_key is not None else None


def date_of(party: AppointmentParty) -> LoopDate:
    """The date of the year that a party's appointment is."""
    return party.appointment.loop_date


def reader_of(party: AppointmentParty) -> Reader:
    if party.person is not None:
        return as_reader(party.person, Role(party.role))
    user = party.user
    assert user is not None
    return Reader(user.public_id, Role(party.role), letter_to_user(user))


def as_reader(person: Person, role: Role) -> Reader:
    return Reader((person.user or person).public_id, role, letter_to(person), person.pk)


def parties_of(rows: Iterable[LoopDate]) -> list[AppointmentParty]:
    """Those the dates concern, as `loaded` gives them. Cost: two queries."""
    return loaded(AppointmentParty.objects.filter(appointment__in=[row.appointment_id for row in rows]))


def loaded(parties: QuerySet[AppointmentParty]) -> list[AppointmentParty]:
    """In order, with all that a letter needs. A date concerns many, and is read once. Cost: two queries."""
    found = list(parties.select_related("person__user", "user").order_by("appointment__starts_at", "appointment", "pk"))
    rows = LoopDate.objects.filter(appointment__in={party.appointment_id for party in found}).select_related(*LOADED)
    appointments = {row.appointment_id: row.appointment for row in rows}
    for party in found:
        party.appointment = appointments[party.appointment_id]
    return found


def open_links(parties: Iterable[AppointmentParty]) -> Links:
    """A link to each who has one, that lasts well past their last date. One that is withdrawn is not opened again."""
    until: dict[LinkKey, date] = {}
    coordinator = None
    for party in parties:
        key, coordinator = reader_of(party).link_key, date_of(party).loop.coordinator
        if key is not None:
            last = lasts_after(party.appointment.starts_at)
            until[key] = max(last, until.get(key, last))
    return keep_open(until, actor=coordinator) if coordinator is not None else {}


def keep_open(until: Mapping[LinkKey, date], *, actor: HasPublicId) -> Links:
    return {key: link.public_id for key, link in keep_links_open(until, actor=actor).items()}


def lasts_after(moment: datetime) -> date:
    """The last day of a link in a letter about a date."""
    return local_day(moment) + LINK_LASTS_AFTER
