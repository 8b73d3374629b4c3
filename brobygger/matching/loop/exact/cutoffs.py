"""Cut-offs at the start: once they are chosen, whether a pair blocks depends on one person alone.

A cut-off says of an employer either that a place may be free at the start, or that every place is taken and nobody rated below v
starts there. In the first case every permitted pair that the candidate would rather have blocks; in the second only those rated
above v. Every start has its own true cut-offs, for which this count is exact; for all other cut-offs that the start satisfies it is
too high, never too low. So the best plan is the best over all cut-offs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np

from brobygger.matching.loop.board import Board, Flags, Numbers
from brobygger.matching.loop.exact.routes import Routes


@dataclass(frozen=True)
class CutOffs:
    """All combinations of cut-offs, one row each."""

    blocking: Numbers
    """combination × candidate × start (the last is staying out) → pairs of that candidate that block"""
    admits: Flags
    """combination × candidate × start → the start respects the cut-off"""
    full: Flags
    """combination × employer → every place must be taken at the start"""


def cutoffs_of(board: Board, rows: Numbers, routes: Routes) -> CutOffs:
    """Every combination of cut-offs that some start could have.

    Takes   rows    the candidates to include, those with a permitted pair
            routes  their routes
    Cost    combinations × candidates × employers²; at most six levels for each employer
    Source  contracts/loop.md, «Rules of a plan», 4 and 5; ADR 0010
    """
    wish, rating, permitted = board.wish[rows], board.rating[rows], board.permitted[rows]
    wish_at_start = np.concatenate([wish, np.zeros((len(rows), 1), dtype=np.int64)], axis=1)
    levels = [_levels(rating[permitted[:, j], j], int(board.places[j, 0])) for j in range(len(board.employers))]
    admits = [np.stack([permitted[:, j] & (rating[:, j] >= cutoff) for cutoff in levels[j]]) for j in range(len(levels))]
    choices = _with_room(board, routes, levels, admits)
    admitted = np.ones((len(choices), *wish_at_start.shape), dtype=np.bool_)
    blocking = np.zeros(admitted.shape, dtype=np.int64)
    for j, cutoffs in enumerate(levels):
        would_rather = permitted[:, j, None] & (wish[:, j, None] > wish_at_start)
        by_level = np.stack([would_rather & (rating[:, j, None] > cutoff) for cutoff in cutoffs])
        admitted[:, :, j] = admits[j][choices[:, j]]
        blocking += by_level[choices[:, j]]
    return CutOffs(blocking, admitted, full=np.stack([np.array(cutoffs)[choices[:, j]] > 0 for j, cutoffs in enumerate(levels)], axis=1))


def _with_room(board: Board, routes: Routes, levels: list[list[int]], admits: list[Flags]) -> Numbers:
    """The combinations, by number of level, where those who fill the full employers have somewhere to go on to.

    Whoever starts somewhere goes through a block of later places (some employers in some periods) at least as often as the route of
    theirs that does so least. When an employer must be full, at least the people with the smallest such needs come; when all full
    employers together need more of a block than it has, no plan has these cut-offs. Without this, many combinations of a full round
    among unequal employers only look promising.
    """
    choices = np.array(list(product(*(range(len(cutoffs)) for cutoffs in levels))), dtype=np.int64)
    blocks = [
        [employer * board.periods + period for employer in some_employers for period in some_periods]
        for some_employers in _subsets(range(len(levels)))
        for some_periods in _subsets(range(1, board.periods))
    ]
    if not blocks:
        return choices
    within = np.stack([routes.uses[block].sum(axis=0) for block in blocks], axis=1)
    room = np.array([board.places.reshape(-1)[block].sum() for block in blocks])
    needed = np.zeros((len(choices), len(blocks)), dtype=np.int64)
    for j, cutoffs in enumerate(levels):
        columns = routes.start == j
        own = np.where(routes.open[:, columns, None], within[columns], board.periods).min(axis=1, initial=board.periods)
        people = int(board.places[j, 0])
        least = [np.sort(own[admits[j][level]], axis=0)[:people].sum(axis=0) * (cutoff > 0) for level, cutoff in enumerate(cutoffs)]
        needed += np.stack(least)[choices[:, j]]
    kept: Numbers = choices[(needed <= room).all(axis=1)]
    return kept


def _subsets(numbers: range) -> Iterable[tuple[int, ...]]:
    """All subsets but the empty one, when there are few numbers; else each alone and all together."""
    sizes = range(1, len(numbers) + 1) if len(numbers) <= 4 else (1, len(numbers))
    return chain.from_iterable(combinations(numbers, size) for size in sizes)


def _levels(ratings: Numbers, places: int) -> list[int]:
    """The cut-offs of one employer: 0 for a place that may be free, then each rating that enough people have or exceed."""
    return [0, *(int(level) for level in np.unique(ratings) if places and np.sum(ratings >= level) >= places)]
