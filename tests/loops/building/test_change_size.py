from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import commit_employer
from brobygger.loops.building.actions.loop import change_size
from brobygger.loops.models import StatedVeto
from brobygger.loops.states import CommitmentState, LoopState
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory, StatedVetoFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_smaller_loop_opens_when_it_has_what_it_wants():
    loop = LoopFactory(employers_wanted=3)
    LoopEmployerFactory.create_batch(2, loop=loop, committed=True)

    changed = change_size(loop, employers_wanted=2, actor=UserFactory())

    assert (changed.state, changed.periods) == (LoopState.OPEN, 2)


def test_a_larger_loop_gathers_again():
    loop = LoopFactory(open=True, employers_wanted=2, periods=2)
    LoopEmployerFactory.create_batch(2, loop=loop, committed=True)

    changed = change_size(loop, employers_wanted=4, actor=UserFactory())

    assert (changed.state, changed.periods) == (LoopState.RECRUITING, 3)


@pytest.mark.parametrize(
    ("before", "periods", "wanted", "after"), [([2, 0], 2, 3, [2, 0, 0]), ([1, 2, 3], 3, 2, [1, 2]), ([0, 1, 2], 3, 2, [0, 1])]
)
def test_the_places_follow_the_periods(before, periods, wanted, after):
    loop = LoopFactory(employers_wanted=periods, periods=periods, min_visits=periods)
    employer = LoopEmployerFactory(loop=loop, places=before)

    changed = change_size(loop, employers_wanted=wanted, actor=UserFactory())

    employer.refresh_from_db()
    assert employer.places == after
    assert changed.min_visits <= changed.periods


@pytest.mark.parametrize("wanted", [1, 2, 7])
def test_fewer_than_have_said_yes_or_more_than_six_are_refused(wanted):
    loop = LoopFactory(employers_wanted=3)
    LoopEmployerFactory.create_batch(3, loop=loop, committed=True)

    with pytest.raises(DomainError, match="ikke færre enn de 3 som har sagt ja") as refusal:
        change_size(loop, employers_wanted=wanted, actor=UserFactory())

    assert refusal.value.field == "employers_wanted"


def test_an_employer_is_not_left_without_a_place():
    loop = LoopFactory(employers_wanted=3)
    employer = LoopEmployerFactory(loop=loop, places=[0, 0, 3], workplace__name="Rugbakken bakeri")

    with pytest.raises(DomainError, match="Rugbakken bakeri har bare plasser i en periode som faller bort") as refusal:
        change_size(loop, employers_wanted=2, actor=UserFactory())

    employer.refresh_from_db()
    loop.refresh_from_db()
    assert refusal.value.field == "employers_wanted"
    assert (employer.places, loop.periods) == ([0, 0, 3], 3)


def test_one_that_is_out_of_the_loop_holds_nobody_back():
    loop = LoopFactory(employers_wanted=3)
    out = LoopEmployerFactory(loop=loop, places=[0, 0, 3], state=CommitmentState.WITHDRAWN)

    changed = change_size(loop, employers_wanted=2, actor=UserFactory())

    assert changed.periods == 2
    with pytest.raises(DomainError, match="minst én plass"):
        commit_employer(out, on=A_MOMENT.date(), actor=UserFactory())


def test_what_was_stated_for_a_period_that_is_gone_is_taken_out():
    loop = LoopFactory(employers_wanted=3)
    amina, bakery = ParticipantFactory(loop=loop), LoopEmployerFactory(loop=loop)
    kept = [StatedVetoFactory(participant=amina, employer=bakery, period=period) for period in (None, 1)]
    StatedVetoFactory(participant=amina, employer=bakery, period=2)
    elsewhere = StatedVetoFactory(period=2)

    change_size(loop, employers_wanted=2, actor=UserFactory())

    assert set(StatedVeto.objects.all()) == {*kept, elsewhere}
