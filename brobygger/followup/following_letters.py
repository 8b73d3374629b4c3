"""Word to one who is made responsible for somebody. It does not say for whom. Source: RULES W2."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.intake.models import Engagement
from brobygger.kernel.units import phone
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import PAGE
from brobygger.parties.queries import holds_on


def runs(about: UUID, today: date) -> bool:
    return Engagement.objects.filter(holds_on(today), public_id=about).exists()


RESPONSIBLE = Letter(
    "followup/responsible",
    to=Audience.STAFF,
    subject=_("Du er ansvarlig for en til"),
    text=(
        _("Ingen var ansvarlig for en person, og fra i dag er du det. Hvem det er, står på siden, som du åpner når du er logget inn:"),
        PAGE,
        _("%(chooser)s på %(phone)s valgte deg og kan fortelle mer."),
    ),
    applies=runs,
    page=Page.PERSON,
    example={"chooser": "Siri", "phone": "680 50 214"},
)


def tell_responsible(engagement: Engagement, user: User, *, chosen_by: User, now: datetime) -> None:
    """A letter with an address that opens only for those the table lets in."""
    RESPONSIBLE.put(
        once=f"{engagement.public_id}:{user.public_id}:{now.isoformat()}",
        to=letter_to_user(user),
        about=engagement.public_id,
        page_of=engagement.person.public_id,
        values={"chooser": chosen_by.name, "phone": phone(chosen_by.phone)},
        now=now,
    )
