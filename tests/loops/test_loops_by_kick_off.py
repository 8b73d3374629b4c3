from __future__ import annotations

from datetime import date

import pytest

from brobygger.loops.models import Loop
from brobygger.loops.queries import loops_by_kick_off
from tests.factories import LoopEmployerFactory, LoopFactory, NextStepFactory

pytestmark = pytest.mark.django_db


def scope():
    return Loop.objects.all()


def test_those_without_a_day_come_first_and_then_the_latest():
    early, late = (LoopFactory(kick_off_on=date(2026, month, 1)) for month in (3, 9))
    unset = LoopFactory()
    twin = LoopFactory(kick_off_on=late.kick_off_on)

    assert list(loops_by_kick_off(scope())) == [unset, twin, late, early]


def test_the_count_is_of_those_who_said_yes_and_the_step_is_the_one_that_waits():
    loop = LoopFactory()
    LoopEmployerFactory.create_batch(2, loop=loop, committed=True)
    LoopEmployerFactory(loop=loop)
    waiting = NextStepFactory(loop=loop)

    (found,) = loops_by_kick_off(scope())

    assert (found.committed_count, found.open_steps) == (2, [waiting])


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_two_queries(count, django_assert_num_queries):
    for _number in range(count):
        NextStepFactory()

    with django_assert_num_queries(2):
        for loop in loops_by_kick_off(scope()):
            str(loop.open_steps[0].owner), str(loop.region), str(loop.coordinator)
