from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.actions.building import withdraw_employer
from brobygger.loops.models import Interview
from brobygger.loops.states import CommitmentState, LoopState
from tests.factories import InterviewFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_loop_with_too_few_gathers_again():
    loop = LoopFactory(open=True, employers_wanted=2)
    first, _second = LoopEmployerFactory.create_batch(2, loop=loop, committed=True)

    withdraw_employer(first, actor=UserFactory())

    loop.refresh_from_db()
    first.refresh_from_db()
    assert (loop.state, first.state, first.committed_on) == (LoopState.RECRUITING, CommitmentState.WITHDRAWN, None)


def test_one_who_had_only_been_asked_leaves_the_loop_open():
    loop = LoopFactory(open=True, employers_wanted=2)
    LoopEmployerFactory.create_batch(2, loop=loop, committed=True)

    withdraw_employer(LoopEmployerFactory(loop=loop), actor=UserFactory())

    loop.refresh_from_db()
    assert loop.state == LoopState.OPEN


def test_nobody_is_sent_to_a_room_where_no_one_sits():
    loop = LoopFactory(open=True)
    gone, stays = LoopEmployerFactory.create_batch(2, loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop, turned_up=True)
    InterviewFactory(loop=loop, participant=amina, employer=gone, round=0)
    kept = InterviewFactory(loop=loop, participant=amina, employer=stays, round=1)

    withdraw_employer(gone, actor=UserFactory())

    assert list(Interview.objects.all()) == [kept]


def test_after_the_decision_an_employer_stays():
    employer = LoopEmployerFactory(loop=LoopFactory(decided=True), committed=True)

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        withdraw_employer(employer, actor=UserFactory())
