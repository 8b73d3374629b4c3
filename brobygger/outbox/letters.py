"""What a letter is: one declaration, beside the app it tells of. Source: ADR 0106."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from brobygger.outbox.actions import NOTHING, Draft, Recipient, enqueue
from brobygger.outbox.models import Message
from brobygger.outbox.words import LINK, PAGE, Attachment, Lines, Text, Words

EMPTY_LINES = re.compile(r"\n\s*\n")  # what is left out of a letter leaves no gap
GREETING = _("Hei %(name)s.")


class Audience(models.TextChoices):
    """Who a letter is for. Staff sign in and are led to a page; the others have a link to a window of their own."""

    STAFF = "staff", _("ansatte")
    CANDIDATE = "candidate", _("deltakeren")
    EMPLOYER = "employer", _("bedriften")
    EVERYBODY = "everybody", _("alle det gjelder")


class Page(StrEnum):
    """A page a letter can lead to. The word is kept with the message; the address is found when it is sent."""

    CALLS = "calls"
    EMPLOYER = "employer"
    HANDOVER = "handover"
    INTAKE = "intake"
    LOOPS = "loops"
    MATTER = "matter"
    OPENING = "opening"
    PEOPLE = "people"
    PERSON = "person"
    SUGGESTION = "suggestion"

    @property
    def shows_a_row(self) -> bool:
        return self not in LISTS


LISTS = frozenset({Page.CALLS, Page.LOOPS, Page.PEOPLE})


@dataclass(frozen=True)
class Letter:
    """One kind of letter: to whom, what it says, and whether it still applies when it is about to be sent.

    Takes   name        `followup/ring`: the package and the kind, kept with each message
            text        paragraphs, with LINK or PAGE right below one; `Lines` for what stands together, or is left out sometimes. Besides
                        the values they know `name`, `link`, `page`, and `by_email`: only then can a file go along
            applies     asked with what the letter is about, and the day
            page        where staff are led; of the row the letter is about, unless the draft names another
            example     values for a test to fill it with, and for the data protection officer to read
            anew        for one that waits long: writes it as it is on the day it is sent
            along       makes the files that go along when it is sent
            needs_link  whether it is of no use once its link is withdrawn
    """

    name: str
    _: KW_ONLY
    to: Audience
    subject: Text
    text: tuple[Text | Lines, ...]
    applies: Callable[[UUID, date], bool]
    example: Mapping[str, str | int]
    greeting: Text = GREETING
    page: Page | None = None
    anew: Callable[[UUID, date], Draft | None] | None = None
    along: Callable[[Message, datetime], tuple[Attachment, ...]] | None = None
    needs_link: bool = True

    def key(self, once: str) -> str:
        """What a letter of this kind has as its `once`."""
        return f"{self.name}:{once}"

    def draft(
        self,
        *,
        once: str,
        to: Recipient,
        about: UUID,
        values: Mapping[str, str | int] = NOTHING,
        link: UUID | None = None,
        page: Page | None = None,
        page_of: UUID | None = None,
        send_after: datetime | None = None,
        send_before: datetime | None = None,
    ) -> Draft:
        """A letter of this kind before it lies in the outbox.

        Takes   as `Draft`, but
                once     without the kind, which is put in front
                page     when it is another than the letter's own
                page_of  when the page is of another row than the letter is about
        """
        page = page or self.page
        row = page_of or about if page is not None and page.shows_a_row else None
        return Draft(self.name, self.key(once), to, about, values, link, page or "", row, send_after, send_before)

    def put(
        self,
        *,
        once: str,
        to: Recipient,
        about: UUID,
        values: Mapping[str, str | int] = NOTHING,
        link: UUID | None = None,
        page_of: UUID | None = None,
        now: datetime,
    ) -> Message:
        """Put a letter of this kind in the outbox. Source: `enqueue`, which says what that means."""
        return enqueue(self.draft(once=once, to=to, about=about, values=values, link=link, page_of=page_of), now=now)

    def words(self, message: Message, *, link: str = "", page: str = "") -> Words:
        """What one person is sent, in their own language.

        Takes   link, page  whole addresses; empty for a letter without one
        Gives   the subject on one line, and the text
        Raises  KeyError for a message that lacks a value
        """
        values = {"page": page, **message.values, "name": message.recipient_name, "link": link, "by_email": message.is_email}
        with translation.override(message.language):
            subject = self.subject % values
            text = self.greeting % values
            for part in self.text:
                text += ("\n" if part in (LINK, PAGE) else "\n\n") + "\n".join(Lines(part).filled(values))
        return Words(subject=" ".join(subject.split()), text=EMPTY_LINES.sub("\n\n", text).strip() + "\n")

    def in_example(self, language: str) -> Message:
        """A message of this kind to somebody invented, which is not kept."""
        message = Message(template=self.name, about=uuid4(), language=language, values=dict(self.example))
        message.recipient_name, message.recipient_address = "Amina", "amina@brovik.invalid"
        return message
