"""The exact search: cut-offs outside, prices on places as a bound, and branch and bound over routes inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brobygger.matching.loop.board import Flags, Numbers
from brobygger.matching.loop.exact.completion import Choice, completed
from brobygger.matching.loop.exact.cutoffs import CutOffs
from brobygger.matching.loop.exact.routes import PlaceGroup, Routes

BARRED = 1 << 50
"""What a forbidden choice costs. Far above every real value; a thousand of them still fit in 64 bits."""

SWEEPS = 5
"""How many times every price is set anew before the search goes on with what it has."""


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


class Search:
    """The best value of one person-by-person sum, over all cut-offs.

    Takes   routes, cutoffs  of one board
            places           number of places by place number
            worth            candidate × route → what that choice is worth, −BARRED where it may not be made
            cost             combination × candidate × start → what the blocking pairs cost, BARRED where the start is not admitted
            steps            how far below its bound a combination is searched the first time, the second …; the last for good
            known            combination → prices it ended with in an earlier search of this board; used, and kept up to date
            limits           further limits on how many people may take which routes
    Cost    for each combination still in question: a few sweeps over the places, and a branch and bound that counts its nodes
    Source  docs/matching.md, «The exact search»; ADR 0010
    """

    def __init__(
        self,
        routes: Routes,
        cutoffs: CutOffs,
        places: Numbers,
        worth: Numbers,
        cost: Numbers,
        steps: tuple[int, ...],
        known: dict[int, Numbers],
        limits: tuple[Limit, ...] = (),
    ) -> None:
        self.routes = routes
        self.cutoffs = cutoffs
        self.places = places
        self.worth = worth
        self.cost = cost
        self.steps = steps
        self.settled_enough = steps[0] // 8
        self.known = known
        self.limits = limits

    def best(self, above: int, prices: Numbers, bounds: Numbers | None = None) -> tuple[int, Choice | None, Numbers]:
        """The best value above a floor, the routes that reach it, and the prices it ended with.

        Takes   above   only values strictly above this are of interest
                prices  where to start: any prices give a true bound, good ones a narrow one
                bounds  combination → a true bound, when one is known already
        Gives   (above, None, prices) when nothing is better than `above`
        Raises  TooHard when the branch and bound needs more nodes than it is given

        The combination with the highest bound is always next: first its prices are settled, then it is searched a step below its bound,
        then further and further down, for as long as no other combination has a higher bound.
        """
        choice: Choice | None = None
        settled: dict[int, Settled] = {}
        if bounds is None:
            bounds = self.bounds(prices)
        while bounds[combination := int(bounds.argmax())] > above:
            if combination not in settled:
                settled[combination] = own = self.settled(combination, prices, above)
                prices = own.prices
                bounds = np.minimum(bounds, self.bounds(prices))
                bounds[combination] = min(int(bounds[combination]), own.bound)
                continue
            own = settled[combination]
            if own.tries == 1:
                self.settle_together(combination, own, above)
                own.tries += 1
                bounds[combination] = min(int(bounds[combination]), own.bound)
                continue
            floor = max(above, int(bounds[combination]) - 1 - self.steps[min(own.tries, len(self.steps) - 1)])
            own.tries += 1
            bounds[combination] = floor
            found = completed(self, combination, own, floor)
            if found is not None:
                above, choice = found
        return above, choice, prices

    def bounds(self, prices: Numbers) -> Numbers:
        """An upper bound for every combination of cut-offs at once: each person takes the best route at these prices, places pay theirs."""
        prices = np.maximum(prices, 0)
        bounds: Numbers = self.people(prices).sum(axis=1) + self.income(prices)
        return bounds

    def people(self, prices: Numbers, rows: slice = slice(None)) -> Numbers:
        """Combination × candidate → what the best choice is worth after paying prices that are nowhere below 0."""
        rest = (self.worth - self.charged(prices))[rows]
        by_start = np.full((len(rest), self.cost.shape[2]), -BARRED, dtype=np.int64)
        by_start[:, self.routes.start[self.routes.first_of_start]] = np.maximum.reduceat(rest, self.routes.first_of_start, axis=1)
        people: Numbers = (by_start - self.cost[:, rows]).max(axis=2)
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

    def settled(self, combination: int, prices: Numbers, above: int) -> Settled:
        """Prices at which demand meets supply, as far as changing one at a time brings it, and the bound they prove."""
        prices = np.maximum(prices, 0)
        if combination in self.known:
            prices[: len(self.places)] = self.known[combination]
        rest = self.worth - self.cost[combination][:, self.routes.start] - self.charged(prices)
        settled = Settled(prices, rest, self.bound(rest, prices))
        full = self.full_places(combination)
        for _ in range(SWEEPS):
            before, settled.bound = settled.bound, self.swept(self.routes.single_places, settled, full)
            if settled.bound <= above or before - settled.bound <= self.settled_enough:
                break
        self.known[combination] = settled.prices[: len(self.places)].copy()
        return settled

    def settle_together(self, combination: int, settled: Settled, above: int) -> None:
        """Better prices for a combination that could not be searched just below its bound.

        Places that the same people want can hold each other's prices still. So whole groups of places change together as well, which for
        the starts alone leads to the best prices there are: their dual is L♮-convex (Murota, Discrete Convex Analysis, 2003).
        """
        full = self.full_places(combination)
        for _ in range(SWEEPS):
            before = settled.bound
            self.swept(self.routes.place_groups, settled, full)
            settled.bound = self.swept(self.routes.single_places, settled, full)
            if settled.bound <= above or before - settled.bound <= self.settled_enough:
                break
        self.known[combination] = settled.prices[: len(self.places)].copy()

    def swept(self, groups: tuple[PlaceGroup, ...], settled: Settled, full: Flags) -> int:
        """Set the price of each group and of each limit anew, in place; gives the bound afterwards."""
        rest, prices = settled.rest, settled.prices
        for group in groups:
            supply = int(self.places[group.places].sum())
            if supply and len(group.users):
                free = prices[group.places][~full[group.places]]
                change = _price_change(
                    rest[:, group.users].max(axis=1) - rest[:, group.others].max(axis=1),
                    supply,
                    -int(free.min()) if len(free) else -BARRED,
                )
                if change:
                    prices[group.places] += change
                    rest[:, group.users] -= change
        for number, limit in enumerate(self.limits, start=len(self.places)):
            inside = np.where(limit.marked, rest, -4 * BARRED).max(axis=1)
            outside = np.where(limit.marked, -4 * BARRED, rest).max(axis=1)
            change = _price_change(inside - outside, limit.at_most, -int(prices[number]))
            prices[number] += change
            rest -= change * limit.marked
        return self.bound(rest, prices)

    def full_places(self, combination: int) -> Flags:
        """Place → it is a start that this combination says is full, so that its price may fall below 0."""
        full = np.zeros(len(self.places), dtype=np.bool_)
        full[:: self.routes.periods] = self.cutoffs.full[combination]
        return full

    def bound(self, rest: Numbers, prices: Numbers) -> int:
        """Everybody's best choice after paying, and what the places earn."""
        return int(rest.max(axis=1).sum()) + self.income(prices)


def _price_change(gain: Numbers, supply: int, lowest: int) -> int:
    """How much to change a price so that as many want in as there is room for: the middle of the changes that do it.

    Takes   gain    candidate → how much better the best choice inside is than the best outside, at the present price
            supply  how many there is room for
            lowest  the change that brings the price to 0, where it may not fall below
    """
    order = np.sort(gain)
    high = int(order[-supply]) if 0 < supply <= len(order) else BARRED if supply == 0 else -BARRED
    low = int(order[-supply - 1]) if supply < len(order) else -BARRED
    high, low = max(high, lowest), max(low, lowest)
    if high > BARRED // 2 or low < -BARRED // 2:
        ends = [end for end in (high, low) if -BARRED // 2 < end < BARRED // 2]
        return ends[0] if ends else 0
    return low + (high - low) // 2
