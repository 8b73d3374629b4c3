"""The exact search: a dynamic programme over how much room is left, person by person.

What the people still to come can reach depends only on the room that is left on each place. So for each amount of room the best way on is
worked out once, from the last person back to the first. One figure is settled at a time. After each, only the steps that some best plan
can take are kept, so what comes next chooses among plans that are equally good so far. Nothing is estimated: the answer is its own proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from brobygger.matching.loop.repair.opening import Opening, Seat
from brobygger.matching.loop.repair.options import Option, options_of

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_OPTIONS = 2_000
"""Ways on for one person; three employers and three periods have 34."""

MOST_CELLS = 6_000_000
"""Ways on times amounts of room, over everybody: some tenths of a second."""

NOWHERE = -(1 << 60)
"""The worth of a step that leads to no plan."""

DEAD = NOWHERE // 2

NO_LIMIT = 1 << 40
"""The fit of one who does not count, for the smallest."""


def best_by_search(task: Opening, kind: str) -> list[Option] | None:
    """The best way on for everybody with a choice, in their order.

    Takes   kind  fair, sum or leximin
    Gives   among equally good repairs the one where the first person by id has the first of their options, then the second person, and
            so on; None when the task is too large for this search
    Cost    people × ways on × amounts of room; two passes for `fair`, three for `sum`, two for each level of `leximin`
    """
    offered: list[list[Option]] = []
    for person in task.people:
        options = options_of(task, person, most=MOST_OPTIONS)
        if options is None:
            return None
        offered.append(options)
    caps = _scarce(task, offered)
    offered = [_undominated(options, caps) for options in offered]
    if prod(cap + 1 for cap in caps.values()) * sum(map(len, offered)) > MOST_CELLS:
        return None
    lattice = _Lattice(caps, offered)
    smallest_settled = min((task.fit(path.candidate, path.stays) for path in task.settled), default=NO_LIMIT)
    lattice.decide(kind, smallest_settled)
    return lattice.first()


def _scarce(task: Opening, offered: Sequence[Sequence[Option]]) -> dict[Seat, int]:
    """The places that more people may want than there is room for, and that room."""
    users = [seat for options in offered for seat in sorted({seat for option in options for seat in option.seats})]
    return {seat: task.room[seat] for seat in sorted(set(users)) if users.count(seat) > task.room[seat]}


def _undominated(options: Sequence[Option], caps: dict[Seat, int]) -> list[Option]:
    """The options that no other beats on every figure while taking the same scarce places; of equal ones the first."""
    kept: dict[tuple[Seat, ...], list[Option]] = {}
    for option in options:
        scarce = tuple(seat for seat in option.seats if seat in caps)
        rivals = kept.setdefault(scarce, [])
        if not any(_is_as_good(rival, option) for rival in rivals):
            rivals[:] = [rival for rival in rivals if not _is_as_good(option, rival)] + [option]
    survivors = {id(option) for rivals in kept.values() for option in rivals}
    return [option for option in options if id(option) in survivors]


def _is_as_good(one: Option, other: Option) -> bool:
    """Whether one option is no worse in any figure. To have no stay at all is not counted in the smallest fit, so it is never outdone."""
    return bool(one.visits) == bool(other.visits) and one.changes <= other.changes and one.visits >= other.visits and one.fit >= other.fit


class _Lattice:
    """Steps (person, option, room left before it), and which of them some best plan so far can take."""

    def __init__(self, caps: dict[Seat, int], offered: list[list[Option]]) -> None:
        self.offered = offered
        sizes = [cap + 1 for cap in caps.values()]
        self.rooms = prod(sizes)
        self.start = self.rooms - 1
        room = np.arange(self.rooms, dtype=np.int64)
        stride, used = 1, {}
        for seat, size in zip(caps, sizes, strict=True):
            used[seat] = (stride, (room // stride) % size > 0)
            stride *= size
        known: dict[tuple[Seat, ...], Numbers] = {}
        self.onward: list[Numbers] = []
        """by person, option × room: the room after the option, or one past the last where it does not fit"""
        for options in offered:
            rows = []
            for option in options:
                scarce = tuple(seat for seat in option.seats if seat in used)
                if scarce not in known:
                    fits = np.logical_and.reduce([used[seat][1] for seat in scarce]) if scarce else np.ones(self.rooms, dtype=np.bool_)
                    known[scarce] = np.where(fits, room - sum(used[seat][0] for seat in scarce), self.rooms)
                rows.append(known[scarce])
            self.onward.append(np.stack(rows))
        self.allowed: list[Flags] = [onward < self.rooms for onward in self.onward]
        self.fits = [np.array([option.fit for option in options], dtype=np.int64) for options in offered]
        self.counts = [np.array([option.visits > 0 for option in options], dtype=np.bool_) for options in offered]

    def decide(self, kind: str, smallest_settled: int) -> None:
        """Settle the figures of the contract, in order."""
        base = 1 + sum(max(option.visits + option.changes for option in options) for options in self.offered)
        first = [
            np.array([-option.changes * base**2 + option.visits * base + (option.visits > 0) for option in options], dtype=np.int64)
            for options in self.offered
        ]
        self._settle_sum(first)
        if kind == "sum":
            self._settle_sum(self.fits)
        if kind in ("fair", "sum"):
            self._keep_from(min(self._largest_smallest(set()), smallest_settled), set())
            self._settle_sum(self.fits)
            return
        alike: set[int] = set()
        while (level := self._largest_smallest(alike)) < NO_LIMIT:
            self._keep_from(level, alike)
            self._settle_sum([-((fits == level) & counts).astype(np.int64) for fits, counts in zip(self.fits, self.counts, strict=True)])
            alike.add(level)

    def first(self) -> list[Option]:
        """Everybody's first option among the best plans."""
        room, chosen = self.start, []
        for options, allowed, onward in zip(self.offered, self.allowed, self.onward, strict=True):
            number = int(allowed[:, room].argmax())
            chosen.append(options[number])
            room = int(onward[number, room])
        return chosen

    def _settle_sum(self, worth: Sequence[Numbers]) -> None:
        """Keep the steps of the plans with the largest sum."""
        following = np.zeros(self.rooms + 1, dtype=np.int64)
        for number in reversed(range(len(self.offered))):
            values = following[self.onward[number]] + worth[number][:, None]
            values[~self.allowed[number] | (values < DEAD)] = NOWHERE
            following[:-1] = values.max(axis=0)
            self.allowed[number] &= (values == following[:-1]) & (values > NOWHERE)

    def _largest_smallest(self, alike: set[int]) -> int:
        """The largest smallest fit, those at some levels set aside; `NO_LIMIT` when nobody is left to count."""
        following = np.full(self.rooms + 1, NO_LIMIT, dtype=np.int64)
        for number in reversed(range(len(self.offered))):
            values = np.minimum(following[self.onward[number]], self._levels(number, alike)[:, None])
            values[~self.allowed[number]] = NOWHERE
            following[:-1] = values.max(axis=0)
        return int(following[self.start])

    def _keep_from(self, level: int, alike: set[int]) -> None:
        """Drop the options below a level, those at some levels set aside."""
        for number, allowed in enumerate(self.allowed):
            allowed &= (self._levels(number, alike) >= level)[:, None]

    def _levels(self, number: int, alike: set[int]) -> Numbers:
        """Each option's fit where it counts for the smallest."""
        fits = self.fits[number]
        return np.where(self.counts[number] & ~np.isin(fits, list(alike)), fits, NO_LIMIT)
