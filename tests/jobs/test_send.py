from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from brobygger.access.letters import LETTERS
from brobygger.jobs.outbox import post, send
from brobygger.kernel import clock
from brobygger.loops.states import CommitmentState, InvitationState
from brobygger.outbox.actions import LAST_ATTEMPT, Draft, Recipient, cancel, enqueue, take
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.outbox.words import Words
from tests.factories import FAR_AHEAD, LoopEmployerFactory, LoopFactory, ParticipantFactory, SignedLinkFactory

pytestmark = pytest.mark.django_db

WORDS = {
    "loop": "Brovik-loopen 2027",
    "day": "04.01.2027",
    "time": "09.00",
    "place": "Biblioteket",
    "owner": "Lise Moen",
    "phone": "680 50 214",
}


def invited():
    return ParticipantFactory(loop__open=True, loop__kick_off_on=clock.today(), loop__starts_on=clock.today() + timedelta(days=14))


def put(*, about=None, to="amina@brovik.invalid", template="loops/invitation", now=None, **fields):
    about = about or invited()
    given = {"once": str(uuid4()), "about": about.public_id, "values": WORDS, **fields}
    return enqueue(Draft(template, to=Recipient("Amina", to, "nb"), **given), now=now or clock.now())


def after_sending(message):
    send(str(message.public_id))
    message.refresh_from_db()
    return message


class Server(EmailBackend):
    """A mail server that fails in the way a test has chosen."""

    on_open: Exception | None = None
    on_send: Exception | None = None

    def open(self):
        if self.on_open is not None:
            raise self.on_open

    def send_messages(self, messages):
        if self.on_send is not None:
            raise self.on_send
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "on_open", None)
    monkeypatch.setattr(Server, "on_send", None)
    return Server


def test_a_letter_is_sent_with_its_words_and_the_address_of_its_link():
    link = SignedLinkFactory()

    message = after_sending(put(link=link.public_id))

    (sent,) = mail.outbox
    assert sent.to == ["Amina <amina@brovik.invalid>"]
    assert sent.subject == "Vil du være med på kick-off 04.01.2027?"
    assert "Brovik-loopen 2027" in sent.body
    assert f"http://localhost:8000/v/{link.public_id.hex}.1~" in sent.body
    assert (message.state, message.attempts, message.sent_at is not None) == (MessageState.SENT, 1, True)


def test_a_line_break_in_a_name_does_not_stop_a_letter():
    message = take(put().public_id, now=clock.now())
    message.recipient_name = "Amina\r\nRahimi"

    post(message, Words("Rugbakken\nbakeri har plass", "Hei."))

    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Rugbakken bakeri har plass", ["Amina Rahimi <amina@brovik.invalid>"])


def test_a_message_is_sent_once_however_many_jobs_it_has():
    message = put()

    for _ in range(3):
        send(str(message.public_id))

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_time_send_one():
    message, together = put(), Barrier(4)

    def work():
        together.wait()
        try:
            send(str(message.public_id))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(mail.outbox) == 1
    assert Message.objects.get().attempts == 1


def test_a_worker_that_died_while_sending_leaves_the_message_visible_and_unsent_again():
    message = put()
    take(message.public_id, now=clock.now())

    after_sending(message)

    assert message.state == MessageState.SENDING
    assert not mail.outbox


def test_a_message_taken_back_is_not_sent():
    message = put()
    cancel(message.about)

    after_sending(message)

    assert not mail.outbox


def test_a_message_for_later_is_not_sent_by_an_early_job():
    message = after_sending(put(send_after=clock.now() + timedelta(hours=1)))

    assert message.state == MessageState.WAITING
    assert not mail.outbox


def test_a_message_that_is_too_late_to_be_of_use_is_cancelled():
    message = after_sending(put(now=clock.now() - timedelta(days=2), send_before=clock.now() - timedelta(days=1)))

    assert message.state == MessageState.CANCELLED
    assert not mail.outbox


@pytest.mark.parametrize("closed", [{"expires_on": clock.today() - timedelta(days=1)}, {"withdrawn_at": clock.now()}])
def test_a_letter_whose_link_no_longer_works_is_cancelled(closed):
    message = after_sending(put(link=SignedLinkFactory(**closed).public_id))

    assert message.state == MessageState.CANCELLED
    assert not mail.outbox


