"""From the rows of a loop to the plain values the engine takes, and nothing more: ids, wishes, fit and vetoes.

Source  RULES M2: never age, gender, name, birthplace, nationality, health or benefits; contracts/loop.md
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from brobygger.loops.models import Adjustment, AdjustmentKind, Loop, LoopEmployer, Participant, Side, VetoKind
from brobygger.loops.plan.fit import fit
from brobygger.loops.plan.gathering import Gathering, gather
from brobygger.loops.vetoes import Veto, vetoes
from brobygger.matching import Employer, Instance
from brobygger.matching import Veto as PlainVeto


@dataclass(frozen=True)
class Prepared:
    """An instance with the rows behind its ids, and what the coordinator has pinned or forbidden."""

    instance: Instance
    participants: dict[str, Participant]
    employers: dict[str, LoopEmployer]
    vetoes: tuple[Veto, ...]
    adjustments: tuple[Adjustment, ...]
    gathering: Gathering

    @property
    def pins(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair_of(row) for row in self.adjustments if row.kind == AdjustmentKind.PIN)


def prepare(loop: Loop, gathering: Gathering | None = None) -> Prepared:
    """Everything the engine needs about a loop.

    Takes   gathering  the loop's rows when they have been read already
    Cost    six queries for any size of loop, two of them for the rows
    """
    rows = gathering or gather(loop)
    people = {str(row.public_id): row for row in sorted(rows.here, key=lambda row: row.public_id)}
    places = {str(row.public_id): row for row in sorted(rows.committed, key=lambda row: row.public_id)}
    found = [*vetoes(loop, list(people.values()), list(places.values())), *not_agreed(rows, people, places)]
    prepared = Prepared(
        instance=Instance(
            periods=loop.periods,
            employers=tuple(Employer(key, tuple(row.places)) for key, row in places.items()),
            candidates=tuple(people),
            candidate_wishes={person: wishes_of(Side.CANDIDATE, rows, [row], places.values()) for person, row in people.items()},
            employer_wishes={place: wishes_of(Side.EMPLOYER, rows, people.values(), [row]) for place, row in places.items()},
            fit={
                person: {
                    place: fit(rows.marks.get((row.pk, employer.pk), ()), rows.task_counts[employer.pk])
                    for place, employer in places.items()
                }
                for person, row in people.items()
            },
            vetoes=tuple(dict.fromkeys(plain(found, loop.periods))),
            min_visits=loop.min_visits,
        ),
        participants=people,
        employers=places,
        vetoes=tuple(found),
        adjustments=(),
        gathering=rows,
    )
    in_hand = {row.pk: row for row in rows.participants}, {row.pk: row for row in rows.employers}
    made = list(Adjustment.objects.filter(participant__loop=loop).order_by("pk"))
    for row in made:
        row.participant, row.employer = in_hand[0][row.participant_id], in_hand[1][row.employer_id]
    return with_adjustments(prepared, [row for row in made if is_among(row, people, places)])


def with_adjustments(prepared: Prepared, adjustments: Iterable[Adjustment]) -> Prepared:
    """The same loop with these pairs pinned and forbidden, and no others."""
    made = tuple(adjustments)
    own = [veto for veto in prepared.instance.vetoes if veto.reason != str(AdjustmentKind.FORBID)]
    shut = dict.fromkeys([*own, *forbidden(made, prepared.instance.periods)])
    return replace(prepared, instance=replace(prepared.instance, vetoes=tuple(shut)), adjustments=made)


def with_change(prepared: Prepared, change: Adjustment) -> Prepared:
    """The same loop with one pair more pinned or forbidden; a pin of the same participant that stands in its way gives way."""
    return with_adjustments(prepared, [*(row for row in prepared.adjustments if not gives_way(row, change)), change])


def gives_way(row: Adjustment, change: Adjustment) -> bool:
    is_same_participant = row.kind == AdjustmentKind.PIN and row.participant_id == change.participant_id
    return is_same_participant and (change.kind == AdjustmentKind.PIN or row.employer_id == change.employer_id)


def pair_of(adjustment: Adjustment) -> tuple[str, str]:
    return str(adjustment.participant.public_id), str(adjustment.employer.public_id)


def wishes_of(side: Side, rows: Gathering, people: Iterable[Participant], places: Iterable[LoopEmployer]) -> dict[str, int]:
    """What one has wished, by the id of the other: `people` or `places` is the one."""
    pairs = [(row, place) for row in people for place in places]
    return {
        str(place.public_id if side == Side.CANDIDATE else row.public_id): rows.wishes[side, (row.pk, place.pk)]
        for row, place in pairs
        if (side, (row.pk, place.pk)) in rows.wishes
    }


def plain(found: list[Veto], period_count: int) -> list[PlainVeto]:
    return [
        PlainVeto(str(veto.participant.public_id), str(veto.employer.public_id), period, str(veto.kind))
        for veto in found
        for period in (range(period_count) if veto.period is None else [veto.period])
        if period < period_count
    ]


def forbidden(adjustments: Iterable[Adjustment], period_count: int) -> list[PlainVeto]:
    return [
        PlainVeto(*pair_of(row), period, str(AdjustmentKind.FORBID))
        for row in adjustments
        if row.kind == AdjustmentKind.FORBID
        for period in range(period_count)
    ]


def is_among(adjustment: Adjustment, people: dict[str, Participant], places: dict[str, LoopEmployer]) -> bool:
    """Whether both are still in: a change made for one who has left since changes nothing."""
    return str(adjustment.participant.public_id) in people and str(adjustment.employer.public_id) in places


def not_agreed(rows: Gathering, people: dict[str, Participant], places: dict[str, LoopEmployer]) -> list[Veto]:
    """A yes to the loop is no yes to an employer that came later: nobody is placed where they have not agreed to be met.

    Source  RULES A5; ADR 0077
    """
    return [
        Veto(participant, employer, None, VetoKind.OTHER, _("Har ikke sagt ja til å møte bedriften ennå."))
        for participant in people.values()
        for employer in places.values()
        if (participant.pk, employer.pk) in rows.not_said_yes_to
    ]
