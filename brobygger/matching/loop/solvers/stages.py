"""The objectives of the contract as stages, one solved after another; each keeps what those before it decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from brobygger.matching.loop.board import Board, Stay
from brobygger.matching.loop.model import Objective, SolversDisagree
from brobygger.matching.loop.solvers import cpsat, highs
from brobygger.matching.loop.solvers.programme import LoopProgramme, Terms


@dataclass(frozen=True)
class Solved:
    """The best plan found, a bound on every figure, and the value of each stage that was proven, by name."""

    stays: Stay
    bound: Objective
    is_proven: bool
    values: Mapping[str, int]


def solved(board: Board, kind: str, pins: Mapping[int, int], deadline: float | None) -> Solved | None:
    """The best plan by CP-SAT.

    Gives   None when no plan keeps the pins. When the deadline passes before a stage is proven: the best plan found so far, and where
            none was found the plan where nobody joins
    """
    programme = LoopProgramme(board, pins)
    bound = loosest(programme)
    values: dict[str, int] = {}
    best: list[int] | None = None
    for name, terms in _stages(programme, kind, values):
        answer = cpsat.maximised(programme, terms, hint=best, deadline=deadline)
        if answer.is_proven and answer.values is None:
            if values:
                raise SolversDisagree(f"CP-SAT met stage {name} with no plan, after finding one")
            return None
        best = answer.values or best
        if answer.bound is not None:
            bound = tightened(bound, name, answer.bound)
        if not answer.is_proven or answer.values is None:
            return Solved(programme.stays(best) if best else {}, bound, False, values)
        values[name] = sum(coefficient * answer.values[variable] for variable, coefficient in terms.items())
        programme.add(terms, low=values[name])
    return Solved(programme.stays(best or []), bound, True, values)


def second_bound(board: Board, kind: str, pins: Mapping[int, int], values: Mapping[str, int], deadline: float | None) -> Objective:
    """What HiGHS says that no plan can exceed, stage by stage under the values that CP-SAT has proven.

    Raises  SolversDisagree when a stage it solves to the end has another value
    """
    programme = LoopProgramme(board, pins)
    bound = loosest(programme)
    for name, terms in _stages(programme, kind, values):
        if name not in values:
            break
        if name == "blocking" and values[name] == 0:
            bound = tightened(bound, name, 0)
        else:
            answer = highs.maximised(programme, terms, deadline=deadline)
            if answer.bound is not None:
                bound = tightened(bound, name, answer.bound)
            if (answer.is_proven and answer.bound != values[name]) or (answer.bound is not None and answer.bound < values[name]):
                raise SolversDisagree(f"stage {name}: CP-SAT has proven {values[name]}, HiGHS {answer.bound}")
        programme.add(terms, low=values[name])
    return bound


def _stages(programme: LoopProgramme, kind: str, values: Mapping[str, int]) -> Iterator[tuple[str, Terms]]:
    """The stages in order, each made when the one before is decided."""
    yield "blocking", programme.fewest_blocking()
    yield "visits", programme.visits()
    yield "selected", programme.selected()
    if not values.get("selected"):
        return
    if kind == "sum":
        yield "total", programme.total()
    yield "worst", programme.smallest_but(0)
    if kind == "fair":
        yield "total", programme.total()
    if kind == "leximin":
        for count in range(1, values["selected"]):
            yield f"smallest but {count}", programme.smallest_but(count)


def loosest(programme: LoopProgramme) -> Objective:
    """Bounds that hold for every plan, from counting alone."""
    board = programme.board
    selected = min(len(programme.people), int(board.places[:, 0].sum()))
    worst = programme.most_fit() if selected else 0
    return Objective(
        blocking=0,
        visits=min(int(board.places.sum()), selected * min(board.periods, len(board.employers))),
        selected=selected,
        worst=worst,
        total=selected * worst,
    )


def tightened(bound: Objective, stage: str, value: int) -> Objective:
    """The bound with what a stage proved; blocking pairs are counted downwards there."""
    if stage == "blocking":
        return replace(bound, blocking=max(bound.blocking, -value))
    if stage == "visits":
        return replace(bound, visits=min(bound.visits, value))
    if stage == "worst":
        return replace(bound, worst=min(bound.worst, value))
    if stage == "total":
        return replace(bound, total=min(bound.total, value))
    if stage == "selected":
        selected = min(bound.selected, value)
        return replace(bound, selected=selected, worst=bound.worst if selected else 0, total=min(bound.total, selected * bound.worst))
    return bound
