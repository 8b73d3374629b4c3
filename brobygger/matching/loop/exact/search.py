"""The exact search: cut-offs outside, prices on places as a bound, and branch and bound over routes inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brobygger.matching.loop.board import Numbers
from brobygger.matching.loop.exact.completion import completed
from brobygger.matching.loop.exact.question import BARRED, Choice, Question, Settled
from brobygger.matching.loop.exact.simplex import best_prices


@dataclass(frozen=True)
class Found:
    """What a search found: no choice when nothing is better than it was asked to be."""

    value: int
    choice: Choice | None
    prices: Numbers
    """the last it had"""
    bounds: Numbers
    """combination → no plan with these cut-offs is worth more"""


class Search:
    """The best value of one person-by-person sum, over all cut-offs.

    Takes   question  what the choices are, and what they are worth
            cost      combination × candidate × start → what the blocking pairs cost, BARRED where the start is not admitted
            steps     how far below its bound a combination is searched the first time, the second …; the last for good
            known     combination → prices it ended with in an earlier search of this board; used, and kept up to date
    Cost    for each combination still in question: a few sweeps over the places, and a branch and bound
    Source  docs/matching.md, «The exact search»; ADR 0010
    """

    def __init__(self, question: Question, cost: Numbers, steps: tuple[int, ...], known: dict[int, Numbers]) -> None:
        self.question = question
        self.routes, self.places, self.worth, self.limits = question.routes, question.places, question.worth, question.limits
        self.cost = cost
        self.steps = steps
        self.known = known

    def best(self, floor: int, prices: Numbers, bounds: Numbers) -> Found:
        """The best value above a floor.

        Takes   floor   only values strictly above this are of interest
                prices  where to start: any prices give a true bound, good ones a narrow one
                bounds  combination → a true bound, however high
        Gives   the value, the routes that reach it, and what was learnt about prices and bounds
        Raises  TooHard when the effort is spent

        The combination with the highest bound is always next: first its prices are settled, then it is searched a step below its bound,
        then further and further down, for as long as no other combination has a higher bound.
        """
        above, choice = floor, None
        settled: dict[int, Settled] = {}
        bounds = bounds.copy()
        self.lower(bounds, prices, above)
        while bounds[combination := int(bounds.argmax())] > above:
            if combination not in settled:
                self.question.effort.spend()
                prices = np.maximum(prices, 0)
                prices[: len(self.places)] = self.known.get(combination, prices[: len(self.places)])
                settled[combination] = own = self.settled(combination, prices, floor)
                prices = own.prices
                self.known[combination] = prices[: len(self.places)]
                self.lower(bounds, prices, above)
                bounds[combination] = min(int(bounds[combination]), own.bound)
                continue
            own = settled[combination]
            lowest = max(above, int(bounds[combination]) - 1 - self.steps[min(own.tries, len(self.steps) - 1)])
            own.tries += 1
            bounds[combination] = lowest
            found = completed(self.question, combination, own, lowest)
            if found is not None:
                above, choice = found
                bounds[combination] = above
        return Found(above, choice, prices, bounds)

    def lower(self, bounds: Numbers, prices: Numbers, above: int) -> None:
        """Bound all combinations still in question by the same prices, in place."""
        open_ones = np.flatnonzero(bounds > above)
        prices = np.maximum(prices, 0)
        bounds[open_ones] = np.minimum(bounds[open_ones], self.people(prices, open_ones).sum(axis=1) + self.income(prices))

    def people(self, prices: Numbers, combinations: Numbers, rows: slice = slice(None)) -> Numbers:
        """Combination × candidate → what the best choice is worth after paying prices that are nowhere below 0."""
        rest = (self.worth - self.charged(prices))[rows]
        by_start = np.full((len(rest), self.cost.shape[2]), -BARRED, dtype=np.int64)
        by_start[:, self.routes.start[self.routes.first_of_start]] = np.maximum.reduceat(rest, self.routes.first_of_start, axis=1)
        people: Numbers = (by_start - self.cost[combinations, rows]).max(axis=2)
        return people

    def charged(self, prices: Numbers) -> Numbers:
        """What each route pays at these prices, for everyone alike or candidate by candidate."""
        places = len(self.places)
        paid: Numbers = prices[:places] @ self.routes.uses
        for limit, price in zip(self.limits, prices[places:], strict=True):
            paid = paid + price * limit.marked
        return paid

    def income(self, prices: Numbers) -> int:
        """What all places and limits together are worth at these prices."""
        return int(prices[: len(self.places)] @ self.places) + sum(
            limit.at_most * int(price) for limit, price in zip(self.limits, prices[len(self.places) :], strict=True)
        )

    def settled(self, combination: int, prices: Numbers, floor: int) -> Settled:
        """The best prices for a combination, and the bound they prove.

        Takes   prices  some to begin with, nowhere below 0 but where the combination says that the place is full
                floor   choices that cannot be part of anything worth more are left out
        """
        worth = self.worth - self.cost[combination][:, self.routes.start]
        settled = self._at(worth, prices)
        if settled.bound <= floor:
            return settled
        loss = settled.rest.max(axis=1)[:, None] - settled.rest
        worth = np.where(loss < settled.bound - floor, worth, -BARRED)
        taking_part = np.flatnonzero((worth[:, :-1] > -BARRED // 2).any(axis=1))
        if not len(taking_part):
            return settled
        own = worth[taking_part]
        person, column = np.nonzero(own[:, :-1] > -BARRED // 2)
        marked = [limit.marked[None, taking_part[person], column] for limit in self.limits]
        prices = best_prices(
            np.maximum(own[:, -1], -self.steps[-2] * self.cost.shape[2]),
            person,
            own[person, column],
            np.concatenate([self.routes.uses[:, column], *marked]),
            np.concatenate([self.places, [limit.at_most for limit in self.limits]]),
            np.concatenate([self.question.full_places(combination), np.zeros(len(self.limits), dtype=np.bool_)]),
        )
        return self._at(worth, prices)

    def _at(self, worth: Numbers, prices: Numbers) -> Settled:
        """What everybody's choices are worth at these prices."""
        rest = worth - self.charged(prices)
        return Settled(prices, rest, int(rest.max(axis=1).sum()) + self.income(prices))
