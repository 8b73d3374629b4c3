"""Who reads of a loop's dates: at which address, in which capacity, and by which link they come in. Source: RULES A7, W9; ADR 0092"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from brobygger.accounts.reach import letter_to_user
from brobygger.audit.actions import HasPublicId
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateParty, LoopDate
from brobygger.loops.the_year.calendars import LOADED
from brobygger.outbox.actions import Recipient
from brobygger.parties.actions import keep_links_open
from brobygger.parties.models import STAFF_ROLES, Person, Role
from brobygger.parties.reach import letter_to

LINK_LASTS_AFTER = timedelta(days=120)  # the last date one is told of
PARTY_LOADED = ("person__user", "user", *(f"date__{name}" for name in LOADED))
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


def reader_of(party: DateParty) -> Reader:
    if party.person is not None:
        return as_reader(party.person, Role(party.role))
    user = party.user
    assert user is not None
    return Reader(user.public_id, Role(party.role), letter_to_user(user))


def as_reader(person: Person, role: Role) -> Reader:
    return Reader((person.user or person).public_id, role, letter_to(person), person.pk)


def parties_of(rows: Iterable[LoopDate]) -> list[DateParty]:
    """Those the dates concern, as `loaded` gives them. Cost: one query."""
    return loaded(DateParty.objects.filter(date__in=[row.pk for row in rows]))


def loaded(parties: QuerySet[DateParty]) -> list[DateParty]:
    """In order, with all that a letter needs. Cost: one query."""
    return list(parties.select_related(*PARTY_LOADED).order_by("date__starts_at", "date", "pk"))


def open_links(parties: Iterable[DateParty]) -> Links:
    """A link to each who has one, that lasts well past their last date. One that is withdrawn is not opened again."""
    until: dict[LinkKey, date] = {}
    coordinator = None
    for party in parties:
        key, coordinator = reader_of(party).link_key, party.date.loop.coordinator
        if key is not None:
            last = lasts_after(party.date.starts_at)
            until[key] = max(last, until.get(key, last))
    return keep_open(until, actor=coordinator) if coordinator is not None else {}


def keep_open(until: Mapping[LinkKey, date], *, actor: HasPublicId) -> Links:
    return {key: link.public_id for key, link in keep_links_open(until, actor=actor).items()}


def lasts_after(moment: datetime) -> date:
    """The last day of a link in a letter about a date."""
    return local_day(moment) + LINK_LASTS_AFTER
