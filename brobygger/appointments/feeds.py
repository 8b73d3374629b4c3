"""The secret address that a calendar fetches somebody's appointments from: made, made anew, stopped. Source: ADR 0127."""

from __future__ import annotations

import hashlib
from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.appointments.models import CalendarFeed
from brobygger.audit.actions import record

SECRET_OCTETS = 32  # as many as the key of a cipher: nobody guesses one


@transaction.atomic
def follow(user: User, *, now: datetime, actor: User) -> str:
    """Make the secret that a user's calendar shows when it fetches. An older one opens nothing from now on.

    Gives   the secret, which is stored nowhere: only who asked for it ever sees it
    Raises  ValueError for somebody else's
    """
    if actor.pk != user.pk:
        raise ValueError("only the users themselves follow their appointments")
    secret = token_urlsafe(SECRET_OCTETS)
    feed, is_new = CalendarFeed.objects.update_or_create(user=user, defaults={"fingerprint": fingerprint_of(secret), "made_at": now})
    record("appointments.feed_made" if is_new else "appointments.feed_renewed", feed, actor=actor)
    return secret


@transaction.atomic
def follow_no_more(feed: CalendarFeed, *, actor: User) -> None:
    """Let the address open nothing from now on. Doing it again changes nothing."""
    count, _by_model = CalendarFeed.objects.filter(pk=feed.pk).delete()
    if count:
        record("appointments.feed_stopped", feed, actor=actor)


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed a secret opens, with its user. Cost: one query."""
    return CalendarFeed.objects.select_related("user").filter(fingerprint=fingerprint_of(secret)).first()


def fingerprint_of(secret: str) -> str:
    """No salt and no slow reckoning, as for a password: what is made of 32 random octets can't be tried out."""
    return hashlib.sha256(secret.encode()).hexdigest()
