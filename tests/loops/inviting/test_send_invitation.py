from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.actions.inviting import send_invitation
from brobygger.outbox.models import Message
from tests.factories import A_MOMENT, LoopFactory, ParticipantFactory, UserFactory

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
