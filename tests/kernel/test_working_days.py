from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.kernel.working_days import is_working_day, public_holidays, working_days_after


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1943, date(1943, 4, 25)),  # the latest there can be
        (1954, date(1954, 4, 18)),  # the simple rules of Gauss give 25 April
        (1981, date(1981, 4, 19)),  # the same, with 26 April
        (2000, date(2000, 4, 23)),
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
        (2049, date(2049, 4, 18)),
        (2076, date(2076, 4, 19)),
    ],
)
def test_the_days_around_easter_follow_the_sunday_of_the_almanac(year, day):
    assert {day + timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50)} <= public_holidays(year)


def test_easter_is_a_sunday_between_22_march_and_25_april_in_every_year_anybody_will_use():
    for year in range(1901, 2101):
        found = [day for day in public_holidays(year) if day.weekday() == 6 and (3, 22) <= (day.month, day.day) <= (4, 25)]

        assert [day - timedelta(days=2) in public_holidays(year) for day in found] == [True]


def test_the_holidays_of_2026_are_those_of_the_law():
    expected = "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26"

    assert sorted(public_holidays(2026)) == [date.fromisoformat(f"2026-{day}") for day in expected.split()]


def test_christmas_eve_and_the_wednesday_before_easter_are_working_days_and_sundays_are_not():
    assert is_working_day(date(2026, 12, 24))
    assert is_working_day(date(2026, 4, 1))
    assert not is_working_day(date(2026, 4, 12))


@pytest.mark.parametrize(
    "holiday",
    [
        "2026-04-02",  # Maundy Thursday
        "2026-04-06",  # Easter Monday
        "2026-05-01",
        "2026-05-14",  # Ascension, a Thursday
        "2026-05-25",  # Whit Monday
        "2027-05-17",
        "2026-12-25",
        "2027-01-01",
    ],
)
def test_no_public_holiday_on_a_weekday_is_a_working_day(holiday):
    assert not is_working_day(date.fromisoformat(holiday))


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 26), 3, date(2026, 12, 1)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 4, 1), 3, date(2026, 4, 9)),  # over Easter
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # over Ascension
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # over Christmas
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # into a new year
    ],
)
def test_working_days_pass_over_saturdays_sundays_and_public_holidays(day, count, found):
    assert working_days_after(day, count) == found
