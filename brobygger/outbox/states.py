"""The states of a message and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.errors import DomainError


class MessageState(models.TextChoices):
    WAITING = "waiting", _("venter")
    SENDING = "sending", _("sendes nå")
    SENT = "sent", _("sendt")
    CANCELLED = "cancelled", _("avlyst")
    FAILED = "failed", _("ikke levert")


S = MessageState
MOVES: dict[MessageState, set[MessageState]] = {
    S.WAITING: {S.SENDING, S.CANCELLED},
    S.SENDING: {S.SENT, S.WAITING, S.CANCELLED, S.FAILED},
    S.SENT: set(),
    S.CANCELLED: set(),
    S.FAILED: set(),
}


def move(now: str, to: MessageState) -> MessageState:
    """The state a message gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in MOVES[S(now)]:
        raise DomainError(_("Meldingen er «%(now)s» og kan ikke bli «%(to)s».") % {"now": S(now).label, "to": to.label})
    return to
