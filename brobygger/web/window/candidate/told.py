"""What a candidate wants and what employers may know: one's own to read and take back.

Source  RULES A7, A8, P3; ADR 0098
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.parties.models import Role
from brobygger.talent.actions.disclosing import withdraw_disclosure
from brobygger.talent.models import Disclosure, VocationalProfile
from brobygger.talent.queries import disclosures_in_force, latest_profile
from brobygger.web.acting import done
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.pages import address, held_by_now, home_crumb, opened_by
from brobygger.web.window.ring import own_calls


@opened_by(Role.CANDIDATE)
@page()
def wanted(request: Request) -> HttpResponse:
    """«Det jeg vil», as it was last gone through."""
    profile = latest_profile(door.rows(request.principal, Verb.READ, VocationalProfile), request.principal.holder)
    return render_part(request, "window/wanted.html", {"profile": profile, "calls": own_calls(request), "crumbs": [home_crumb(request)]})


@opened_by(Role.CANDIDATE)
@page()
def told(request: Request) -> HttpResponse:
    """«Det bedriftene får vite», each thing with what the candidate has said about telling it."""
    found = list(disclosures_in_force(door.rows(request.principal, Verb.READ, Disclosure), request.principal.holder))
    return render_part(request, "window/told.html", {"disclosures": found, "calls": own_calls(request), "crumbs": [home_crumb(request)]})


def what_is_told(request: Request, *_rows: Disclosure) -> str:
    return address(request, "told")


@opened_by(Role.CANDIDATE)
@button(Verb.ANSWER, Disclosure, "workplace", back=what_is_told)
def withdraw(request: Request, disclosure: Disclosure) -> HttpResponse:
    """At once, for one workplace."""
    withdraw_disclosure(disclosure, **held_by_now(request))
    said = _("Trukket tilbake. %(place)s kan ikke lese noe av det lenger.") % {"place": disclosure.workplace}
    return done(request, what_is_told(request), said)
