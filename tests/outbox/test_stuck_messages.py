from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from brobygger.kernel import clock
from brobygger.outbox.actions import Recipient, defer_lost, enqueue, mark_sent, take
from brobygger.outbox.queries import stuck_messages

pytestmark = pytest.mark.django_db
NOW = clock.now()


def put(*, minutes_ago):
    to = Recipient("Amina", "amina@brovik.invalid", "nb")
    return enqueue("loops/invitation", once=str(uuid4()), to=to, about=uuid4(), now=NOW - timedelta(minutes=minutes_ago))


def test_late_and_half_sent_messages_are_stuck_and_the_others_not():
    late, _fresh, half, sent = put(minutes_ago=31), put(minutes_ago=29), put(minutes_ago=50), put(minutes_ago=50)
    take(half.public_id, now=NOW - timedelta(minutes=40))
    mark_sent(take(sent.public_id, now=NOW - timedelta(minutes=40)), now=NOW)

    assert set(stuck_messages(NOW)) == {late, half}


def test_only_a_message_whose_job_is_lost_gets_a_new_one():
    lost, begun, _fresh = put(minutes_ago=11), put(minutes_ago=11), put(minutes_ago=9)
    take(begun.public_id, now=NOW)

    assert defer_lost(NOW) == 1

    assert ProcrastinateJob.objects.latest("id").args == {"message_id": str(lost.public_id)}
    assert ProcrastinateJob.objects.count() == 4
