"""How long a sign-in lasts, and what becomes of a form that was sent after it ended.

A session that has been still for too long is locked: everything about the sign-in leaves it, but the session itself stays, so that
what was typed can wait in it. Only the same user gets it back. Passwords and codes never wait. Source: RULES W10; ADR 0051.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser

from brobygger.web.request import Request

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SECOND_FACTOR = "has_second_factor"
DEMO = "is_demo"
LOCKED = "locked_user"
KEPT = "kept_forms"

SEEN_EVERY_SECONDS = 60  # the session is written at most this often, not for each page
KEPT_SECONDS = 60 * 60
KEPT_BYTES = 200_000
KEPT_FORMS = 5
KEPT_FIELD = "kept_form"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", KEPT_FIELD})
PAGES_WITH_SECRETS = ("account_", "mfa_", "accounts:", "demo:")  # the beginnings of their names
SECRET_FIELD = re.compile(r"passw|^code$|secret|token", re.IGNORECASE)
TOO_LATE, PAGE_TOO_OLD = "too_late", "page_too_old"


@dataclass(frozen=True)
class KeptForm:
    """A form that arrived when it could not be carried out."""

    id: str
    user: str
    path: str
    fields: list[list[str]]
    why: str
    at: float

    @property
    def texts(self) -> list[str]:
        """What a person typed in words; the rest of the fields are choices."""
        return [value for _name, value in self.fields if is_words(value)]

    @property
    def choice_count(self) -> int:
        return sum(1 for name, value in self.fields if value and name != "once" and not is_words(value))


def is_words(value: str) -> bool:
    """Whether a value is worth showing to the one who typed it: words, not a key or the code of a choice."""
    text = value.strip()
    try:
        UUID(text)
    except ValueError:
        return " " in text or len(text) > 15
    return False


def begin(request: Request, *, now: datetime, is_demo: bool = False) -> None:
    """Start the clocks of a sign-in. What waits in the session for somebody else is thrown away."""
    session = request.session
    session.set_expiry(0)
    session[SIGNED_IN_AT] = session[SEEN_AT] = now.timestamp()
    if is_demo:
        session[DEMO] = True
    mine = [form for form in session.get(KEPT, []) if form["user"] == session[SESSION_KEY]]
    session.pop(LOCKED, None)
    session.pop(KEPT, None)
    if mine:
        session[KEPT] = mine


def is_over(request: Request, *, now: datetime) -> bool:
    """Whether the sign-in has been still for too long, or has lasted too long."""
    moment, session = now.timestamp(), request.session
    idle = moment - session.get(SEEN_AT, moment)
    age = moment - session.get(SIGNED_IN_AT, moment)
    return bool(idle > settings.SESSION_IDLE_MINUTES * 60 or age > settings.SESSION_LONGEST_HOURS * 3600)


def touch(request: Request, *, now: datetime) -> None:
    """Note that the user is here."""
    moment, session = now.timestamp(), request.session
    if moment - session.get(SEEN_AT, 0) >= SEEN_EVERY_SECONDS:
        session[SEEN_AT] = moment
        session.setdefault(SIGNED_IN_AT, moment)


def lock(request: Request) -> None:
    """End the sign-in and keep the session. The whole session is gone after an hour."""
    session = request.session
    user, kept = session[SESSION_KEY], session.get(KEPT, [])
    session.clear()
    session[LOCKED] = user
    if kept:
        session[KEPT] = kept
    session.set_expiry(KEPT_SECONDS)
    request.user = AnonymousUser()


def keep(request: Request, *, why: str, now: datetime) -> bool:
    """Keep the form that was just sent, for the user whose session this is or was. Nothing from a page about signing in.

    Gives   False when there is nobody to keep it for, nothing to keep, or too much of it
    """
    session = request.session
    user = session.get(SESSION_KEY) or session.get(LOCKED)
    fields = [[name, value] for name in request.POST if may_wait(name) for value in request.POST.getlist(name)]
    if not user or not fields or request.resolver_match.view_name.startswith(PAGES_WITH_SECRETS):
        return False
    forget(request, request.POST.get(KEPT_FIELD, ""))
    earlier = [form for form in session.get(KEPT, []) if form["user"] == user][-(KEPT_FORMS - 1) :]
    form = KeptForm(id=uuid4().hex, user=user, path=request.get_full_path(), fields=fields, why=why, at=now.timestamp())
    if sum(size(each["fields"]) for each in earlier) + size(fields) > KEPT_BYTES:
        earlier = []
    if size(fields) > KEPT_BYTES:
        return False
    session[KEPT] = [*earlier, asdict(form)]
    return True


def may_wait(name: str) -> bool:
    return name not in NOT_TYPED and not SECRET_FIELD.search(name)


def size(fields: list[list[str]]) -> int:
    return sum(len(name.encode()) + len(value.encode()) for name, value in fields)


def kept(request: Request, *, now: datetime) -> list[KeptForm]:
    """What waits for the signed-in user, oldest first."""
    forms = [KeptForm(**form) for form in request.session.get(KEPT, [])]
    return [form for form in forms if form.user == request.session.get(SESSION_KEY) and now.timestamp() - form.at <= KEPT_SECONDS]


def waits(request: Request) -> bool:
    """Whether something typed waits for whoever was signed in here last."""
    return bool(request.session.get(KEPT)) and LOCKED in request.session


def forget(request: Request, form_id: str) -> None:
    """Throw away one kept form: it has been sent again, or is not wanted."""
    forms = request.session.get(KEPT, [])
    left = [form for form in forms if form["id"] != form_id]
    if len(left) < len(forms):
        request.session[KEPT] = left


def drop_old(request: Request, *, now: datetime) -> None:
    """Throw away what has waited for more than an hour."""
    forms = request.session.get(KEPT)
    if forms and any(now.timestamp() - form["at"] > KEPT_SECONDS for form in forms):
        request.session[KEPT] = [form for form in forms if now.timestamp() - form["at"] <= KEPT_SECONDS]
