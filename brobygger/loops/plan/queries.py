"""Reading a proposed plan: everybody's way in words and order, and what a change would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brobygger.loops.models import Adjustment, AdjustmentKind, Loop, LoopEmployer, Participant, StatedVeto
from brobygger.loops.periods import Period, periods
from brobygger.loops.plan.actions import best_plan
from brobygger.loops.plan.gathering import Gathering
from brobygger.loops.plan.instance import Prepared, with_change
from brobygger.loops.plan.reasons import Names, because, why_not_sentence
from brobygger.matching import Objective, Plan
from brobygger.parties.named import Named
from brobygger.proposals.models import Proposal


@dataclass(frozen=True)
class Walk:
    """One participant's way round: where in each period, None for a gap; and why, for the coordinator only."""

    participant: Participant
    named: Named
    stays: tuple[LoopEmployer | None, ...]
    in_periods: tuple[tuple[Period, LoopEmployer | None], ...]
    because: tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """What the best plan would be if everyone who joins had at least so many periods."""

    minimum: int
    visits: int
    selected: int
    is_chosen: bool


@dataclass(frozen=True)
class Answer:
    """Why a participant does not begin at an employer."""

    participant: Participant
    named: Named
    employer: LoopEmployer
    sentence: str


@dataclass(frozen=True)
class PlanReading:
    """A proposal with the rows behind its ids. Walks are in the order of the alphabet; nobody is listed as left out."""

    proposal: Proposal
    periods: tuple[Period, ...]
    employers: tuple[LoopEmployer, ...]
    walks: tuple[Walk, ...]
    objective: Mapping[str, int]
    places: int
    status: str
    blocking: tuple[tuple[Named, LoopEmployer], ...]
    alternatives: tuple[Alternative, ...]
    answers: tuple[Answer, ...]

    @property
    def minimum(self) -> int:
        """How many periods everyone who joins has at least."""
        return int(self.proposal.inputs["min_visits"])

    @property
    def is_adjusted(self) -> bool:
        """Whether a person has pinned or forbidden a pair."""
        return bool(self.proposal.settings["pins"] or self.proposal.settings["forbidden"])

    @property
    def has_pins(self) -> bool:
        """Whether a pair is pinned, so that not every other pair has an answer."""
        return bool(self.proposal.settings["pins"])

    @property
    def is_full(self) -> bool:
        return self.objective["visits"] == self.places


def latest_proposal(loop: Loop) -> Proposal | None:
    """The proposal a decision was made of, or else the newest that has the loop's periods. Cost: one query."""
    if loop.decision is not None:
        return loop.decision.proposal
    return Proposal.objects.filter(subject_id=loop.public_id, inputs__periods=loop.periods).order_by("-pk").first()


def stated_reasons(loop: Loop) -> dict[tuple[str, str, str], str]:
    """What people have stated, by the ids of the two and the kind; it cannot be changed once the plan is decided. Cost: one query."""
    rows = StatedVeto.objects.filter(participant__loop=loop).order_by("pk")
    found = rows.values_list("participant__public_id", "employer__public_id", "kind", "reason")
    return {(str(person), str(place), kind): reason for person, place, kind, reason in found}


