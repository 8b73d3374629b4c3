"""«Mine svar» in the windows: what one has told of how it was, whether others' may be read with it, and the way to take it back.

Source  MISSION §6.5; ADR 0102
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.actions.experiences import withdraw_interview
from brobygger.followup.experiences import own_answers
from brobygger.followup.models import ExperienceInterview
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Role
from brobygger.web.experiences.views import say_who_reads
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.window.pages import UNPROCESSABLE, address, opened_by, show


@opened_by(Role.CANDIDATE, Role.EMPLOYER)
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    return answers_page(request)


def answers_page(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    principal = request.principal
    home = _("Siden vår") if Role.EMPLOYER in principal.roles else _("Siden min")
    context = {
        "own": own_answers(door.rows(principal, Verb.READ, ExperienceInterview), principal.person),
        "crumbs": [Crumb(home, address(request, "home"))],
        "refusal": refusal,
    }
    return show(request, "experiences/window.html", context, status=UNPROCESSABLE if refusal else None)


@opened_by(Role.CANDIDATE, Role.EMPLOYER)
@require_POST
@once
def let_read(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.ANSWER, ExperienceInterview, interview_id)
    try:
        say_who_reads(request, found)
    except DomainError as refusal:
        return answers_page(request, refusal=refusal.message)
    return redirect(address(request, "experiences"))


@opened_by(Role.CANDIDATE, Role.EMPLOYER)
@require_POST
@once
def withdraw(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.ANSWER, ExperienceInterview, interview_id)
    withdraw_interview(found, now=clock.now(), actor=request.principal.person)
    messages.success(request, _("Svarene dine er slettet."))
    return redirect(address(request, "experiences"))
