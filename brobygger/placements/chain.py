"""The way somebody has gone, as one line: each stay with its own kind, and the days between. Source: RULES W4, W5; ADR 0100."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from brobygger.placements.hours import Hours, hours_of
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import PlacementState

ORDINARY_JOBS = (PlacementKind.ORDINARY_PERMANENT, PlacementKind.ORDINARY_TEMPORARY)
FOLLOW_UP_LASTS = timedelta(days=365)  # after an ordinary job began; RULES W4
LONGEST_PAUSE_DAYS = 14  # whole days between two ordinary jobs that do not break the year; RULES S3, ADR 0094


@dataclass(frozen=True)
class Link:
    """One stay. The kind is a step of the ladder, and is never merged with another."""

    public_id: UUID
    kind: PlacementKind
    place: str
    starts_on: date
    ends_on: date | None
    hours: tuple[Hours, ...]
    state: PlacementState
    end_cause: EndCause | None
    end_words: str
    taken_out_because: str
    free_days_before: int

    def is_to_begin(self, today: date) -> bool:
        """Whether its first day has come, and nobody has said that it began."""
        return self.state == PlacementState.PLANNED and self.starts_on <= today

    def is_to_end(self, today: date) -> bool:
        """Whether its last day has been, and nobody has said how it ended."""
        return self.state == PlacementState.ACTIVE and self.ends_on is not None and self.ends_on < today


@dataclass(frozen=True)
class Chain:
    """All the stays of one person by their first day, and apart from them those that came to nothing."""

    links: tuple[Link, ...]
    called_off: tuple[Link, ...]
    today: date
    followed_until: date | None

    @property
    def now(self) -> Link | None:
        """The stay under way; of several, the one that began last."""
        return next((link for link in reversed(self.links) if link.state == PlacementState.ACTIVE), None)


def chain_of(placements: Iterable[Placement], *, today: date) -> Chain:
    """The stays of one person as a line.

    Takes   placements  those the reader may see, workplace loaded, from `with_hours`, in any order
    Gives   followed_until: a year after the ordinary job one is in, or is to begin in, began; a short pause between two does not begin a
            new year, a longer one does; None when there is no such job. Dates decide, nobody needs to have said that it began
    Cost    none; the placements are read once
    """
    links: list[Link] = []
    called_off: list[Link] = []
    last_day: date | None = None
    for placement in sorted(placements, key=lambda each: (each.starts_on, each.pk)):
        if placement.state == PlacementState.CANCELLED:
            called_off.append(link_of(placement, free_days_before=0))
            continue
        free_days = (placement.starts_on - last_day).days - 1 if last_day is not None else 0
        links.append(link_of(placement, free_days_before=max(0, free_days)))
        end = placement.ends_on
        if end is None or (placement.state != PlacementState.ENDED and end < today):
            end = max(today, placement.starts_on)  # it goes on, as far as anybody has said
        last_day = max(last_day or end, end)
    return Chain(tuple(links), tuple(called_off), today, followed_until(links, today=today))


def followed_until(links: Iterable[Link], *, today: date) -> date | None:
    begun, free_from = None, None
    for link in links:
        if link.kind not in ORDINARY_JOBS:
            continue
        if free_from is None or (link.starts_on - free_from).days > LONGEST_PAUSE_DAYS:
            begun = link.starts_on
        free_from = max(free_from or date.min, day_after(link.ends_on))
    return begun + FOLLOW_UP_LASTS if begun is not None and free_from is not None and free_from > today else None


def day_after(last_day: date | None) -> date:
    return last_day + timedelta(days=1) if last_day is not None else date.max


def link_of(placement: Placement, *, free_days_before: int) -> Link:
    return Link(
        public_id=placement.public_id,
        kind=PlacementKind(placement.kind),
        place=placement.place,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        hours=hours_of(placement),
        state=PlacementState(placement.state),
        end_cause=EndCause(placement.end_cause) if placement.end_cause else None,
        end_words=placement.end_words,
        taken_out_because=placement.taken_out_because,
        free_days_before=free_days_before,
    )
