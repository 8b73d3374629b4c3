"""From the rows of a loop to the plain values the engine takes, and nothing more: ids, wishes, fit and vetoes.

Source  RULES M2: never age, gender, name, birthplace, nationality, health or benefits; contracts/loop.md
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from brobygger.loops.fit import fit
from brobygger.loops.models import Adjustment, AdjustmentKind, Loop, LoopEmployer, Participant, Side, TaskMark, Wish
from brobygger.loops.queries import committed_employers, turned_up
from brobygger.loops.vetoes import Veto, vetoes
from brobygger.matching import Employer, Instance
from brobygger.matching import Veto as PlainVeto


@dataclass(frozen=True)
class Prepared:
    """An instance with the rows behind its ids, and what the coordinator has pinned."""

    instance: Instance
    pins: tuple[tuple[str, str], ...]
    participants: dict[str, Participant]
    employers: dict[str, LoopEmployer]
    vetoes: tuple[Veto, ...]
    adjustments: tuple[Adjustment, ...]


def prepare(loop: Loop, *, with_adjustments: bool = True) -> Prepared:
    """Everything the engine needs about a loop, read now.

    Takes   with_adjustments  whether forbidden pairs become vetoes and pinned pairs starts; without, it is the engine's own proposal
    Cost    twelve queries for any size of loop
    """
    people = {str(row.public_id): row for row in sorted(turned_up(loop), key=lambda row: row.public_id)}
    places = {str(row.public_id): row for row in sorted(committed_employers(loop).prefetch_related("tasks"), key=lambda row: row.public_id)}
    found = vetoes(loop, list(people.values()), list(places.values()))
    adjustments = list(
        Adjustment.objects.filter(participant__loop=loop).select_related("participant__person", "employer__workplace").order_by("pk")
    )
    if not with_adjustments:
        adjustments = []
    return Prepared(
        instance=Instance(
            periods=loop.periods,
            employers=tuple(Employer(key, tuple(row.places)) for key, row in places.items()),
            candidates=tuple(people),
            candidate_wishes=wishes(people, places, Side.CANDIDATE),
            employer_wishes=wishes(people, places, Side.EMPLOYER),
            fit=fits(people, places),
            vetoes=tuple(dict.fromkeys([*plain(found, loop.periods), *forbidden(adjustments, people, places, loop.periods)])),
            min_visits=loop.min_visits,
        ),
        pins=tuple(
            (str(row.participant.public_id), str(row.employer.public_id))
            for row in adjustments
            if row.kind == AdjustmentKind.PIN and str(row.participant.public_id) in people and str(row.employer.public_id) in places
        ),
        participants=people,
        employers=places,
        vetoes=tuple(found),
        adjustments=tuple(adjustments),
    )


def wishes(people: dict[str, Participant], places: dict[str, LoopEmployer], side: Side) -> dict[str, dict[str, int]]:
    candidate_of, employer_of = {row.pk: key for key, row in people.items()}, {row.pk: key for key, row in places.items()}
    given: dict[str, dict[str, int]] = {key: {} for key in (people if side == Side.CANDIDATE else places)}
    rows = Wish.objects.filter(side=side, participant__in=candidate_of, employer__in=employer_of).order_by("participant", "employer")
    for candidate, employer, value in rows.values_list("participant", "employer", "value"):
        pair = candidate_of[candidate], employer_of[employer]
        giver, other = pair if side == Side.CANDIDATE else pair[::-1]
        given[giver][other] = value
    return given


def fits(people: dict[str, Participant], places: dict[str, LoopEmployer]) -> dict[str, dict[str, int]]:
    marked: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = TaskMark.objects.filter(
        participant__in=[row.pk for row in people.values()], task__employer__in=[row.pk for row in places.values()]
    )
    for candidate, employer, mark in rows.values_list("participant", "task__employer", "mark"):
        marked[candidate, employer].append(mark)
    return {
        person: {place: fit(marked[row.pk, employer.pk], len(employer.tasks.all())) for place, employer in places.items()}
        for person, row in people.items()
    }


def plain(found: list[Veto], period_count: int) -> list[PlainVeto]:
    return [
        PlainVeto(str(veto.participant.public_id), str(veto.employer.public_id), period, str(veto.kind))
        for veto in found
        for period in (range(period_count) if veto.period is None else [veto.period])
        if period < period_count
    ]


def forbidden(
    adjustments: list[Adjustment], people: dict[str, Participant], places: dict[str, LoopEmployer], period_count: int
) -> list[PlainVeto]:
    pairs = [(str(row.participant.public_id), str(row.employer.public_id)) for row in adjustments if row.kind == AdjustmentKind.FORBID]
    return [
        PlainVeto(person, place, period, str(AdjustmentKind.FORBID))
        for person, place in pairs
        if person in people and place in places
        for period in range(period_count)
    ]
