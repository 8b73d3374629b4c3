"""What every page of a window shares: whose link it is, where its addresses begin, and whom to call."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from brobygger.accounts.models import User
from brobygger.parties.models import Role
from brobygger.web.rendering import render_part

UNPROCESSABLE = 422
View = Callable[..., HttpResponse]


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


def opened_by(*roles: Role) -> Callable[[View], View]:
    """Only for holders of a link in one of the roles. Anybody else gets the 404 of a page that is not there."""

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def answer(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
            if request.principal.link is None or not request.principal.roles & set(roles):
                raise Http404
            return view(request, **named)

        return answer

    return decorate


def address(request: HttpRequest, name: str, *arguments: object) -> str:
    """The address of a page in this window."""
    return reverse(f"window:{name}", args=[request.resolver_match.kwargs["token"], *arguments])


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int | None = None) -> HttpResponse:
    person = request.principal.person
    shared = {
        "token": request.resolver_match.kwargs["token"],
        "whose": str(person),
        "first_name": person.first_name,
        "today": request.principal.today,
        "refusal": "",
    }
    return render_part(request, template, shared | context, status=status)
