"""Sends what lies in the outbox. Source: RULES W7, W8; ADR 0043."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from email import encoders
from email.mime.base import MIMEBase
from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from procrastinate.contrib.django import app

from brobygger.access.addresses import open_addresses
from brobygger.agreements import letters as agreement_letters
from brobygger.followup import bankruptcies, call_letters, following_letters, handover_letters, suggestion_letters
from brobygger.followup import letters as matter_letters
from brobygger.intake import absence_actions
from brobygger.intake import letters as intake_letters
from brobygger.jobdev import letters as opening_letters
from brobygger.jobs.connections import drop_old_connections
from brobygger.kernel import clock
from brobygger.kernel.local_time import local_day
from brobygger.loops.building import letters as building_letters
from brobygger.loops.kick_off import letters as kick_off_letters
from brobygger.loops.plan import letters as plan_letters
from brobygger.loops.the_year import letters as year_letters
from brobygger.loops.the_year.telling import letters as date_letters
from brobygger.outbox.actions import SEND_JOB, Draft, bring_up_to_date, call_off, defer_lost, give_up, mark_sent, note_doubt, put_back, take
from brobygger.outbox.letters import Attachment, Letter, letter
from brobygger.outbox.models import Message
from brobygger.outbox.queries import stuck_messages
from brobygger.outbox.reach import can_go_to
from brobygger.parties.link_letters import link_works

log = logging.getLogger("brobygger.outbox")

# Each letter, and the question its owner answers just before it is sent: does it still apply?
STILL_APPLIES: dict[str, Callable[[UUID, date], bool]] = {
    "loops/invitation": building_letters.kick_off_is_ahead,
    "loops/kick_off_moved": building_letters.kick_off_is_ahead,
    "loops/kick_off_moved_employer": building_letters.employer_comes_to_kick_off,
    "loops/called_off": building_letters.candidate_was_asked,
    "loops/called_off_employer": building_letters.employer_was_asked,
    "loops/tasks": kick_off_letters.employer_may_list_tasks,
    "loops/wishes_candidate": kick_off_letters.candidate_may_wish,
    "loops/wishes_employer": kick_off_letters.employer_may_wish,
    "loops/next_step": plan_letters.candidate_was_there,
    "loops/plan_employer": plan_letters.employer_takes_part,
    "loops/year": year_letters.year_is_under_way,
    "loops/dates_changed": year_letters.year_is_under_way,
    "loops/plan_changed": plan_letters.candidate_was_there,
    "loops/plan_changed_employer": plan_letters.employer_takes_part,
    "loops/reminder": year_letters.date_is_ahead,
    "agreements/words_employer": agreement_letters.words_are_wanted,
    "agreements/certificate": agreement_letters.certificate_counts,
    "followup/waits": matter_letters.is_open,
    "followup/owner": matter_letters.is_open,
    "followup/news_candidate": matter_letters.stands,
    "followup/news_employer": matter_letters.has_the_employer_in,
    "followup/solved_staff": matter_letters.stands,
    "followup/solved_candidate": matter_letters.stands,
    "followup/solved_employer": matter_letters.has_the_employer_in,
    "followup/bankruptcy": bankruptcies.employer_is_known,
    "followup/ring": call_letters.is_waiting,
    "followup/ring_late": call_letters.is_waiting,
    "followup/ring_nobody": call_letters.is_waiting,
    "followup/responsible": following_letters.runs,
    "followup/handover_asked": handover_letters.waits_for_an_answer,
    "followup/handover_accepted": handover_letters.stands,
    "followup/handover_declined": handover_letters.stands,
    "followup/handover_withdrawn": handover_letters.stands,
    "followup/opening_question": suggestion_letters.candidate_is_asked,
    "followup/opening_employer": suggestion_letters.employer_is_asked,
    "followup/opening_meeting": suggestion_letters.they_meet,
    "followup/opening_answer": suggestion_letters.stands,
    "intake/stands_in": absence_actions.is_ahead,
    "intake/owner": intake_letters.waits_for_an_answer,
    "intake/received": intake_letters.has_an_owner,
    "intake/new_person": intake_letters.is_taken_in,
    "jobdev/opening_told": opening_letters.is_open,
    "parties/fresh_link": link_works,
}
# Letters that wait long, and who writes them anew just before they are sent.
WRITTEN_ANEW: dict[str, Callable[[UUID, date], Draft | None]] = {
    "loops/reminder": date_letters.reminder_as_it_is_now,
    "followup/ring_late": call_letters.late_call_as_it_is_now,
}
# What goes along with a letter, made when it is sent.
GOES_ALONG: dict[str, Callable[[Message, datetime], tuple[Attachment, ...]]] = {
    "loops/year": date_letters.calendar_files,
    "loops/dates_changed": date_letters.calendar_files,
    "loops/plan_changed": date_letters.calendar_files,
    "loops/plan_changed_employer": date_letters.calendar_files,
    "loops/reminder": date_letters.calendar_files,
}
GO_WITHOUT_A_LINK = frozenset(GOES_ALONG)  # the dates stand in the letter, so it is of use also when the link is withdrawn
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
    draft = WRITTEN_ANEW[message.template](message.about, today) if message.template in WRITTEN_ANEW else None
    return bring_up_to_date(message, to=draft.to, values=draft.values, link=draft.link) if draft is not None else message


def words_of(message: Message, now: datetime) -> Letter | None:
    """The finished letter with what goes along, or None when it no longer applies or its link no longer works."""
    today = local_day(now)
    if not STILL_APPLIES[message.template](message.about, today):
        return None
    address = ""
    if message.link is not None:
        address = open_addresses([message.link], today=today).get(message.link, "")
        if not address and message.template not in GO_WITHOUT_A_LINK:
            return None
    words = letter(message, address=address)
    if message.template not in GOES_ALONG:
        return words
    return replace(words, attachments=GOES_ALONG[message.template](message, now))


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
