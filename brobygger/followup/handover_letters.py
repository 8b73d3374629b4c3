"""The letters about taking over: the question, the answer, and that it is taken back. None says whom it is about. Source: RULES W11."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.followup.models import Handover, HandoverState
from brobygger.kernel.units import day
from brobygger.outbox.actions import Draft, Recipient, enqueue_many


def waits_for_an_answer(about: UUID, today: date) -> bool:
    return Handover.objects.filter(public_id=about, state=HandoverState.PROPOSED).exists()


def stands(about: UUID, today: date) -> bool:
    """Word of an answer: nothing is deleted, so it applies."""
    return Handover.objects.filter(public_id=about).exists()


def tell(template: str, handover: Handover, users: Iterable[User], *, now: datetime) -> None:
    """The same letter to each of some, once each."""
    values = {
        "asks": handover.from_user.name,
        "takes": handover.to_user.name,
        "first": day(handover.starts_on),
        "answer_by": day(handover.answer_by),
        "page": f"{settings.BASE_URL.rstrip('/')}{reverse('cover:handover', args=[handover.public_id])}",
    }
    enqueue_many(
        [
            Draft(
                template,
                once=f"{template}:{handover.public_id}:{user.public_id}",
                to=Recipient(name=user.name, address=user.email, language=user.language),
                about=handover.public_id,
                values=values,
            )
            for user in dict.fromkeys(users)
        ],
        now=now,
    )
