from __future__ import annotations

from itertools import combinations

import pytest

from brobygger.web.loops.wheel import Walk, draw

EMPLOYERS = ("Bakeriet", "Verkstedet", "Hagesenteret")
PERIODS = ("jan–april", "mai–aug", "sept–des")
SIX = tuple(
    Walk(name, stays)
    for name, stays in (
        ("Amina", (0, 1, 2)),
        ("Emil", (1, 2, 0)),
        ("Sara", (2, 0, 1)),
        ("Yusuf", (0, 2, 1)),
        ("Thea", (1, 0, 2)),
        ("Marius", (2, 1, 0)),
    )
)


def test_the_same_plan_gives_the_same_picture():
    draw.cache_clear()
    first = draw(EMPLOYERS, PERIODS, SIX)
    draw.cache_clear()

    assert draw(EMPLOYERS, PERIODS, SIX) == first


def test_no_name_covers_another():
    wheel = draw(EMPLOYERS, PERIODS, SIX)

    pills = [pill for way in wheel.ways for pill in way.pills]
    assert len(pills) == 18
    for one, other in combinations(pills, 2):
        beside = one.left + one.width <= other.left or other.left + other.width <= one.left
        above = one.top + 36 <= other.top or other.top + 36 <= one.top
        assert beside or above


def test_no_name_covers_a_period():
    wheel = draw(EMPLOYERS, PERIODS, SIX)

    for pill in (pill for way in wheel.ways for pill in way.pills):
        for label in wheel.labels:
            beside = pill.left + pill.width <= label.left or label.left + label.width <= pill.left
            assert beside or pill.top + 36 <= label.top or label.top + 28 <= pill.top


def test_a_gap_has_no_name_and_no_line():
    wheel = draw(EMPLOYERS, PERIODS, (Walk("Amina", (0, None, 2)),))

    assert len(wheel.ways[0].pills) == 2
    assert wheel.ways[0].line == ""


def test_the_second_from_the_same_start_is_dotted_and_has_the_same_colour():
    ways = draw(EMPLOYERS, PERIODS, SIX).ways

    assert [way.is_dotted for way in ways] == [False, False, False, True, True, True]
    assert ways[0].colour == ways[3].colour


@pytest.mark.parametrize(("people", "one_at_a_time"), [(9, False), (10, True)])
def test_past_nine_people_one_way_is_shown_at_a_time(people, one_at_a_time):
    walks = tuple(Walk(f"Navn{number}", (number % 3, (number + 1) % 3, None)) for number in range(people))

    assert draw(EMPLOYERS, PERIODS, walks).one_at_a_time is one_at_a_time


def test_six_employers_and_one_period_can_be_drawn():
    wheel = draw(("A", "B", "C", "D", "E", "F"), ("jan–april",), (Walk("Amina", (4,)),))

    assert len(wheel.fields) == 6
    assert wheel.ways[0].pills
