"""Why a start is impossible in itself, whatever the others do."""

from __future__ import annotations

from brobygger.matching.loop.board import Board, most_visits
from brobygger.matching.loop.model import Instance, WhyNotCode


def barred_start(instance: Instance, board: Board, candidate: int, employer: int) -> tuple[WhyNotCode, dict[str, int | str]] | None:
    """The first thing that bars a start, with its facts; None when the pair is permitted.

    Source  contracts/loop.md, «Rules of a plan», 1–4
    """
    if board.permitted[candidate, employer]:
        return None
    if not board.wish[candidate, employer]:
        return WhyNotCode.CANDIDATE_DID_NOT_WISH, {}
    if not board.rating[candidate, employer]:
        return WhyNotCode.EMPLOYER_DID_NOT_WISH, {}
    if not board.places[employer, 0]:
        return WhyNotCode.CLOSED_AT_START, {}
    if not board.possible[candidate, employer, 0]:
        pair = (board.candidates[candidate], board.employers[employer], 0)
        said = sorted(veto.reason for veto in instance.vetoes if (veto.candidate, veto.employer, veto.period) == pair)
        return WhyNotCode.VETOED_AT_START, {"reason": next((reason for reason in said if reason), "")}
    reachable = most_visits(board.possible[candidate], employer)
    return WhyNotCode.ROUND_TOO_SHORT, {"most_visits": reachable, "min_visits": board.min_visits}
