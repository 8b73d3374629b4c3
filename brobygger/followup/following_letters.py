"""Word to one who is made responsible for somebody. It does not say for whom. Source: RULES W2."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.intake.models import Engagement
from brobygger.kernel.units import phone
from brobygger.outbox.actions import Recipient, enqueue
from brobygger.parties.queries import holds_on

TEMPLATE = "followup/responsible"


def runs(about: UUID, today: date) -> bool:
    return Engagement.objects.filter(holds_on(today), public_id=about).exists()


def tell_responsible(engagement: Engagement, user: User, *, chosen_by: User, now: datetime) -> None:
    """A letter with an address that opens only for those the table lets in."""
    where = reverse("people:person", args=[engagement.person.public_id])
    enqueue(
        TEMPLATE,
        once=f"{TEMPLATE}:{engagement.public_id}:{user.public_id}:{now.isoformat()}",
        to=Recipient(name=user.name, address=user.email, language=user.language),
        about=engagement.public_id,
        values={"chooser": chosen_by.name, "phone": phone(chosen_by.phone), "page": f"{settings.BASE_URL.rstrip('/')}{where}"},
        now=now,
    )
