"""The objectives of the contract as a few exact searches, one after another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from brobygger.matching.loop.board import Board, Flags, Numbers, Stay
from brobygger.matching.loop.exact.cutoffs import CutOffs, cutoffs_of
from brobygger.matching.loop.exact.question import BARRED, Choice, Effort, Limit, Question, TooHard
from brobygger.matching.loop.exact.routes import Routes, route_count, routes_of
from brobygger.matching.loop.exact.search import Found, Search

MOST_EMPLOYERS = 4
"""The exact search has six cut-offs for each employer, all combinations; with five employers the solvers take over."""

MOST_CELLS = 400_000
"""How many candidates × routes the arrays may have."""


MOST_LANDMARKS = 64
"""How many prices are kept to bound what is asked with a pin."""


class Landmarks:
    """Prices already known, and what they prove of every combination when nobody is pinned: landmark × …, in arrays made once."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.prices = np.zeros((MOST_LANDMARKS, len(search.places)), dtype=np.int64)
        self.people = np.zeros((MOST_LANDMARKS, *search.cost.shape[:2]), dtype=np.int64)
        self.totals = np.zeros((MOST_LANDMARKS, len(search.cost)), dtype=np.int64)
        self.seen: set[bytes] = set()

    def add(self, prices: Numbers) -> None:
        """More prices, until there are enough."""
        at, number = np.maximum(prices, 0), len(self.seen)
        if number == MOST_LANDMARKS or at.tobytes() in self.seen:
            return
        self.seen.add(at.tobytes())
        self.prices[number] = at
        self.people[number] = self.search.people(at, np.arange(len(self.search.cost)))
        self.totals[number] = self.people[number].sum(axis=1) + self.search.income(at)

    def bounds(self, row: int, worth: Numbers) -> Numbers:
        """A bound for every combination where one person's choices are worth something else than the landmarks assume."""
        count, routes = len(self.seen), self.search.routes
        rest = worth - self.prices[:count] @ routes.uses
        by_start = np.full((count, self.search.cost.shape[2]), -BARRED, dtype=np.int64)
        by_start[:, routes.start[routes.first_of_start]] = np.maximum.reduceat(rest, routes.first_of_start, axis=1)
        own = (by_start[:, None] - self.search.cost[:, row]).max(axis=2)
        bounds: Numbers = (self.totals[:count] - self.people[:count, :, row] + own).min(axis=0)
        return bounds


