"""Repairs of a running loop, beside CP-SAT alone: `python -m benchmarks.matching.repair`."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from statistics import median
from time import perf_counter

from ortools.sat.python import cp_model

from benchmarks.matching.instances import random_loop, tiny_loop
from brobygger.matching import Employer, Instance, Newcomers, Objective, Path, Plan, Proof, plan_loop, replan_loop

BOUND_MS = 20


@dataclass(frozen=True)
class Happened:
    """A loop, its plan, and what has happened to it."""

    instance: Instance
    plan: Plan
    from_period: int
    left: tuple[str, ...]
    closed: tuple[str, ...]
    joined: Newcomers

    @property
    def words(self) -> dict[str, object]:
        """What `replan_loop` takes by name."""
        return {"from_period": self.from_period, "left": self.left, "closed": self.closed, "joined": self.joined}


def random_repair(seed: int) -> Happened:
    """A loop of 30 people, three employers with three places, three periods: up to three have left, one employer in four has closed.

    Those without a place may come in, some or all of them.
    """
    draw = Random(f"repair {seed}")
    everybody = random_loop(seed, places=(3, 3), candidates=(30, 30), min_visits=draw.choice([None, 1, 2]))
    plan = plan_loop(everybody, reasons=False)
    inside = [path.candidate for path in plan.paths]
    coming = draw.sample(plan.not_joined, draw.choice([0, len(plan.not_joined) // 2, len(plan.not_joined)]))
    return Happened(
        instance=everybody,
        plan=plan,
        from_period=draw.randrange(3),
        left=tuple(draw.sample(inside, draw.randint(0, min(3, len(inside))))),
        closed=(draw.choice(everybody.employers).id,) if draw.random() < 0.25 else (),
        joined=Newcomers(tuple(coming)),
    )


def tiny_repair(seed: int) -> Happened:
    """A repair small enough to try every way: any of the people may be new, places and vetoes may have changed since the plan was made."""
    draw = Random(f"tiny repair {seed}")
    everybody = tiny_loop(seed)
    if draw.random() < 0.5:
        everybody = random_loop(
            seed,
            employers=draw.choice([2, 3]),
            places=(2, 3),
            candidates=(3, 4),
            periods=draw.choice([2, 3]),
            min_visits=1,
            no_wish=0.15,
            highest_wish=3,
            highest_fit=draw.choice([2, 100]),
        )
    names = list(everybody.candidates)
    new = set(draw.sample(names, draw.randint(0, min(2, len(names)))))
    instance = _without(everybody, new)
    plan = plan_loop(instance, reasons=False) if draw.random() < 0.5 else _any_plan(instance, draw)
    from_period = draw.randrange(instance.periods)
    coming = [*new, *(name for name in plan.not_joined if draw.random() < 0.4)]
    fewer = draw.random() < 0.4
    changed = replace(
        instance,
        employers=tuple(
            Employer(
                employer.id,
                tuple(
                    max(0, places - draw.randint(0, 1)) if fewer and period >= from_period else places
                    for period, places in enumerate(employer.places)
                ),
            )
            for employer in instance.employers
        ),
    )
    return Happened(
        instance=changed,
        plan=plan,
        from_period=from_period,
        left=tuple(path.candidate for path in plan.paths if draw.random() < 0.3),
        closed=tuple(employer.id for employer in instance.employers if draw.random() < 0.2),
        joined=Newcomers(
            candidates=tuple(coming),
            candidate_wishes={name: everybody.candidate_wishes[name] for name in new},
            employer_wishes={
                employer: {name: wish for name, wish in wishes.items() if name in new}
                for employer, wishes in everybody.employer_wishes.items()
            },
            fit={name: everybody.fit[name] for name in new},
            vetoes=tuple(veto for veto in everybody.vetoes if veto.candidate in new),
        ),
    )


def _without(instance: Instance, names: set[str]) -> Instance:
    """The loop as if some had never come."""
    return replace(
        instance,
        candidates=tuple(name for name in instance.candidates if name not in names),
        candidate_wishes={name: wishes for name, wishes in instance.candidate_wishes.items() if name not in names},
        employer_wishes={
            employer: {name: wish for name, wish in wishes.items() if name not in names}
            for employer, wishes in instance.employer_wishes.items()
        },
        fit={name: fits for name, fits in instance.fit.items() if name not in names},
        vetoes=tuple(veto for veto in instance.vetoes if veto.candidate not in names),
    )


def _any_plan(instance: Instance, draw: Random) -> Plan:
    """A plan by lot that keeps rules 1–3, however bad, with gaps anywhere after the start."""
    room = Counter({(employer.id, period): places for employer in instance.employers for period, places in enumerate(employer.places)})
    vetoes = {(veto.candidate, veto.employer, veto.period) for veto in instance.vetoes}
    paths = []
    for name in draw.sample(instance.candidates, len(instance.candidates)):
        stays: list[str | None] = []
        for period in range(instance.periods):
            possible = [
                employer.id
                for employer in instance.employers
                if room[employer.id, period]
                and employer.id not in stays
                and instance.candidate_wishes[name][employer.id]
                and instance.employer_wishes[employer.id][name]
                and (name, employer.id, period) not in vetoes
            ]
            stays.append(draw.choice(possible) if possible and (period == 0 or draw.random() < 0.7) else None)
            room[stays[-1], period] -= 1
        if stays[0] is None:
            room.update((stay, period) for period, stay in enumerate(stays))
        else:
            paths.append(Path(name, tuple(stays)))
    inside = {path.candidate for path in paths}
    nothing = Objective(0, 0, 0, 0, 0)
    return Plan(
        status="best_found",
        objective=nothing,
        paths=tuple(sorted(paths, key=lambda path: path.candidate)),
        not_joined=tuple(sorted(set(instance.candidates) - inside)),
        blocking_pairs=(),
        reasons=(),
        proof=Proof("by lot", nothing, 0.0),
    )


def by_cp_sat(happened: Happened) -> tuple[int, ...]:
    """The whole repair given to CP-SAT as it stands in the contract, one stage after another: changes and the figures of `fair`."""
    loop, start = happened.instance, happened.from_period
    before = {path.candidate: path.stays for path in happened.plan.paths}
    people = sorted({*before, *happened.joined.candidates})
    vetoes = {(veto.candidate, veto.employer, veto.period) for veto in loop.vetoes}
    model = cp_model.CpModel()
    visit = {}
    for name, employer, period in product(people, loop.employers, range(loop.periods)):
        if period < start:
            possible = name in before and before[name][period] == employer.id
        else:
            possible = bool(
                name not in happened.left
                and employer.id not in happened.closed
                and employer.places[period]
                and loop.candidate_wishes[name][employer.id]
                and loop.employer_wishes[employer.id][name]
                and (name, employer.id, period) not in vetoes
            )
        if possible:
            visit[name, employer.id, period] = model.new_bool_var("")
            if period < start:
                model.add(visit[name, employer.id, period] == 1)
    joined = {name: model.new_bool_var("") for name in people}
    for name in people:
        own = [variable for (who, _, _), variable in visit.items() if who == name]
        model.add_max_equality(joined[name], [*own, 0])
        for period in range(loop.periods):
            model.add_at_most_one(variable for (who, _, when), variable in visit.items() if (who, when) == (name, period))
        for employer in loop.employers:
            model.add_at_most_one(variable for (who, where, _), variable in visit.items() if (who, where) == (name, employer.id))
        if name not in before:
            model.add(sum(variable for (who, _, when), variable in visit.items() if (who, when) == (name, start)) == joined[name])
    for employer, period in product(loop.employers, range(loop.periods)):
        here = [variable for (_, where, when), variable in visit.items() if (where, when) == (employer.id, period)]
        model.add(sum(here) <= employer.places[period])
    level = model.new_int_var(0, 100 * loop.periods, "")
    fit = {name: sum(loop.fit[name][where] * variable for (who, where, _), variable in visit.items() if who == name) for name in people}
    for name in people:
        model.add(level <= fit[name]).only_enforce_if(joined[name])
    planned = [
        (name, stay, period)
        for name, stays in before.items()
        for period, stay in enumerate(stays)
        if name not in happened.left and period >= start and stay is not None
    ]
    kept = sum(visit[stay] for stay in planned if stay in visit)
    figures = []
    for figure in (kept, sum(visit.values()), sum(joined.values()), level, sum(fit.values())):
        model.maximize(figure)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        figures.append(round(solver.objective_value))
        model.add(figure >= figures[-1])
    return (len(planned) - figures[0], *figures[1:])


def main() -> None:
    """The table, over 200 repairs or 20 with --quick."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 repairs instead of 200")
    repairs(20 if parser.parse_args().quick else 200)


