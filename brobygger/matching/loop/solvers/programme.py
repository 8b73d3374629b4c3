"""The loop as a linear programme in whole numbers, the same for both solvers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from brobygger.matching.loop.board import Board, Stay

Terms = dict[int, int]
"""A sum of variables: which, and how many times each."""


@dataclass(frozen=True)
class Row:
    """A constraint: the sum lies between low and high, both included; None is without end."""

    terms: Terms
    low: int | None
    high: int | None


@dataclass
class Programme:
    """Variables from 0 to an upper end, and rows that bind them."""

    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def variable(self, upper: int = 1) -> int:
        """A new variable, by number."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def cut_back(self, variables: int, rows: int) -> None:
        """Forget all but the first so many variables and rows."""
        del self.upper[variables:], self.rows[rows:]

    def add(self, terms: Terms, *, low: int | None = None, high: int | None = None) -> None:
        """A new row."""
        self.rows.append(Row(dict(terms), low, high))


class LoopProgramme(Programme):
    """Rules 1–5 over a board.

    Takes   pins  candidate → employer where that candidate must start

    A visit is a variable; so is to have joined, a pair that blocks, and a cut-off: employer j is full at the start and has nobody rated
    below v there. A pair with rating v blocks unless the candidate starts somewhere as good, or cut-off v holds. That a cut-off implies
    the lower ones, and bars each start below it by itself, follows from the rest; saying it makes both solvers several times as fast.
    """

    def __init__(self, board: Board, pins: Mapping[int, int]) -> None:
        super().__init__()
        self.board = board
        self.people = [i for i in range(len(board.candidates)) if board.permitted[i].any()]
        self.joined = {i: self.variable() for i in self.people}
        self.visit = {
            (i, j, t): self.variable()
            for i in self.people
            for j in range(len(board.employers))
            for t in range(board.periods)
            if board.possible[i, j, t] and (t > 0 or board.permitted[i, j])
        }
        self.blocking = {(i, j): self.variable() for i in self.people for j in range(len(board.employers)) if board.permitted[i, j]}
        self._add_paths()
        self._add_places()
        self._add_stability()
        for i, j in pins.items():
            self.add({self.visit[i, j, 0]: 1}, low=1)

    def _add_paths(self) -> None:
        """Rules 1 and 2: one place at a time, no employer twice, a start for all who join, and enough visits."""
        for i in self.people:
            self.add({**self._visits(i, period=0), self.joined[i]: -1}, low=0, high=0)
            for t in range(1, self.board.periods):
                self.add({**self._visits(i, period=t), self.joined[i]: -1}, high=0)
            for j in range(len(self.board.employers)):
                self.add({**self._visits(i, employer=j), self.joined[i]: -1}, high=0)
            self.add({**self._visits(i), self.joined[i]: -self.board.min_visits}, low=0)

    def _add_places(self) -> None:
        """Rule 3."""
        users: dict[tuple[int, int], Terms] = {}
        for (_, j, t), variable in self.visit.items():
            users.setdefault((j, t), {})[variable] = 1
        for (j, t), terms in users.items():
            self.add(terms, high=int(self.board.places[j, t]))

    def _add_stability(self) -> None:
        """Rule 4, where a pair may block after all at the price of its variable."""
        board = self.board
        for j in range(len(board.employers)):
            starters = [i for i in self.people if board.permitted[i, j]]
            cut = {rating: self.variable() for rating in sorted({int(board.rating[i, j]) for i in starters})}
            for (_, lower), (_, higher) in pairwise(cut.items()):
                self.add({higher: 1, lower: -1}, high=0)
            for rating, variable in cut.items():
                admitted = {self.visit[i, j, 0]: 1 for i in starters if board.rating[i, j] >= rating}
                self.add({**admitted, variable: -int(board.places[j, 0])}, low=0)
            next_above = dict(pairwise(cut))
            for i in starters:
                if above := next_above.get(int(board.rating[i, j])):
                    self.add({self.visit[i, j, 0]: 1, cut[above]: 1}, high=1)
                as_good = {
                    self.visit[i, k, 0]: 1
                    for k in range(len(board.employers))
                    if (i, k, 0) in self.visit and board.wish[i, k] >= board.wish[i, j]
                }
                self.add({**as_good, cut[int(board.rating[i, j])]: 1, self.blocking[i, j]: 1}, low=1)

    def _visits(self, candidate: int, *, employer: int | None = None, period: int | None = None) -> Terms:
        """The visits of one person, narrowed to an employer or a period."""
        employers = range(len(self.board.employers)) if employer is None else [employer]
        periods = range(self.board.periods) if period is None else [period]
        return {self.visit[candidate, j, t]: 1 for j in employers for t in periods if (candidate, j, t) in self.visit}

    def fewest_blocking(self) -> Terms:
        """Blocking pairs, counted downwards."""
        return dict.fromkeys(self.blocking.values(), -1)

    def visits(self) -> Terms:
        """Filled person-periods."""
        return dict.fromkeys(self.visit.values(), 1)

    def selected(self) -> Terms:
        """People who joined."""
        return dict.fromkeys(self.joined.values(), 1)

    def total(self) -> Terms:
        """Everybody's fit."""
        return {variable: int(self.board.fit[i, j]) for (i, j, _), variable in self.visit.items()}

    def smallest_but(self, count: int) -> Terms:
        """The smallest fit of a person who joined when so many of those who joined may be set aside; adds the variables it needs.

        Maximised for 0, 1, 2 … in turn, this gives the sorted fits of leximin.
        """
        highest = self.most_fit()
        level = self.variable(highest)
        aside = {i: self.variable() for i in self.people} if count else {}
        if aside:
            self.add(dict.fromkeys(aside.values(), 1), high=count)
        for i in self.people:
            fit = {variable: int(self.board.fit[i, j]) for (k, j, _), variable in self.visit.items() if k == i}
            out = {aside[i]: highest} if aside else {}
            self.add({**fit, **out, self.joined[i]: -highest, level: -1}, low=-highest)
        return {level: 1}

    def add_smallest(self, fit: int, *, but: int = 0) -> None:
        """Everybody who joined has at least this fit, except so many; the variables say who they are."""
        aside = {i: self.variable() for i in self.people} if but else {}
        if aside:
            self.add(dict.fromkeys(aside.values(), 1), high=but)
        for i in self.people:
            own = {variable: int(self.board.fit[i, j]) for (k, j, _), variable in self.visit.items() if k == i}
            self.add({**own, **({aside[i]: fit} if aside else {}), self.joined[i]: -fit}, low=0)

    def most_fit(self) -> int:
        """More fit than this nobody can have."""
        visits = min(self.board.periods, len(self.board.employers))
        best = [sum(sorted(row.tolist(), reverse=True)[:visits]) for row in self.board.fit[self.people]]
        return max(best, default=0)

    def stays(self, values: list[int]) -> Stay:
        """The paths of a solution, variable by variable."""
        stays: Stay = {}
        for i in self.people:
            if values[self.joined[i]]:
                at = {t: j for (k, j, t), variable in self.visit.items() if k == i and values[variable]}
                stays[i] = tuple(at.get(t) for t in range(self.board.periods))
        return stays
