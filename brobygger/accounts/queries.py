"""Questions about users."""

from __future__ import annotations

from brobygger.accounts.models import User


def user_by_email(email: str) -> User | None:
    """The user with an address, whatever the case it is written in.

    Cost  one query
    """
    return User.objects.filter(email=email.strip().lower()).first()
