"""The letter with a signed link that was asked for anew. Source: RULES W7, W8."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.outbox.actions import Recipient
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.models import Message
from brobygger.outbox.words import LINK
from brobygger.parties.models import SignedLink


def link_works(link: UUID, today: date) -> bool:
    """Whether a signed link opens today.

    Takes   link  its public id
    """
    return SignedLink.objects.filter(public_id=link, withdrawn_at__isnull=True, expires_on__gte=today).exists()


FRESH_LINK = Letter(
    "parties/fresh_link",
    to=Audience.EVERYBODY,
    subject=_("Her er den nye lenken din"),
    greeting=_("Hei %(first_name)s."),
    text=(
        _("Her er lenken til siden din. Den gamle virker ikke lenger."),
        LINK,
        _("Siden er din egen, så ikke send adressen videre. Har du ikke bedt om en ny lenke, kan du la denne ligge."),
    ),
    applies=link_works,
    example={"first_name": "Amina"},
)


def mail_link(link: SignedLink, to: Recipient, *, once: str, now: datetime) -> Message:
    """Send somebody their link, once for each version of it and what `once` says."""
    return FRESH_LINK.put(
        once=f"{link.public_id} {link.version} {once}",
        to=to,
        about=link.public_id,
        values={"first_name": link.person.first_name},
        link=link.public_id,
        now=now,
    )