def repairs(count: int) -> None:
    """Median and worst of the engine, check and reasons included, beside CP-SAT alone on the same repairs."""
    happened = [random_repair(seed) for seed in range(count)]
    ours, theirs, equal, methods, changes = [], [], 0, Counter[str](), 0
    for one in happened:
        began = perf_counter()
        repair = replan_loop(one.instance, one.plan, **one.words)
        ours.append(1000 * (perf_counter() - began))
        began = perf_counter()
        figures = by_cp_sat(one)
        theirs.append(1000 * (perf_counter() - began))
        found = repair.objective
        changes += len(repair.changes)
        methods[repair.proof.method] += 1
        equal += (len(repair.changes), found.visits, found.selected, found.worst, found.total) == (
            *figures[:3],
            figures[3] if found.selected else 0,
            figures[4],
        )
    print(f"\n{count} repairs: 30 candidates, 3 employers x 3 places x 3 periods; {changes} changes")
    print(f"{'':22}{'median ms':>10}{'worst ms':>10}{'time':>7}")
    for name, times in (("Brobygger", ours), ("CP-SAT alone", theirs)):
        print(f"{name:22}{median(times):10.1f}{max(times):10.1f}{median(times) / median(ours):7.1f}")
    print(f"equally good: {equal} of {count}; {', '.join(f'{method}: {times}' for method, times in methods.items())}")
    print(f"bound: {BOUND_MS} ms, kept by {sum(time <= BOUND_MS for time in ours)} of {count}")


if __name__ == "__main__":
    main()
