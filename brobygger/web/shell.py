"""What stands around every page: the menu for each role, who is signed in, and the languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages import ERROR, get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.parties.models import Person, Role
from brobygger.web.addresses import address_of

R = Role
AT_THE_THUMB = 5  # tabs side by side on a phone
DEMO_URL = "/demo/"  # a fixed contract; the page exists only in the demo, so its name cannot be asked for


class Item(NamedTuple):
    """A place in the menu: what it is called, where it goes, and who has it."""

    label: str | Promise
    url_name: str
    roles: frozenset[Role]
    demo_only: bool = False


# The order is that of the menu. What a role may do on the page is the access table's to say, not this one's.
MENU: tuple[Item, ...] = (
    Item(_("Enhetens uke"), "leader:week", frozenset({R.LEADER})),
    Item(_("I dag"), "today:today", frozenset({R.SPECIALIST, R.COUNSELLOR})),
    Item(_("Uka"), "week:week", frozenset({R.SPECIALIST, R.COUNSELLOR, R.BUSINESS_COORDINATOR})),
    Item(_("Folk"), "people:list", frozenset({R.COUNSELLOR, R.SPECIALIST, R.LEADER})),
    Item(_("Bedrifter"), "jobdev:employers", frozenset({R.SPECIALIST, R.BUSINESS_COORDINATOR, R.LEADER})),
    Item(_("Loopene"), "loops:list", frozenset({R.LOOP_COORDINATOR, R.DRIVER, R.COUNSELLOR, R.BUSINESS_COORDINATOR, R.LEADER})),
    Item(_("Inntak"), "intake:list", frozenset({R.COUNSELLOR, R.SPECIALIST, R.LEADER})),
    Item(_("Noe er vanskelig"), "followup:matters", frozenset({R.LOOP_COORDINATOR, R.COUNSELLOR, R.SPECIALIST})),
    Item(_("Ring tilbake"), "cover:calls", frozenset({R.BUSINESS_COORDINATOR})),
    Item(_("Oppslag"), "lookups:list", frozenset({R.DATA_PROTECTION_OFFICER})),
    Item(_("Tilgang"), "access_table:page", frozenset({R.DATA_PROTECTION_OFFICER})),
    Item(_("Brevene"), "letters:list", frozenset({R.DATA_PROTECTION_OFFICER})),
    Item(_("Utsendinger"), "outbox:list", frozenset({R.LOOP_COORDINATOR, R.DATA_PROTECTION_OFFICER}), demo_only=True),
)


class Crumb(NamedTuple):
    """A step on the way to the page; a view hands over `crumbs`, the nearest last. The page itself is not one."""

    label: str
    url: str


class Fact(NamedTuple):
    """A row of components/facts.html."""

    label: str | Promise
    value: object


class Step(NamedTuple):
    """A row of components/steps.html; without a url it cannot be opened yet."""

    label: str | Promise
    url: str = ""
    is_done: bool = False
    is_here: bool = False


class Row(NamedTuple):
    """A row of components/table.html: its heading, where that goes, and the other cells."""

    name: str
    cells: Sequence[object]
    url: str = ""


class Tab(NamedTuple):
    label: str | Promise
    url: str
    is_here: bool


class LanguageChoice(NamedTuple):
    code: str
    name: str
    is_now: bool


@dataclass(frozen=True)
class Foot:
    """What _foot.html is drawn from."""

    next: str
    is_demo: bool


@dataclass(frozen=True)
class Shell:
    """Worked out only when a template asks, so that a page without a menu pays nothing for it."""

    request: HttpRequest

    @cached_property
    def tabs(self) -> list[Tab]:
        """The menu of whoever is signed in; the tab we are under is marked. Nobody signed in, no menu."""
        return tabs_for(getattr(getattr(self.request, "principal", None), "roles", frozenset()), path=self.request.path)

    @cached_property
    def me(self) -> str:
        """The name of the signed-in user, or nothing."""
        user = getattr(getattr(self.request, "principal", None), "user", None)
        return user.name if user is not None else ""

    @property
    def holder(self) -> Person | None:
        """Whose window it is; nobody's on a page of staff and the public."""
        principal = getattr(self.request, "principal", None)
        return principal.person if principal is not None and principal.link is not None else None

    @property
    def said(self) -> list[Message]:
        """What was just done, for the foot of the window."""
        return [message for message in get_messages(self.request) if message.level != ERROR]

    @property
    def refusals(self) -> list[Message]:
        """What stood in the way of a button, for the top of the page it stands on."""
        return [message for message in get_messages(self.request) if message.level == ERROR]

    @property
    def base(self) -> str:
        """What a kind of page extends: the page of staff and the public, or the window of whoever came by a link."""
        return "base.html" if self.holder is None else "base_window.html"

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def demo_url(self) -> str:
        """Where the cast signs in, in the demo only."""
        return DEMO_URL if self.is_demo else ""

    @property
    def foot(self) -> Foot:
        """Its forms come back to this page."""
        return Foot(next=self.request.get_full_path(), is_demo=self.is_demo)


def menu_of(roles: Iterable[Role]) -> list[Item]:
    """What some roles together have, in the order of the menu."""
    return [item for item in MENU if item.roles & frozenset(roles) and (settings.DEMO or not item.demo_only)]


def tabs_for(roles: Iterable[Role], *, path: str) -> list[Tab]:
    """The tabs of some roles together. What has no room at the thumb stands on a page of its own, «Mer», which is the last tab then."""
    shown, rest = at_the_thumb(menu_of(roles))
    places: list[tuple[str | Promise, tuple[str, ...]]] = [(item.label, (address_of(item.url_name),)) for item in shown]
    if rest:
        places.append((_("Mer"), (address_of("pages:more"), *(address_of(item.url_name) for item in rest))))
    here = max((url for _label, urls in places for url in urls if path.startswith(url)), key=len, default="")
    return [Tab(label, urls[0], here in urls) for label, urls in places]


def at_the_thumb(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Those that have room among the tabs, and the others."""
    room = len(items) if len(items) <= AT_THE_THUMB else AT_THE_THUMB - 1
    return items[:room], items[room:]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor: `shell` in every template."""
    return {"shell": Shell(request)}
