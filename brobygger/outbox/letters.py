"""A message as the words that are sent. The words are templates under templates/outbox, in bokmål with gettext."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from brobygger.outbox.models import Message


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def letter(message: Message, *, address: str) -> Letter:
    """What one person is sent, in their own language.

    Takes   address  of the link; empty for a letter without one
    Gives   the subject on one line, and the text
    Raises  TemplateDoesNotExist for a letter that has no words
    """
    values = {**message.values, "name": message.recipient_name, "link": address}
    with translation.override(message.language):
        subject = render_to_string(f"outbox/{message.template}.subject.txt", values)
        text = render_to_string(f"outbox/{message.template}.text.txt", values)
    return Letter(subject=" ".join(subject.split()), text=text.strip() + "\n")
