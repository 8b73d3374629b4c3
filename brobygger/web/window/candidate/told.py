"""What a candidate wants and what employers may know: one's own to read and take back.

Source  RULES A7, A8, P3; ADR 0098
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Role
from brobygger.talent.actions.disclosing import withdraw_disclosure
from brobygger.talent.models import Disclosure, VocationalProfile
from brobygger.talent.queries import disclosures_in_force, latest_profile
from brobygger.web.once import once
from brobygger.web.window.candidate.page import home_crumb
from brobygger.web.window.pages import UNPROCESSABLE, address, opened_by, show
from brobygger.web.window.ring import own_calls as calls


@opened_by(Role.CANDIDATE)
@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """«Det jeg vil», as it was last gone through."""
    principal = request.principal
    profile = latest_profile(door.rows(principal, Verb.READ, VocationalProfile), principal.person)
    context = {"profile": profile, "calls": calls(request), "crumbs": [home_crumb(request)]}
    return show(request, "window/wanted.html", context)


@opened_by(Role.CANDIDATE)
@require_safe
def told(request: HttpRequest) -> HttpResponse:
    return told_page(request)


def told_page(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    """«Det bedriftene får vite», each thing with what the candidate has said about telling it."""
    principal = request.principal
    context = {
        "disclosures": list(disclosures_in_force(door.rows(principal, Verb.READ, Disclosure), principal.person)),
        "calls": calls(request),
        "crumbs": [home_crumb(request)],
        "refusal": refusal,
    }
    return show(request, "window/told.html", context, status=UNPROCESSABLE if refusal else None)


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def withdraw(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """At once, for one workplace."""
    found = door.get(request.principal, Verb.ANSWER, Disclosure, disclosure_id, "workplace")
    if request.method == "GET":
        return redirect(address(request, "told"))
    try:
        withdraw_disclosure(found, now=clock.now(), actor=request.principal.person)
    except DomainError as refusal:
        return told_page(request, refusal=refusal.message)
    messages.success(request, _("Trukket tilbake. %(place)s kan ikke lese noe av det lenger.") % {"place": found.workplace})
    return redirect(address(request, "told"))
