"""The plan beside the plans it was chosen before: why not this pair, and what a pin or a forbidden pair costs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from brobygger.matching.loop.barred import barred_start
from brobygger.matching.loop.board import Board, Stay, board_of
from brobygger.matching.loop.exact.question import Effort, TooHard
from brobygger.matching.loop.exact.stages import ExactLoop, is_within_reach
from brobygger.matching.loop.model import Instance, Objective, Plan, Price, Veto, WhyNot, WhyNotCode
from brobygger.matching.loop.plan import plan_loop

WORSE = {
    "blocking": WhyNotCode.MORE_BLOCKING_PAIRS,
    "visits": WhyNotCode.FEWER_VISITS,
    "selected": WhyNotCode.FEWER_SELECTED,
    "worst": WhyNotCode.LOWER_WORST_FIT,
    "total": WhyNotCode.LOWER_TOTAL_FIT,
}

ALL_PAIRS_COMBINATIONS, ALL_PAIRS_STEPS = 1_500, 30_000
"""What all pairs of a loop may cost together, several times what three employers need: somebody waits for the page."""

ORDER = {
    "fair": ("blocking", "visits", "selected", "worst", "total"),
    "sum": ("blocking", "visits", "selected", "total", "worst"),
    "leximin": ("blocking", "visits", "selected", "worst"),
}


def why_not(instance: Instance, plan: Plan, *, objective: str = "fair") -> tuple[WhyNot, ...]:
    """Why each candidate does not start at each employer, for every pair that the plan does not start with.

    Takes   plan       a plan of this instance
            objective  what the plan was made for
    Gives   one answer a pair, in order of candidate and then employer. A permitted pair is answered by the best plan that has it;
            beyond the exact search's reach, or when the pairs before have taken all the effort there is, the code is `not_worked_out`, and
            `price_of` answers for one pair at a time
    Cost    three employers, 30 candidates: a few milliseconds a pair
    """
    board = board_of(instance)
    exact = _made_ready(board, objective) if is_within_reach(board) else None
    starts = {path.candidate: path.stays[0] for path in plan.paths}
    return tuple(
        _why_not(instance, board, exact, plan, objective, i, j)
        for i, candidate in enumerate(board.candidates)
        for j, employer in enumerate(board.employers)
        if starts.get(candidate) != employer
    )


def price_of(
    instance: Instance,
    plan: Plan,
    *,
    pin: tuple[str, str] | None = None,
    forbid: tuple[str, str] | None = None,
    objective: str = "fair",
) -> Price:
    """What one change costs.

    Takes   plan    the plan to compare with
            pin     (candidate, employer): a required start, whose blocking pairs are counted
            forbid  (candidate, employer): a veto in every period
    Gives   both objectives, the new plan, and everyone whose path is another, also those who join or no longer do
    Raises  NoPlan when the pin is impossible; ValueError unless exactly one change is asked for
    """
    if (pin is None) == (forbid is None):
        raise ValueError("ask for the price of one pin or one forbidden pair")
    if forbid is not None:
        vetoes = tuple(Veto(*forbid, period) for period in range(instance.periods))
        instance = replace(instance, vetoes=(*instance.vetoes, *vetoes))
    changed = plan_loop(instance, objective=objective, pins=() if pin is None else (pin,))
    before = {path.candidate: path.stays for path in plan.paths}
    after = {path.candidate: path.stays for path in changed.paths}
    moved = tuple(sorted(candidate for candidate in before.keys() | after.keys() if before.get(candidate) != after.get(candidate)))
    return Price(plan.objective, changed.objective, changed, moved)


def _made_ready(board: Board, kind: str) -> ExactLoop:
    """The exact search after its first plan, whose prices bound all that follow."""
    exact = ExactLoop(board, Effort(combinations=ALL_PAIRS_COMBINATIONS, steps=ALL_PAIRS_STEPS))
    with suppress(TooHard):
        exact.best(kind, {})
    return exact


def _why_not(instance: Instance, board: Board, exact: ExactLoop | None, plan: Plan, kind: str, candidate: int, employer: int) -> WhyNot:
    """The answer for one pair."""
    pair = (board.candidates[candidate], board.employers[employer])
    if barred := barred_start(instance, board, candidate, employer):
        return WhyNot(*pair, *barred)
    try:
        stays = exact.best(kind, {candidate: employer}) if exact else None
    except TooHard:
        stays = None
    if stays is None:
        return WhyNot(*pair, WhyNotCode.NOT_WORKED_OUT, {})
    pinned = board.objective(stays)
    code, facts = _difference(kind, plan.objective, pinned)
    if code == WhyNotCode.MORE_BLOCKING_PAIRS:
        facts |= _new_pair(board, plan, stays)
    return WhyNot(*pair, code, facts, pinned)


def _difference(kind: str, before: Objective, after: Objective) -> tuple[WhyNotCode, dict[str, int | str]]:
    """The first figure that gets worse, in the order of the objective."""
    if after.key(kind) >= before.key(kind):
        return WhyNotCode.EQUALLY_GOOD, {}
    for name in ORDER[kind]:
        old, new = before.figures[name], after.figures[name]
        if old != new:
            return WORSE[name], {"before": old, "after": new}
    place = next(number for number, (old, new) in enumerate(zip(before.fits, after.fits, strict=True)) if old != new)
    return WhyNotCode.LESS_EVEN, {"before": before.fits[place], "after": after.fits[place], "number_from_below": place + 1}


def _new_pair(board: Board, plan: Plan, stays: Stay) -> dict[str, int | str]:
    """One pair that would block and does not now, so that the sentence can name it."""
    pairs = [(board.candidates[i], board.employers[j]) for i, j in board.blocking_pairs(stays)]
    candidate, employer = next(pair for pair in pairs if pair not in plan.blocking_pairs)
    return {"blocking_candidate": candidate, "blocking_employer": employer}
