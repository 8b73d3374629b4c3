"""The invented town of Brovik."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def seed(*, today: date) -> None:
    """Build the town, with dates around today."""


def seeded_on() -> date | None:
    """The day the town was built, or None when there is none."""
    return None
