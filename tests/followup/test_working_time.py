from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from brobygger.followup.working_time import easter, is_working_day, minutes_at_work, public_holidays, ring_back_by
from brobygger.kernel.clock import OSLO


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, date(1818, 3, 22)),  # the earliest there can be
        (1943, date(1943, 4, 25)),  # the latest
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
def test_easter_falls_on_the_sunday_of_the_almanac(year, day):
    assert easter(year) == day


def test_easter_is_a_sunday_between_22_march_and_25_april_in_every_year_anybody_will_use():
    days = [easter(year) for year in range(1900, 2301)]

    assert all(day.weekday() == 6 and (3, 22) <= (day.month, day.day) <= (4, 25) for day in days)


def test_the_holidays_of_2026_are_those_of_the_law():
    expected = "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26"

    assert sorted(public_holidays(2026)) == [date.fromisoformat(f"2026-{day}") for day in expected.split()]


def test_christmas_eve_and_the_wednesday_before_easter_are_working_days_and_sundays_are_not():
    assert is_working_day(date(2026, 12, 24))
    assert is_working_day(date(2026, 4, 1))
    assert not is_working_day(date(2026, 4, 12))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-12 09:10", "2026-11-12 11:10"),
        ("2026-11-12 13:30", "2026-11-12 15:30"),  # exactly at closing time is the same day
        ("2026-11-12 13:31", "2026-11-13 08:01"),
        ("2026-11-12 06:00", "2026-11-12 10:00"),  # before anybody is there
        ("2026-11-13 14:30", "2026-11-16 09:00"),  # over the weekend
        ("2026-11-14 12:00", "2026-11-16 10:00"),  # on a Saturday
        ("2026-04-01 15:00", "2026-04-07 09:30"),  # over Easter
        ("2026-04-30 15:30", "2026-05-04 10:00"),  # at closing time before 1 May, a Friday
        ("2025-12-31 14:30", "2026-01-02 09:00"),  # into a new year
    ],
)
def test_one_who_asks_is_to_be_rung_within_two_hours_at_work(asked, due):
    assert ring_back_by(oslo(asked)) == oslo(due)


def test_the_clock_in_norway_decides_also_on_a_server_in_utc():
    assert ring_back_by(datetime(2026, 7, 1, 6, 30, tzinfo=UTC)) == oslo("2026-07-01 10:30")
    assert ring_back_by(datetime(2026, 11, 13, 23, 30, tzinfo=UTC)) == oslo("2026-11-16 10:00")


@pytest.mark.parametrize(
    ("asked", "due", "hours_between"),
    [
        ("2026-03-27 14:30", "2026-03-30 09:00", 65.5),  # the night to 29 March lasts an hour less
        ("2026-10-23 14:30", "2026-10-26 09:00", 67.5),  # the night to 25 October lasts an hour more
    ],
)
def test_over_the_two_days_the_clock_is_changed_the_deadline_is_by_the_clock_on_the_wall(asked, due, hours_between):
    found = ring_back_by(oslo(asked))

    assert found.strftime("%Y-%m-%d %H:%M") == due
    assert found.astimezone(UTC) - oslo(asked).astimezone(UTC) == timedelta(hours=hours_between)
    assert minutes_at_work(oslo(asked), found) == 120


@pytest.mark.parametrize("asked", ["2026-03-29 02:30", "2026-10-25 02:30"])
@pytest.mark.parametrize("fold", [0, 1])
def test_asking_in_the_very_hour_that_is_skipped_or_comes_twice_gives_monday_morning(asked, fold):
    due = ring_back_by(oslo(asked).replace(fold=fold))

    assert due.strftime("%a %H:%M") == "Mon 10:00"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        ring_back_by(datetime(2026, 11, 12, 9, 10))  # noqa: DTZ001 - the very mistake this test is about


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-11-12 09:10", "2026-11-12 09:48", 38),
        ("2026-11-13 15:00", "2026-11-16 08:20", 50),
        ("2026-11-14 12:00", "2026-11-14 12:30", 0),
        ("2026-11-12 15:00", "2026-11-12 19:00", 30),
        ("2026-11-12 09:10", "2026-11-12 09:10", 0),
    ],
)
def test_time_to_answer_counts_only_while_somebody_is_at_work(since, until, minutes):
    assert minutes_at_work(oslo(since), oslo(until)) == minutes
