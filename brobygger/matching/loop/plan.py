"""Making a plan: which method proves it, what it looks like from outside, and our own check before it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from time import perf_counter
from types import ModuleType

from brobygger.matching.loop.barred import barred_start
from brobygger.matching.loop.board import Board, Stay, board_of
from brobygger.matching.loop.check import check_plan
from brobygger.matching.loop.exact.question import Effort, TooHard
from brobygger.matching.loop.exact.stages import ExactLoop, is_within_reach
from brobygger.matching.loop.model import KINDS, Instance, NoPlan, Objective, Plan, Proof
from brobygger.matching.loop.reasons import reasons_for

ALONE = 3
"""Up to so many employers the exact search needs no second witness: contracts/loop.md, «Plan»."""


@dataclass(frozen=True)
class _Outcome:
    """What a method found: the paths, and the proof without the seconds."""

    stays: Stay
    is_proven: bool
    method: str
    bound: Objective
    second: Objective | None = None


def plan_loop(
    instance: Instance,
    *,
    objective: str = "fair",
    time_limit: float | None = None,
    second: bool = True,
    pins: tuple[tuple[str, str], ...] = (),
    reasons: bool = True,
) -> Plan:
    """The best rotation plan of a loop.

    Takes   objective   fair, sum or leximin
            time_limit  seconds; only with a limit may two runs differ
            second      ask a second solver for its bound when there are more than three employers
            pins        (candidate, employer): required starts, whose blocking pairs are counted
            reasons     work out the reason for every stay
    Gives   a plan that `check_plan` has passed
    Raises  NoPlan when the pins cannot be met; SolversDisagree when two proofs contradict each other; ValueError for another objective
    Cost    three employers, 30 candidates: a hundredth of a second; see docs/matching.md for larger loops
    Source  contracts/loop.md
    """
    if objective not in KINDS:
        raise ValueError(f"objective must be one of {', '.join(KINDS)}, got {objective!r}")
    began = perf_counter()
    board = board_of(instance)
    starts = _starts(instance, board, pins)
    deadline = None if time_limit is None else began + time_limit
    outcome = _outcome(board, objective, starts, deadline, second=second)
    figures = board.objective(outcome.stays)
    plan = Plan(
        status="best_found" if not outcome.is_proven else "relaxed" if figures.blocking else "optimal",
        objective=figures,
        paths=tuple(board.path(i, outcome.stays[i]) for i in sorted(outcome.stays)),
        not_joined=tuple(name for i, name in enumerate(board.candidates) if i not in outcome.stays),
        blocking_pairs=tuple((board.candidates[i], board.employers[j]) for i, j in board.blocking_pairs(outcome.stays)),
        reasons=reasons_for(instance, board, outcome.stays, starts) if reasons else (),
        proof=Proof(outcome.method, figures if outcome.is_proven else outcome.bound, 0.0, outcome.second),
    )
    check_plan(instance, plan)
    return replace(plan, proof=replace(plan.proof, seconds=perf_counter() - began))


def plans_for_every_minimum(
    instance: Instance, *, objective: str = "fair", time_limit: float | None = None, second: bool = True
) -> dict[int, Plan]:
    """The plan for each least number of visits, from one to a full round, as the page shows them side by side.

    Takes   time_limit  seconds for each of them
            second      as for `plan_loop`
    Gives   least number of visits → plan, without reasons
    """
    return {
        visits: plan_loop(replace(instance, min_visits=visits), objective=objective, time_limit=time_limit, second=second, reasons=False)
        for visits in range(1, instance.longest_round + 1)
    }


def _outcome(board: Board, kind: str, starts: Mapping[int, int], deadline: float | None, *, second: bool) -> _Outcome:
    """The exact search where it reaches, else the solvers. With a deadline the search may use half the time."""
    if is_within_reach(board):
        try:
            stays = ExactLoop(board, Effort(deadline=None if deadline is None else (perf_counter() + deadline) / 2)).best(kind, starts)
        except TooHard:
            pass
        else:
            if stays is None:
                raise NoPlan({"code": "starts_do_not_fit_together"})
            figures = board.objective(stays)
            if not second or len(board.employers) <= ALONE:
                return _Outcome(stays, True, "exact search", figures)
            solvers = _solvers()
            witness = solvers.second_bound(board, kind, starts, solvers.values_of(figures, kind), deadline)
            return _Outcome(stays, True, "exact search and HiGHS", figures, witness)
    return _solver_outcome(board, kind, starts, deadline, second=second)


def _solver_outcome(board: Board, kind: str, starts: Mapping[int, int], deadline: float | None, *, second: bool) -> _Outcome:
    """CP-SAT for the plan, HiGHS for a bound of its own."""
    solvers = _solvers()
    answer = solvers.solved(board, kind, starts, deadline)
    if answer is None:
        raise NoPlan({"code": "starts_do_not_fit_together"})
    if any(i not in answer.stays for i in starts):
        raise NoPlan({"code": "not_found_in_time"})
    witness = solvers.second_bound(board, kind, starts, answer.values, deadline) if second else None
    return _Outcome(answer.stays, answer.is_proven, "CP-SAT and HiGHS" if second else "CP-SAT", answer.bound, witness)


def _solvers() -> ModuleType:
    """Loaded only here: it takes a second, and most loops never need them."""
    return import_module("brobygger.matching.loop.solvers.stages")


def _starts(instance: Instance, board: Board, pins: tuple[tuple[str, str], ...]) -> dict[int, int]:
    """The pins by number, each possible in itself."""
    starts: dict[int, int] = {}
    for candidate, employer in sorted(set(pins)):
        pin: dict[str, int | str] = {"candidate": candidate, "employer": employer}
        if candidate not in board.candidates or employer not in board.employers:
            raise NoPlan({"code": "unknown", **pin})
        i, j = board.candidates.index(candidate), board.employers.index(employer)
        if i in starts:
            raise NoPlan({"code": "two_starts", **pin})
        if barred := barred_start(instance, board, i, j):
            code, facts = barred
            raise NoPlan({"code": code, **pin, **facts})
        starts[i] = j
    for j, count in Counter(starts.values()).items():
        if count > board.places[j, 0]:
            raise NoPlan({"code": "too_many_starts", "employer": board.employers[j], "places": int(board.places[j, 0])})
    return starts
