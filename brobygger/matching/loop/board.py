"""An instance as numbers: candidates and employers sorted by id, every table an array. The order in the file is gone from here on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from brobygger.matching.loop.model import Instance, Objective, Path

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Stays = tuple[int | None, ...]
"""One person's path by employer number."""

Stay = dict[int, Stays]
"""The paths of a plan by candidate number; who is missing has not joined."""


@dataclass(frozen=True)
class Board:
    """The loop as arrays: rows are candidates by id, columns employers by id."""

    candidates: tuple[str, ...]
    employers: tuple[str, ...]
    periods: int
    min_visits: int
    wish: Numbers
    """candidate × employer, 0–5, what the candidate said"""
    rating: Numbers
    """candidate × employer, 0–5, what the employer said"""
    fit: Numbers
    """candidate × employer, 0–100"""
    places: Numbers
    """employer × period, at most the number of candidates"""
    possible: Flags
    """candidate × employer × period, rule 2"""
    permitted: Flags
    """candidate × employer, rule 4: some path of the candidate alone starts there"""

    def objective(self, stays: Stay) -> Objective:
        """How good a set of paths is, blocking pairs counted afresh."""
        fits = sorted(self.path_fit(candidate, path) for candidate, path in stays.items())
        return Objective(
            blocking=len(self.blocking_pairs(stays)),
            visits=sum(employer is not None for path in stays.values() for employer in path),
            selected=len(stays),
            worst=fits[0] if fits else 0,
            total=sum(fits),
            fits=tuple(fits),
        )

    def path_fit(self, candidate: int, path: Stays) -> int:
        """Sum of fit over the visits of one path."""
        return sum(int(self.fit[candidate, employer]) for employer in path if employer is not None)

    def blocking_pairs(self, stays: Stay) -> list[tuple[int, int]]:
        """The permitted pairs that block, by rule 4, in order of candidate and then employer."""
        starters: list[list[int]] = [[] for _ in self.employers]
        for candidate, path in stays.items():
            if path[0] is not None:
                starters[path[0]].append(candidate)
        lowest = [min((int(self.rating[i, j]) for i in starters[j]), default=0) for j in range(len(self.employers))]
        has_free = [len(starters[j]) < self.places[j, 0] for j in range(len(self.employers))]
        pairs = []
        for i in range(len(self.candidates)):
            start = stays[i][0] if i in stays else None
            wish_now = 0 if start is None else int(self.wish[i, start])
            pairs += [
                (i, j)
                for j in range(len(self.employers))
                if self.permitted[i, j] and self.wish[i, j] > wish_now and (has_free[j] or self.rating[i, j] > lowest[j])
            ]
        return pairs

    def path(self, candidate: int, path: Stays) -> Path:
        """The path with ids instead of numbers."""
        return Path(self.candidates[candidate], tuple(None if employer is None else self.employers[employer] for employer in path))


def board_of(instance: Instance) -> Board:
    """The instance as arrays.

    Takes   instance  a checked instance; one number of places for each period
    Gives   the board; candidates and employers sorted by id
    Cost    one pass over candidates × employers × periods
    Source  contracts/loop.md, «Rules of a plan», 2 and 4
    """
    candidates = tuple(sorted(instance.candidates))
    employers = tuple(sorted(employer.id for employer in instance.employers))
    by_id = {employer.id: employer for employer in instance.employers}
    wish = _table(candidates, employers, lambda i, j: instance.candidate_wishes.get(i, {}).get(j, 0))
    rating = _table(candidates, employers, lambda i, j: instance.employer_wishes.get(j, {}).get(i, 0))
    places = np.array([by_id[j].places for j in employers], dtype=np.int64).reshape(len(employers), instance.periods)
    places = np.minimum(places, max(len(candidates), 1))
    possible = ((wish > 0) & (rating > 0))[:, :, None] & (places > 0)[None, :, :]
    row, column = _numbers(candidates), _numbers(employers)
    for veto in instance.vetoes:
        possible[row[veto.candidate], column[veto.employer], veto.period] = False
    min_visits = max(1, instance.fewest_visits)
    return Board(
        candidates=candidates,
        employers=employers,
        periods=instance.periods,
        min_visits=min_visits,
        wish=wish,
        rating=rating,
        fit=_table(candidates, employers, lambda i, j: instance.fit.get(i, {}).get(j, 0)),
        places=places,
        possible=possible,
        permitted=_permitted(possible, min_visits),
    )


def most_visits(possible: Flags, start: int) -> int:
    """The most periods one person alone can be placed in when they start at an employer.

    Takes   possible  employer × period for that person
            start     the employer of period 0
    Gives   0 when the start is impossible; otherwise 1 and the most later periods that can each have an employer of their own
    Cost    augmenting paths, employers² × periods
    """
    if not possible[start, 0]:
        return 0
    period_of: dict[int, int] = {}
    visits = 1
    for employer in range(len(possible)):
        if employer != start and _finds_period(possible, employer, period_of, set()):
            visits += 1
    return visits


def _finds_period(possible: Flags, employer: int, taken_by: dict[int, int], tried: set[int]) -> bool:
    """Give the employer a later period of its own, moving others along when needed."""
    for period in range(1, possible.shape[1]):
        if possible[employer, period] and period not in tried:
            tried.add(period)
            if period not in taken_by or _finds_period(possible, taken_by[period], taken_by, tried):
                taken_by[period] = employer
                return True
    return False


def _permitted(possible: Flags, min_visits: int) -> Flags:
    """Rule 4's permitted pairs. People with the same possibilities share one answer."""
    known: dict[bytes, list[bool]] = {}
    rows = []
    for row in possible:
        key = row.tobytes()
        if key not in known:
            known[key] = [most_visits(row, start) >= min_visits for start in range(len(row))]
        rows.append(known[key])
    return np.array(rows, dtype=np.bool_).reshape(possible.shape[:2])


def _table(rows: tuple[str, ...], columns: tuple[str, ...], value: Callable[[str, str], int]) -> Numbers:
    """A table of whole numbers, filled cell by cell."""
    return np.array([[value(row, column) for column in columns] for row in rows], dtype=np.int64).reshape(len(rows), len(columns))


def _numbers(ids: tuple[str, ...]) -> dict[str, int]:
    """Which number each id has."""
    return {id_: number for number, id_ in enumerate(ids)}
