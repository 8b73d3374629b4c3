from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from brobygger.kernel import clock
from brobygger.outbox.actions import Draft, Recipient, defer_lost, enqueue, give_up, mark_sent, send_again, take
from brobygger.outbox.queries import stuck_messages

pytestmark = pytest.mark.django_db
NOW = clock.now()


def put(*, minutes_ago):
    to = Recipient("Amina", "amina@brovik.invalid", "nb")
    return enqueue(Draft("loops/invitation", once=str(uuid4()), to=to, about=uuid4()), now=NOW - timedelta(minutes=minutes_ago))


def test_late_and_half_sent_messages_are_stuck_and_the_others_not():
    late, _fresh, half, sent = put(minutes_ago=31), put(minutes_ago=29), put(minutes_ago=50), put(minutes_ago=50)
    take(half.public_id, now=NOW - timedelta(minutes=40))
    mark_sent(take(sent.public_id, now=NOW - timedelta(minutes=40)), now=NOW)

    assert set(stuck_messages(NOW)) == {late, half}


def refused(*, minutes_ago):
    message = put(minutes_ago=minutes_ago)
    return give_up(take(message.public_id, now=NOW - timedelta(minutes=minutes_ago)), error="no address")


def test_one_that_was_not_delivered_is_stuck_until_it_is_sent_again_or_is_old():
    failed, again = refused(minutes_ago=5), refused(minutes_ago=5)
    refused(minutes_ago=15 * 24 * 60)
    send_again(again, now=NOW)

    assert list(stuck_messages(NOW)) == [failed]


def test_only_a_message_whose_job_is_lost_gets_a_new_one():
    lost, begun, _fresh = put(minutes_ago=11), put(minutes_ago=11), put(minutes_ago=9)
    take(begun.public_id, now=NOW)

    assert defer_lost(NOW) == 1

    assert ProcrastinateJob.objects.latest("id").args == {"message_id": str(lost.public_id)}
    assert ProcrastinateJob.objects.count() == 4
