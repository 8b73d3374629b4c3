from __future__ import annotations

import pytest

from brobygger.loops.kick_off.queries import answers
from brobygger.loops.models import Side
from brobygger.loops.plan.gathering import gather
from brobygger.parties.models import Protection
from tests.factories import GrantFactory, LoopEmployerFactory, LoopFactory, ParticipantFactory, WishFactory

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


def shares_with(employer):
    """Somebody who turned up and shares with the loop, and with this employer as well."""
    participant = ParticipantFactory(loop=employer.loop, turned_up=True, granted=True)
    GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=employer.loop.public_id)
    return participant


@pytest.mark.parametrize("unmet", [{"granted": True}, {"person__protection": Protection.CODE_6}], ids=["said no yes", "protected"])
@pytest.mark.parametrize("found", [answers, lambda loop: gather(loop).answers], ids=["asked", "gathered"])
def test_an_employer_is_not_waited_for_because_of_somebody_it_may_not_meet(unmet, found):
    bakery = LoopEmployerFactory(loop=LoopFactory(open=True), committed=True)
    amina = shares_with(bakery)
    ParticipantFactory(loop=bakery.loop, turned_up=True, **unmet)
    before = found(bakery.loop).employers

    WishFactory(participant=amina, employer=bakery, side=Side.EMPLOYER)

    assert before == ((bakery, False),)
    assert found(bakery.loop).employers == ((bakery, True),)


def test_one_with_a_protected_address_is_still_asked_what_they_wish():
    bakery = LoopEmployerFactory(loop=LoopFactory(open=True), committed=True)
    hidden = ParticipantFactory(loop=bakery.loop, turned_up=True, person__protection=Protection.CODE_6)

    assert answers(bakery.loop).participants == ((hidden, False),)
