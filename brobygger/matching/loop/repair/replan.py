"""Repairing a plan: fewest changes, then the best plan, then our own check before it leaves."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from time import perf_counter

from brobygger.matching.loop.model import KINDS, Instance, Objective, Path, Plan, Proof, Reason
from brobygger.matching.loop.repair.check import check_repair
from brobygger.matching.loop.repair.fits_together import refuse_plan
from brobygger.matching.loop.repair.lattice import best_by_search
from brobygger.matching.loop.repair.model import NOBODY, Newcomers, Repair
from brobygger.matching.loop.repair.opening import Opening, changed_instance, opening
from brobygger.matching.loop.repair.reasons import changes_of, reasons_of


def replan_loop(
    instance: Instance,
    plan: Plan,
    *,
    from_period: int,
    left: tuple[str, ...] = (),
    closed: tuple[str, ...] = (),
    joined: Newcomers = NOBODY,
    objective: str = "fair",
) -> Repair:
    """The plan with the fewest changes from a period on, and the best of those.

    Takes   plan         what was decided, or an earlier repair of it; its reasons are kept where the stays are
            from_period  the first period that may be changed; stays before it are kept
            left         those with no stays from then on; everybody who has left is named each time
            closed       employers without places from then on
            joined       those who may begin in that period; one who already has a path in the plan is no newcomer there, and only
                         what is said of their wishes counts
            objective    fair, sum or leximin
    Gives   a repair that `check_repair` has passed
    Raises  BadInstance when the plan is not one of this instance; ValueError for an unknown id, period or objective; SolversDisagree
            when two proofs contradict each other
    Cost    three employers, 30 candidates: some milliseconds; see docs/matching.md, «Repair», for larger loops
    Source  contracts/loop.md, «Repair»
    """
    began = perf_counter()
    gone, shut = frozenset(left), frozenset(closed)
    _refuse_unknown(instance, from_period, gone, shut, joined, objective)
    changed = changed_instance(instance, from_period=from_period, closed=shut, joined=joined)
    refuse_plan(changed, plan, joined, from_period=from_period)
    newcomers = frozenset(joined.candidates) - gone - {path.candidate for path in plan.paths}
    task = opening(changed, plan, from_period=from_period, left=gone, newcomers=newcomers)
    paths, method = _repaired(task, objective)
    stays = {path.candidate: path.stays for path in paths}
    figures = _objective(task, paths)
    reasons = reasons_of(changed, plan, paths, from_period=from_period, left=gone)
    repair = Repair(
        from_period=from_period,
        plan=Plan(
            status="optimal",
            objective=figures,
            paths=paths,
            not_joined=tuple(sorted(name for name in changed.candidates if name not in stays)),
            blocking_pairs=(),
            reasons=tuple(reason for reason in reasons if isinstance(reason, Reason)),
            proof=Proof(method, figures, 0.0, None if method == SEARCH else figures),
        ),
        changes=changes_of(changed, plan, stays, from_period=from_period, left=gone, closed=shut),
        reasons=reasons,
    )
    check_repair(instance, plan, repair, left=left, closed=closed, joined=joined)
    return replace(repair, plan=replace(repair.plan, proof=replace(repair.plan.proof, seconds=perf_counter() - began)))


SEARCH = "exact search"
SOLVERS = "CP-SAT and HiGHS"


def _repaired(task: Opening, kind: str) -> tuple[tuple[Path, ...], str]:
    """Everybody's path by id, and what proves that it cannot be better. The solvers take a second to load, and are seldom needed."""
    options = best_by_search(task, kind)
    if options is not None:
        chosen, method = [option.stays for option in options], SEARCH
    else:
        chosen, method = import_module("brobygger.matching.loop.repair.programme").best_by_solvers(task, kind), SOLVERS
    paths = [Path(person.name, stays) for person, stays in zip(task.people, chosen, strict=True) if any(stays)]
    return tuple(sorted([*paths, *task.settled], key=lambda path: path.candidate)), method


def _objective(task: Opening, paths: tuple[Path, ...]) -> Objective:
    """How good the repaired plan is over all its paths. Stability is not asked of a repair, so no pair blocks."""
    fits = tuple(sorted(task.fit(path.candidate, path.stays) for path in paths))
    return Objective(
        blocking=0,
        visits=sum(stay is not None for path in paths for stay in path.stays),
        selected=len(paths),
        worst=fits[0] if fits else 0,
        total=sum(fits),
        fits=fits,
    )


def _refuse_unknown(
    instance: Instance, from_period: int, left: frozenset[str], closed: frozenset[str], joined: Newcomers, objective: str
) -> None:
    """What the caller must get right."""
    if objective not in KINDS:
        raise ValueError(f"objective must be one of {', '.join(KINDS)}, got {objective!r}")
    if not 0 <= from_period < instance.periods:
        raise ValueError(f"from_period must be 0 to {instance.periods - 1}, got {from_period}")
    people = {*instance.candidates, *joined.candidates}
    if unknown := sorted(left - people):
        raise ValueError(f"left names {unknown}, who are not in the loop")
    if unknown := sorted(closed - {employer.id for employer in instance.employers}):
        raise ValueError(f"closed names {unknown}, which are not in the loop")
