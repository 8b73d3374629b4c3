"""Every way round the loop one person could take, as arrays: one column for each route, the last for not joining."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from brobygger.matching.loop.board import Board, Flags, Numbers, Stays


@dataclass(frozen=True)
class Routes:
    """All routes of at least `min_visits` visits, grouped by where they start; the last column is to stay out."""

    stays: tuple[Stays, ...]
    start: Numbers
    """route → employer of period 0; the number of employers for staying out"""
    first_of_start: Numbers
    """the first column of each start that has any, and of staying out"""
    periods: int
    uses: Numbers
    """place × route, 1 where the route uses the place"""
    used: tuple[tuple[int, ...], ...]
    """route → the places it uses"""
    visits: Numbers
    """route → number of visits"""
    fit: Numbers
    """candidate × route → sum of fit"""
    open: Flags
    """candidate × route → every visit is possible"""


def routes_of(board: Board, rows: Numbers) -> Routes:
    """The routes of a board.

    Takes   rows  the candidates to include, those with a permitted pair
    Cost    candidates × routes × places; see `route_count` before asking
    """
    stays = tuple(_stays(len(board.employers), board.periods, board.min_visits))
    uses = np.zeros((len(board.employers) * board.periods, len(stays) + 1), dtype=np.int64)
    visited = np.zeros((len(board.employers), len(stays) + 1), dtype=np.int64)
    for column, route in enumerate(stays):
        for period, employer in enumerate(route):
            if employer is not None:
                uses[employer * board.periods + period, column] = 1
                visited[employer, column] = 1
    visits = visited.sum(axis=0)
    start = np.array([*(route[0] for route in stays), len(board.employers)], dtype=np.int64)
    possible = board.possible[rows].reshape(len(rows), len(uses)).astype(np.int64)
    return Routes(
        stays=stays,
        start=start,
        first_of_start=np.unique(start, return_index=True)[1],
        periods=board.periods,
        uses=uses,
        used=tuple(tuple(np.flatnonzero(column).tolist()) for column in uses.T),
        visits=visits,
        fit=board.fit[rows] @ visited,
        open=possible @ uses == visits,
    )


def route_count(employers: int, periods: int) -> int:
    """How many routes there are without a least number of visits: each start, then any matching of later periods and other employers."""
    later, rest, count, ways = periods - 1, employers - 1, 0, 1
    for visits in range(min(later, rest) + 1):
        count += ways
        ways = ways * (later - visits) * (rest - visits) // (visits + 1)
    return employers * count


def _stays(employers: int, periods: int, min_visits: int) -> Iterator[Stays]:
    """Routes in order of start, then of each later stay, a gap last."""

    def longer(path: Stays) -> Iterator[Stays]:
        missing = min_visits - sum(employer is not None for employer in path)
        if missing > periods - len(path):
            return
        if len(path) == periods:
            yield path
            return
        for employer in range(employers):
            if employer not in path:
                yield from longer((*path, employer))
        yield from longer((*path, None))

    for start in range(employers):
        yield from longer((start,))
