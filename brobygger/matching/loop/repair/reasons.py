"""Why a planned stay could not stand, and why somebody is where the repair has them: codes and facts, for the edge to make sentences of."""

from __future__ import annotations

from collections.abc import Mapping

from brobygger.matching.loop.model import Instance, Path, Plan, Reason
from brobygger.matching.loop.repair.model import Change, RepairCode, RepairReason
from brobygger.matching.loop.repair.opening import Stays

Facts = dict[str, int | str]


def changes_of(
    instance: Instance, plan: Plan, paths: Mapping[str, Stays], *, from_period: int, left: frozenset[str], closed: frozenset[str]
) -> tuple[Change, ...]:
    """The changes, in order of candidate and then period.

    Takes   instance  as `changed_instance` gives it
            paths     everybody's stays after the repair; who is missing has none
    """
    changes = []
    for path in sorted(plan.paths, key=lambda path: path.candidate):
        now = paths.get(path.candidate, (None,) * instance.periods)
        for period, planned in enumerate(path.stays):
            if period >= from_period and planned is not None and now[period] != planned and path.candidate not in left:
                code, facts = _why_not_as_planned(instance, plan, path.candidate, planned, period, left, closed)
                changes.append(Change(path.candidate, period, planned, now[period], code, facts))
    return tuple(changes)


def reasons_of(
    instance: Instance, plan: Plan, paths: tuple[Path, ...], *, from_period: int, left: frozenset[str]
) -> tuple[Reason | RepairReason, ...]:
    """A reason for every stay, in order of candidate and then period.

    The plan's own stands for stays before the period, and for those whose path is as planned. In a path that is another now, the plan's
    reason may no longer be true: one who was to complete the round may not do so.
    """
    planned = {path.candidate: path.stays for path in plan.paths}
    given = {(reason.candidate, reason.period): reason for reason in plan.reasons}
    vacated = _vacated(planned, {path.candidate: path.stays for path in paths}, from_period, left)
    reasons: list[Reason | RepairReason] = []
    for path in paths:
        before = planned.get(path.candidate)
        for period, employer in enumerate(path.stays):
            if employer is None:
                continue
            facts = _wishes(instance, path.candidate, employer)
            if before is not None and before[period] == employer:
                stands = period < from_period or before == path.stays
                kept = given.get((path.candidate, period)) if stands else None
                code = RepairCode.STANDS if stands else RepairCode.KEPT
                reasons.append(kept or RepairReason(path.candidate, period, employer, code, facts))
                continue
            code, more = _why_here(before, path, period)
            waiting = vacated.get((employer, period), [])
            after: Facts = {"place": "free"}
            if waiting:
                who = waiting.pop(0)
                after = {"place": "left" if who in left else "moved", "before": who}
            reasons.append(RepairReason(path.candidate, period, employer, code, {**facts, **more, **after}))
    return tuple(reasons)


def _why_not_as_planned(
    instance: Instance, plan: Plan, candidate: str, employer: str, period: int, left: frozenset[str], closed: frozenset[str]
) -> tuple[RepairCode, Facts]:
    """The first thing that is true of a planned stay that is no more."""
    places = next(one.places[period] for one in instance.employers if one.id == employer)
    vetoes = sorted(
        veto.reason for veto in instance.vetoes if (veto.candidate, veto.employer, veto.period) == (candidate, employer, period)
    )
    if employer in closed:
        return RepairCode.EMPLOYER_CLOSED, {}
    if not places:
        return RepairCode.NO_PLACE, {}
    if vetoes:
        return RepairCode.VETOED, {"reason": next((reason for reason in vetoes if reason), "")}
    if not instance.candidate_wishes.get(candidate, {}).get(employer, 0):
        return RepairCode.CANDIDATE_DOES_NOT_WISH, {}
    if not instance.employer_wishes.get(employer, {}).get(candidate, 0):
        return RepairCode.EMPLOYER_DOES_NOT_WISH, {}
    people = sum(path.stays[period] == employer for path in plan.paths if path.candidate not in left)
    return RepairCode.TOO_FEW_PLACES, {"places": places, "people": people}


def _why_here(before: Stays | None, path: Path, period: int) -> tuple[RepairCode, Facts]:
    """What a new stay is for the one who has it."""
    if before is None:
        is_first = not any(path.stays[:period])
        return (RepairCode.NEWCOMER_BEGINS if is_first else RepairCode.NEWCOMER_GOES_ON), {}
    planned = before[period]
    return (RepairCode.FILLS_GAP, {}) if planned is None else (RepairCode.MOVED, {"planned": planned})


def _vacated(
    planned: Mapping[str, Stays], now: Mapping[str, Stays], from_period: int, left: frozenset[str]
) -> dict[tuple[str, int], list[str]]:
    """Who was planned where and is not there now, leavers first, then by id."""
    gone: dict[tuple[str, int], list[str]] = {}
    for name in sorted(planned, key=lambda name: (name not in left, name)):
        for period, employer in enumerate(planned[name]):
            if period >= from_period and employer is not None and (name not in now or now[name][period] != employer):
                gone.setdefault((employer, period), []).append(name)
    return gone


def _wishes(instance: Instance, candidate: str, employer: str) -> Facts:
    """What every reason tells of a stay."""
    return {
        "wish": instance.candidate_wishes.get(candidate, {}).get(employer, 0),
        "employer_wish": instance.employer_wishes.get(employer, {}).get(candidate, 0),
        "fit": instance.fit.get(candidate, {}).get(employer, 0),
    }
