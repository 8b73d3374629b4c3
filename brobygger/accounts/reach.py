"""Where a letter to one of the staff goes."""

from __future__ import annotations

from brobygger.accounts.models import User
from brobygger.outbox.actions import Recipient


def letter_to_user(user: User) -> Recipient:
    return Recipient(name=user.name, address=user.email, language=user.language)
