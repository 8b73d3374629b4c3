"""The letter about an opening an employer has told of, and whether it still applies."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.jobdev.models import Opening, OpeningState
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import PAGE


def is_open(about: UUID, today: date) -> bool:
    """Word that an employer has room for one more: until the opening is filled or closed."""
    return Opening.objects.filter(public_id=about, state=OpeningState.OPEN).exists()


TOLD = Letter(
    "jobdev/opening_told",
    to=Audience.STAFF,
    subject=_("%(workplace)s har plass til en til"),
    text=(
        _(
            "%(workplace)s har sagt fra at de har arbeid noen kan gjøre. Det står at du ringer dem. "
            "Hva det er, leser du når du er logget inn:"
        ),
        PAGE,
    ),
    applies=is_open,
    page=Page.OPENING,
    example={"workplace": "Rugbakken bakeri"},
)
