"""Whether a letter about a signed link still applies, asked just before it is sent. Source: RULES W8."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.parties.models import SignedLink


def link_works(link: UUID, today: date) -> bool:
    """Whether a signed link opens today.

    Takes   link  its public id
    """
    return SignedLink.objects.filter(public_id=link, withdrawn_at__isnull=True, expires_on__gte=today).exists()
