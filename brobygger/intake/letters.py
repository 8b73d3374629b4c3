"""The letters about intakes: to staff only, and without the name of anybody who is referred."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.intake.models import OPEN_INTAKES, Intake, IntakeState, Part
from brobygger.kernel.units import phone
from brobygger.outbox.actions import Recipient, cancel, enqueue

TO_OWNER, TO_REFERRER, TO_FOLLOWER = "intake/owner", "intake/received", "intake/new_person"


def waits_for_an_answer(about: UUID, today: date) -> bool:
    """Word to the one who is to answer: until it is answered."""
    return Intake.objects.filter(public_id=about, state__in=OPEN_INTAKES).exists()


def has_an_owner(about: UUID, today: date) -> bool:
    """Word to the one who referred."""
    return Intake.objects.filter(public_id=about, owner__isnull=False).exists()


def is_taken_in(about: UUID, today: date) -> bool:
    """Word to those who are to follow somebody up."""
    return Intake.objects.filter(public_id=about, state=IntakeState.ACCEPTED).exists()


def tell_owner(intake: Intake, *, now: datetime, actor: User) -> None:
    """Tell the one who is to answer, unless they gave it to themselves; what waited for another is taken back."""
    cancel(intake.public_id, template=TO_OWNER)
    if intake.owner is not None and intake.owner.pk != actor.pk:
        tell(TO_OWNER, intake.owner, intake, key=f"{intake.owner.public_id}:{now.isoformat()}", now=now)


def tell_referrer(intake: Intake, *, now: datetime, actor: User) -> None:
    """Tell the one who referred that it is received and who answers, once."""
    if intake.owner is not None and intake.referred_by_id not in (actor.pk, intake.owner.pk):
        tell(TO_REFERRER, intake.referred_by, intake, key="first", now=now)


def tell_follower(intake: Intake, user: User, *, part: Part, now: datetime, actor: User) -> None:
    """Tell the one who becomes responsible, or deputy, that there is somebody new."""
    if user.pk != actor.pk:
        tell(TO_FOLLOWER, user, intake, key=str(user.public_id), part=part, now=now)


def tell(template: str, user: User, intake: Intake, *, key: str, part: Part | None = None, now: datetime) -> None:
    """A letter with an address that opens only for those the table lets in."""
    owner = intake.owner
    assert owner is not None
    if intake.state == IntakeState.ACCEPTED and template == TO_FOLLOWER:
        where = reverse("people:person", args=[intake.person.public_id])
    else:
        where = reverse("intake:intake", args=[intake.public_id])
    with override(user.language):
        words = {"part": str(part.label)} if part is not None else {}
    enqueue(
        template,
        once=f"{template}:{intake.public_id}:{key}",
        to=Recipient(name=user.name, address=user.email, language=user.language),
        about=intake.public_id,
        values={"owner": owner.name, "phone": phone(owner.phone), "page": f"{settings.BASE_URL.rstrip('/')}{where}", **words},
        now=now,
    )
