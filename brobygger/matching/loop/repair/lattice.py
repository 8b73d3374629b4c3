"""The exact search: a dynamic programme over how much room is left, person by person.

What the people still to come can reach depends only on the room that is left on each place. So for each amount of room the most that can
be reached is worked out once, from the last person back to the first: fewest changes, most visits, most people. From the room at the
start, the steps that reach it are then followed forward. What is left is a net of steps whose every way through is one of the best plans
so far, and the other figures are settled in it one by one. Nothing is estimated: the answer is its own proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import prod

import numpy as np
import numpy.typing as npt

from brobygger.matching.loop.repair.opening import Opening, Seat
from brobygger.matching.loop.repair.options import Option, options_of

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_OPTIONS = 2_000
"""Ways on for one person; three employers and three periods have 34."""

MOST_CELLS = 30_000_000
"""Ways on times amounts of room, over everybody: two tenths of a second and 60 MB."""

NOWHERE = -(1 << 60)
"""The worth of a step that leads to no plan."""

NO_LIMIT = 1 << 40
"""The fit of one who does not count, for the smallest."""


def best_by_search(task: Opening, kind: str) -> list[Option] | None:
    """The best way on for everybody with a choice, in their order.

    Takes   kind  fair, sum or leximin
    Gives   among equally good repairs the one where the first person by id has the first of their options, then the second person, and
            so on; None when the task is too large for this search
    Cost    people × ways on × amounts of room, once; the passes after that are over few steps
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
    net = _Net(caps, offered)
    smallest_settled = min((task.fit(path.candidate, path.stays) for path in task.settled), default=NO_LIMIT)
    net.decide(kind, smallest_settled)
    return net.first()


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


class _Step:
    """One person's option, for every amount of room where some best plan so far can take it."""

    __slots__ = ("at", "option", "to")

    def __init__(self, option: Option, at: Numbers, to: Numbers) -> None:
        self.option = option
        self.at = at
        """which of the rooms before this person"""
        self.to = to
        """which of the rooms before the next person each of them leads to"""

    def keep(self, those: Flags) -> None:
        self.at, self.to = self.at[those], self.to[those]


