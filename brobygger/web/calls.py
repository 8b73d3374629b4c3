"""Whom to call, as the pages say it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise

from brobygger.accounts.models import User


class Call(NamedTuple):
    """Somebody to call: their name, what they are to the reader, and the telephone."""

    name: str
    what: str | Promise
    phone: str
    tone: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""


def call(user: User, what: str | Promise, *, tone: str = "") -> Call:
    return Call(user.name, what, user.phone, tone)
