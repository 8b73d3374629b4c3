from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from brobygger.kernel.clock import OSLO
from brobygger.loops.kick_off.interview_day import interview_day, rounds_begun
from tests.factories import InterviewFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return LoopFactory(open=True)


@pytest.fixture
def bakery(loop):
    return LoopEmployerFactory(loop=loop, committed=True)


def fill(loop, employer, count):
    people = ParticipantFactory.create_batch(count, loop=loop, turned_up=True)
    for number, participant in enumerate(people):
        InterviewFactory(loop=loop, participant=participant, employer=employer, round=number)
    return people


def at(loop, hour, minute=0, days=0):
    return datetime.combine(loop.kick_off_on + timedelta(days=days), time(hour, minute), tzinfo=OSLO)


def test_a_break_as_long_as_a_round_follows_every_third_but_not_the_last(loop, bakery):
    people = fill(loop, bakery, 6)

    day = interview_day(loop, employers=[bakery], participants=people, now=at(loop, 8))

    assert [one.starts_at for one in day.rounds] == [time(10), time(10, 12), time(10, 24), time(10, 48), time(11), time(11, 12)]
    assert [one.break_at for one in day.rounds] == [None, None, time(10, 36), None, None, None]
    assert (day.ends_at, day.runs_late) == (time(11, 24), False)


def test_a_seat_of_somebody_the_reader_may_not_see_is_only_taken(loop, bakery):
    hidden, known = fill(loop, bakery, 2)

    day = interview_day(loop, employers=[bakery], participants=[known], now=at(loop, 8))

    assert [(one.seats[0].participant, one.seats[0].is_taken) for one in day.rounds] == [(None, True), (known, True)]
    assert hidden is not None


def test_an_empty_room_is_not_taken(loop, bakery):
    other = LoopEmployerFactory(loop=loop, committed=True)
    people = fill(loop, bakery, 1)

    (one,) = interview_day(loop, employers=[bakery, other], participants=people, now=at(loop, 8)).rounds

    assert [seat.is_taken for seat in one.seats] == [True, False]


@pytest.mark.parametrize(
    ("hour", "minute", "days", "begun"),
    [(9, 59, 0, 0), (10, 0, 0, 1), (10, 40, 0, 3), (10, 48, 0, 4), (23, 0, -1, 0), (0, 5, 1, 4)],
)
def test_a_round_has_begun_from_its_first_minute(loop, bakery, hour, minute, days, begun):
    fill(loop, bakery, 4)

    assert rounds_begun(loop, now=at(loop, hour, minute, days)) == begun


def test_a_day_that_runs_past_midnight_is_late_and_has_not_begun_its_last_rounds(loop, bakery):
    loop.interview_minutes = 60
    people = fill(loop, bakery, 14)

    day = interview_day(loop, employers=[bakery], participants=people, now=at(loop, 12))

    assert day.runs_late
    assert rounds_begun(loop, now=at(loop, 12)) == 3
    assert sum(one.has_begun for one in day.rounds) == 3


def test_without_a_plan_there_are_no_rounds(loop, bakery):
    day = interview_day(loop, employers=[bakery], participants=[], now=at(loop, 12))

    assert (day.rounds, day.ends_at, day.runs_late) == ((), None, False)
    assert rounds_begun(LoopFactory(), now=at(loop, 12)) == 0
