from __future__ import annotations

import pytest

from brobygger.loops.models import Side
from brobygger.loops.queries import answers
from tests.factories import LoopEmployerFactory, LoopFactory, ParticipantFactory, WishFactory

pytestmark = pytest.mark.django_db


def test_somebody_has_answered_when_everyone_who_is_there_has_a_number():
    loop = LoopFactory(open=True)
    bakery, garage = (LoopEmployerFactory(loop=loop, committed=True, workplace__name=name) for name in ("Bakeri", "Garasje"))
    amina, emil = (ParticipantFactory(loop=loop, turned_up=True, person__first_name=name) for name in ("Amina", "Emil"))
    for employer in (bakery, garage):
        WishFactory(participant=amina, employer=employer, side=Side.CANDIDATE)
    WishFactory(participant=emil, employer=bakery, side=Side.CANDIDATE)
    for participant in (amina, emil):
        WishFactory(participant=participant, employer=garage, side=Side.EMPLOYER)

    found = answers(loop)

    assert found.participants == ((amina, True), (emil, False))
    assert found.employers == ((bakery, False), (garage, True))
    assert (found.given, found.wanted) == (2, 4)


def test_one_who_comes_late_makes_the_employers_answer_incomplete():
    loop = LoopFactory(open=True)
    bakery = LoopEmployerFactory(loop=loop, committed=True)
    amina = ParticipantFactory(loop=loop, turned_up=True)
    WishFactory(participant=amina, employer=bakery, side=Side.EMPLOYER)
    before = answers(loop).employers[0][1]

    ParticipantFactory(loop=loop, turned_up=True)

    assert (before, answers(loop).employers[0][1]) == (True, False)


def test_with_nobody_here_no_employer_has_answered():
    employer = LoopEmployerFactory(loop=LoopFactory(open=True), committed=True)

    assert answers(employer.loop).employers == ((employer, False),)
