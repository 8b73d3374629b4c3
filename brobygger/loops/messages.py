"""Who a letter goes to."""

from __future__ import annotations

from brobygger.outbox.actions import Recipient
from brobygger.parties.models import Person


def letter_to(person: Person) -> Recipient:
    """A person as the outbox needs them: by e-mail, or else by telephone, in their own language."""
    return Recipient(name=person.first_name, address=person.email or person.phone, language=person.language)
