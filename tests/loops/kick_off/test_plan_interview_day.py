from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.the_day import plan_interview_day
from brobygger.loops.models import Interview, Shift
from tests.factories import InterviewFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return LoopFactory(open=True)


def plan(loop, **fields):
    return plan_interview_day(loop, **fields, actor=UserFactory())


def pairs():
    return set(Interview.objects.values_list("participant", "employer"))


def test_everyone_here_meets_everyone_and_the_day_is_as_short_as_it_can_be(loop):
    rooms = LoopEmployerFactory.create_batch(3, loop=loop, committed=True)
    people = ParticipantFactory.create_batch(7, loop=loop, turned_up=True)
    ParticipantFactory(loop=loop, said_yes=True)

    rounds = plan(loop)

    assert rounds == 7
    assert pairs() == {(person.pk, room.pk) for person in people for room in rooms}


def test_a_veto_that_holds_all_year_spares_both_the_meeting(loop):
    night = LoopEmployerFactory(loop=loop, committed=True, shifts=[Shift.NIGHT])
    bakery = LoopEmployerFactory(loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop, turned_up=True, cannot_work=[Shift.NIGHT])

    plan(loop)

    assert pairs() == {(amina.pk, bakery.pk)}
    assert not Interview.objects.filter(employer=night).exists()


def test_what_has_begun_stands_and_the_rest_comes_after_it(loop):
    bakery, garage = LoopEmployerFactory.create_batch(2, loop=loop, committed=True)
    amina, late = ParticipantFactory.create_batch(2, loop=loop, turned_up=True)
    held = InterviewFactory(loop=loop, participant=amina, employer=bakery, round=0)
    InterviewFactory(loop=loop, participant=amina, employer=garage, round=5)

    rounds = plan(loop, rounds_begun=1)

    assert rounds == 3
    assert Interview.objects.get(participant=amina, employer=bakery) == held
    assert set(Interview.objects.exclude(pk=held.pk).values_list("round", flat=True)) <= {1, 2}
    assert {(late.pk, bakery.pk), (late.pk, garage.pk)} < pairs()


def test_without_people_or_rooms_it_says_what_to_do_first(loop):
    with pytest.raises(DomainError, match="Kryss av hvem som er her"):
        plan(loop)


def test_the_same_day_gives_the_same_plan(loop):
    LoopEmployerFactory.create_batch(3, loop=loop, committed=True)
    ParticipantFactory.create_batch(5, loop=loop, turned_up=True)

    plan(loop)
    first = set(Interview.objects.values_list("participant", "employer", "round"))
    plan(loop)

    assert set(Interview.objects.values_list("participant", "employer", "round")) == first
