"""Where a letter to a person goes, and whether one can."""

from __future__ import annotations

from brobygger.outbox.actions import Recipient
from brobygger.outbox.reach import can_go_to
from brobygger.parties.models import Person


def letter_to(person: Person) -> Recipient:
    """A person as the outbox needs them: by e-mail, or else by telephone, in their own language."""
    return Recipient(name=person.first_name, address=person.email or person.phone, language=person.language)


def can_be_sent_to(person: Person) -> bool:
    return can_go_to(letter_to(person).address)
