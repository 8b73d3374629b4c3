"""Repairs too large for the search: one linear programme in whole numbers, solved by CP-SAT and by HiGHS, one stage after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from brobygger.matching.loop.model import SolversDisagree
from brobygger.matching.loop.repair.opening import Opening, Stays

SEED = 20270104

NO_END = 1 << 40

Terms = dict[int, int]
"""A sum of variables: which, and how many times each."""


@dataclass
class RepairProgramme:
    """A variable for each stay that may be given, one for each person whose having a stay is open, and rows that bind them."""

    task: Opening
    upper: list[int] = field(default_factory=list)
    rows: list[tuple[Terms, int, int]] = field(default_factory=list)
    visit: dict[tuple[int, int, str], int] = field(default_factory=dict)
    """person, period, employer"""
    joined: dict[int, int] = field(default_factory=dict)
    """those with no settled stay"""

    def __post_init__(self) -> None:
        for number, person in enumerate(self.task.people):
            for period, offers in enumerate(person.offers):
                for employer in offers:
                    self.visit[number, period, employer] = self.variable()
            if not person.visits:
                self.joined[number] = self.variable()
        for number in range(len(self.task.people)):
            self._bind_person(number)
        users: dict[tuple[str, int], Terms] = {}
        for (_, period, employer), variable in self.visit.items():
            users.setdefault((employer, period), {})[variable] = 1
        for seat, terms in users.items():
            self.add(terms, high=self.task.room[seat])

    def variable(self, upper: int = 1) -> int:
        """A new variable from 0 to an upper end, by number."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def add(self, terms: Terms, *, low: int = -NO_END, high: int = NO_END) -> None:
        """A new row: the sum lies between low and high, both included."""
        self.rows.append((dict(terms), low, high))

    def _bind_person(self, number: int) -> None:
        """One place at a time, no employer twice; a newcomer starts in the first period or not at all."""
        person = self.task.people[number]
        own = {(period, employer): variable for (who, period, employer), variable in self.visit.items() if who == number}
        joined: Terms = {self.joined[number]: -1} if number in self.joined else {}
        at_once = 0 if joined else 1
        for period in range(self.task.instance.periods):
            stays: Terms = {variable: 1 for (when, _), variable in own.items() if when == period}
            if stays:
                starts = person.is_newcomer and period == self.task.from_period
                self.add({**stays, **joined}, low=0 if starts else -NO_END, high=at_once)
        for employer in sorted({employer for _, employer in own}):
            self.add({variable: 1 for (_, where), variable in own.items() if where == employer}, high=1)
        if joined:
            self.add({**dict.fromkeys(own.values(), 1), **joined}, low=0)

    def stages(self, kind: str, values: dict[str, int]) -> Iterator[tuple[str, Terms]]:
        """The figures in order, each made when those before it are known; all are to be as large as possible."""
        yield "changes", self.kept()
        yield "visits", dict.fromkeys(self.visit.values(), 1)
        yield "selected", dict.fromkeys(self.joined.values(), 1)
        if kind == "sum":
            yield "total", self.total()
        if kind in ("fair", "sum"):
            yield "worst", self.smallest_but(0, at_most=self.smallest_settled())
        if kind == "fair":
            yield "total", self.total()
        if kind == "leximin":
            for count in range(len(self.task.people) - len(self.joined) + values["selected"]):
                yield f"smallest but {count}", self.smallest_but(count)

    def kept(self) -> Terms:
        """Planned stays that stand although there are too few places for all."""
        return {
            self.visit[number, period, employer]: 1
            for number, person in enumerate(self.task.people)
            for period, employer in person.contested.items()
        }

    def total(self) -> Terms:
        """The fit of what is given."""
        return {variable: self.task.fit(self.task.people[number].name, (where,)) for (number, _, where), variable in self.visit.items()}

    def smallest_settled(self) -> int:
        """The smallest fit of those with nothing to choose, which no choice can raise."""
        return min((self.task.fit(path.candidate, path.stays) for path in self.task.settled), default=NO_END)

    def smallest_but(self, count: int, *, at_most: int = NO_END) -> Terms:
        """The smallest fit of those with something to choose who have a stay, so many of them set aside; adds the variables it needs."""
        settled = [self.task.fit(person.name, person.stays) for person in self.task.people]
        gained: list[Terms] = [{} for _ in settled]
        for (number, _, where), variable in self.visit.items():
            gained[number][variable] = self.task.fit(self.task.people[number].name, (where,))
        highest = max((fit + sum(terms.values()) for fit, terms in zip(settled, gained, strict=True)), default=0)
        level = self.variable(min(highest, at_most))
        aside = {number: self.variable() for number in range(len(settled))} if count else {}
        if aside:
            self.add(dict.fromkeys(aside.values(), 1), high=count)
        for number, (fit, terms) in enumerate(zip(settled, gained, strict=True)):
            row = {**terms, level: -1}
            if number in aside:
                row[aside[number]] = highest
            if number in self.joined:
                row[self.joined[number]] = -highest
            self.add(row, low=-fit - (highest if number in self.joined else 0))
        return {level: 1}

    def stays(self, values: list[int]) -> list[Stays]:
        """Everybody's path in a solution."""
        paths = [list(person.stays) for person in self.task.people]
        for (number, period, employer), variable in self.visit.items():
            if values[variable]:
                paths[number][period] = employer
        return [tuple(path) for path in paths]


