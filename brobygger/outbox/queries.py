"""What waits, and what got stuck."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState

LOST_AFTER = timedelta(minutes=10)
STUCK_AFTER = timedelta(minutes=30)
REFUSED_COUNTS_FOR = timedelta(days=14)  # then it is old news, and no longer an alarm


def lost_messages(now: datetime) -> QuerySet[Message]:
    """Messages that should have been sent ten minutes ago and that nobody has taken, oldest first."""
    return Message.objects.filter(state=MessageState.WAITING, send_after__lte=now - LOST_AFTER).order_by("send_after", "pk")


def stuck_messages(now: datetime) -> QuerySet[Message]:
    """Messages somebody has to look at: half an hour late, begun half an hour ago and never finished, or not delivered.

    One that was not delivered counts until it is sent again, and at most for a fortnight.

    Cost    one query by two indexes: what is not yet sent, and the newest
    Source  RULES W8
    """
    late = Q(state=MessageState.WAITING, send_after__lte=now - STUCK_AFTER)
    unfinished = Q(state=MessageState.SENDING, taken_at__lte=now - STUCK_AFTER)
    refused = Q(state=MessageState.FAILED, created_at__gte=now - REFUSED_COUNTS_FOR) & ~Exists(
        Message.objects.filter(sends_again=OuterRef("pk"))
    )
    return Message.objects.filter(late | unfinished | refused).order_by("send_after", "pk")
