"""What the phone is given: words and addresses for the script, the files it keeps, and how Brobygger looks among the apps."""

from __future__ import annotations

import hashlib
import json
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from brobygger.access.principal import Principal
from brobygger.followup.models import ContactKind
from brobygger.parties.models import Role
from brobygger.web.phrases import NUMBERS

CARRIES_PEOPLE = frozenset({Role.SPECIALIST, Role.COUNSELLOR})
# The page and what it is drawn with. Fonts and styles come from the same files as everywhere else.
FILES = (
    "vendor/brobygger.css",
    "vendor/ds.css",
    "app.css",
    "app.js",
    "vendor/htmx.js",
    "vendor/ds-web.js",
    "phone/phone.js",
    "mark.svg",
    "vendor/inter-latin.woff2",
)
GROUND = "#FCF8F4"


def given(user: str, *, carries_people: bool, is_kept: bool) -> dict[str, Any]:
    """What the script of a page needs to know."""
    addresses = {
        "today": reverse("today:today"),
        "queue": reverse("today:queue"),
        "copy": reverse("today:copy"),
        "ping": reverse("today:worker"),
        "sign_in": f"{reverse('account_login')}?next={reverse('today:today')}",
        "sign_out": reverse("account_logout"),
    }
    if carries_people or is_kept:
        addresses["worker"] = reverse("today:worker")
    return {"user": user, "is_kept": is_kept, "addresses": addresses, "words": words()}


def words() -> dict[str, Any]:
    """The sentences of the script. What stands in braces is put in there."""
    return {
        "numbers": [capfirst(str(number)) for number in NUMBERS],
        "somebody": _("en du følger opp"),
        "told": {
            ContactKind.PHONE: _("telefon med {who} kl. {time}"),
            ContactKind.AT_WORK: _("på jobben med {who} kl. {time}"),
            ContactKind.OUT: _("møtte {who} ute kl. {time}"),
            ContactKind.NO_ANSWER: _("ikke svar fra {who} kl. {time}"),
            "other": _("kontakt med {who} kl. {time}"),
        },
        "saved": _("Lagret: {what}"),
        "saved_here": _("Lagret på telefonen: {what}"),
        "undo": _("Angre"),
        "sent_already": _("Notatet er allerede sendt. Angre det på siden til personen."),
        "without_coverage": _("Uten dekning siden {time}."),
        "waiting": {"one": _("Ett notat venter på telefonen."), "many": _("{count} notater venter på telefonen.")},
        "not_taken": {"one": _("Ett notat kom ikke inn."), "many": _("{count} notater kom ikke inn.")},
        "see_them": _("Se dem"),
        "sign_in_first": _("Logg inn, så sendes de."),
        "sign_in": _("Logg inn"),
        "leaving": {"one": _("Ett notat er ikke sendt."), "many": _("{count} notater er ikke sendt.")},
        "leaving_text": _("De blir liggende på telefonen og sendes når du logger inn her igjen."),
        "leave": _("Logg ut likevel"),
        "stay": _("Bli"),
        "throwing": {"heading": _("Vil du kaste notatet?"), "text": _("Det er ikke lagret noe annet sted.")},
        "throw": _("Kast notatet"),
        "keep": _("Behold det"),
        "ring": _("Ring {who}"),
        "log": _("Logg kontakt med {who}"),
        "readers": _("Du kan diktere. {who} kan lese det du skriver. Ikke ta med helse."),
        "refused": {
            "404": _("Du følger ikke opp denne personen lenger. Gi beskjed til den som gjør det, eller kast notatet."),
            "other": _("Notatet ble ikke tatt imot. Rett det og send det på nytt, eller kast det."),
        },
    }


def script_data(request: HttpRequest, *, is_kept: bool = False) -> SafeString:
    """The same as text the page doesn't show, since nothing is inline. A page that the phone keeps is everybody's, and names nobody."""
    asker: Principal | None = None if is_kept else getattr(request, "principal", None)
    user = asker.user if asker is not None else None
    carries_people = asker is not None and user is not None and bool(asker.roles & CARRIES_PEOPLE)
    return written(get_language(), str(user.public_id) if user else "", carries_people=carries_people, is_kept=is_kept)


@lru_cache(maxsize=256)  # of some three thousand characters each; every page has it, and a user looks at many
def written(language: str, user: str, *, carries_people: bool, is_kept: bool) -> SafeString:
    with override(language):
        data = given(user, carries_people=carries_people, is_kept=is_kept)
    return format_html('<template id="telefon">{}</template>', json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def phone(request: HttpRequest) -> dict[str, object]:
    """The context processor: `phone_data` in every template, worked out where a template asks."""
    return {"phone_data": partial(script_data, request)}


def worker(request: HttpRequest) -> str:
    """The service worker with its list of files. Its version is the content of them all, so that a new page replaces the old one."""
    shell = [reverse("today:queue"), *(static(name) for name in FILES)]
    page = render_to_string("today/queue.html", queue_context(request), request)
    version = hashlib.sha256("".join([page, *shell, digest_of_files()]).encode()).hexdigest()[:16]
    head = f'const VERSION = "{version}";\nconst SHELL = {json.dumps(shell)};\n'
    return head + content_of("phone/worker.js").decode()


def queue_context(request: HttpRequest) -> dict[str, Any]:
    """What the page of the phone is drawn from: the buttons of the log, and nobody's name."""
    kinds = [(kind.value, kind.label) for kind in (ContactKind.PHONE, ContactKind.AT_WORK, ContactKind.OUT, ContactKind.NO_ANSWER)]
    return {"kinds": kinds, "phone": script_data(request, is_kept=True)}


def content_of(name: str) -> bytes:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"no static file called {name}")
    return Path(path).read_bytes()


def digest_of_files() -> str:
    """A fingerprint of the files that keep their names when they change; read once, except where they change while one works."""
    return read_digest() if not (settings.DEBUG or settings.DEMO) else read_digest.__wrapped__()


@cache
def read_digest() -> str:
    return hashlib.sha256(b"".join(content_of(name) for name in FILES)).hexdigest()


def manifest() -> dict[str, Any]:
    def icon(name: str, width: int, purpose: str) -> dict[str, str]:
        return {"src": static(f"phone/{name}"), "sizes": f"{width}x{width}", "type": "image/png", "purpose": purpose}

    return {
        "id": "/",
        "name": "Brobygger",
        "short_name": "Brobygger",
        "description": _("Dagen din, også uten dekning."),
        "lang": "nb",
        "start_url": reverse("today:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            icon("icon-192.png", 192, "any"),
            icon("icon-512.png", 512, "any"),
            icon("icon-maskable-512.png", 512, "maskable"),
        ],
    }
