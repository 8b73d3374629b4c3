"""HiGHS, as scipy ships it: the second witness."""

from __future__ import annotations

from math import floor
from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from brobygger.matching.loop.solvers.answer import Answer
from brobygger.matching.loop.solvers.programme import Programme, Terms

INFEASIBLE = 2
"""scipy.optimize.milp's status for rows that cannot all be met."""

SHORTEST_SECONDS = 0.01
"""What the solver is given when the deadline has passed; 0 would mean no limit."""


def maximised(programme: Programme, terms: Terms, *, deadline: float | None) -> Answer:
    """The largest value of a sum; see `cpsat.maximised`."""
    objective = np.zeros(len(programme.upper))
    objective[list(terms)] = [-coefficient for coefficient in terms.values()]
    lines: list[int] = []
    columns: list[int] = []
    coefficients: list[int] = []
    for line, row in enumerate(programme.rows):
        lines += [line] * len(row.terms)
        columns += row.terms
        coefficients += row.terms.values()
    result = milp(
        objective,
        integrality=np.ones(len(objective)),
        bounds=Bounds(0, np.array(programme.upper)),
        constraints=LinearConstraint(
            csr_array((coefficients, (lines, columns)), shape=(len(programme.rows), len(objective)), dtype=float),
            [-np.inf if row.low is None else row.low for row in programme.rows],
            [np.inf if row.high is None else row.high for row in programme.rows],
        ),
        options={"mip_rel_gap": 0.0} | ({} if deadline is None else {"time_limit": max(SHORTEST_SECONDS, deadline - perf_counter())}),
    )
    if result.status == INFEASIBLE:
        return Answer(values=None, bound=None, is_proven=True)
    bound = result.mip_dual_bound
    return Answer(
        values=None if result.x is None else [round(value) for value in result.x],
        bound=None if bound is None or not np.isfinite(bound) else floor(-bound + 1e-6),
        is_proven=result.status == 0,
    )
