"""What the exact search is asked, and what is known of one combination of cut-offs while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from brobygger.matching.loop.board import Flags, Numbers
from brobygger.matching.loop.exact.cutoffs import CutOffs
from brobygger.matching.loop.exact.routes import Routes

BARRED = 1 << 50
"""What a forbidden choice costs. Far above every real value; a thousand of them still fit in 64 bits."""

Choice = tuple[int, ...]
"""The route of each candidate, by column."""


class TooHard(RuntimeError):
    """The search has used what it was given; another method must take over."""


@dataclass(frozen=True)
class Limit:
    """At most so many people may take a route marked for them."""

    marked: Flags
    at_most: int


@dataclass
class Settled:
    """One combination of cut-offs with prices of its own, and how many times it has been searched."""

    prices: Numbers
    rest: Numbers
    """candidate × route → what the choice is worth after paying"""
    bound: int
    tries: int = 0


@dataclass
class Effort:
    """How much a search may still do: counted, so that it always gives up at the same place, unless there is a deadline."""

    combinations: int = 3_000
    """to be priced; some seconds"""
    steps: int = 200_000
    """of branch and bound; half a second"""
    deadline: float | None = None
    """on the clock of `perf_counter`"""

    def spend(self) -> None:
        """Price one more combination. Raises TooHard when that is one too many, or too late."""
        self.combinations -= 1
        if self.combinations < 0 or (self.deadline is not None and perf_counter() > self.deadline):
            raise TooHard("no more combinations may be priced")


@dataclass(frozen=True)
class Question:
    """Which choices there are, and what they are worth.

    Takes   routes, cutoffs  of one board
            places           number of places by place number
            worth            candidate × route → what that choice is worth, −BARRED where it may not be made
            effort           how much the search may still do
            limits           further limits on how many people may take which routes
    """

    routes: Routes
    cutoffs: CutOffs
    places: Numbers
    worth: Numbers
    effort: Effort
    limits: tuple[Limit, ...] = ()

    def full_places(self, combination: int) -> Flags:
        """Place → it is a start that this combination says is full, so that its price may fall below 0."""
        full = np.zeros(len(self.places), dtype=np.bool_)
        full[:: self.routes.periods] = self.cutoffs.full[combination]
        return full
