from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from brobygger.loops.models import Loop
from brobygger.loops.periods import months_after, periods


def loop(starts_on, count=3, months=4):
    return Loop(starts_on=starts_on, periods=count, period_months=months)


def test_each_begins_on_the_monday_on_or_before_the_date_so_many_months_on():
    found = periods(loop(date(2027, 1, 4)))

    assert [(period.starts_on, period.ends_on) for period in found] == [
        (date(2027, 1, 4), date(2027, 5, 2)),
        (date(2027, 5, 3), date(2027, 8, 29)),
        (date(2027, 8, 30), date(2028, 1, 2)),
    ]


@pytest.mark.parametrize("start", [date(2027, 1, 6), date(2028, 2, 29), date(2026, 12, 31), date(2027, 10, 31)])
@pytest.mark.parametrize("months", [1, 4, 12])
def test_they_follow_each_other_without_a_gap_and_begin_on_mondays_after_the_first(start, months):
    found = periods(loop(start, 6, months))

    assert found[0].starts_on == start
    assert all(before.ends_on + timedelta(days=1) == after.starts_on for before, after in pairwise(found))
    assert all(period.starts_on.weekday() == 0 for period in found[1:])
    assert all(period.starts_on < period.ends_on for period in found)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 10, 31), 4, date(2028, 2, 29)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
    ],
)
def test_a_shorter_month_ends_on_its_last_day(day, months, expected):
    assert months_after(day, months) == expected


def test_before_the_start_is_set_there_are_none():
    assert periods(loop(None)) == ()
