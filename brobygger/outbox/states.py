"""The states of a message and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.kernel.errors import DomainError


class MessageState(models.TextChoices):
    WAITING = "waiting", gettext_lazy("venter")
    SENDING = "sending", gettext_lazy("sendes nå")
    SENT = "sent", gettext_lazy("sendt")
    CANCELLED = "cancelled", gettext_lazy("avlyst")
    FAILED = "failed", gettext_lazy("ikke levert")


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
