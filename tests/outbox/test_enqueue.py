from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from brobygger.kernel import clock
from brobygger.outbox.actions import Recipient, cancel, enqueue
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState

AMINA = Recipient(name="Amina", address="amina@brovik.invalid", language="nb")


def put(once="loops/invitation:1:first", **fields):
    given = {"to": AMINA, "about": uuid4(), "values": {"loop": "Brovik-loopen"}, "now": clock.now(), **fields}
    return enqueue("loops/invitation", once=once, **given)


@pytest.mark.django_db
def test_a_message_waits_with_one_job_that_names_it_and_nothing_more():
    message = put()

    job = ProcrastinateJob.objects.get()
    assert message.state == MessageState.WAITING
    assert (job.task_name, job.args) == ("outbox.send", {"message_id": str(message.public_id)})


@pytest.mark.django_db
def test_the_same_key_again_gives_the_first_message_and_no_new_job():
    first = put()

    second = put(to=Recipient("Tor", "tor@brovik.invalid", "nn"))

    assert second == first
    assert second.recipient_name == "Amina"
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_action_that_is_undone_leaves_neither_message_nor_job():
    @transaction.atomic
    def act():
        put()
        raise LookupError

    with pytest.raises(LookupError):
        act()

    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_a_message_for_later_has_its_job_later():
    later = clock.now() + timedelta(days=3)

    put(send_after=later)

    assert ProcrastinateJob.objects.get().scheduled_at == later


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, ["Tor"], clock.today()])
def test_a_value_that_is_not_finished_is_refused(value):
    with pytest.raises(ValueError, match="loop"):
        put(values={"loop": value})


@pytest.mark.django_db
def test_cancelling_takes_back_what_waits_about_one_thing_and_one_kind_only():
    loop, other = uuid4(), uuid4()
    mine, theirs = put("a", about=loop), put("b", about=other)

    assert cancel(loop, template="loops/tasks") == 0
    assert cancel(loop) == 1

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == (MessageState.CANCELLED, MessageState.WAITING)
