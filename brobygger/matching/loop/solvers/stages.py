"""The objectives of the contract as stages, one solved after another; each keeps what those before it decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from brobygger.matching.loop.board import Board, Stay
from brobygger.matching.loop.model import Objective, SolversDisagree
from brobygger.matching.loop.solvers import cpsat, highs
from brobygger.matching.loop.solvers.programme import LoopProgramme, Terms

BUT = "smallest but "
"""The stages of leximin after the first: the smallest fit when so many are set aside."""


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
    for name in _stages(kind, values):
        terms = _terms(programme, name)
        if best and max(terms, default=0) < len(best) and _value(terms, best) == _counted(bound, name):
            values[name] = _value(terms, best)
        else:
            answer = cpsat.maximised(programme, terms, hint=best, deadline=deadline)
            if answer.is_proven and answer.values is None:
                if values:
                    raise SolversDisagree(f"CP-SAT met stage {name} with no plan, after finding one")
                return None
            best = answer.values or best
            if answer.bound is not None:
                bound = tightened(bound, name, answer.bound, board.min_visits)
            if not answer.is_proven or answer.values is None:
                return Solved(programme.stays(best) if best else {}, bound, False, values)
            values[name] = _value(terms, answer.values)
        programme.add(terms, low=values[name])
    return Solved(programme.stays(best or []), bound, True, values)


def second_bound(board: Board, kind: str, pins: Mapping[int, int], values: Mapping[str, int], deadline: float | None) -> Objective:
    """What HiGHS says that no plan can exceed, stage by stage under the values that have been proven.

    Takes   values  stage → proven value; `values_of` a plan, or those of `solved`
    Raises  SolversDisagree when HiGHS knows of a better plan

    It is not asked for the best plan, only whether there is a better one: that is several times as fast. Where counting places alone
    says that there is none, it is not asked at all.
    """
    programme = LoopProgramme(board, pins)
    bound = loosest(programme)
    for name in _stages(kind, values):
        if name not in values:
            break
        value = values[name]
        if value != _counted(bound, name):
            size = len(programme.upper), len(programme.rows)
            terms = _demand(programme, name, value + 1)
            answer = highs.maximised(programme, terms, deadline=deadline)
            programme.cut_back(*size)
            if answer.values is not None:
                raise SolversDisagree(f"stage {name}: {value} has been proven, HiGHS found a plan with more")
            bound = tightened(bound, name, value if answer.is_proven else answer.bound, board.min_visits)
        _demand(programme, name, value)
    return bound


def values_of(figures: Objective, kind: str) -> dict[str, int]:
    """The value of every stage of a plan."""
    values = {"blocking": -figures.blocking, **figures.figures, **{f"{BUT}{count}": fit for count, fit in enumerate(figures.fits)}}
    values["blocking"] = -figures.blocking
    return {name: values[name] for name in _stages(kind, values)}


def _stages(kind: str, values: Mapping[str, int]) -> Iterator[str]:
    """The stages in order, each named when the one before is decided."""
    yield from ("blocking", "visits", "selected")
    if not values.get("selected"):
        return
    yield from {"fair": ("worst", "total"), "sum": ("total", "worst"), "leximin": ("worst",)}[kind]
    if kind == "leximin":
        yield from (f"{BUT}{count}" for count in range(1, values["selected"]))


def _terms(programme: LoopProgramme, name: str) -> Terms:
    """What a stage makes as large as possible; may need more variables."""
    if name == "worst":
        return programme.smallest_but(0)
    if name.startswith(BUT):
        return programme.smallest_but(int(name.removeprefix(BUT)))
    return {
        "blocking": programme.fewest_blocking,
        "visits": programme.visits,
        "selected": programme.selected,
        "total": programme.total,
    }[name]()


def _demand(programme: LoopProgramme, name: str, value: int) -> Terms:
    """Ask for at least this value of a stage; gives what else to make large, so that the solver looks in the right place."""
    if name == "worst":
        programme.add_smallest(value)
        return {}
    if name.startswith(BUT):
        programme.add_smallest(value, but=int(name.removeprefix(BUT)))
        return {}
    terms = _terms(programme, name)
    programme.add(terms, low=value)
    return terms


def _value(terms: Terms, values: list[int]) -> int:
    return sum(coefficient * values[variable] for variable, coefficient in terms.items())


def _counted(bound: Objective, stage: str) -> int | None:
    """The value of a stage that no plan can exceed as far as is known; blocking pairs are counted downwards."""
    return -bound.blocking if stage == "blocking" else bound.figures.get(stage)


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


def tightened(bound: Objective, stage: str, value: int | None, min_visits: int) -> Objective:
    """The bound with what a stage proved, if anything; blocking pairs are counted downwards there."""
    if value is None:
        return bound
    if stage == "blocking":
        return replace(bound, blocking=max(bound.blocking, -value))
    if stage == "worst":
        return replace(bound, worst=min(bound.worst, value))
    if stage == "total":
        return replace(bound, total=min(bound.total, value))
    if stage == "visits":
        bound = replace(bound, visits=min(bound.visits, value))
        value = max(value, 0) // min_visits
    if stage in ("visits", "selected"):
        selected = min(bound.selected, value)
        return replace(bound, selected=selected, worst=bound.worst if selected else 0, total=min(bound.total, selected * bound.worst))
    return bound
