"""Who of ours is at an employer, has been, or is spoken of. Source: ADR 0100, 0123."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject

from brobygger.followup.bankruptcies import NOT_SETTLED
from brobygger.jobdev.models import Suggestion, SuggestionState
from brobygger.parties.models import Person, Workplace
from brobygger.placements.chain import Link
from brobygger.placements.hours import hours_from, with_hours
from brobygger.placements.models import Placement, PlacementKind
from brobygger.placements.states import PlacementState


@dataclass(frozen=True)
class Stay:
    """Somebody's stay here. The link says nothing of why it ended: the page may lie open where the employer sees it."""

    person: Person
    is_seen: bool
    link: Link


@dataclass(frozen=True)
class Thought:
    """That somebody is spoken of for an opening here, and how far the asking has come."""

    person: Person
    is_seen: bool
    public_id: UUID
    title: str
    state: SuggestionState


Row = TypeVar("Row", Stay, Thought)


@dataclass(frozen=True)
class Ours(Generic[Row]):
    """What the reader may see of people at one employer, and how many people more they may meet and do not follow."""

    seen: tuple[Row, ...]
    others: int


@dataclass(frozen=True)
class AtEmployer:
    """Who is there or is to be, the first to come first; who has been, the last first; who is spoken of, those furthest first."""

    here: Ours[Stay]
    before: Ours[Stay]
    spoken_of: Ours[Thought]

    @property
    def people(self) -> list[Person]:
        return [row.person for part in (self.here, self.before, self.spoken_of) for row in part.seen]

    @property
    def is_empty(self) -> bool:
        return not any(part.seen or part.others for part in (self.here, self.before, self.spoken_of))


def who_of_ours(workplace: Workplace, *, placements: QuerySet[Placement], suggestions: QuerySet[Suggestion], met: Q) -> AtEmployer:
    """Who of ours is at a workplace.

    Takes   placements, suggestions  those the reader may see
            met  which people count at all, from access.fence: nobody behind it is told of by a number. What others have only thought of
                 is not counted
    Cost    one query
    """
    stays = Placement.objects.filter(person=OuterRef("pk"), workplace=workplace).exclude(state=PlacementState.CANCELLED)
    asked = Suggestion.objects.filter(person=OuterRef("pk"), opening__workplace=workplace, state__in=NOT_SETTLED)
    stay = JSONObject(
        public_id="public_id", kind="kind", state="state", starts_on="starts_on", ends_on="ends_on", hours="hours_rows", is_seen="is_seen"
    )
    thought = JSONObject(public_id="public_id", state="state", title="opening__title", is_seen="is_seen")
    found = (
        Person.objects.filter(met)
        .filter(Exists(stays) | Exists(asked))
        .annotate(
            stays_here=ArraySubquery(with_hours(seen_or_not(stays, placements)).order_by("starts_on", "pk").values(row=stay)),
            asked_here=ArraySubquery(seen_or_not(asked, suggestions).order_by("-made_at", "-pk").values(row=thought)),
        )
        .order_by("pk")
    )
    been: list[Stay] = []
    thoughts: list[Thought] = []
    for person in found:
        been += [stay_of(person, row) for row in person.stays_here]
        thoughts += [thought_of(person, row) for row in person.asked_here]
    been.sort(key=lambda each: each.link.starts_on)
    spoken_of = [each for each in thoughts if each.is_seen or each.state != SuggestionState.THOUGHT_OF]
    return AtEmployer(
        here=ours([each for each in been if each.link.state != PlacementState.ENDED]),
        before=ours([each for each in reversed(been) if each.link.state == PlacementState.ENDED]),
        spoken_of=ours(sorted(spoken_of, key=lambda each: -NOT_SETTLED.index(each.state))),
    )


def seen_or_not(rows: QuerySet[Any], seen: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with `is_seen`: whether they are among those the reader may see."""
    is_seen = Case(When(pk__in=seen.order_by().values("pk"), then=Value(True)), default=False, output_field=BooleanField())
    found: QuerySet[Any] = rows.annotate(is_seen=is_seen)
    return found


def stay_of(person: Person, row: dict[str, Any]) -> Stay:
    link = Link(
        public_id=UUID(row["public_id"]),
        kind=PlacementKind(row["kind"]),
        place="",
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        hours=hours_from(row["hours"]),
        state=PlacementState(row["state"]),
        end_cause=None,
        end_words="",
        taken_out_because="",
        free_days_before=0,
    )
    return Stay(person, row["is_seen"], link)


def thought_of(person: Person, row: dict[str, Any]) -> Thought:
    return Thought(person, row["is_seen"], UUID(row["public_id"]), row["title"], SuggestionState(row["state"]))


def ours(rows: Iterable[Row]) -> Ours[Row]:
    rows = list(rows)
    seen = tuple(each for each in rows if each.is_seen)
    return Ours(seen, len({each.person.pk for each in rows} - {each.person.pk for each in seen}))
