"""Sends what lies in the outbox. Source: RULES W7, W8; ADR 0043."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime
from email import encoders
from email.mime.base import MIMEBase
from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from procrastinate.contrib.django import app

from brobygger.access.addresses import open_addresses, page_address
from brobygger.access.letters import LETTERS
from brobygger.jobs.connections import drop_old_connections
from brobygger.kernel import clock
from brobygger.kernel.local_time import local_day
from brobygger.kernel.text import on_one_line
from brobygger.outbox.actions import SEND_JOB, bring_up_to_date, call_off, defer_lost, give_up, mark_sent, note_doubt, put_back, take
from brobygger.outbox.models import Message
from brobygger.outbox.queries import stuck_messages
from brobygger.outbox.reach import can_go_to
from brobygger.outbox.words import Attachment, Words

log = logging.getLogger("brobygger.outbox")

PERMANENT = 500  # SMTP answers from here on will not change by waiting


@app.task(name=SEND_JOB, queue="outbox")
def send(message_id: str) -> None:
    """Send one message, unless it has been sent, taken back, or no longer applies."""
    drop_old_connections()
    message = take(UUID(message_id), now=clock.now())
    if message is None:
        return
    try:
        message = written_anew(message, clock.today())
        words = words_of(message, clock.now())
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


def written_anew(message: Message, today: date) -> Message:
    """The message as it would be put in the outbox today, when it may have waited long; any other as it is."""
    anew = LETTERS[message.template].anew
    draft = anew(message.about, today) if anew is not None else None
    return bring_up_to_date(message, draft=draft) if draft is not None else message


def words_of(message: Message, now: datetime) -> Words | None:
    """The finished letter with what goes along, or None when it no longer applies or its link no longer works."""
    letter, today, link = LETTERS[message.template], local_day(now), ""
    if not letter.applies(message.about, today):
        return None
    if message.link is not None:
        link = open_addresses([message.link], today=today).get(message.link, "")
        if not link and letter.needs_link:
            return None
    words = letter.words(message, link=link, page=page_address(message))
    return replace(words, attachments=letter.along(message, now)) if letter.along is not None else words


def post(message: Message, words: Words) -> None:
    """Hand a letter to the mail server.

    What fails before the server has the letter is tried again. What breaks while it has it may have arrived, so it is left
    as being sent until a person has looked.
    """
    mail = EmailMessage(
        subject=on_one_line(words.subject),  # a line break in a name would end the head of the letter
        body=words.text,
        to=[formataddr((on_one_line(message.recipient_name), message.recipient_address))],
        headers={"Message-ID": f"<{message.public_id}@brobygger>", "Auto-Submitted": "auto-generated"},
    )
    for each in words.attachments:
        mail.attach(file_part(each))
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


def file_part(attachment: Attachment) -> MIMEBase:
    """A file to go along, whole to the last byte: Django would read a text file anew, and give its type another set of parameters."""
    kind, *parameters = attachment.content_type.split("; ")
    part = MIMEBase(*kind.split("/"))
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        part.set_param(name, value)
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


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
