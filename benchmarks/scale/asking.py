"""The pages to ask for, each with the cookie of the one who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.urls import reverse

from benchmarks.scale import rows
from benchmarks.scale.bounds import FEW
from brobygger.access import door
from brobygger.access.principal import principal_of_user
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.contacts import withdraw_contact
from brobygger.followup.models import Contact, ContactKind
from brobygger.followup.today import followed_today
from brobygger.intake.models import Engagement, Intake
from brobygger.kernel import clock
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from brobygger.web.accounts import session

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOTE_LINE = "Skrevet av målingen."


@dataclass(frozen=True)
class Page:
    """A page somebody asks for, with so many people in view; or what is sent to it, made anew each time."""

    name: str
    asker: str
    people: int
    address: str
    cookie: str
    form: Callable[[], dict[str, str]] | None = None


def pages_of(database: str) -> list[Page]:
    return {"town": town_pages, "region": region_pages}[database]()


def town_pages() -> list[Page]:
    jonas, siri, lise = (User.objects.get(email=f"{key}@brovik.example") for key in ("jonas", "siri", "lise"))
    today = clock.today()
    answering, reading = principal_of_user(jonas, today=today), principal_of_user(lise, today=today)
    followed = followed_today(door.rows(answering, Verb.LOG, Engagement), user=jonas, today=today)
    first, *_others, last = followed.select_related("person").order_by("pk")
    intake = door.rows(answering, Verb.ANSWER, Intake).order_by("pk")[0]
    loop = door.rows(reading, Verb.READ, Loop).filter(state=LoopState.RUNNING).order_by("pk")[0]
    asked = [
        ("i dag", jonas, reverse("today:today"), None),
        ("folk", jonas, reverse("people:list"), None),
        ("person", jonas, reverse("people:person", args=[first.person.public_id]), None),
        ("min uke", jonas, reverse("week:week"), None),
        ("uka", siri, reverse("leader:week"), None),
        ("inntak", jonas, reverse("intake:intake", args=[intake.public_id]), None),
        ("året", lise, reverse("year:loop", args=[loop.public_id]), None),
        ("notat", jonas, reverse("contacts:log", args=[last.public_id]), note),
    ]
    return [Page(name, user.name, FEW, address, cookie_of(user), form) for name, user, address, form in asked]


def region_pages() -> list[Page]:
    return [
        Page(name, asker.words, asker.people, address, cookie_of(asker.user))
        for asker in rows.askers()
        for name, address in region_pages_of(asker)
    ]


def region_pages_of(asker: rows.Asker) -> list[tuple[str, str]]:
    if asker.person is None:
        return [("uka", reverse("leader:week"))]
    return [
        ("i dag", reverse("today:today")),
        ("min uke", reverse("week:week")),
        ("folk", reverse("people:list")),
        ("person", reverse("people:person", args=[asker.person.public_id])),
    ]


def note() -> dict[str, str]:
    """What the two taps send."""
    return {"kind": ContactKind.PHONE, "whom": "candidate", "line": NOTE_LINE, "key": str(uuid4())}


def take_notes_back() -> None:
    """Leave a kept town as it was, or its Today would have one person less the next time."""
    for contact in Contact.objects.filter(line=NOTE_LINE, withdraws=None).select_related("written_by"):
        withdraw_contact(contact, now=clock.now(), actor=contact.written_by)


def cookie_of(user: User) -> str:
    """A session like the one the demo's buttons make."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    login(request, user, backend=BACKEND)
    session.begin(request, now=clock.now(), is_demo=True)
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
