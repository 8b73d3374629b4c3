"""What every page of a window shares: whose link it is, where its addresses begin, who acts, and whom to call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypedDict

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId
from brobygger.parties.models import Person, Role
from brobygger.web.request import Request
from brobygger.web.shell import Crumb

View = Callable[..., HttpResponseBase]


class HeldBy(TypedDict):
    """The holder of the link, who acts, and when: as `By` for those who are signed in."""

    actor: Person
    today: date
    now: datetime


class HeldByNow(TypedDict):
    actor: Person
    now: datetime


def held_by(request: Request) -> HeldBy:
    return HeldBy(actor=request.principal.holder, today=request.principal.today, now=request.now)


def held_by_now(request: Request) -> HeldByNow:
    """For actions that ask for the moment only."""
    return HeldByNow(actor=request.principal.holder, now=request.now)


def opened_by(*roles: Role) -> Callable[[View], View]:
    """Only for holders of a link in one of the roles. Anybody else gets the 404 of a page that is not there. Stands outside `page`."""

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def answer(request: Request, token: str, **named: Any) -> HttpResponseBase:
            if request.principal.link is None or not request.principal.roles & set(roles):
                raise Http404
            return view(request, **named)

        return answer

    return decorate


def address(request: Request, name: str, *rows: HasPublicId) -> str:
    """The address of a page in this window, with the rows whose public ids stand in it."""
    return reverse(f"window:{name}", args=[request.resolver_match.kwargs["token"], *(row.public_id for row in rows)])


def home(request: Request, *_rows: HasPublicId) -> str:
    return address(request, "home")


def home_crumb(request: Request) -> Crumb:
    return Crumb(_("Siden vår") if Role.EMPLOYER in request.principal.roles else _("Siden min"), home(request))
