"""From the rows of a loop to the plain values the engine takes, and nothing more: ids, wishes, fit and vetoes.

Source  RULES M2: never age, gender, name, birthplace, nationality, health or benefits; contracts/loop.md
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brobygger.loops.fit import fit
from brobygger.loops.models import Adjustment, AdjustmentKind, Loop, LoopEmployer, Participant, Side, TaskMark, VetoKind, Wish
from brobygger.loops.queries import committed_employers, turned_up
from brobygger.loops.vetoes import Veto, vetoes
from brobygger.matching import Employer, Instance
from brobygger.matching import Veto as PlainVeto
from brobygger.parties.models import Grant


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
    Cost    thirteen queries for any size of loop
    """
    people = {str(row.public_id): row for row in sorted(turned_up(loop), key=lambda row: row.public_id)}
    places = {str(row.public_id): row for row in sorted(committed_employers(loop).prefetch_related("tasks"), key=lambda row: row.public_id)}
    found = [*vetoes(loop, list(people.values()), list(places.values())), *not_said_yes_to(loop, people, places)]
    adjustments = list(
        Adjustment.objects.filter(participant__loop=loop).select_related("participant__person", "employer__workplace").order_by("pk")
    )
    adjustments = [row for row in adjustments if with_adjustments and is_among(row, people, places)]
    return Prepared(
        instance=Instance(
            periods=loop.periods,
            employers=tuple(Employer(key, tuple(row.places)) for key, row in places.items()),
            candidates=tuple(people),
            candidate_wishes=wishes(people, places, Side.CANDIDATE),
            employer_wishes=wishes(people, places, Side.EMPLOYER),
            fit=fits(people, places),
            vetoes=tuple(dict.fromkeys([*plain(found, loop.periods), *forbidden(adjustments, loop.periods)])),
            min_visits=loop.min_visits,
        ),
        pins=tuple((str(row.participant.public_id), str(row.employer.public_id)) for row in adjustments if row.kind == AdjustmentKind.PIN),
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


def forbidden(adjustments: list[Adjustment], period_count: int) -> list[PlainVeto]:
    return [
        PlainVeto(str(row.participant.public_id), str(row.employer.public_id), period, str(AdjustmentKind.FORBID))
        for row in adjustments
        if row.kind == AdjustmentKind.FORBID
        for period in range(period_count)
    ]


def is_among(adjustment: Adjustment, people: dict[str, Participant], places: dict[str, LoopEmployer]) -> bool:
    """Whether both are still in: a change made for one who has left since changes nothing."""
    return str(adjustment.participant.public_id) in people and str(adjustment.employer.public_id) in places


def not_said_yes_to(loop: Loop, people: dict[str, Participant], places: dict[str, LoopEmployer]) -> list[Veto]:
    """A yes to the loop is no yes to an employer that came later: nobody is placed where they have not agreed to be met.

    Cost    one query
    Source  RULES A5; ADR 0077
    """
    yes = Grant.objects.filter(person__in=[row.person_id for row in people.values()], subject_id=loop.public_id, withdrawn_at__isnull=True)
    shared: dict[int, set[int | None]] = defaultdict(set)
    for person, workplace in yes.values_list("person", "workplace"):
        shared[person].add(workplace)
    return [
        Veto(participant, employer, None, VetoKind.OTHER, _("Har ikke sagt ja til å møte bedriften ennå."))
        for participant in people.values()
        for employer in places.values()
        if shared[participant.person_id] and employer.workplace_id not in shared[participant.person_id]
    ]
