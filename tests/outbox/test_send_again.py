from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.outbox.actions import Draft, Recipient, enqueue, mark_sent, send_again, take
from brobygger.outbox.states import MessageState

pytestmark = pytest.mark.django_db


def put():
    to = Recipient("Amina", "amina@brovik.invalid", "nb")
    return enqueue(Draft("loops/invitation", once="loops/invitation:1", to=to, about=uuid4(), link=uuid4()), now=clock.now())


def test_sending_again_makes_a_new_row_that_points_back():
    first = mark_sent(take(put().public_id, now=clock.now()), now=clock.now())

    again, third = send_again(first, now=clock.now()), send_again(first, now=clock.now())

    assert (again.sends_again, again.link, again.state) == (first, first.link, MessageState.WAITING)
    assert (again.once, third.once) == ("loops/invitation:1#2", "loops/invitation:1#3")
    assert ProcrastinateJob.objects.count() == 3


def test_what_has_not_been_sent_yet_is_not_sent_again():
    waiting = put()

    with pytest.raises(DomainError, match="ikke sendt ennå"):
        send_again(waiting, now=clock.now())
