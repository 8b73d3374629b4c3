"""A request as a view meets it: the middleware has said who asks and what time it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from brobygger.access.principal import Principal
from brobygger.accounts.models import User
from brobygger.kernel.text import on_one_line


class Request(HttpRequest):
    """Takes   now  the one reading of the clock for the whole request; the principal's day is the same moment's."""

    principal: Principal
    now: datetime
    request_id: str
    htmx: HtmxDetails
    resolver_match: ResolverMatch  # known wherever a view is


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, for the form to be bound to; nothing when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def asked_id(text: str | None) -> UUID | None:
    """The public id that an address or a form names; nothing when what stands there is none, which `door.get` answers with 404."""
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None


def plain(text: str) -> str:
    """What somebody looks for or picks, as the database can take it and as names are kept: without what cannot be seen."""
    return on_one_line(text)


class By(TypedDict):
    """Who acts, and when, as most actions take it: `accept_handover(found, **by(request))`."""

    actor: User
    today: date
    now: datetime


class ByNow(TypedDict):
    actor: User
    now: datetime


class ByToday(TypedDict):
    actor: User
    today: date


def by(request: Request) -> By:
    return By(actor=request.principal.staff, today=request.principal.today, now=request.now)


def by_now(request: Request) -> ByNow:
    """For actions that ask for the moment only."""
    return ByNow(actor=request.principal.staff, now=request.now)


def by_today(request: Request) -> ByToday:
    """For actions that ask for the day only."""
    return ByToday(actor=request.principal.staff, today=request.principal.today)
