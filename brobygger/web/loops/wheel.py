"""The plan as a wheel: each field an employer, each ring a period, a line for each participant's way round.

Pure geometry; the template draws it. The same plan always gives the same picture: where a name sits inside its field is found
by a small search with a fixed order, counting names that cover each other and lines that pass behind a name.
Source  the design, «The wheel»
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, permutations
from math import asin, cos, degrees, radians, sin

import numpy as np
from numpy.typing import NDArray

CENTRE = 340.0
FIRST_RING, LAST_RING = 126.0, 272.0
INSIDE, OUTSIDE = 40.0, 46.0  # how far the fields reach inside the first ring and outside the last
PILL_HEIGHT = 36.0
LETTER = 12.8  # the width of a letter in a name, in drawing units, as large as phones draw it
PILL_PADDING = 26.0
LABEL_HEIGHT = 28.0
STEPS = 24  # straight pieces in a line between two rings
COLOURS = 3
MOST_ORDERS = 6  # orders of names tried in one field
SHIFTS = (-16.0, -8.0, 8.0, 16.0)  # degrees a field's names may move together
PASSES = 4  # how often the search goes through all fields
ONE_WAY_PEOPLE, ONE_WAY_EMPLOYERS = 9, 6  # past these the wheel shows one way at a time

Points = NDArray[np.float64]
TIMES: Points = np.linspace(0.0, 1.0, STEPS + 1)
EASINGS: Points = np.array(
    (
        TIMES * TIMES * (3 - 2 * TIMES),
        1 - (1 - TIMES) ** 2.2,
        TIMES**2.2,
        TIMES,
        1 - (1 - TIMES) ** 3.4,
        TIMES**3.4,
    )
)
EASING_COST: Points = np.array((0.0, 0.4, 0.4, 0.2, 1.0, 1.0))  # among lines that cross nothing, the gentlest


@dataclass(frozen=True)
class Walk:
    """One participant's way: the name and the employer's number in each period, None for a gap."""

    name: str
    stays: tuple[int | None, ...]


@dataclass(frozen=True)
class Pill:
    x: float
    y: float
    left: float
    top: float
    width: float


@dataclass(frozen=True)
class Way:
    """A drawn way. `colour` follows where it starts; the second from the same start is dotted."""

    number: int
    name: str
    colour: int
    is_dotted: bool
    line: str
    pills: tuple[Pill, ...]


@dataclass(frozen=True)
class Field:
    number: int
    colour: int
    outline: str
    rim: str
    name: str


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    left: float
    top: float
    width: float


@dataclass(frozen=True)
class Wheel:
    fields: tuple[Field, ...]
    rings: tuple[float, ...]
    ways: tuple[Way, ...]
    labels: tuple[Label, ...]
    one_at_a_time: bool


Cell = tuple[int, int]  # period, employer
Seat = tuple[int, int]  # walk, period


@lru_cache(maxsize=64)
def draw(employers: tuple[str, ...], period_labels: tuple[str, ...], walks: tuple[Walk, ...]) -> Wheel:
    """The wheel of a plan.

    Takes   employers      names, the first on top and then clockwise
            period_labels  short words for each period, the first innermost
            walks          everyone who joined, in the order the colours and dots shall follow
    Gives   a drawing for `viewBox 0 0 680 680`
    """
    periods = len(period_labels)
    rings = tuple(np.linspace(FIRST_RING, LAST_RING, periods)) if periods > 1 else (FIRST_RING,)
    labels = tuple(label(text, radius) for text, radius in zip(period_labels, rings, strict=True))
    sketch = Sketch(rings, len(employers), walks, labels)
    seats, easings = sketch.best()
    return Wheel(
        fields=tuple(field(number, name, len(employers), rings) for number, name in enumerate(employers)),
        rings=tuple(round((inner + outer) / 2, 1) for inner, outer in pairwise(rings)),
        ways=tuple(sketch.way(number, seats, easings) for number in range(len(walks))),
        labels=labels,
        one_at_a_time=len(walks) > ONE_WAY_PEOPLE or len(employers) > ONE_WAY_EMPLOYERS,
    )


def at(radius: float, angle: float) -> tuple[float, float]:
    """A point on the drawing; angles in degrees, 0 to the right, clockwise."""
    return CENTRE + radius * cos(radians(angle)), CENTRE + radius * sin(radians(angle))


def point(radius: float, angle: float) -> str:
    x, y = at(radius, angle)
    return f"{x:.1f} {y:.1f}"


def pill_width(name: str) -> float:
    return PILL_PADDING + len(name) * LETTER


def field(number: int, name: str, count: int, rings: tuple[float, ...]) -> Field:
    """An employer's field, and the curve its name is written along: over the field, or under it in the lower half."""
    span = 360 / count
    middle = -90 + span * number
    inner, outer = rings[0] - INSIDE, rings[-1] + OUTSIDE
    first, last = middle - span / 2 + 0.6, middle + span / 2 - 0.6
    big = int(span > 180)
    outline = (
        f"M{point(outer, first)}A{outer:.1f} {outer:.1f} 0 {big} 1 {point(outer, last)}"
        f"L{point(inner, last)}A{inner:.1f} {inner:.1f} 0 {big} 0 {point(inner, first)}Z"
    )
    is_low = sin(radians(middle)) > 0.05
    radius = outer + (23 if is_low else 7)
    begins, ends = middle - span / 2 + 6, middle + span / 2 - 6
    rim = (
        f"M{point(radius, ends)}A{radius:.1f} {radius:.1f} 0 {big} 0 {point(radius, begins)}"
        if is_low
        else f"M{point(radius, begins)}A{radius:.1f} {radius:.1f} 0 {big} 1 {point(radius, ends)}"
    )
    return Field(number, number % COLOURS, outline, rim, name)


