"""The order of a day's visits, and about how long the way is. Plain values in and out: no database, no clock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import Generic, TypeVar

from brobygger.kernel.units import straight_line_km

MOST_FOR_EXACT_SEARCH = 8  # 2⁸ sets of places by 8 last ones; more goes to the nearest each time
ROAD_PER_STRAIGHT_LINE = 1.3  # a road is about this much longer than the straight line; a rule of thumb, see `minutes_between`
METRES = 3  # decimals of a kilometre; ways that differ by less are equally good
KM_PER_HOUR = 40  # by car between small towns and in them, lights and parking included

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Point:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Errand(Generic[Key]):
    """A visit as the route knows it: which, when, and where. No time means any time that day, no point that nobody knows where."""

    key: Key
    at: time | None
    point: Point | None


@dataclass(frozen=True)
class Leg(Generic[Key]):
    """A stop on the way, and the minutes to it from the one before; none when either point is unknown."""

    key: Key
    minutes: int | None


def minutes_between(one: Point | None, other: Point | None) -> int | None:
    """About how long it takes to drive, rounded to whole minutes.

    Gives   straight line × 1.3 at 40 km/h; none when a point is unknown. Within one postal code the points are the same, which gives 0
    Source  ADR 0103
    """
    if one is None or other is None:
        return None
    return round(km_between(one, other) * ROAD_PER_STRAIGHT_LINE / KM_PER_HOUR * 60)


def km_between(one: Point, other: Point) -> float:
    return straight_line_km(one.latitude, one.longitude, other.latitude, other.longitude)


def in_travel_order(errands: Iterable[Errand[Key]], *, start: Point | None) -> list[Leg[Key]]:
    """A day's visits as one drives: those with a time by time, then those without. At the same time, and without one, the shortest way.

    Takes   start  where the day begins, the unit's own address; none when nobody knows
    Gives   every visit once; of two equally good ways the one that takes them as they came
    Cost    within one time an exact search up to eight places, above that to the nearest each time
    Source  ADR 0103
    """
    legs: list[Leg[Key]] = []
    here = start
    by_time = sorted(errands, key=lambda errand: (errand.at is None, errand.at or time.min))
    for _at, together in groupby(by_time, key=lambda errand: errand.at):
        for errand in shortest_way(list(together), start=here):
            legs.append(Leg(errand.key, minutes_between(here, errand.point)))
            here = errand.point or here
    return legs


def shortest_way(errands: Sequence[Errand[Key]], *, start: Point | None) -> list[Errand[Key]]:
    """The shortest way through all, ending anywhere. Those with an unknown point come last, as they came."""
    known = [(errand, errand.point) for errand in errands if errand.point is not None]
    unknown = [errand for errand in errands if errand.point is None]
    points = [point for _errand, point in known]
    order = exact(points, start) if len(points) <= MOST_FOR_EXACT_SEARCH else to_the_nearest(points, start)
    return [known[index][0] for index in order] + unknown


def exact(points: Sequence[Point], start: Point | None) -> list[int]:
    """Held and Karp: for each set of places and each last one of them, the shortest way through the set."""
    if not points:
        return []
    ways = {(1 << last, last): (round(km_between(start, point), METRES) if start else 0.0, [last]) for last, point in enumerate(points)}
    whole = (1 << len(points)) - 1
    for places in range(1, whole + 1):
        for last in range(len(points)):
            if (places, last) not in ways:
                continue
            km, way = ways[places, last]
            for following, point in enumerate(points):
                if places & 1 << following:
                    continue
                longer = (round(km + km_between(points[last], point), METRES), [*way, following])
                key = (places | 1 << following, following)
                if key not in ways or longer < ways[key]:
                    ways[key] = longer
    return min(ways[whole, last] for last in range(len(points)))[1]


def to_the_nearest(points: Sequence[Point], start: Point | None) -> list[int]:
    left, way, here = list(range(len(points))), [], start
    while left:
        nearest = min(left, key=lambda index: km_between(here, points[index]) if here else 0.0)
        left.remove(nearest)
        way.append(nearest)
        here = points[nearest]
    return way
