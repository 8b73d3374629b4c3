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


def cutoffs_of(board: Board, rows: Numbers) -> CutOffs:
    """Every combination of cut-offs that some start could have.

    Takes   rows  the candidates to include, those with a permitted pair
    Cost    combinations × candidates × employers²; at most six levels for each employer
    Source  contracts/loop.md, «Rules of a plan», 4 and 5; ADR 0010
    """
    wish, rating, permitted = board.wish[rows], board.rating[rows], board.permitted[rows]
    wish_at_start = np.concatenate([wish, np.zeros((len(rows), 1), dtype=np.int64)], axis=1)
    levels = [_levels(rating[permitted[:, j], j], int(board.places[j, 0])) for j in range(len(board.employers))]
    blocking, admits = [], []
    for j, cutoffs in enumerate(levels):
        would_rather = permitted[:, j, None] & (wish[:, j, None] > wish_at_start)
        blocking.append(np.stack([would_rather & (rating[:, j, None] > cutoff) for cutoff in cutoffs]))
        admits.append(np.stack([permitted[:, j] & (rating[:, j] >= cutoff) for cutoff in cutoffs]))
    choices = np.array(list(product(*(range(len(cutoffs)) for cutoffs in levels))), dtype=np.int64)
    admitted = np.ones((len(choices), *wish_at_start.shape), dtype=np.bool_)
    for j, table in enumerate(admits):
        admitted[:, :, j] = table[choices[:, j]]
    return CutOffs(
        blocking=np.sum([table[choices[:, j]] for j, table in enumerate(blocking)], axis=0, dtype=np.int64),
        admits=admitted,
        full=np.stack([np.array(cutoffs)[choices[:, j]] > 0 for j, cutoffs in enumerate(levels)], axis=1),
    )


def with_room_for_all(cutoffs: CutOffs, routes: Routes, places: Numbers) -> CutOffs:
    """Only the combinations where those who fill the full employers have somewhere to go on to.

    Whoever starts somewhere goes through a block of later places (some employers in some periods) at least as many times as the route
    from that start that does so least. When the people of the full employers together need more of a block than it has, no plan has
    those employers full. Without this, a full round among unequal employers leaves many combinations that only look promising.
    """
    employers, periods = places.shape
    opened = routes.open.any(axis=0)
    fits = np.ones(len(cutoffs.full), dtype=np.bool_)
    for some_employers in _subsets(range(employers)):
        for some_periods in _subsets(range(1, periods)):
            block = [employer * periods + period for employer in some_employers for period in some_periods]
            within = routes.uses[block].sum(axis=0)
            need = [int(within[opened & (routes.start == start)].min(initial=periods)) for start in range(employers)]
            fits &= cutoffs.full @ (places[:, 0] * need) <= places.reshape(-1)[block].sum()
    return CutOffs(cutoffs.blocking[fits], cutoffs.admits[fits], cutoffs.full[fits])


def _subsets(numbers: range) -> Iterable[tuple[int, ...]]:
    """All subsets but the empty one, when there are few numbers; else each alone and all together."""
    sizes = range(1, len(numbers) + 1) if len(numbers) <= 4 else (1, len(numbers))
    return chain.from_iterable(combinations(numbers, size) for size in sizes)


def _levels(ratings: Numbers, places: int) -> list[int]:
    """The cut-offs of one employer: 0 for a place that may be free, then each rating that enough people have or exceed."""
    return [0, *(int(level) for level in np.unique(ratings) if places and np.sum(ratings >= level) >= places)]
