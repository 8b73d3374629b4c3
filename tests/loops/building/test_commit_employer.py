from __future__ import annotations

from datetime import date

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import commit_employer
from brobygger.loops.states import CommitmentState, LoopState
from tests.factories import LoopEmployerFactory, LoopFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def test_the_loop_opens_with_the_last_yes_and_not_before():
    loop = LoopFactory(employers_wanted=2)
    first, second = LoopEmployerFactory.create_batch(2, loop=loop)

    commit_employer(first, on=DAY, actor=UserFactory())
    loop.refresh_from_db()
    after_one = loop.state
    commit_employer(second, on=DAY, actor=UserFactory())
    loop.refresh_from_db()

    assert (after_one, loop.state) == (LoopState.RECRUITING, LoopState.OPEN)


def test_one_more_than_wanted_is_refused_with_the_way_out():
    loop = LoopFactory(employers_wanted=2, state=LoopState.OPEN)
    LoopEmployerFactory.create_batch(2, loop=loop, committed=True)

    with pytest.raises(DomainError, match="Øk antallet først"):
        commit_employer(LoopEmployerFactory(loop=loop), on=DAY, actor=UserFactory())


def test_a_second_yes_from_the_same_is_refused():
    employer = LoopEmployerFactory(committed=True)

    with pytest.raises(DomainError, match="har sagt ja"):
        commit_employer(employer, on=DAY, actor=UserFactory())


def test_one_who_was_out_may_say_yes_after_all():
    employer = LoopEmployerFactory(state=CommitmentState.WITHDRAWN)

    commit_employer(employer, on=DAY, actor=UserFactory())

    employer.refresh_from_db()
    assert (employer.state, employer.committed_on) == (CommitmentState.COMMITTED, DAY)


def test_a_decided_loop_takes_no_more():
    employer = LoopEmployerFactory(loop=LoopFactory(decided=True))

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        commit_employer(employer, on=DAY, actor=UserFactory())
