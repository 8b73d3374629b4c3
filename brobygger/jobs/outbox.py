"""Sends what lies in the outbox. Source: RULES W7, W8; ADR 0043."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from procrastinate.contrib.django import app

from brobygger.access.addresses import open_addresses
from brobygger.agreements import letters as agreement_letters
from brobygger.followup import letters as matter_letters
from brobygger.jobs.connections import drop_old_connections
from brobygger.kernel import clock
from brobygger.loops import letters as loop_letters
from brobygger.outbox.actions import SEND_JOB, call_off, defer_lost, give_up, mark_sent, note_doubt, put_back, take
from brobygger.outbox.letters import Letter, letter
from brobygger.outbox.models import Message
from brobygger.outbox.queries import stuck_messages
from brobygger.outbox.reach import can_go_to
from brobygger.parties.link_letters import link_works

log = logging.getLogger("brobygger.outbox")

# Each letter, and the question its owner answers just before it is sent: does it still apply?
STILL_APPLIES: dict[str, Callable[[UUID, date], bool]] = {
    "loops/invitation": loop_letters.kick_off_is_ahead,
    "loops/kick_off_moved": loop_letters.kick_off_is_ahead,
    "loops/tasks": loop_letters.employer_may_list_tasks,
    "loops/wishes_candidate": loop_letters.candidate_may_wish,
    "loops/wishes_employer": loop_letters.employer_may_wish,
    "loops/next_step": loop_letters.candidate_was_there,
    "loops/plan_employer": loop_letters.employer_takes_part,
    "agreements/words_employer": agreement_letters.words_are_wanted,
    "agreements/certificate": agreement_letters.certificate_counts,
    "followup/waits": matter_letters.is_open,
    "followup/owner": matter_letters.is_open,
    "followup/news_candidate": matter_letters.stands,
    "followup/news_employer": matter_letters.has_the_employer_in,
    "followup/solved_staff": matter_letters.stands,
    "followup/solved_candidate": matter_letters.stands,
    "followup/solved_employer": matter_letters.has_the_employer_in,
    "parties/fresh_link": link_works,
}
PERMANENT = 500  # SMTP answers from here on will not change by waiting


@app.task(name=SEND_JOB, queue="outbox")
def send(message_id: str) -> None:
    """Send one message, unless it has been sent, taken back, or no longer applies."""
    drop_old_connections()
    message = take(UUID(message_id), now=clock.now())
    if message is None:
        return
    try:
        words = words_of(message, clock.today())
    except Exception as error:
        put_back(message, error=type(error).__name__, now=clock.now())
        raise
    if words is None:
        call_off(message)
    elif message.is_email:
        post(message, words)
    elif can_go_to(message.recipient_address):
        mark_sent(message, now=clock.now())  # the demo only shows what would have been sent
    else:
        give_up(message, error="no text message service" if message.recipient_address else "no address")


def words_of(message: Message, today: date) -> Letter | None:
    """The finished letter, or None when it no longer applies or its link no longer works."""
    if not STILL_APPLIES[message.template](message.about, today):
        return None
    if message.link is None:
        return letter(message, address="")
    address = open_addresses([message.link], today=today).get(message.link)
    return letter(message, address=address) if address is not None else None


def post(message: Message, words: Letter) -> None:
    """Hand a letter to the mail server.

    What fails before the server has the letter is tried again. What breaks while it has it may have arrived, so it is left
    as being sent until a person has looked.
    """
    mail = EmailMessage(
        subject=words.subject,
        body=words.text,
        to=[formataddr((message.recipient_name, message.recipient_address))],
        headers={"Message-ID": f"<{message.public_id}@brobygger>", "Auto-Submitted": "auto-generated"},
    )
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        put_back(message, error=type(error).__name__, now=clock.now())
        return
    try:
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        refuse(message, max((code for code, _reason in error.recipients.values()), default=PERMANENT))
    except SMTPResponseException as error:
        refuse(message, error.smtp_code)
    except (OSError, SMTPException) as error:
        note_doubt(message, error=type(error).__name__)
        log.exception("message %s may or may not have been sent", message.public_id)
    else:
        mark_sent(message, now=clock.now())
    finally:
        connection.close()


def refuse(message: Message, code: int) -> None:
    if code >= PERMANENT:
        give_up(message, error=f"SMTP {code}")
    else:
        put_back(message, error=f"SMTP {code}", now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="outbox.catch_up", queue="outbox", queueing_lock="outbox.catch_up")
def catch_up(timestamp: int) -> None:
    """Find messages whose job was lost, every five minutes, and warn about those that are stuck."""
    drop_old_connections()
    defer_lost(clock.now())
    if stuck := stuck_messages(clock.now()).count():
        log.error("%s messages are stuck in the outbox", stuck)
