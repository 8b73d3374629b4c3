"""Where a loop's year has an empty place, or somebody without one, now or within thirty days. Source: MISSION §5.7; ADR 0088."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from brobygger.loops.models import Loop, LoopEmployer, Participant, Stay
from brobygger.loops.periods import Period
from brobygger.loops.queries import committed_employers
from brobygger.loops.states import InvitationState
from brobygger.loops.the_year.dates import year_of

SHOWN_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class EmptyPlace:
    """Places at an employer that nobody has in a period."""

    employer: LoopEmployer
    period: Period
    places: int
    free_from: date


@dataclass(frozen=True)
class WithoutPlace:
    """Somebody in the loop who is nowhere in a period."""

    participant: Participant
    period: Period
    from_day: date


@dataclass(frozen=True)
class Holes:
    places: tuple[EmptyPlace, ...]
    people: tuple[WithoutPlace, ...]

    def __bool__(self) -> bool:
        return bool(self.places or self.people)


def holes(loop: Loop, *, today: date) -> Holes:
    """Empty places and people without one, by period and then by name; a period that begins within thirty days, or is under way.

    Cost    three queries for any size of loop
    Source  MISSION §5.7
    """
    return holes_among(year_of(loop), stays_in_the_year(loop), list(committed_employers(loop)), today=today)


def holes_among(calendar: Iterable[Period], stays: Sequence[Stay], employers: Sequence[LoopEmployer], *, today: date) -> Holes:
    """The same from what has been read. Cost: no query."""
    near = [period for period in calendar if period.ends_on >= today and period.starts_on <= today + SHOWN_AHEAD]
    kept = [stay for stay in stays if near_enough(stay, near, today=today)]
    taken = Counter((stay.employer_id, stay.period) for stay in kept)
    placed = {(stay.participant_id, stay.period) for stay in kept}
    cut = [stay for stay in stays if stay not in kept]
    people = {stay.participant_id: stay.participant for stay in stays if stay.participant.left_on is None}
    places = [
        EmptyPlace(employer, period, free, after(period, [stay for stay in cut if stay.employer_id == employer.pk]))
        for period in near
        for employer in employers
        if (free := employer.places[period.number] - taken[employer.pk, period.number]) > 0
    ]
    without = [
        WithoutPlace(person, period, after(period, [stay for stay in cut if stay.participant_id == key]))
        for period in near
        for key, person in people.items()
        if (key, period.number) not in placed
    ]
    return Holes(tuple(places), tuple(sorted(without, key=lambda hole: (hole.period.number, str(hole.participant), hole.participant.pk))))


def near_enough(stay: Stay, near: Iterable[Period], *, today: date) -> bool:
    """Whether a stay keeps its place through what is shown: one cut short within thirty days does not."""
    return any(stay.period == period.number and stay.ends_on >= min(period.ends_on, today + SHOWN_AHEAD) for period in near)


def after(period: Period, cut: Iterable[Stay]) -> date:
    """The first day a place is empty: the day after the last stay that was cut short, or the first of the period."""
    ends = [stay.ends_on + timedelta(days=1) for stay in cut if stay.period == period.number]
    return max([period.starts_on, *ends])


def stays_in_the_year(loop: Loop) -> list[Stay]:
    rows = Stay.objects.filter(participant__loop=loop).select_related("participant__person", "employer__workplace")
    return list(rows.order_by("period", "pk"))


def in_the_year(people: Iterable[Participant]) -> list[Participant]:
    """Those who have a place in the year, or had one, and have not left. Cost: one query."""
    rows = [row for row in people if row.left_on is None]
    placed = set(Stay.objects.filter(participant__in=[row.pk for row in rows]).values_list("participant", flat=True))
    return [row for row in rows if row.pk in placed]


def not_in_the_year(people: Iterable[Participant]) -> list[Participant]:
    """Those who were at the kick-off and said yes, and never had a place. Cost: one query."""
    rows = [row for row in people if row.has_attended and row.state == InvitationState.YES and row.left_on is None]
    placed = set(Stay.objects.filter(participant__in=[row.pk for row in rows]).values_list("participant", flat=True))
    return [row for row in rows if row.pk not in placed]
