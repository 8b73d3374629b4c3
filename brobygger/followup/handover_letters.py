"""The letters about taking over: the question, the answer, and that it is taken back. None says whom it is about. Source: RULES W11."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.followup.models import Handover, HandoverState
from brobygger.kernel.units import day
from brobygger.outbox.actions import enqueue_many
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import PAGE


def waits_for_an_answer(about: UUID, today: date) -> bool:
    return Handover.objects.filter(public_id=about, state=HandoverState.PROPOSED).exists()


def stands(about: UUID, today: date) -> bool:
    """Word of an answer: nothing is deleted, so it applies."""
    return Handover.objects.filter(public_id=about).exists()


EXAMPLE = {"asks": "Kari Moseby", "takes": "Jonas Hauglid", "first": "04.01.2027", "answer_by": "02.01.2027"}
ASKED = Letter(
    "followup/handover_asked",
    to=Audience.STAFF,
    subject=_("Kan du ta over fra %(asks)s?"),
    text=(
        _(
            "Du er spurt om å ta over fra %(asks)s fra %(first)s. "
            "Hvem og hva det gjelder, står på siden, som du åpner når du er logget inn. Svar innen %(answer_by)s:"
        ),
        PAGE,
    ),
    applies=waits_for_an_answer,
    page=Page.HANDOVER,
    example=EXAMPLE,
)
ACCEPTED = Letter(
    "followup/handover_accepted",
    to=Audience.STAFF,
    subject=_("%(takes)s tar over"),
    text=(
        _(
            "%(takes)s har sagt ja til å ta over fra %(asks)s fra %(first)s. "
            "Hvem og hva det gjelder, står på siden, som du åpner når du er logget inn:"
        ),
        PAGE,
    ),
    applies=stands,
    page=Page.HANDOVER,
    example=EXAMPLE,
)
DECLINED = Letter(
    "followup/handover_declined",
    to=Audience.STAFF,
    subject=_("%(takes)s kan ikke ta over"),
    text=(
        _("%(takes)s kan ikke ta over fra %(asks)s. Ingenting er endret. Hvorfor står på siden, som du åpner når du er logget inn:"),
        PAGE,
    ),
    applies=stands,
    page=Page.HANDOVER,
    example=EXAMPLE,
)
WITHDRAWN = Letter(
    "followup/handover_withdrawn",
    to=Audience.STAFF,
    subject=_("Spørsmålet om å ta over er trukket tilbake"),
    text=(
        _("Spørsmålet om å ta over fra %(asks)s er trukket tilbake. Du trenger ikke svare:"),
        PAGE,
    ),
    applies=stands,
    page=Page.HANDOVER,
    example=EXAMPLE,
)


def tell(letter: Letter, handover: Handover, users: Iterable[User], *, again: bool = False, now: datetime) -> None:
    """The same letter to each of some, once each; and once more when it is asked again."""
    times = f":{now.isoformat()}" if again else ""
    values = {
        "asks": handover.from_user.name,
        "takes": handover.to_user.name,
        "first": day(handover.starts_on),
        "answer_by": day(handover.answer_by),
    }
    enqueue_many(
        [
            letter.draft(
                once=f"{handover.public_id}:{user.public_id}{times}", to=letter_to_user(user), about=handover.public_id, values=values
            )
            for user in dict.fromkeys(users)
        ],
        now=now,
    )
