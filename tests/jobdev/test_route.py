from __future__ import annotations

from datetime import time
from itertools import pairwise, permutations

import pytest

from brobygger.jobdev.route import Errand, Point, in_travel_order, km_between, minutes_between, shortest_way, to_the_nearest

OFFICE = Point(69.65, 18.95)


def north(km: float) -> Point:
    """So many kilometres north of the office."""
    return Point(69.65 + km / 111.195, 18.95)


def order(errands, start=OFFICE):
    return [leg.key for leg in in_travel_order(errands, start=start)]


def length(way, start):
    points = [start, *(errand.point for errand in way)]
    return sum(km_between(one, other) for one, other in pairwise(points))


def test_those_with_a_time_come_by_time_however_far_and_those_without_come_after():
    far, near, free = Errand("far", time(9), north(50)), Errand("near", time(12), north(1)), Errand("free", None, north(2))

    assert order([free, near, far]) == ["far", "near", "free"]


def test_at_the_same_time_the_shortest_way_from_where_one_is():
    first = Errand("first", time(9), north(10))
    three = [Errand(km, time(10), north(km)) for km in (2, 9, 5)]

    assert order([first, *three]) == ["first", 9, 5, 2]


def test_the_shortest_way_in_all_is_found_where_the_nearest_first_is_not():
    across = [Errand(km, None, north(km)) for km in (-1, 1.1, 3, -4)]

    assert order(across) == [1.1, 3, -1, -4]
    assert to_the_nearest([errand.point for errand in across], OFFICE) == [0, 1, 2, 3]


@pytest.mark.parametrize("count", [1, 2, 5, 6])
def test_the_exact_search_finds_what_trying_every_order_finds(count):
    places = [Errand(i, None, Point(69.6 + (i * 37 % 11) / 100, 18.9 + (i * 53 % 17) / 50)) for i in range(count)]

    found = shortest_way(places, start=OFFICE)

    assert length(found, OFFICE) == pytest.approx(min(length(way, OFFICE) for way in permutations(places)))
    assert sorted(errand.key for errand in found) == list(range(count))


def test_more_than_eight_go_to_the_nearest_each_time():
    ten = [Errand(km, None, north(km)) for km in (7, 3, 9, 1, 5, 10, 2, 8, 4, 6)]

    assert order(ten) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_those_nobody_knows_where_are_come_last_as_they_came_and_have_no_minutes():
    unknown = [Errand("a", None, None), Errand("b", None, None)]

    legs = in_travel_order([*unknown, Errand("known", None, north(20))], start=OFFICE)

    assert [(leg.key, leg.minutes) for leg in legs] == [("known", 39), ("a", None), ("b", None)]


def test_without_a_known_start_the_first_way_has_no_minutes():
    legs = in_travel_order([Errand("one", time(9), north(0)), Errand("two", time(10), north(20))], start=None)

    assert [(leg.key, leg.minutes) for leg in legs] == [("one", None), ("two", 39)]


def test_minutes_are_the_straight_line_times_one_point_three_at_forty_an_hour():
    assert minutes_between(OFFICE, north(40)) == 78
    assert minutes_between(OFFICE, OFFICE) == 0
    assert minutes_between(OFFICE, None) is None


def test_a_day_without_visits_has_no_way():
    assert order([]) == []


def test_the_same_day_gives_the_same_way_every_time():
    same_place = [Errand(name, None, north(5)) for name in "abc"]

    assert order(same_place) == order(same_place) == ["a", "b", "c"]
