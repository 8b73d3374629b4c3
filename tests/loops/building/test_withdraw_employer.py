from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import withdraw_employer
from brobygger.loops.models import Interview
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.parties.models import Grant
from tests.factories import A_MOMENT, GrantFactory, InterviewFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_loop_with_too_few_gathers_again():
    loop = LoopFactory(open=True, employers_wanted=2)
    first, _second = LoopEmployerFactory.create_batch(2, loop=loop, committed=True)

    withdraw_employer(first, now=A_MOMENT, actor=UserFactory())

    loop.refresh_from_db()
    first.refresh_from_db()
    assert (loop.state, first.state, first.committed_on) == (LoopState.RECRUITING, CommitmentState.WITHDRAWN, None)


def test_one_who_had_only_been_asked_leaves_the_loop_open():
    loop = LoopFactory(open=True, employers_wanted=2)
    LoopEmployerFactory.create_batch(2, loop=loop, committed=True)

    withdraw_employer(LoopEmployerFactory(loop=loop), now=A_MOMENT, actor=UserFactory())

    loop.refresh_from_db()
    assert loop.state == LoopState.OPEN


def test_nobody_is_sent_to_a_room_where_no_one_sits():
    loop = LoopFactory(open=True)
    gone, stays = LoopEmployerFactory.create_batch(2, loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop, turned_up=True)
    InterviewFactory(loop=loop, participant=amina, employer=gone, round=0)
    kept = InterviewFactory(loop=loop, participant=amina, employer=stays, round=1)

    withdraw_employer(gone, now=A_MOMENT, actor=UserFactory())

    assert list(Interview.objects.all()) == [kept]


def test_after_the_decision_an_employer_stays():
    employer = LoopEmployerFactory(loop=LoopFactory(decided=True), committed=True)

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        withdraw_employer(employer, now=A_MOMENT, actor=UserFactory())


def test_all_sharing_with_it_for_this_loop_ends_at_once():
    loop = LoopFactory(open=True)
    gone, stays = LoopEmployerFactory.create_batch(2, loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop, said_yes=True).person
    ended = GrantFactory(person=amina, unit=None, workplace=gone.workplace, subject_id=loop.public_id)
    GrantFactory(person=amina, unit=None, workplace=stays.workplace, subject_id=loop.public_id)
    GrantFactory(person=amina, unit=None, workplace=gone.workplace)

    withdraw_employer(gone, now=A_MOMENT, actor=UserFactory())

    assert list(Grant.objects.filter(withdrawn_at=A_MOMENT)) == [ended]
    assert Grant.objects.filter(withdrawn_at__isnull=True).count() == 2
