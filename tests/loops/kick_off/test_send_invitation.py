from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import invite_candidate, send_invitation
from brobygger.loops.models import Participant
from brobygger.outbox.models import Message
from tests.factories import A_MOMENT, LoopFactory, ParticipantFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def send(participant, minute, **fields):
    send_invitation(participant, actor=UserFactory(), now=A_MOMENT.replace(minute=minute), **fields)


def test_the_first_letter_goes_once_and_those_asked_for_again_each_time():
    amina = ParticipantFactory(loop=LoopFactory(open=True), person__email="amina@brovik.example")

    send(amina, 1)
    send(amina, 2)
    send(amina, 3, again=True)
    send(amina, 4, again=True)

    assert Message.objects.count() == 3


def test_after_the_decision_no_invitation_goes():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        send(ParticipantFactory(loop=LoopFactory(decided=True)), 1, again=True)


@pytest.mark.parametrize(
    ("loop", "who", "words"),
    [
        ({}, {"said_no": True}, "vil noe annet, så lenken sendes ikke"),
        ({"kick_off_on": A_MOMENT.date() - timedelta(days=1)}, {}, "Kick-off var 01.01.2025"),
        ({"kick_off_on": None}, {}, "ikke satt ennå"),
    ],
)
def test_no_invitation_goes_to_one_who_could_not_come(loop, who, words):
    amina = ParticipantFactory(loop=LoopFactory(open=True, **loop), **who)

    with pytest.raises(DomainError, match=words):
        send(amina, 1, again=True)

    assert not Message.objects.exists()


def test_one_without_email_is_called_instead(settings):
    settings.DEMO = False
    amina = ParticipantFactory(loop=LoopFactory(open=True), person__email="", person__phone="68050214")

    with pytest.raises(DomainError, match=r"har ikke e-post\. Ring 680\s50\s214"):
        send(amina, 1, again=True)

    assert not Message.objects.exists()


def test_one_without_email_can_be_invited_all_the_same(settings):
    settings.DEMO = False
    person = PersonFactory(of_loop_age=True, email="", phone="68050214")

    invite_candidate(LoopFactory(open=True), person=person, actor=UserFactory(), now=A_MOMENT)

    assert Participant.objects.get().person == person
    assert not Message.objects.exists()
