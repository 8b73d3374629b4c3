from __future__ import annotations

from datetime import date

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import invite_candidate
from brobygger.loops.models import Participant
from brobygger.outbox.models import Message
from brobygger.parties.models import SignedLink
from tests.factories import A_MOMENT, LoopFactory, ParticipantFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def invite(loop, person):
    return invite_candidate(loop, person=person, actor=UserFactory(), now=A_MOMENT)


@pytest.mark.parametrize("born_on", [date(2008, 9, 1), date(1995, 9, 2)], ids=["18 that day", "31 the day after"])
def test_eighteen_and_thirty_are_both_included(born_on):
    loop = LoopFactory(open=True, kick_off_on=date(2026, 9, 1))

    participant = invite(loop, PersonFactory(born_on=born_on, email="a@brovik.example"))

    assert participant.loop == loop
    assert Message.objects.get().template == "loops/invitation"
    assert SignedLink.objects.get().expires_on == date(2026, 10, 31)


@pytest.mark.parametrize(("born_on", "age"), [(date(2008, 9, 2), 17), (date(1995, 9, 1), 31)])
def test_younger_and_older_are_refused_with_their_age(born_on, age):
    loop = LoopFactory(open=True, kick_off_on=date(2026, 9, 1))

    with pytest.raises(DomainError, match=rf"er {age} år 01\.09\.2026") as refusal:
        invite(loop, PersonFactory(born_on=born_on))

    assert refusal.value.field == "person"
    assert not Participant.objects.exists()
    assert not Message.objects.exists()


def test_an_unknown_age_is_asked_for():
    with pytest.raises(DomainError, match=r"Fødselsdatoen til .* mangler"):
        invite(LoopFactory(open=True), PersonFactory(born_on=None))


def test_nobody_is_invited_before_the_loop_is_open_and_has_a_day():
    person = PersonFactory(of_loop_age=True)

    for loop in (LoopFactory(), LoopFactory(open=True, kick_off_on=None)):
        with pytest.raises(DomainError, match="ikke åpen for deltakere ennå"):
            invite(loop, person)


def test_nobody_is_invited_twice():
    there = ParticipantFactory(loop=LoopFactory(open=True))

    with pytest.raises(DomainError, match="er allerede invitert"):
        invite(there.loop, there.person)


def test_nobody_is_invited_after_the_decision():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        invite(LoopFactory(decided=True), PersonFactory(of_loop_age=True))
