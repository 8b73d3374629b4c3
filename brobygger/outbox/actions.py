"""Putting messages in the outbox, and what a worker does to them. The only package that defers a job, by name. Source: ADR 0043."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as queue

from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.outbox.queries import lost_messages
from brobygger.outbox.states import MessageState, move

TEMPLATE = re.compile(r"[a-z]+/[a-z_]+")
NOTHING: Mapping[str, str | int] = MappingProxyType({})
SEND_JOB = "outbox.send"
CLOCK_SKEW = timedelta(minutes=1)  # the queue waits by the database's clock, the worker asks its own
LOST_AT_A_TIME = 500
LAST_ATTEMPT = 5
FIRST_PAUSE = timedelta(minutes=2)  # doubled for each attempt: 2, 4, 8, 16 minutes


@dataclass(frozen=True)
class Recipient:
    name: str
    address: str
    language: str


@dataclass(frozen=True)
class Draft:
    """A message before it lies in the outbox.

    Takes   template     `loops/invitation`: the name of its `Letter`
            once         subject, kind and due date in one key
            values       finished words and numbers, in the recipient's language
            link         public id of the signed link whose address the letter needs
            page         where one who signs in is led, and `page_of` the public id of the row it shows
            send_before  when it is too late to be of use; it is then cancelled
    Raises  ValueError for a template name or value of the wrong shape
    """

    template: str
    once: str
    to: Recipient
    about: UUID
    values: Mapping[str, str | int] = field(default_factory=dict)
    link: UUID | None = None
    page: str = ""
    page_of: UUID | None = None
    send_after: datetime | None = None
    send_before: datetime | None = None

    def __post_init__(self) -> None:
        if not TEMPLATE.fullmatch(self.template):
            raise ValueError(f"a template is named package/kind, got {self.template!r}")
        if wrong := [name for name, value in dict[str, object](self.values).items() if not isinstance(value, str | int)]:
            raise ValueError(f"values are finished words and numbers, not {', '.join(wrong)}")


def enqueue(draft: Draft, *, now: datetime) -> Message:
    """Put a message in the outbox; it is sent after the commit, once, and disappears if the action is undone.

    Gives   the message, or the first one when the key is in use
    Source  RULES W8; ADR 0043
    """
    new = enqueue_many([draft], now=now)
    return new[0] if new else Message.objects.get(once=draft.once)


@transaction.atomic
def enqueue_many(drafts: Iterable[Draft], *, now: datetime) -> list[Message]:
    """Put many messages in the outbox at once.

    Gives   those that are new; a key that is in use already gives no new message and no new job
    Cost    three queries
    """
    rows = [
        Message(
            once=draft.once,
            template=draft.template,
            about=draft.about,
            recipient_name=draft.to.name,
            recipient_address=draft.to.address,
            language=draft.to.language,
            values=dict(draft.values),
            link=draft.link,
            page=draft.page,
            page_of=draft.page_of,
            created_at=now,
            send_after=draft.send_after or now,
            send_before=draft.send_before,
        )
        for draft in drafts
    ]
    if not rows:
        return []
    Message.objects.bulk_create(rows, ignore_conflicts=True)  # the key decides, also when two ask at the same moment
    new = list(Message.objects.filter(public_id__in=[row.public_id for row in rows]).order_by("pk"))
    defer(new)
    return new


def defer(messages: Sequence[Message]) -> None:
    """Give each message a job at its time. Cost: one query."""
    jobs = [
        queue.configure_task(name=SEND_JOB, queue="outbox", schedule_at=message.send_after).make_new_job(message_id=str(message.public_id))
        for message in messages
    ]
    if jobs:
        queue.job_manager.batch_defer_jobs(jobs)


@transaction.atomic
def cancel(about: UUID, *, template: str | None = None) -> int:
    """Take back what waits to be sent about something.

    Takes   template  only this kind; None takes all kinds
    Gives   how many were cancelled; one already being sent is left alone
    """
    waiting = Message.objects.filter(about=about, state=MessageState.WAITING)
    if template is not None:
        waiting = waiting.filter(template=template)
    return waiting.update(state=MessageState.CANCELLED)


@transaction.atomic
def cancel_many(abouts: Iterable[UUID], *, template: str, due_by: datetime | None = None, but: Collection[str] = ()) -> int:
    """Take back what waits to be sent of one kind, about many things.

    Takes   due_by  only what was to be sent by then; None takes all
            but     the keys of those that stand
    Gives   how many were cancelled
    Cost    one query
    """
    waiting = Message.objects.filter(about__in=list(abouts), template=template, state=MessageState.WAITING).exclude(once__in=but)
    if due_by is not None:
        waiting = waiting.filter(send_after__lte=due_by)
    return waiting.update(state=MessageState.CANCELLED)


@transaction.atomic
def bring_up_to_date(message: Message, *, draft: Draft) -> Message:
    """Write a letter that has waited long anew, as things are when it is about to be sent: address, language, words, link and page."""
    taken = Message.objects.select_for_update().get(pk=message.pk)
    taken.recipient_name, taken.recipient_address, taken.language = draft.to.name, draft.to.address, draft.to.language
    taken.values, taken.link, taken.page, taken.page_of = dict(draft.values), draft.link, draft.page, draft.page_of
    taken.save(update_fields=["recipient_name", "recipient_address", "language", "values", "link", "page", "page_of"])
    return taken


@transaction.atomic
def send_again(message: Message, *, now: datetime) -> Message:
    """Send a message once more: a new row that points back, to the same person with the same words.

    Raises  DomainError while the first still waits or is being sent
    Source  RULES W7
    """
    first = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if first.state == MessageState.WAITING:
        raise DomainError(_("Meldingen er ikke sendt ennå. Vent til den er sendt."))

    again = Message.objects.create(
        once=f"{first.once}#{Message.objects.filter(once__startswith=first.once + '#').count() + 2}",
        template=first.template,
        about=first.about,
        recipient_name=first.recipient_name,
        recipient_address=first.recipient_address,
        language=first.language,
        values=first.values,
        link=first.link,
        page=first.page,
        page_of=first.page_of,
        created_at=now,
        send_after=now,
        send_before=first.send_before,
        sends_again=first,
    )
    defer([again])
    return again


@transaction.atomic
def take(message_id: UUID, *, now: datetime) -> Message | None:
    """Mark a message as being sent, before it is sent, so that no other worker sends it.

    Gives   the message; None when it is not due, is taken, or is no longer to be sent
    """
    message = Message.objects.select_for_update().filter(public_id=message_id).first()
    if message is None or message.state != MessageState.WAITING or message.send_after > now + CLOCK_SKEW:
        return None
    if message.send_before is not None and message.send_before <= now:
        message.state = move(message.state, MessageState.CANCELLED)
        message.save(update_fields=["state"])
        return None

    message.state, message.taken_at = move(message.state, MessageState.SENDING), now
    message.attempts += 1
    message.save(update_fields=["state", "taken_at", "attempts"])
    return message


@transaction.atomic
def mark_sent(message: Message, *, now: datetime) -> Message:
    """The server took the message."""
    sent = Message.objects.select_for_update().get(pk=message.pk)
    sent.state, sent.sent_at, sent.last_error = move(sent.state, MessageState.SENT), now, ""
    sent.save(update_fields=["state", "sent_at", "last_error"])
    return sent


@transaction.atomic
def call_off(message: Message) -> Message:
    """What the message is about no longer holds, so it is not sent."""
    taken = Message.objects.select_for_update().get(pk=message.pk)
    taken.state = move(taken.state, MessageState.CANCELLED)
    taken.save(update_fields=["state"])
    return taken


@transaction.atomic
def put_back(message: Message, *, error: str, now: datetime) -> Message:
    """The server refused for now: wait longer each time, and give up after the fifth attempt.

    Takes   error  the kind of error, without addresses
    """
    refused = Message.objects.select_for_update().get(pk=message.pk)
    if refused.attempts >= LAST_ATTEMPT:
        return give_up(refused, error=error)
    refused.state, refused.last_error = move(refused.state, MessageState.WAITING), error[:120]
    refused.send_after = now + FIRST_PAUSE * 2 ** (refused.attempts - 1)
    refused.save(update_fields=["state", "last_error", "send_after"])
    defer([refused])
    return refused


@transaction.atomic
def give_up(message: Message, *, error: str) -> Message:
    """The server will never take the message, say because the address does not exist."""
    refused = Message.objects.select_for_update().get(pk=message.pk)
    refused.state, refused.last_error = move(refused.state, MessageState.FAILED), error[:120]
    refused.save(update_fields=["state", "last_error"])
    return refused


@transaction.atomic
def note_doubt(message: Message, *, error: str) -> Message:
    """The connection broke after the letter was handed over, so nobody knows whether it arrived. A person decides about sending again."""
    doubtful = Message.objects.select_for_update().get(pk=message.pk)
    doubtful.last_error = error[:120]
    doubtful.save(update_fields=["last_error"])
    return doubtful


def defer_lost(now: datetime) -> int:
    """Give a new job to each message that has waited well past its time: the first job was lost.

    Gives   how many; sending is done once however many jobs a message has
    """
    lost = list(lost_messages(now)[:LOST_AT_A_TIME])
    defer(lost)
    return len(lost)
