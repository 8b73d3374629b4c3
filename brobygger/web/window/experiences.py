"""«Mine svar» in the windows: what one has told of how it was, whether others' may be read with it, and the way to take it back.

Source  MISSION §6.5; ADR 0102
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.actions.experiences import withdraw_interview
from brobygger.followup.experiences import own_answers
from brobygger.followup.models import ExperienceInterview
from brobygger.parties.models import Role
from brobygger.web.acting import done
from brobygger.web.experiences.views import say_who_reads
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.pages import address, held_by_now, home_crumb, opened_by


@opened_by(Role.CANDIDATE, Role.EMPLOYER)
@page()
def answers(request: Request) -> HttpResponse:
    own = own_answers(door.rows(request.principal, Verb.READ, ExperienceInterview), request.principal.holder)
    return render_part(request, "experiences/window.html", {"own": own, "crumbs": [home_crumb(request)]})


def here(request: Request, *_rows: ExperienceInterview) -> str:
    return address(request, "experiences")


@opened_by(Role.CANDIDATE, Role.EMPLOYER)
@button(Verb.ANSWER, ExperienceInterview, back=here)
def let_read(request: Request, interview: ExperienceInterview) -> HttpResponse:
    return done(request, here(request), say_who_reads(request, interview))


@opened_by(Role.CANDIDATE, Role.EMPLOYER)
@button(Verb.ANSWER, ExperienceInterview, back=here)
def withdraw(request: Request, interview: ExperienceInterview) -> HttpResponse:
    withdraw_interview(interview, **held_by_now(request))
    return done(request, here(request), _("Svarene dine er slettet."))
