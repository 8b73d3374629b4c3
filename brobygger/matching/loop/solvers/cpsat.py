"""CP-SAT as the first solver: one worker and a fixed seed, so the same programme has the same answer run after run."""

from __future__ import annotations

from math import floor
from time import perf_counter

from ortools.sat.python import cp_model

from brobygger.matching.loop.solvers.answer import Answer
from brobygger.matching.loop.solvers.programme import Programme, Terms

SEED = 20270104

NO_END = 1 << 40


def maximised(programme: Programme, terms: Terms, *, hint: list[int] | None, deadline: float | None) -> Answer:
    """The largest value of a sum.

    Takes   hint      values of an earlier solution, to begin from; there may be newer variables
            deadline  on the clock of `perf_counter`, or None for no limit
    Gives   the best values found, the bound, and whether they meet
    """
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, upper, "") for upper in programme.upper]
    for row in programme.rows:
        model.add_linear_constraint(
            _sum(variables, row.terms), -NO_END if row.low is None else row.low, NO_END if row.high is None else row.high
        )
    model.maximize(_sum(variables, terms))
    for variable, value in zip(variables, hint or [], strict=False):
        model.add_hint(variable, value)

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    if deadline is not None:
        solver.parameters.max_time_in_seconds = max(0.0, deadline - perf_counter())
    solver.solve(model)
    status = solver.status_name()
    if status == "INFEASIBLE":
        return Answer(values=None, bound=None, is_proven=True)
    found = status in ("OPTIMAL", "FEASIBLE")
    return Answer(
        values=[solver.value(variable) for variable in variables] if found else None,
        bound=None if status == "UNKNOWN" else floor(solver.best_objective_bound + 1e-6),
        is_proven=status == "OPTIMAL",
    )


def _sum(variables: list[cp_model.IntVar], terms: Terms) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([variables[number] for number in terms], list(terms.values()))
