"""The plain check of a repair. It shares no arithmetic with the search, so a mistake there does not reach a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from brobygger.matching.loop.model import BrokenPlan, Instance, Plan
from brobygger.matching.loop.repair.model import NOBODY, Newcomers, Repair

Stays = tuple[str | None, ...]


def check_repair(
    instance: Instance,
    plan: Plan,
    repair: Repair,
    *,
    left: tuple[str, ...] = (),
    closed: tuple[str, ...] = (),
    joined: Newcomers = NOBODY,
) -> None:
    """Refuse a repair that breaks a rule, makes more changes than needed, or says something untrue about itself.

    Takes   instance, plan  what the repair was made from, as they were
    Raises  BrokenPlan naming the rule and the person or place
    Cost    candidates × periods
    Source  contracts/loop.md, «Repair»
    """
    before = {path.candidate: path.stays for path in plan.paths}
    after = {path.candidate: path.stays for path in repair.plan.paths}
    loop = _Loop(instance, joined, set(closed), repair.from_period)
    _check_people(instance, joined, repair)
    for name, stays in after.items():
        _check_path(loop, name, stays, before.get(name), has_left=name in left)
    for name, stays in before.items():
        if any(stays[: repair.from_period]) and name not in after:
            raise BrokenPlan(f"repair: the stays of {name!r} before period {repair.from_period} are gone")
    for (employer, period), people in Counter(_visits(after)).items():
        if people > loop.places(employer, period):
            raise BrokenPlan(f"rule 3: more people than places at {employer!r} in period {period}")
    _check_changes(loop, before, after, repair, set(left))
    _check_objective(loop, after, repair.plan)
    if [(reason.candidate, reason.period, reason.employer) for reason in repair.reasons] != [
        (name, period, stay) for name, stays in sorted(after.items()) for period, stay in enumerate(stays) if stay is not None
    ]:
        raise BrokenPlan("repair: not one reason for each stay, in order")


class _Loop:
    """The loop after what has happened, looked up cell by cell."""

    def __init__(self, instance: Instance, joined: Newcomers, closed: set[str], from_period: int) -> None:
        self.instance = instance
        self.joined = joined
        self.closed = closed
        self.from_period = from_period
        self.all_places = {employer.id: employer.places for employer in instance.employers}
        self.vetoes = {(veto.candidate, veto.employer, veto.period) for veto in (*instance.vetoes, *joined.vetoes)}

    def places(self, employer: str, period: int) -> int:
        return 0 if employer in self.closed and period >= self.from_period else self.all_places[employer][period]

    def may_visit(self, candidate: str, employer: str, period: int) -> bool:
        return (
            _cell(self.instance.candidate_wishes, self.joined.candidate_wishes, candidate, employer) > 0
            and _cell(self.instance.employer_wishes, self.joined.employer_wishes, employer, candidate) > 0
            and self.places(employer, period) > 0
            and (candidate, employer, period) not in self.vetoes
        )

    def fit(self, candidate: str, employer: str) -> int:
        return _cell(self.instance.fit, self.joined.fit, candidate, employer)


def _cell(table: Mapping[str, Mapping[str, int]], more: Mapping[str, Mapping[str, int]], row: str, column: str) -> int:
    said = more.get(row, {}).get(column)
    return table.get(row, {}).get(column, 0) if said is None else said


def _visits(paths: Mapping[str, Stays]) -> Iterator[tuple[str, int]]:
    return ((stay, period) for stays in paths.values() for period, stay in enumerate(stays) if stay is not None)


def _check_people(instance: Instance, joined: Newcomers, repair: Repair) -> None:
    """Everybody is there once."""
    named = [*(path.candidate for path in repair.plan.paths), *repair.plan.not_joined]
    if sorted(named) != sorted({*instance.candidates, *joined.candidates}):
        raise BrokenPlan("repair: the paths and those without a stay are not everybody once")


def _check_path(loop: _Loop, name: str, stays: Stays, before: Stays | None, *, has_left: bool) -> None:
    """One path after the repair."""
    start = loop.from_period
    if len(stays) != loop.instance.periods or not any(stays):
        raise BrokenPlan(f"rule 1: {name!r} has the stays {stays}")
    if stays[:start] != (before or (None,) * len(stays))[:start]:
        raise BrokenPlan(f"repair: the stays of {name!r} before period {start} are changed")
    if before is None and stays[start] is None:
        raise BrokenPlan(f"repair: {name!r} is new and begins after period {start}")
    if before is None and name not in loop.joined.candidates:
        raise BrokenPlan(f"repair: {name!r} has not joined and has a stay")
    if has_left and any(stays[start:]):
        raise BrokenPlan(f"repair: {name!r} has left and has a stay")
    visited = [stay for stay in stays if stay is not None]
    if len(set(visited)) < len(visited):
        raise BrokenPlan(f"rule 1: {name!r} visits an employer twice")
    for period, stay in enumerate(stays):
        if stay is not None and not loop.may_visit(name, stay, period):
            raise BrokenPlan(f"rule 2: {name!r} cannot visit {stay!r} in period {period}")


def _check_changes(loop: _Loop, before: Mapping[str, Stays], after: Mapping[str, Stays], repair: Repair, left: set[str]) -> None:
    """The changes are those that can be seen, and no fewer can be made: every planned stay that is impossible, and where too many are
    planned, one for each too many."""
    nothing = (None,) * loop.instance.periods
    seen = [
        (name, period, planned, after.get(name, nothing)[period])
        for name, stays in sorted(before.items())
        for period, planned in enumerate(stays)
        if name not in left and period >= loop.from_period and planned is not None and after.get(name, nothing)[period] != planned
    ]
    if seen != [(change.candidate, change.period, change.planned, change.now) for change in repair.changes]:
        raise BrokenPlan(f"repair: the changes are {seen}, the repair names {repair.changes}")
    fewest = 0
    wanted: Counter[tuple[str, int]] = Counter()
    for name, stays in before.items():
        for period, planned in enumerate(stays):
            if name not in left and period >= loop.from_period and planned is not None:
                if loop.may_visit(name, planned, period):
                    wanted[planned, period] += 1
                else:
                    fewest += 1
    fewest += sum(max(0, people - loop.places(employer, period)) for (employer, period), people in wanted.items())
    if len(seen) != fewest:
        raise BrokenPlan(f"repair: {len(seen)} changes where {fewest} are enough")


def _check_objective(loop: _Loop, after: Mapping[str, Stays], plan: Plan) -> None:
    """The figures are those of the paths."""
    fits = [sum(loop.fit(name, stay) for stay in stays if stay is not None) for name, stays in after.items()]
    counted = {
        "blocking": 0,
        "visits": sum(1 for _ in _visits(after)),
        "selected": len(after),
        "worst": min(fits, default=0),
        "total": sum(fits),
    }
    if counted != plan.objective.figures or plan.blocking_pairs:
        raise BrokenPlan(f"the repair says {plan.objective.figures}, counted are {counted}")