class _Net:
    """The steps of all the best plans so far, person by person, and how many rooms there are before each of them."""

    def __init__(self, caps: dict[Seat, int], offered: list[list[Option]]) -> None:
        rooms = _Rooms(caps)
        worth = _primary(offered)
        reachable = rooms.reachable(offered, worth)
        self.people: list[list[_Step]] = []
        self.sizes = [1]
        here = np.array([rooms.count - 1])
        for number, options in enumerate(offered):
            found = []
            for option in options:
                takes, seats = rooms.use(option)
                at = np.flatnonzero(rooms.has(seats, here))
                there = here[at] - takes
                good = reachable[number][here[at]] == reachable[number + 1][there] + worth(option)
                found.append((option, at[good], there[good]))
            led_to = np.zeros(rooms.count, dtype=np.bool_)
            for _, _, there in found:
                led_to[there] = True
            here = np.flatnonzero(led_to)
            self.people.append([_Step(option, at, np.searchsorted(here, there)) for option, at, there in found if len(at)])
            self.sizes.append(len(here))

    def decide(self, kind: str, smallest_settled: int) -> None:
        """Settle the figures that are left, in order."""
        if kind == "sum":
            self._settle_sum(lambda option: option.fit)
        if kind in ("fair", "sum"):
            self._keep_from(min(self._largest_smallest(set()), smallest_settled), set())
            self._settle_sum(lambda option: option.fit)
            return
        alike: set[int] = set()
        while (level := self._largest_smallest(alike)) < NO_LIMIT:
            self._keep_from(level, alike)
            self._settle_sum(partial(_at_level, level))
            alike.add(level)

    def first(self) -> list[Option]:
        """Everybody's first option among the best plans."""
        room, chosen = 0, []
        for steps in self.people:
            step, place = next((step, place) for step in steps for place in np.flatnonzero(step.at == room).tolist())
            chosen.append(step.option)
            room = int(step.to[place])
        return chosen

    def _settle_sum(self, worth: Callable[[Option], int]) -> None:
        """Keep the steps of the plans with the largest sum."""
        following = np.zeros(self.sizes[-1], dtype=np.int64)
        for steps, size in zip(reversed(self.people), reversed(self.sizes[:-1]), strict=True):
            best = np.full(size, NOWHERE, dtype=np.int64)
            reached = [following[step.to] + worth(step.option) for step in steps]
            for step, values in zip(steps, reached, strict=True):
                best[step.at] = np.maximum(best[step.at], values)
            for step, values in zip(steps, reached, strict=True):
                step.keep((values == best[step.at]) & (following[step.to] > NOWHERE // 2))
            following = best

    def _largest_smallest(self, alike: set[int]) -> int:
        """The largest smallest fit, those at some levels set aside; `NO_LIMIT` when nobody is left to count."""
        following = np.full(self.sizes[-1], NO_LIMIT, dtype=np.int64)
        for steps, size in zip(reversed(self.people), reversed(self.sizes[:-1]), strict=True):
            best = np.full(size, NOWHERE, dtype=np.int64)
            for step in steps:
                best[step.at] = np.maximum(best[step.at], np.minimum(following[step.to], _level(step.option, alike)))
            following = best
        return int(following[0])

    def _keep_from(self, level: int, alike: set[int]) -> None:
        """Drop the options below a level, those at some levels set aside."""
        self.people = [[step for step in steps if _level(step.option, alike) >= level] for steps in self.people]


class _Rooms:
    """Every amount of room on the scarce places, numbered so that taking the same places always means the same number less."""

    def __init__(self, caps: dict[Seat, int]) -> None:
        self.count = prod(cap + 1 for cap in caps.values())
        self.stride: dict[Seat, int] = {}
        self.free: dict[Seat, Flags] = {}
        """whether each room has a place there"""
        self.every = np.ones(self.count, dtype=np.bool_)
        stride = 1
        for seat, cap in caps.items():
            self.stride[seat] = stride
            self.free[seat] = np.tile(np.repeat(np.arange(cap + 1) > 0, stride), self.count // (stride * (cap + 1)))
            stride *= cap + 1

    def use(self, option: Option) -> tuple[int, tuple[Seat, ...]]:
        """The number less that an option means, and the scarce places it takes."""
        seats = tuple(seat for seat in option.seats if seat in self.stride)
        return sum(self.stride[seat] for seat in seats), seats

    def has(self, seats: tuple[Seat, ...], rooms: Numbers | slice) -> Flags:
        """Whether there is a free place at each of the seats, for some rooms."""
        enough = self.every[rooms]
        for seat in seats:
            enough = enough & self.free[seat][rooms]
        return enough

    def reachable(self, offered: list[list[Option]], worth: Callable[[Option], int]) -> list[npt.NDArray[np.signedinteger]]:
        """For each person, the largest sum that they and those after them can reach from every room. Everybody can do without a place."""
        most = sum(max(abs(worth(option)) for option in options) for options in offered)
        kind = np.dtype(np.int16) if most < 1 << 12 else np.dtype(np.int64)
        nowhere = -4 * max(most, 1)
        known: dict[tuple[tuple[Seat, ...], int], npt.NDArray[np.signedinteger]] = {}
        following = np.zeros(self.count, dtype=kind)
        reached = np.empty(self.count, dtype=kind)  # made once: a new one for each option would cost more than the sums
        found = [following]
        for options in reversed(offered):
            best = np.full(self.count, nowhere, dtype=kind)
            for option in options:
                takes, seats = self.use(option)
                value = worth(option)
                if (seats, value) not in known:
                    known[seats, value] = np.where(self.has(seats, slice(takes, None)), kind.type(value), kind.type(nowhere))
                values = np.add(following[: self.count - takes], known[seats, value], out=reached[: self.count - takes])
                np.maximum(best[takes:], values, out=best[takes:])
            following = best
            found.append(best)
        return found[::-1]


def _primary(offered: list[list[Option]]) -> Callable[[Option], int]:
    """Fewest changes, then most visits, then most people, as one sum with weights that no lesser figure can outweigh."""
    people = 1 + len(offered)
    visits = 1 + people * sum(max(len(option.seats) for option in options) for options in offered)
    return lambda option: -option.changes * (visits + people) + len(option.seats) * people + (option.visits > 0)


def _at_level(level: int, option: Option) -> int:
    """One less for an option that counts at a level."""
    return -(option.visits > 0 and option.fit == level)


def _level(option: Option, alike: set[int]) -> int:
    """An option's fit where it counts for the smallest."""
    return option.fit if option.visits and option.fit not in alike else NO_LIMIT
