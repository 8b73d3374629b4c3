"""The plain check of rules 1–4. It shares no arithmetic with the searches, so a mistake in them does not reach a page."""

from __future__ import annotations

from brobygger.matching.loop.model import BrokenPlan, Instance, Path, Plan


def check_plan(instance: Instance, plan: Plan) -> None:
    """Refuse a plan that breaks a rule or says something untrue about itself.

    Takes   instance  the loop the plan was made for
            plan      any plan, from the engine or read from a file
    Raises  BrokenPlan naming the rule and the person or place
    Cost    candidates × employers × periods; the permitted pairs are found by trying every path
    Source  contracts/loop.md, «Rules of a plan»
    """
    stays = {path.candidate: path.stays for path in plan.paths}
    _check_people(instance, plan, stays)
    places = {employer.id: employer.places for employer in instance.employers}
    vetoes = {(veto.candidate, veto.employer, veto.period) for veto in instance.vetoes}
    for path in plan.paths:
        _check_path(instance, path, places, vetoes)
    for employer, room in places.items():
        for period in range(instance.periods):
            if sum(path.stays[period] == employer for path in plan.paths) > room[period]:
                raise BrokenPlan(f"rule 3: more people than places at {employer!r} in period {period}")
    pairs = _blocking_pairs(instance, stays, places, vetoes)
    if pairs != set(plan.blocking_pairs):
        raise BrokenPlan(f"rule 4: the pairs that block are {sorted(pairs)}, the plan names {sorted(plan.blocking_pairs)}")
    if plan.status == "optimal" and pairs:
        raise BrokenPlan(f"rule 5: an optimal plan has no blocking pair, this has {sorted(pairs)}")
    _check_objective(instance, plan, len(pairs))


def _check_people(instance: Instance, plan: Plan, stays: dict[str, tuple[str | None, ...]]) -> None:
    """Everybody is either joining once or not joining."""
    if len(stays) != len(plan.paths):
        raise BrokenPlan("rule 1: somebody has two paths")
    if sorted([*stays, *plan.not_joined]) != sorted(instance.candidates):
        raise BrokenPlan("rule 1: the paths and those who have not joined are not everybody once")


def _check_path(instance: Instance, path: Path, places: dict[str, tuple[int, ...]], vetoes: set[tuple[str, str, int]]) -> None:
    """One path against rules 1–3."""
    visits = [(period, employer) for period, employer in enumerate(path.stays) if employer is not None]
    if len(path.stays) != instance.periods:
        raise BrokenPlan(f"rule 1: {path.candidate!r} has {len(path.stays)} stays in {instance.periods} periods")
    if path.stays[0] is None:
        raise BrokenPlan(f"rule 1: {path.candidate!r} joins after period 0")
    if len({employer for _, employer in visits}) < len(visits):
        raise BrokenPlan(f"rule 1: {path.candidate!r} visits an employer twice")
    if len(visits) < instance.fewest_visits:
        raise BrokenPlan(f"rule 3: {path.candidate!r} has {len(visits)} visits, at least {instance.fewest_visits} are asked")
    for period, employer in visits:
        if not _may_visit(instance, path.candidate, employer, period, places, vetoes):
            raise BrokenPlan(f"rule 2: {path.candidate!r} cannot visit {employer!r} in period {period}")


def _may_visit(
    instance: Instance, candidate: str, employer: str, period: int, places: dict[str, tuple[int, ...]], vetoes: set[tuple[str, str, int]]
) -> bool:
    """Rule 2."""
    return (
        instance.candidate_wishes.get(candidate, {}).get(employer, 0) > 0
        and instance.employer_wishes.get(employer, {}).get(candidate, 0) > 0
        and places[employer][period] > 0
        and (candidate, employer, period) not in vetoes
    )


def _blocking_pairs(
    instance: Instance,
    stays: dict[str, tuple[str | None, ...]],
    places: dict[str, tuple[int, ...]],
    vetoes: set[tuple[str, str, int]],
) -> set[tuple[str, str]]:
    """Rule 4, pair by pair as it is written."""
    pairs = set()
    for candidate in instance.candidates:
        wishes = instance.candidate_wishes.get(candidate, {})
        start = stays[candidate][0] if candidate in stays else None
        open_to = {
            (employer, period)
            for employer in places
            for period in range(instance.periods)
            if _may_visit(instance, candidate, employer, period, places, vetoes)
        }
        for employer, rated in instance.employer_wishes.items():
            if start is not None and wishes.get(employer, 0) <= wishes.get(start, 0):
                continue
            starters = [other for other, path in stays.items() if path[0] == employer]
            rather = any(rated.get(candidate, 0) > rated.get(other, 0) for other in starters)
            if (len(starters) < places[employer][0] or rather) and _has_path_from(employer, open_to, instance):
                pairs.add((candidate, employer))
    return pairs


def _has_path_from(employer: str, open_to: set[tuple[str, int]], instance: Instance) -> bool:
    """Whether some path of one person alone starts at the employer, tried period by period and remembering only who was visited."""
    if (employer, 0) not in open_to:
        return False
    reached = {frozenset([employer])}
    for period in range(1, instance.periods):
        here = [other for other, when in open_to if when == period]
        reached |= {seen | {other} for seen in reached for other in here if other not in seen}
    return max(len(seen) for seen in reached) >= instance.fewest_visits


def _check_objective(instance: Instance, plan: Plan, blocking: int) -> None:
    """The figures the plan gives are those of its paths."""
    fits = [
        sum(instance.fit.get(path.candidate, {}).get(employer, 0) for employer in path.stays if employer is not None) for path in plan.paths
    ]
    counted = {
        "blocking": blocking,
        "visits": sum(employer is not None for path in plan.paths for employer in path.stays),
        "selected": len(plan.paths),
        "worst": min(fits, default=0),
        "total": sum(fits),
    }
    if counted != plan.objective.figures:
        raise BrokenPlan(f"the plan says {plan.objective.figures}, counted are {counted}")
