"""The letter about an opening an employer has told of, and whether it still applies."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.jobdev.models import Opening, OpeningState


def is_open(about: UUID, today: date) -> bool:
    """Word that an employer has room for one more: until the opening is filled or closed."""
    return Opening.objects.filter(public_id=about, state=OpeningState.OPEN).exists()