def best_by_solvers(task: Opening, kind: str) -> list[Stays]:
    """Everybody's path in a best repair, each stage proven by CP-SAT and again by HiGHS.

    Takes   kind  fair, sum or leximin
    Raises  SolversDisagree when they find different values for a stage
    """
    programme = RepairProgramme(task)
    found: dict[str, int] = {}
    values: list[int] = []
    for name, terms in programme.stages(kind, found):
        if not terms:
            found[name] = 0
            continue
        values = _by_cp_sat(programme, terms, values)
        found[name] = sum(factor * values[variable] for variable, factor in terms.items())
        second = _by_highs(programme, terms)
        if second != found[name]:
            raise SolversDisagree(f"stage {name}: CP-SAT has proven {found[name]}, HiGHS {second}")
        programme.add(terms, low=found[name])
    return programme.stays(values or [0] * len(programme.upper))


def _by_cp_sat(programme: RepairProgramme, terms: Terms, hint: list[int]) -> list[int]:
    """The values that make a sum largest. One worker and a fixed seed, so they are the same run after run."""
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, upper, "") for upper in programme.upper]
    for row, low, high in programme.rows:
        model.add_linear_constraint(_sum(variables, row), low, high)
    model.maximize(_sum(variables, terms))
    for variable, value in zip(variables, hint, strict=False):
        model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.solve(model)
    if solver.status_name() != "OPTIMAL":
        raise SolversDisagree(f"CP-SAT says {solver.status_name()} of a repair that is always possible")
    return [solver.value(variable) for variable in variables]


def _by_highs(programme: RepairProgramme, terms: Terms) -> int | None:
    """What HiGHS, as scipy ships it, proves to be the largest value of a sum."""
    objective = np.zeros(len(programme.upper))
    objective[list(terms)] = [-factor for factor in terms.values()]
    places = [(line, column, factor) for line, (row, _, _) in enumerate(programme.rows) for column, factor in row.items()]
    lines, columns, factors = zip(*places, strict=True)
    result = milp(
        objective,
        integrality=np.ones(len(objective)),
        bounds=Bounds(0, np.array(programme.upper)),
        constraints=LinearConstraint(
            csr_array((factors, (lines, columns)), shape=(len(programme.rows), len(objective)), dtype=float),
            [-np.inf if low == -NO_END else low for _, low, _ in programme.rows],
            [np.inf if high == NO_END else high for _, _, high in programme.rows],
        ),
        options={"mip_rel_gap": 0.0},
    )
    return None if result.status != 0 else round(-result.fun)


def _sum(variables: list[cp_model.IntVar], terms: Terms) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([variables[number] for number in terms], list(terms.values()))