@pytest.mark.parametrize(
    ("template", "about"),
    [
        ("loops/invitation", lambda: ParticipantFactory(loop__open=True)),
        ("loops/invitation", lambda: ParticipantFactory(loop__open=True, state=InvitationState.NO, answered_at=clock.now())),
        ("loops/invitation", lambda: ParticipantFactory(loop__decided=True, loop__kick_off_on=clock.today(), loop__starts_on=FAR_AHEAD)),
        ("loops/wishes_candidate", lambda: ParticipantFactory(loop__decided=True, turned_up=True)),
        ("loops/wishes_candidate", lambda: ParticipantFactory(loop__open=True, said_yes=True, has_attended=False)),
        ("loops/wishes_employer", lambda: LoopEmployerFactory(loop__decided=True, committed=True)),
        ("loops/wishes_employer", lambda: LoopEmployerFactory(loop__open=True, state=CommitmentState.WITHDRAWN)),
        ("loops/tasks", lambda: LoopEmployerFactory(loop__open=True, state=CommitmentState.WITHDRAWN)),
        ("loops/next_step", lambda: ParticipantFactory(loop=LoopFactory(called_off=True), turned_up=True)),
        ("loops/next_step", lambda: ParticipantFactory(loop__decided=True, state=InvitationState.NO, answered_at=clock.now())),
        ("loops/next_step", lambda: ParticipantFactory(loop__decided=True, said_yes=True, has_attended=False)),
        ("loops/plan_employer", lambda: LoopEmployerFactory(loop__decided=True, state=CommitmentState.WITHDRAWN)),
        ("loops/plan_changed", lambda: ParticipantFactory(loop__open=True, turned_up=True)),
        ("loops/plan_changed_employer", lambda: LoopEmployerFactory(loop__running=True, state=CommitmentState.WITHDRAWN)),
        ("loops/year", lambda: LoopFactory(decided=True)),
        ("loops/dates_changed", lambda: LoopFactory(finished=True)),
    ],
)
def test_a_letter_that_no_longer_applies_is_cancelled(template, about):
    message = after_sending(put(template=template, about=about()))

    assert message.state == MessageState.CANCELLED
    assert not mail.outbox


@pytest.mark.parametrize(
    ("template", "about"),
    [
        ("loops/invitation", lambda: ParticipantFactory(loop__open=True, loop__kick_off_on=clock.today(), loop__starts_on=FAR_AHEAD)),
        ("loops/wishes_candidate", lambda: ParticipantFactory(loop__open=True, turned_up=True)),
        ("loops/wishes_employer", lambda: LoopEmployerFactory(loop__open=True, committed=True)),
        ("loops/tasks", lambda: LoopEmployerFactory(loop__open=True)),
        ("loops/next_step", lambda: ParticipantFactory(loop__decided=True, turned_up=True)),
        ("loops/plan_employer", lambda: LoopEmployerFactory(loop__decided=True, committed=True)),
        ("loops/plan_changed", lambda: ParticipantFactory(loop__running=True, turned_up=True)),
        ("loops/plan_changed_employer", lambda: LoopEmployerFactory(loop__running=True, committed=True)),
        ("loops/year", lambda: LoopFactory(running=True)),
        ("loops/dates_changed", lambda: LoopFactory(running=True)),
    ],
)
def test_a_letter_to_somebody_who_is_still_in_applies(template, about):
    assert LETTERS[template].applies(about().public_id, clock.today())


def test_a_server_that_does_not_answer_is_tried_again_later_each_time_and_then_given_up(server):
    server.on_open = ConnectionRefusedError()
    message = put()

    pauses = []
    for _ in range(LAST_ATTEMPT):
        Message.objects.filter(pk=message.pk).update(send_after=clock.now())
        before = clock.now()
        after_sending(message)
        pauses.append(round((message.send_after - before) / timedelta(minutes=1)))

    assert pauses == [2, 4, 8, 16, 0]
    assert (message.state, message.last_error) == (MessageState.FAILED, "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        (SMTPRecipientsRefused({"amina@brovik.invalid": (550, b"no such user")}), MessageState.FAILED, "SMTP 550"),
        (SMTPRecipientsRefused({"amina@brovik.invalid": (450, b"busy")}), MessageState.WAITING, "SMTP 450"),
        (SMTPDataError(451, b"later"), MessageState.WAITING, "SMTP 451"),
        (SMTPServerDisconnected("gone"), MessageState.SENDING, "SMTPServerDisconnected"),
        (TimeoutError(), MessageState.SENDING, "TimeoutError"),
    ],
)
def test_what_the_server_says_decides_whether_to_try_again(server, error, state, words):
    server.on_send = error

    message = after_sending(put())

    assert (message.state, message.last_error) == (state, words)
    assert "brovik" not in message.last_error


@pytest.mark.parametrize(("demo", "state"), [(True, MessageState.SENT), (False, MessageState.FAILED)])
def test_a_letter_to_a_telephone_is_only_recorded_and_only_in_the_demo(settings, demo, state):
    settings.DEMO = demo

    message = after_sending(put(to="68050214"))

    assert message.state == state
    assert not mail.outbox


def test_every_letter_has_a_question_whether_it_still_applies():
    about = uuid4()

    answers = [letter.applies(about, clock.today()) for letter in LETTERS.values()]

    assert not any(answers)