def read_plan(loop: Loop, proposal: Proposal, gathering: Gathering) -> PlanReading:
    """A stored proposal as the page shows it, with the names the reader may see. Cost: no query."""
    people = {str(row.public_id): row for row in gathering.participants}
    places = {str(row.public_id): row for row in gathering.employers}
    named = {key: gathering.named(row) for key, row in people.items()}
    names = Names({key: each.first_name for key, each in named.items()}, {key: row.workplace.name for key, row in places.items()})
    plan, calendar = proposal.result["plan"], periods(loop)
    reasons: dict[str, list[str]] = {}
    for reason in proposal.result["reasons"]:
        reasons.setdefault(reason["candidate"], []).append(because(reason, names))
    walks = []
    for path in plan["paths"]:
        stays = tuple(places[key] if key is not None else None for key in path["stays"])
        in_periods = tuple(zip(calendar, stays, strict=True))
        key = path["candidate"]
        walks.append(Walk(people[key], named[key], stays, in_periods, tuple(reasons.get(key, ()))))
    return PlanReading(
        proposal=proposal,
        periods=calendar,
        employers=tuple(sorted((places[row["id"]] for row in proposal.inputs["employers"]), key=by_workplace)),
        walks=tuple(sorted(walks, key=lambda walk: walk.named.in_order)),
        objective=plan["objective"],
        places=sum(sum(row["places"]) for row in proposal.inputs["employers"]),
        status=plan["status"],
        blocking=tuple((named[candidate], places[employer]) for candidate, employer in plan["blocking_pairs"]),
        alternatives=tuple(
            Alternative(int(minimum), figures["visits"], figures["selected"], int(minimum) == proposal.inputs["min_visits"])
            for minimum, figures in sorted(proposal.result["alternatives"].items(), reverse=True)
        ),
        answers=tuple(
            sorted(
                (
                    Answer(people[row["candidate"]], named[row["candidate"]], places[row["employer"]], why_not_sentence(row, names))
                    for row in proposal.result["why_not"]
                ),
                key=lambda answer: (*answer.named.in_order, *by_workplace(answer.employer)),
            )
        ),
    )


def by_workplace(employer: LoopEmployer) -> tuple[str, int]:
    return employer.workplace.name, employer.pk


@dataclass(frozen=True)
class Move:
    """That a participant's way would be another; `starts_at` is where they would begin, None when outside the loop's places."""

    participant: Participant
    named: Named
    starts_at: LoopEmployer | None


@dataclass(frozen=True)
class Price:
    """What a change would cost: the two plans' figures side by side and whose way would change."""

    participant: Participant
    named: Named
    employer: LoopEmployer
    kind: AdjustmentKind
    before: Objective
    after: Objective
    moved_stays: int
    moves: tuple[Move, ...]
    new_blocking: tuple[tuple[Named, LoopEmployer], ...]


def price_of_change(prepared: Prepared, *, participant: Participant, employer: LoopEmployer, kind: AdjustmentKind) -> Price:
    """What it costs to pin or forbid one pair more, worked out on the spot and kept nowhere.

    Raises  DomainError when no plan can have it
    """
    before = best_plan(prepared)
    after = best_plan(with_change(prepared, Adjustment(participant=participant, employer=employer, kind=kind)))
    was, becomes = ways(before, prepared), ways(after, prepared)
    named = {candidate: prepared.gathering.named(row) for candidate, row in prepared.participants.items()}
    changed = [candidate for candidate in prepared.participants if was[candidate] != becomes[candidate]]
    return Price(
        participant=participant,
        named=prepared.gathering.named(participant),
        employer=employer,
        kind=kind,
        before=before.objective,
        after=after.objective,
        moved_stays=sum(
            old is not None and old != new for candidate in changed for old, new in zip(was[candidate], becomes[candidate], strict=True)
        ),
        moves=tuple(
            Move(prepared.participants[candidate], named[candidate], start_of(becomes[candidate], prepared))
            for candidate in sorted(changed, key=lambda key: named[key].in_order)
        ),
        new_blocking=tuple(
            (named[candidate], prepared.employers[place])
            for candidate, place in after.blocking_pairs
            if (candidate, place) not in before.blocking_pairs
        ),
    )


def ways(plan: Plan, prepared: Prepared) -> dict[str, tuple[str | None, ...]]:
    nowhere = (None,) * prepared.instance.periods
    joined = {path.candidate: path.stays for path in plan.paths}
    return {candidate: joined.get(candidate, nowhere) for candidate in prepared.participants}


def start_of(stays: Sequence[str | None], prepared: Prepared) -> LoopEmployer | None:
    return prepared.employers[stays[0]] if stays[0] is not None else None
