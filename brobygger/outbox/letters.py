"""A message as the words that are sent. The words are templates under templates/outbox, in bokmål with gettext."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from brobygger.outbox.models import Message

EMPTY_LINES = re.compile(r"\n\s*\n")  # what is left out of a letter leaves no gap


@dataclass(frozen=True)
class Attachment:
    """A file that goes along with a letter.

    Takes   content_type  with its parameters: `text/calendar; charset=utf-8; method=PUBLISH`
    """

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


def letter(message: Message, *, address: str) -> Letter:
    """What one person is sent, in their own language.

    Takes   address  of the link; empty for a letter without one. The words know `by_email` too: only then can a file go along
    Gives   the subject on one line, and the text
    Raises  TemplateDoesNotExist for a letter that has no words
    """
    values = {**message.values, "name": message.recipient_name, "link": address, "by_email": message.is_email}
    with translation.override(message.language):
        subject = render_to_string(f"outbox/{message.template}.subject.txt", values)
        text = render_to_string(f"outbox/{message.template}.text.txt", values)
    return Letter(subject=" ".join(subject.split()), text=EMPTY_LINES.sub("\n\n", text).strip() + "\n")
