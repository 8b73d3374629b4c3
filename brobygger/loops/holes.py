"""Where a loop's year has an empty place, or somebody without one, now or within thirty days. Source: MISSION §5.7; ADR 0088."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from brobygger.loops.models import Loop, LoopEmployer, Participant, Stay
from brobygger.loops.periods import Period
from brobygger.loops.queries import committed_employers
from brobygger.loops.year import year_of

SHOWN_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class EmptyPlace:
    """Places at an employer that nobody has in a period."""

    employer: LoopEmployer
    period: Period
    places: int


@dataclass(frozen=True)
class WithoutPlace:
    """Somebody in the loop who is nowhere in a period."""

    participant: Participant
    period: Period


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
    near = [period for period in year_of(loop) if period.ends_on >= today and period.starts_on <= today + SHOWN_AHEAD]
    stays, employers = stays_in_the_year(loop), list(committed_employers(loop))
    taken = Counter((stay.employer_id, stay.period) for stay in stays if holds(stay, today))
    placed = {(stay.participant_id, stay.period) for stay in stays if holds(stay, today)}
    people = {stay.participant_id: stay.participant for stay in stays if stay.participant.left_on is None}
    places = [
        EmptyPlace(employer, period, employer.places[period.number] - taken[employer.pk, period.number])
        for period in near
        for employer in employers
        if employer.places[period.number] > taken[employer.pk, period.number]
    ]
    without = [WithoutPlace(person, period) for period in near for key, person in people.items() if (key, period.number) not in placed]
    return Holes(tuple(places), tuple(sorted(without, key=lambda hole: (hole.period.number, str(hole.participant), hole.participant.pk))))


def holds(stay: Stay, today: date) -> bool:
    """Whether a stay is under way or ahead: one that was cut short holds no place after its last day."""
    return stay.ends_on >= today


def stays_in_the_year(loop: Loop) -> list[Stay]:
    rows = Stay.objects.filter(participant__loop=loop).select_related("participant__person", "employer__workplace")
    return list(rows.order_by("period", "pk"))
