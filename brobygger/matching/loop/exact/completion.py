"""Branch and bound over routes for one combination of cut-offs: everybody takes the best route at the prices given, or loses a little."""

from __future__ import annotations

import numpy as np

from brobygger.matching.loop.board import Flags
from brobygger.matching.loop.exact.question import Choice, Question, Settled, TooHard


def completed(question: Question, combination: int, settled: Settled, above: int) -> tuple[int, Choice] | None:
    """The best value above a floor for one combination of cut-offs.

    Takes   settled  the combination's prices and the bound they prove
            above    only values strictly above this are of interest
    Gives   the value and everybody's route, or None
    Raises  TooHard when there are no steps left

    Everybody's best choice after paying adds up to the bound. Any other choice loses the difference, and a place left empty loses its
    price. What is lost in all must stay below `bound - above`, so most people have one choice left, and the rest is a short question.
    """
    completion = _Completion(question, question.full_places(combination), settled, settled.bound - above - 1)
    try:
        completion.visit(0, completion.room, 0)
    finally:
        question.effort.steps = completion.steps
    if completion.best is None:
        return None
    return settled.bound - completion.slack - 1, tuple(completion.best[row] for row in range(len(question.worth)))


class _Completion:
    """The search itself. Room on all places is one whole number with a field for each, so that one subtraction tests them all.

    Each field has a guard bit on top, set as long as the field is not below 0. Two half-made plans with the same room left differ only in
    what they have lost, so each amount of room is searched again only when less has been lost.
    """

    def __init__(self, question: Question, full: Flags, settled: Settled, slack: int) -> None:
        self.slack = slack
        self.best: dict[int, int] | None = None
        self.steps = question.effort.steps
        self.chosen: list[int] = []
        self.least_lost: dict[tuple[int, int], int] = {}
        people = len(question.worth)
        self.width = people.bit_length() + 1
        self.field = (1 << (self.width - 1)) - 1
        supplies = [*question.places.tolist(), *(limit.at_most for limit in question.limits)]
        self.guards = sum(1 << (number * self.width + self.width - 1) for number in range(len(supplies)))
        self.room = self.guards + sum(min(supply, people) << (number * self.width) for number, supply in enumerate(supplies))
        prices = settled.prices.tolist()
        self.paying = [(number * self.width, price) for number, price in enumerate(prices) if price]
        must_fill = [*full.tolist(), *(False for _ in question.limits)]
        self.must = sum(self.field << (number * self.width) for number, price in enumerate(prices) if price > slack or must_fill[number])
        self._offer(question, settled)

    def _offer(self, question: Question, settled: Settled) -> None:
        """The choices that lose no more than the slack, cheapest first, for those with fewest choices first."""
        loss = settled.rest.max(axis=1)[:, None] - settled.rest
        uses = [sum(1 << (place * self.width) for place in places) for places in question.routes.used]
        offers: list[list[tuple[int, int, int]]] = [[] for _ in loss]
        for row, column in np.argwhere(loss <= self.slack).tolist():
            marks = sum(
                1 << (number * self.width)
                for number, limit in enumerate(question.limits, start=len(question.places))
                if limit.marked[row, column]
            )
            offers[row].append((int(loss[row, column]), uses[column] | marks, column))
        self.order = sorted(range(len(loss)), key=lambda row: len(offers[row]))
        self.offers = [sorted(offers[row]) for row in self.order]
        self.wanted = [0] * (len(self.order) + 1)
        for depth in range(len(self.order) - 1, -1, -1):
            could_use = 0
            for _, use, _ in self.offers[depth]:
                could_use |= use
            self.wanted[depth] = self.wanted[depth + 1] + could_use

    def visit(self, depth: int, left: int, lost: int) -> None:
        """Let the people from this depth on choose, with this room left and so much lost."""
        self.steps -= 1
        if self.steps < 0:
            raise TooHard("no steps left for the branch and bound")
        if depth == len(self.order):
            lost += sum((left >> shift & self.field) * price for shift, price in self.paying)
            if lost <= self.slack:
                self.best, self.slack = dict(zip(self.order, self.chosen, strict=True)), lost - 1
            return
        if self.least_lost.get((depth, left), lost + 1) <= lost:
            return
        self.least_lost[depth, left] = lost
        for more, use, column in self.offers[depth]:
            if lost + more > self.slack:
                break
            after = left - use
            if after & self.guards == self.guards and self._can_be_filled(depth + 1, after):
                self.chosen.append(column)
                self.visit(depth + 1, after, lost + more)
                self.chosen.pop()

    def _can_be_filled(self, depth: int, left: int) -> bool:
        """Whether enough people still to choose could use the places that must not be left empty."""
        return ((self.wanted[depth] | self.guards) - (left & self.must)) & self.guards == self.guards
