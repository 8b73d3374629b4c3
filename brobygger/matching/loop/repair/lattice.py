"""The exact search: a dynamic programme over how much room is left, person by person.

What the people still to come can reach depends only on the room that is left on each place. So for each amount of room the best way on is
worked out once, from the last person back to the first. One figure is settled at a time. After each, only the steps that some best plan
can take are kept, so what comes next chooses among plans that are equally good so far. Nothing is estimated: the answer is its own proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import prod

import numpy as np
import numpy.typing as npt

from brobygger.matching.loop.repair.opening import Opening, Seat
from brobygger.matching.loop.repair.options import Option, options_of

Numbers = npt.NDArray[np.int32]

MOST_OPTIONS = 2_000
"""Ways on for one person; three employers and three periods have 34."""

MOST_CELLS = 30_000_000
"""Ways on times amounts of room, over everybody: some tenths of a second."""

WORTH = np.dtype(np.int32)

NOWHERE = -(1 << 28)
"""The worth of a step that leads to no plan. Two of them and any sum of ours fit in `WORTH`."""

DEAD = NOWHERE // 2

NO_LIMIT = 1 << 27
"""The fit of one who does not count, for the smallest. No sum of ours is as large."""


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


class _Step:
    """One person's option, for every amount of room at once.

    Rooms are numbered so that taking scarce places always means the same number less; only the numbers from `takes` up are kept.
    `barred` is 0 where some best plan so far can take the step, and `NOWHERE` elsewhere.
    """

    __slots__ = ("barred", "option", "takes")

    def __init__(self, option: Option, takes: int, barred: Numbers) -> None:
        self.option = option
        self.takes = takes
        self.barred = barred


class _Lattice:
    """All steps: person × option × room left before it."""

    def __init__(self, caps: dict[Seat, int], offered: list[list[Option]]) -> None:
        sizes = [cap + 1 for cap in caps.values()]
        self.rooms = prod(sizes)
        room = np.arange(self.rooms, dtype=np.int64)
        strides = [prod(sizes[:number]) for number in range(len(sizes))]
        scarce = {seat: (stride, (room // stride) % size == 0) for seat, stride, size in zip(caps, strides, sizes, strict=True)}
        known: dict[tuple[Seat, ...], tuple[int, Numbers]] = {}
        self.people: list[list[_Step]] = []
        for options in offered:
            steps = []
            for option in options:
                seats = tuple(seat for seat in option.seats if seat in scarce)
                if seats not in known:
                    full = np.logical_or.reduce([scarce[seat][1] for seat in seats]) if seats else np.zeros(self.rooms, dtype=np.bool_)
                    takes = sum(scarce[seat][0] for seat in seats)
                    known[seats] = takes, full[takes:] * WORTH.type(NOWHERE)
                steps.append(_Step(option, *known[seats]))
            self.people.append(steps)

    def decide(self, kind: str, smallest_settled: int) -> None:
        """Settle the figures of the contract, in order."""
        if any(step.option.changes for steps in self.people for step in steps):
            self._settle_sum(lambda option: -option.changes)
        people = 1 + len(self.people)
        self._settle_sum(lambda option: option.visits * people + (option.visits > 0))
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
        room, chosen = self.rooms - 1, []
        for steps in self.people:
            step = next(step for step in steps if room >= step.takes and not step.barred[room - step.takes])
            chosen.append(step.option)
            room -= step.takes
        return chosen

    def _settle_sum(self, worth: Callable[[Option], int]) -> None:
        """Keep the steps of the plans with the largest sum."""
        following = np.zeros(self.rooms, dtype=WORTH)
        for steps in reversed(self.people):
            best = np.full(self.rooms, NOWHERE, dtype=WORTH)
            reached = []
            for step in steps:
                values = following[: self.rooms - step.takes] + step.barred
                values += worth(step.option)
                np.maximum(best[step.takes :], values, out=best[step.takes :])
                reached.append(values)
            goal = np.where(best < DEAD, NO_LIMIT, best)
            for step, values in zip(steps, reached, strict=True):
                step.barred = (values != goal[step.takes :]) * WORTH.type(NOWHERE)
            following = best

    def _largest_smallest(self, alike: set[int]) -> int:
        """The largest smallest fit, those at some levels set aside; `NO_LIMIT` when nobody is left to count."""
        following = np.full(self.rooms, NO_LIMIT, dtype=WORTH)
        for steps in reversed(self.people):
            best = np.full(self.rooms, NOWHERE, dtype=WORTH)
            for step in steps:
                values = np.minimum(following[: self.rooms - step.takes], _level(step.option, alike))
                values += step.barred
                np.maximum(best[step.takes :], values, out=best[step.takes :])
            following = best
        return int(following[-1])

    def _keep_from(self, level: int, alike: set[int]) -> None:
        """Drop the options below a level, those at some levels set aside."""
        self.people = [[step for step in steps if _level(step.option, alike) >= level] for steps in self.people]


def _at_level(level: int, option: Option) -> int:
    """One less for an option that counts at a level."""
    return -(option.visits > 0 and option.fit == level)


def _level(option: Option, alike: set[int]) -> int:
    """An option's fit where it counts for the smallest."""
    return option.fit if option.visits and option.fit not in alike else NO_LIMIT
