from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brobygger.followup.working_time import minutes_at_work, ring_back_by
from brobygger.kernel.clock import OSLO


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


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