def label(text: str, radius: float) -> Label:
    x, y = at(radius, 90)
    width = len(text) * 10.2 + 14
    return Label(text, round(x, 1), round(y + 6, 1), round(x - width / 2, 1), round(y - 14, 1), round(width, 1))


class Sketch:
    """The search for where each name sits and how each line bends."""

    def __init__(self, rings: tuple[float, ...], employer_count: int, walks: tuple[Walk, ...], labels: tuple[Label, ...]) -> None:
        self.rings, self.walks = rings, walks
        self.label_centres = np.array([[label.x, label.top + LABEL_HEIGHT / 2] for label in labels])
        self.label_halves = np.array([[label.width / 2, LABEL_HEIGHT / 2] for label in labels])
        self.middles = [-90 + 360 / employer_count * number for number in range(employer_count)]
        self.cells: dict[Cell, list[int]] = {}
        for number, walk in enumerate(walks):
            for period, employer in enumerate(walk.stays):
                if employer is not None:
                    self.cells.setdefault((period, employer), []).append(number)
        self.moves = [
            (number, period)
            for number, walk in enumerate(walks)
            for period in range(len(rings) - 1)
            if walk.stays[period] is not None and walk.stays[period + 1] is not None
        ]

    def best(self) -> tuple[dict[Seat, float], dict[Seat, int]]:
        """Angles and bends after going through the fields a few times, keeping each change that makes the picture clearer."""
        orders = {cell: tuple(here) for cell, here in self.cells.items()}
        seats: dict[Seat, float] = {}
        for cell, order in orders.items():
            seats |= self.seated(cell, order, 0.0)
        lowest, easings = self.cost(seats)
        for _pass in range(PASSES):
            before = lowest
            for cell, here in self.cells.items():
                others = islice(permutations(here), MOST_ORDERS)
                for turned, shift in [*((order, 0.0) for order in others), *((None, shift) for shift in SHIFTS)]:
                    trial = seats | self.seated(cell, turned or orders[cell], shift)
                    cost, bends = self.cost(trial)
                    if cost < lowest - 1e-9:
                        lowest, seats, easings, orders[cell] = cost, trial, bends, turned or orders[cell]
            if lowest == before:
                break
        return seats, easings

    def seated(self, cell: Cell, order: tuple[int, ...], shift: float) -> dict[Seat, float]:
        """Angles for the names in a field, side by side with room between them."""
        period, employer = cell
        radius = self.rings[period]
        widths = [pill_width(self.walks[number].name) for number in order]
        gaps = [gap_angle((left + right) / 2 + 6, radius) for left, right in pairwise(widths)]
        angle = self.middles[employer] + shift - sum(gaps) / 2
        seats = {}
        for place, number in enumerate(order):
            seats[number, period] = angle
            angle += gaps[place] if place < len(gaps) else 0.0
        return seats

    def cost(self, seats: dict[Seat, float]) -> tuple[float, dict[Seat, int]]:
        """How unclear a picture is, and the bend of each line that makes it clearest."""
        keys = list(seats)
        centres = np.array([at(self.rings[period], seats[number, period]) for number, period in keys])
        halves = np.array([[pill_width(self.walks[number].name) / 2, PILL_HEIGHT / 2] for number, _period in keys])
        total = overlap(np.concatenate((centres, self.label_centres)), np.concatenate((halves, self.label_halves)))
        easings: dict[Seat, int] = {}
        if self.moves:
            costs = self.behind(seats, keys, centres, halves) + EASING_COST
            easings = dict(zip(self.moves, costs.argmin(axis=1).tolist(), strict=True))
            total += float(costs.min(axis=1).sum())
        return total + 0.02 * sum(abs(seats[key] - self.middles[self.stay(key)]) for key in keys), easings

    def behind(self, seats: dict[Seat, float], keys: list[Seat], centres: Points, halves: Points) -> Points:
        """For each move and each bend: 16 for each point of the line that passes behind somebody else's name."""
        lines = self.bends(seats)
        apart = np.abs(lines[:, :, 1:-1:2, None, :] - centres)  # every other point is close enough to see a name covered
        inside = (apart < halves + 6).all(axis=4)
        others = np.array([[key not in {(number, period), (number, period + 1)} for key in keys] for number, period in self.moves])
        hits: Points = 16.0 * (inside & others[:, None, None, :]).sum(axis=(2, 3))
        return hits

    def stay(self, seat: Seat) -> int:
        employer = self.walks[seat[0]].stays[seat[1]]
        assert employer is not None
        return employer

    def bends(self, seats: dict[Seat, float]) -> Points:
        """Every move with every bend, as points: the shortest way round, the angle changing evenly, the radius by an easing.

        Gives  an array of moves × bends × (STEPS + 1) × 2
        """
        starts = np.array([seats[number, period] for number, period in self.moves])
        ends = np.array([seats[number, period + 1] for number, period in self.moves])
        inner = np.array([self.rings[period] for _number, period in self.moves])
        outer = np.array([self.rings[period + 1] for _number, period in self.moves])
        angles = np.radians(starts[:, None] + ((ends - starts + 540) % 360 - 180)[:, None] * TIMES)[:, None, :]
        radii = inner[:, None, None] + (outer - inner)[:, None, None] * EASINGS
        return CENTRE + np.stack((radii * np.cos(angles), radii * np.sin(angles)), axis=3)

    def way(self, number: int, seats: dict[Seat, float], easings: dict[Seat, int]) -> Way:
        walk = self.walks[number]
        bends = self.bends(seats) if self.moves else np.empty((0,))
        lines = [bends[place, easings[move]] for place, move in enumerate(self.moves) if move[0] == number]
        pills = []
        for period, employer in enumerate(walk.stays):
            if employer is None:
                continue
            x, y = at(self.rings[period], seats[number, period])
            width = pill_width(walk.name)
            pills.append(Pill(round(x, 1), round(y + 7, 1), round(x - width / 2, 1), round(y - PILL_HEIGHT / 2, 1), round(width, 1)))
        first = next((employer for employer in walk.stays if employer is not None), 0)
        return Way(
            number=number,
            name=walk.name,
            colour=first % COLOURS,
            is_dotted=any(earlier.stays[0] == walk.stays[0] for earlier in self.walks[:number]),
            line="".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) for line in lines),
            pills=tuple(pills),
        )


def gap_angle(distance: float, radius: float) -> float:
    """The angle between two points on a ring that are so far apart in a straight line."""
    return 2 * degrees(asin(min(1.0, distance / (2 * radius))))


def overlap(centres: Points, halves: Points) -> float:
    """60 and more for each pair of names, or name and period, that cover each other."""
    apart = np.abs(centres[:, None, :] - centres[None, :, :])
    room = halves[:, None, :] + halves[None, :, :] + 8
    depth = (room - apart).min(axis=2)
    upper = np.triu(depth, k=1)
    return float((60 + upper[upper > 0]).sum())