class ExactLoop:
    """The exact search over one board, made ready once and asked many times.

    Takes   board   at most four employers, `is_within_reach`
            effort  what all that is asked of it may cost together
    Source  docs/matching.md, «The exact search»; ADR 0010
    """

    def __init__(self, board: Board, effort: Effort | None = None) -> None:
        self.board = board
        self.effort = effort or Effort()
        self.rows: Numbers = np.flatnonzero(board.permitted.any(axis=1))
        self.places: Numbers = np.minimum(board.places.reshape(-1), len(self.rows))  # no price for places nobody is left for
        self.prices: Numbers = np.zeros(len(self.places), dtype=np.int64)
        self.known: dict[int, Numbers] = {}
        self.worst_without_pins: dict[int, int] = {}
        self.joining = min(len(self.rows), int(board.places[:, 0].sum()))

    @cached_property
    def routes(self) -> Routes:
        return routes_of(self.board, self.rows)

    @cached_property
    def joins(self) -> Flags:
        """Route → it is not to stay out."""
        joins: Flags = self.routes.start < len(self.board.employers)
        return joins

    @cached_property
    def landmarks(self) -> Landmarks:
        return Landmarks(self.search(self.routes.open))

    @cached_property
    def cutoffs(self) -> CutOffs:
        return cutoffs_of(self.board, self.rows, self.routes)

    @cached_property
    def weights(self) -> tuple[int, int, int]:
        """What one blocking pair, one visit and one selected person count, in units of fit, so that no sum of the lesser outweighs it."""
        most_fit = self.joining * int(self.routes.fit.max(initial=0))
        selected = most_fit + 1
        visit = selected * (self.joining + 1)
        return visit * (self.joining * self.board.periods + 1), visit, selected

    @cached_property
    def cost(self) -> Numbers:
        """Combination × candidate × start → what the blocking pairs cost, BARRED where the cut-off does not admit the start."""
        return np.where(self.cutoffs.admits, self.weights[0] * self.cutoffs.blocking, BARRED)

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """How far below its bound a combination is searched: not at all, some fit, half a visit, two, a blocking pair, anything."""
        blocking, visit, selected = self.weights
        return 0, selected // 256, selected // 16, visit // 2 + selected, 2 * visit, blocking, BARRED

    def best(self, kind: str, pins: Mapping[int, int]) -> Stay | None:
        """The best plan.

        Takes   kind  fair, sum or leximin
                pins  candidate → employer where that candidate must start
        Gives   everybody's path, or None when the pins cannot all be met
        Raises  TooHard when the search would take too long; nothing is known then
        """
        if not len(self.rows):
            return None if pins else {}
        if self.weights[0] * (self.joining + 1) * len(self.board.employers) * 4 > BARRED // 2:
            raise TooHard("the figures are too large for the exact search")
        allowed = self.allowed(pins)
        search = self.search(allowed)
        found = self.anything(search, pins)
        if found.choice is None:
            return None
        floor = found.value if kind == "sum" else self.without_fit(found.value)
        choice = self.highest_worst(allowed, found, floor)
        if not pins:
            self.prices = found.prices
            self.worst_without_pins[floor] = self.worst(choice)
        return self.stays(self.most_even(allowed, choice, floor) if kind == "leximin" else choice)

    def anything(self, search: Search, pins: Mapping[int, int]) -> Found:
        """The best value there is. Where a bound is known, it is first sought a little below, as that leaves few choices to consider."""
        bounds = self.pinned_bounds(search, pins)
        blocking, visit, _ = self.weights
        for step in (visit, blocking, 2 * BARRED) if int(bounds.max()) < BARRED else (2 * BARRED,):
            floor = max(self.without_fit(int(bounds.max()) - step) - 1, -BARRED // 4)
            found = search.best(floor, self.prices, bounds)
            if found.choice is not None:
                break
            bounds = np.maximum(found.bounds, floor)
        return found

    def pinned_bounds(self, search: Search, pins: Mapping[int, int]) -> Numbers:
        """A bound for every combination; with one pin only the person who is pinned counts differently at the prices already known."""
        if len(pins) != 1 or not self.known:
            return np.full(len(self.cost), BARRED)
        for prices in self.known.values():
            self.landmarks.add(prices)
        row = int(np.flatnonzero(self.rows == next(iter(pins)))[0])
        return self.landmarks.bounds(row, search.worth[row])

    def allowed(self, pins: Mapping[int, int]) -> Flags:
        """Candidate × route → the route is open to that person and keeps the pins."""
        allowed = self.routes.open.copy()
        for candidate, employer in pins.items():
            allowed[self.rows == candidate] &= self.routes.start == employer
        return allowed

    def search(self, allowed: Flags, limits: tuple[Limit, ...] = ()) -> Search:
        """A search where a choice is worth its visits, its joining and its fit."""
        _, visit, selected = self.weights
        worth = np.where(allowed, visit * self.routes.visits + selected * self.joins + self.routes.fit, -BARRED)
        question = Question(self.routes, self.cutoffs, self.places, worth, self.effort, limits)
        return Search(question, self.cost, self.steps, self.known)

    def without_fit(self, value: int) -> int:
        """The part of a value that blocking pairs, visits and selected make."""
        return value - value % self.weights[2]

    def highest_worst(self, allowed: Flags, found: Found, floor: int) -> Choice:
        """The choice whose smallest fit is as high as it can be without the value falling below the floor; the sum decides among those.

        Takes   found  the best choice without regard to the smallest fit

        The levels that could be reached are halved: a level is first asked of the prices at hand, and searched only when they allow it.
        With a pin, and the same floor as without it, no level above the one without it can be reached.
        """
        if found.choice is None or not any(self.joins[column] for column in found.choice):
            return found.choice or ()
        choice, prices, bounds = found.choice, found.prices, found.bounds
        levels = np.unique(self.routes.fit[allowed & self.joins])
        low, high = int(np.searchsorted(levels, self.worst(choice))), len(levels) - 1
        if floor in self.worst_without_pins:
            high = int(np.searchsorted(levels, self.worst_without_pins[floor], side="right")) - 1
        while low < high:
            middle = (low + high + 1) // 2
            search = self.search(allowed & (~self.joins | (self.routes.fit >= levels[middle])))
            higher = search.best(floor - 1, prices, bounds)
            prices = higher.prices
            if higher.choice is None:
                high = middle - 1
            else:
                choice, bounds = higher.choice, higher.bounds
                low = int(np.searchsorted(levels, self.worst(choice)))
        return choice

    def worst(self, choice: Choice) -> int:
        """The smallest fit among those who join; 0 when nobody does."""
        return next(iter(self.fits(choice)), 0)

    def fits(self, choice: Choice) -> list[int]:
        """The fits of those who join, smallest first."""
        outside = len(self.routes.stays)
        return sorted(int(self.routes.fit[row, column]) for row, column in enumerate(choice) if column != outside)

    def most_even(self, allowed: Flags, choice: Choice, floor: int) -> Choice:
        """The choice whose sorted fits are largest from the smallest up, without the value falling below the floor.

        Takes   choice  one whose smallest fit is as high as it can be

        Level by level: as few as possible are left at the level, which becomes a limit; then the next smallest, until everybody stands
        under a limit.
        """
        limits: tuple[Limit, ...] = ()
        settled = 0
        while settled < len(fits := self.fits(choice)):
            level = fits[settled]
            below = Limit(self.joins & (self.routes.fit < level), settled)
            at_or_below = self.joins & (self.routes.fit <= level)
            here = sum(fit <= level for fit in fits)
            trial = (*limits, below, Limit(at_or_below, here - 1))
            prices = np.concatenate([self.prices, np.zeros(len(trial), dtype=np.int64)])
            fewer = self.search(allowed, trial).best(floor - 1, prices, np.full(len(self.cost), BARRED))
            if fewer.choice is None:
                limits, settled = (*limits[:-1], below, Limit(at_or_below, here)), here
            else:
                choice = fewer.choice
        return choice

    def stays(self, choice: Choice) -> Stay:
        """Everybody's path by candidate number of the board."""
        return {int(self.rows[row]): self.routes.stays[column] for row, column in enumerate(choice) if column < len(self.routes.stays)}


def is_within_reach(board: Board) -> bool:
    """Whether the exact search takes on a board of this size."""
    routes = route_count(len(board.employers), board.periods)
    return len(board.employers) <= MOST_EMPLOYERS and routes * max(len(board.candidates), 1) <= MOST_CELLS
