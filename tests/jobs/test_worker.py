import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from procrastinate.contrib.django import app

from brobygger.kernel import clock
from brobygger.outbox.actions import Draft, Recipient, enqueue
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from tests.factories import ParticipantFactory

WORDS = {"loop": "Brovik-loopen", "day": "04.01.2027", "time": "09.00", "place": "Biblioteket", "owner": "Lise", "phone": "680 50 214"}


async def take_what_is_due():
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.django_db(transaction=True)
def test_a_worker_finds_the_job_by_its_name_and_sends_what_is_due():
    about = ParticipantFactory(
        loop__open=True, loop__kick_off_on=clock.today(), loop__starts_on=clock.today() + timedelta(days=14)
    ).public_id
    amina = Recipient("Amina", "amina@brovik.invalid", "nb")
    due = enqueue(Draft("loops/invitation", once=str(uuid4()), to=amina, about=about, values=WORDS), now=clock.now())
    later = enqueue(
        Draft("loops/invitation", once=str(uuid4()), to=amina, about=about, values=WORDS, send_after=clock.now() + timedelta(hours=1)),
        now=clock.now(),
    )

    asyncio.run(take_what_is_due())

    assert dict(Message.objects.values_list("pk", "state")) == {due.pk: MessageState.SENT, later.pk: MessageState.WAITING}
    assert len(mail.outbox) == 1
