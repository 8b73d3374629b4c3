"""Why everybody is where they are: one code for each stay, the strongest that is true, with the facts a sentence needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brobygger.matching.loop.barred import barred_start
from brobygger.matching.loop.board import Board, Stay
from brobygger.matching.loop.model import Instance, Reason, ReasonCode

Facts = dict[str, int | str]


def reasons_for(instance: Instance, board: Board, stays: Stay, pins: Mapping[int, int]) -> tuple[Reason, ...]:
    """A reason for every stay, in order of candidate and then period.

    Takes   pins  candidate → employer where a person has decided that the candidate starts
    Cost    stays × employers × candidates
    Source  docs/matching.md, «Reasons»
    """
    return tuple(
        Reason(board.candidates[i], period, board.employers[j], code, {"wish": int(board.wish[i, j]), "fit": int(board.fit[i, j]), **facts})
        for i in sorted(stays)
        for period, j, code, facts in _stays_of(instance, board, stays, pins, i)
    )


def _stays_of(
    instance: Instance, board: Board, stays: Stay, pins: Mapping[int, int], candidate: int
) -> Iterator[tuple[int, int, ReasonCode, Facts]]:
    for period, employer in enumerate(stays[candidate]):
        if employer is not None:
            if period == 0:
                code, facts = _start(instance, board, stays, pins, candidate, employer)
            else:
                code, facts = _later(board, stays, candidate, employer, period)
            yield period, employer, code, facts


def _start(
    instance: Instance, board: Board, stays: Stay, pins: Mapping[int, int], candidate: int, employer: int
) -> tuple[ReasonCode, Facts]:
    """Why somebody starts where they do: a decision, a mutual wish, or what stands between them and an employer wished more."""
    wishes = board.wish[candidate]
    here = int(wishes[employer])
    as_wished = int((wishes == here).sum()) - 1
    if pins.get(candidate) == employer:
        return ReasonCode.PINNED, {}
    if here == wishes.max():
        rating = board.rating[:, employer]
        if board.rating[candidate, employer] == rating.max():
            as_rated = int((rating == rating.max()).sum()) - 1
            return ReasonCode.BOTH_WISHED_MOST, {"employers_wished_as_much": as_wished, "candidates_wished_as_much": as_rated}
        return ReasonCode.CANDIDATE_WISHED_MOST, {"employers_wished_as_much": as_wished}
    more = [other for other in range(len(wishes)) if wishes[other] > here]
    possible = [other for other in more if board.permitted[candidate, other]]
    if not possible:
        wished = max(more, key=lambda other: (wishes[other], -other))
        why, facts = barred_start(instance, board, candidate, wished) or ("", {})
        return ReasonCode.WISHED_MORE_IS_IMPOSSIBLE, {"wished": board.employers[wished], "why": why, **facts}
    wished = max(possible, key=lambda other: (wishes[other], -other))
    code = ReasonCode.WISHED_MORE_IS_FULL
    if (candidate, wished) in board.blocking_pairs(stays):
        code = ReasonCode.WISHED_MORE_WOULD_COST
    return code, {"wished": board.employers[wished]}


def _later(board: Board, stays: Stay, candidate: int, employer: int, period: int) -> tuple[ReasonCode, Facts]:
    """Why somebody goes on to an employer in a later period: what that period, or the round, leaves open."""
    path = stays[candidate]
    visited = [other for other in path[:period] if other is not None]
    if len(visited) + 1 == len(board.employers):
        return ReasonCode.COMPLETES_THE_ROUND, {"visits": len(visited) + 1}
    if board.possible[candidate, employer].sum() == 1:
        return ReasonCode.ONLY_PERIOD_POSSIBLE, {}
    others = [
        other
        for other in range(len(board.employers))
        if other != employer and other not in visited and board.possible[candidate, other, period]
    ]
    if not others:
        return ReasonCode.ONLY_EMPLOYER_POSSIBLE, {}
    if all(sum(there[period] == other for there in stays.values()) >= board.places[other, period] for other in others):
        return ReasonCode.OTHERS_ARE_FULL, {"others": len(others)}
    return ReasonCode.BOTH_WANTED, {"employer_wish": int(board.rating[candidate, employer])}
