"""Where an appointment lies among the hours: for any times of a day, each stands where app.css has a row for it."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from brobygger.kernel.local_time import moment_on
from brobygger.web.week.drawing import Place, hours_for, place_of, side_by_side

CSS = Path("brobygger/web/static/app.css").read_text(encoding="utf-8")
ROWS, SPANS = (set(re.findall(rf'\[data-{name}="(\d+)"\]{{--', CSS)) for name in ("at", "q"))
DAYS = (date(2026, 11, 12), date(2026, 10, 25), date(2027, 3, 28))  # the last two are those where the clock is changed


def place(begins: time, minutes: int, on: date = DAYS[0]) -> Place:
    starts_at = moment_on(on, begins)
    return place_of(starts_at, starts_at + timedelta(minutes=minutes))


def test_an_hour_from_nine_has_four_quarters():
    found = place(time(9), 60)

    assert (found.at, found.length) == ("0900", 4)


def test_what_is_short_has_room_for_its_words():
    assert place(time(9), 15).length == 2


@pytest.mark.parametrize("day", DAYS)
def test_any_time_and_length_has_a_row_on_the_page(day):
    for quarter in range(96):
        for minutes in (1, 15, 50, 60, 240, 23 * 60):
            found = place(time(quarter // 4, quarter % 4 * 15 + 7), minutes, day)
            assert found.at in ROWS
            assert str(found.length) in SPANS
            assert found.end <= 18 * 4


def test_the_page_shows_from_eight_to_four_when_nothing_is_outside_that():
    usual, early, late = hours_for([place(time(8), 60)]), hours_for([place(time(7, 30), 60)]), hours_for([place(time(15, 30), 60)])

    assert [hour for _at, hour in usual.marks] == ["08", "09", "10", "11", "12", "13", "14", "15", "16"]
    assert early.marks[0] == ("0700", "07")
    assert late.marks[-1] == ("1800", "18")
    assert all(at in ROWS for hours in (early, late) for at, _hour in hours.marks)


@pytest.mark.parametrize("seed", range(30))
def test_two_that_overlap_stand_in_two_halves(seed):
    chance = Random(seed)
    places = sorted(
        (place(time(chance.randrange(7, 17), chance.choice((0, 15, 30, 45))), chance.choice((15, 30, 60, 120))) for _n in range(6)),
        key=lambda each: each.quarter,
    )

    laid = side_by_side(places)

    assert [each.at for each in laid] == [each.at for each in places]
    for one, other in pairwise(laid):
        if other.quarter < one.end:
            assert one.is_beside != other.is_beside
        else:
            assert not other.is_beside
