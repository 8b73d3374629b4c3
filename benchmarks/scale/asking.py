"""The database filled, and the pages to ask for with the cookie of the one who asks."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse

from benchmarks.scale.rows import Asker, askers, fill
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.reference.actions import load_reference_data
from brobygger.web.accounts import session

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def pages_to_ask(say: Callable[[str], None]) -> list[tuple[str, str, str, str]]:
    """Fill the database unless it is. Gives page, asker, address and cookie of each page that is measured."""
    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        load_reference_data()
        fill(today=clock.today())
    say(f"fylt på {time.perf_counter() - began:.0f} s")
    return [(page, asker.words, address, cookie_of(asker)) for asker in askers() for page, address in pages_of(asker)]


def pages_of(asker: Asker) -> list[tuple[str, str]]:
    if asker.person is None:
        return [("uka", reverse("leader:week"))]
    return [
        ("i dag", reverse("today:today")),
        ("folk", reverse("people:list")),
        ("person", reverse("people:person", args=[asker.person.public_id])),
    ]


def cookie_of(asker: Asker) -> str:
    """A session like the one the demo's buttons make."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    login(request, asker.user, backend=BACKEND)
    session.begin(request, now=clock.now(), is_demo=True)
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
