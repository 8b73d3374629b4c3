"""One's own appointments in the calendar of one's phone: the page, the file of a week, and what the calendar fetches. Source: ADR 0127."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from allauth.core.internal import ratelimit  # what it has for others counts no GET
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.principal import principal_of_user
from brobygger.access.verbs import Verb
from brobygger.appointments.calendar_file import Method, calendar_file, followed_file
from brobygger.appointments.feeds import feed_of, follow, follow_no_more
from brobygger.appointments.models import Appointment, CalendarFeed
from brobygger.followup.own_calendar import entries_on_days, followed_entries
from brobygger.kernel.local_time import midnight
from brobygger.web.acting import done
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.shell import Crumb

NAME = "Brobygger"
FETCHED_EVERY = timedelta(hours=1)
WEEK = timedelta(days=6)
TOO_MANY = 429


@page(Verb.SUBSCRIBE, CalendarFeed)
def own(request: Request) -> HttpResponse:
    """How to follow one's appointments. The answer to «Følg den fast» shows the address, which stands nowhere and so is shown once.

    It is no redirect: sent twice, it gives a new address, and the page one sees has the one that works.
    """
    principal = request.principal
    secret = follow(principal.staff, now=request.now, actor=principal.staff) if request.method == "POST" else ""
    context: dict[str, Any] = {
        "feed": door.rows(principal, Verb.SUBSCRIBE, CalendarFeed).first(),
        "address": feed_address(secret) if secret else "",
        "phone_address": feed_address(secret, scheme="webcal") if secret else "",
        "crumbs": [Crumb(principal.staff.name, reverse("pages:me"))],
    }
    return render_part(request, "appointments/own_calendar.html", context)


@button(Verb.SUBSCRIBE, CalendarFeed, back="own_calendar:own")
def stop(request: Request, feed: CalendarFeed) -> HttpResponse:
    follow_no_more(feed, actor=request.principal.staff)
    return done(request, "own_calendar:own", _("Adressen virker ikke lenger. Ta også bort kalenderen der du la den inn."))


def feed_address(secret: str, *, scheme: str = "") -> str:
    """The whole address of a feed; `webcal` is what makes a phone ask whether to follow it."""
    address = f"{settings.BASE_URL.rstrip('/')}{reverse('own_calendar:feed', args=[secret])}"
    return f"{scheme}:{address.partition(':')[2]}" if scheme else address


@require_safe
@page(Verb.SUBSCRIBE, CalendarFeed)
def week_file(request: Request, *, year: int, week: int) -> HttpResponse:
    """One's own appointments of a week, to keep; those that are moved later do not move there."""
    try:
        monday = date.fromisocalendar(year, week, 1)
        midnight(monday - WEEK), midnight(monday + 2 * WEEK)
    except (ValueError, OverflowError) as absurd:
        raise Http404 from absurd
    principal = request.principal
    found = entries_on_days(door.rows(principal, Verb.READ, Appointment), user=principal.staff, first=monday, last=monday + WEEK)
    if not found:
        raise Http404
    return HttpResponse(
        calendar_file(found, method=Method.PUBLISH, name=NAME, made_at=request.now),
        content_type=Method.PUBLISH.content_type,
        headers={"Content-Disposition": f'attachment; filename="{year}-{week:02}.ics"', "Cache-Control": "private, no-store"},
    )


@login_not_required
@require_safe
def feed(request: Request, secret: str) -> HttpResponse:
    """What a calendar fetches: without a session, in the language of the user, and nothing of whom they meet.

    Wrong addresses are counted, as sign-ins that fail are; one that is right costs nothing more for it.
    """
    found = feed_of(secret)
    principal = principal_of_user(found.user, today=request.principal.today) if found is not None and found.user.is_active else None
    if found is None or principal is None or not door.may(principal, Verb.SUBSCRIBE, CalendarFeed):
        if ratelimit.consume(request, app="allauth.account", action="calendar_feed", limit_get=True) is None:
            return render(request, "429.html", status=TOO_MANY)
        raise Http404
    with override(found.user.language):
        dates = followed_entries(door.rows(principal, Verb.READ, Appointment), user=found.user, now=request.now)
        made = followed_file(dates, name=NAME, fetched_every=FETCHED_EVERY, made_at=found.made_at)
    # Which days are in it changes at midnight, though no date in it does.
    changed_at = max([found.made_at, midnight(principal.today), *(each.changed_at for each in dates)])
    return fresh(request, made, changed_at=min(changed_at, request.now))


def fresh(request: Request, made: bytes, *, changed_at: datetime) -> HttpResponse:
    """The file, or 304 to one who has it already."""
    etag, seconds = quote_etag(hashlib.sha256(made).hexdigest()), int(changed_at.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=seconds) or HttpResponse(
        made, content_type="text/calendar; charset=utf-8"
    )
    said = {"ETag": etag, "Last-Modified": http_date(seconds), "Cache-Control": "private", "X-Robots-Tag": "noindex"}
    for name, value in said.items():
        answer.headers[name] = value
    return answer
