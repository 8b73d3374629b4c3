from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from brobygger.appointments.gaps import ROOM, free_times, one_each
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import in_norway, local_day, moment_on

THURSDAY, FRIDAY, SATURDAY = date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 14)
BEFORE = datetime(2026, 11, 12, 6, 0, tzinfo=OSLO)


def span(on: date, begins: time, ends: time):
    return moment_on(on, begins), moment_on(on, ends)


def times(found) -> list[str]:
    return [f"{in_norway(each):%H.%M}" for each in found]


def test_a_day_with_nothing_has_room_from_eight_to_half_past_three():
    found = times(free_times([THURSDAY], busy=[], now=BEFORE))

    assert (found[0], found[-1], len(found)) == ("08.00", "15.00", 15)


def test_there_is_room_between_appointments_only_for_half_an_hour():
    busy = [span(THURSDAY, time(7), time(9, 45)), span(THURSDAY, time(10, 15), time(11)), span(THURSDAY, time(11, 30), time(16))]

    assert times(free_times([THURSDAY], busy=busy, now=BEFORE)) == ["11.00"]


def test_what_has_begun_and_weekends_are_not_free():
    found = free_times([THURSDAY, SATURDAY], busy=[], now=datetime(2026, 11, 12, 14, 30, tzinfo=OSLO))

    assert times(found) == ["15.00"]


def test_each_gets_a_time_of_their_own_on_the_day_or_after_it_or_else_before():
    free = free_times([THURSDAY], busy=[span(THURSDAY, time(8), time(14, 30))], now=BEFORE)

    assert times(one_each([THURSDAY, SATURDAY], free)) == ["14.30", "15.00"]
    assert one_each([THURSDAY, THURSDAY, THURSDAY], free)[2] is None


@pytest.mark.parametrize("seed", range(20))
def test_any_free_time_is_free_and_any_that_is_not_there_is_taken(seed):
    """Also on the days where the clock is changed."""
    chance = Random(seed)
    days = [THURSDAY + timedelta(days=number) for number in range(4)] + [date(2027, 3, 29), date(2026, 10, 26)]
    busy = []
    for on in days:
        for _number in range(chance.randrange(6)):
            begins = moment_on(on, time(chance.randrange(7, 17), chance.choice((0, 10, 15, 30, 45))))
            busy.append((begins, begins + timedelta(minutes=chance.choice((15, 30, 60, 90)))))

    found = free_times(days, busy=busy, now=BEFORE)

    assert all(starts_at >= each + ROOM or ends_at <= each for each in found for starts_at, ends_at in busy)
    assert all(local_day(each).weekday() < 5 and time(8) <= in_norway(each).time() <= time(15) for each in found)
    wanted = [chance.choice(days) for _number in range(10)]
    given = [each for each in one_each(wanted, found) if each is not None]
    assert len(given) == len(set(given)) == min(10, len(found))
