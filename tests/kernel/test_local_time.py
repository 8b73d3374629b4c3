from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import moment_on, reminder_moment

FORWARD = date(2027, 3, 28)  # 02.00 is 03.00
BACK = [date(2026, 10, 25), date(2027, 10, 31)]  # 03.00 is 02.00
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def on_the_wall(moment):
    return moment.replace(tzinfo=None, fold=0)


@pytest.mark.parametrize(
    ("day", "at", "in_utc"),
    [
        (date(2027, 1, 4), time(9), datetime(2027, 1, 4, 8, tzinfo=UTC)),
        (date(2027, 7, 5), time(9), datetime(2027, 7, 5, 7, tzinfo=UTC)),
        (FORWARD, time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (FORWARD, time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (FORWARD, time(9), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (BACK[0], time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (BACK[0], time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
        (BACK[1], time(9), datetime(2027, 10, 31, 8, tzinfo=UTC)),
    ],
)
def test_a_time_on_a_day_is_the_one_the_clock_on_the_wall_shows(day, at, in_utc):
    moment = moment_on(day, at)

    assert moment.astimezone(UTC) == in_utc
    assert moment.tzinfo is OSLO
    assert on_the_wall(moment) == datetime.combine(day, at)


def test_a_time_the_clock_jumps_over_is_an_hour_later():
    moment = moment_on(FORWARD, time(2, 30))

    assert moment.astimezone(UTC) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert on_the_wall(moment) == datetime.combine(FORWARD, time(3, 30))
    assert moment.utcoffset() == SUMMER


@pytest.mark.parametrize("day", BACK)
@pytest.mark.parametrize("fold", [0, 1])
def test_of_a_time_that_comes_twice_the_first_is_meant(day, fold):
    moment = moment_on(day, time(2, 30, fold=fold))

    assert moment.utcoffset() == SUMMER
    assert moment.astimezone(UTC) == datetime.combine(day, time(0, 30), UTC)


@pytest.mark.parametrize(
    ("starts_at", "days_before", "at", "expected"),
    [
        (datetime(2027, 3, 29, 10, tzinfo=OSLO), 1, time(9), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (datetime(2027, 3, 29, 10, tzinfo=OSLO), 2, time(9), datetime(2027, 3, 27, 8, tzinfo=UTC)),
        (datetime(2027, 3, 29, 10, tzinfo=OSLO), 1, time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 26, 10, tzinfo=OSLO), 1, time(9), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2026, 10, 26, 10, tzinfo=OSLO), 1, time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2027, 11, 1, 10, tzinfo=OSLO), 2, time(9), datetime(2027, 10, 30, 7, tzinfo=UTC)),
    ],
)
def test_a_reminder_comes_at_its_time_by_the_clock_on_both_sides_of_a_change(starts_at, days_before, at, expected):
    moment = reminder_moment(starts_at, days_before=days_before, at=at)

    assert moment.astimezone(UTC) == expected
    assert moment.tzinfo is OSLO


def test_days_are_counted_from_the_day_it_starts_on_in_norway():
    just_after_midnight = datetime(2027, 1, 4, 23, 30, tzinfo=UTC)

    moment = reminder_moment(just_after_midnight, days_before=1, at=time(9))

    assert on_the_wall(moment) == datetime.combine(date(2027, 1, 4), time(9))


def test_a_time_of_day_after_the_start_gives_the_start():
    starts_at = datetime(2027, 1, 4, 8, tzinfo=OSLO)

    moment = reminder_moment(starts_at, days_before=0, at=time(9))

    assert moment == starts_at


@pytest.mark.parametrize("day", BACK)
def test_in_the_hour_that_comes_twice_what_is_earlier_is_told_by_the_moment_and_not_by_the_wall(day):
    second_time_round = datetime.combine(day, time(2, 15, fold=1), OSLO)
    first_time_round = datetime.combine(day, time(2, 45), OSLO)

    before = reminder_moment(second_time_round, days_before=0, at=time(2, 30))
    at_the_start = reminder_moment(first_time_round, days_before=0, at=time(3))

    assert before.astimezone(UTC) == datetime.combine(day, time(0, 30), UTC)
    assert at_the_start.astimezone(UTC) == datetime.combine(day, time(0, 45), UTC)


def test_a_start_in_the_second_round_of_the_hour_is_given_back_in_the_second_round():
    starts_at = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=OSLO)

    moment = reminder_moment(starts_at, days_before=0, at=time(12))

    assert moment.utcoffset() == WINTER
    assert moment.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(
    starts_at=st.datetimes(
        datetime.combine(date(2020, 1, 1), time.min),
        datetime.combine(date(2040, 12, 31), time.max),
        timezones=st.sampled_from([OSLO, UTC, timezone(timedelta(hours=-5))]),
    ),
    days_before=st.integers(0, 60),
    at=st.times(),
)
@example(starts_at=datetime(2027, 3, 28, 3, tzinfo=OSLO), days_before=0, at=time(2, 30))
@example(starts_at=datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=OSLO), days_before=0, at=time(2, 30))
def test_a_reminder_is_never_after_the_start_and_else_at_its_time_by_the_clock(starts_at, days_before, at):
    moment = reminder_moment(starts_at, days_before=days_before, at=at)

    day = starts_at.astimezone(OSLO).date() - timedelta(days=days_before)
    asked_for = datetime.combine(day, at.replace(fold=0))
    assert moment.astimezone(UTC) <= starts_at.astimezone(UTC)
    assert on_the_wall(moment) in {asked_for, asked_for + timedelta(hours=1)} or moment.astimezone(UTC) == starts_at.astimezone(UTC)
    assert moment.astimezone(UTC).astimezone(OSLO).replace(tzinfo=None) == moment.replace(tzinfo=None)


def test_what_has_no_zone_or_has_two_or_lies_after_is_refused():
    starts_at = datetime(2027, 1, 4, 9, tzinfo=OSLO)

    with pytest.raises(ValueError, match="time zone"):
        reminder_moment(starts_at.replace(tzinfo=None), days_before=1, at=time(9))
    with pytest.raises(ValueError, match="0 or more"):
        reminder_moment(starts_at, days_before=-1, at=time(9))
    with pytest.raises(ValueError, match="no time zone"):
        reminder_moment(starts_at, days_before=1, at=time(9, tzinfo=UTC))
