"""Whether a letter can go to an address."""

from __future__ import annotations

from django.conf import settings


def is_email(address: str) -> bool:
    return "@" in address


def can_go_to(address: str) -> bool:
    """E-mail only, as there is no text message service; the demo shows what would have been sent to a telephone too."""
    return is_email(address) or bool(address and settings.DEMO)
