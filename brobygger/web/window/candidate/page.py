"""A candidate's own pages about a loop. Every address has the candidate's token; every row is fetched as theirs."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.models import Evaluation, JointCertificate, WayOn
from brobygger.loops.models import LoopDate, Participant
from brobygger.loops.sharing import sharing_ends_on
from brobygger.loops.windows.candidate import has_a_year, own_invitations, own_loop, sharing
from brobygger.loops.windows.candidate_year import own_year
from brobygger.parties.models import Role
from brobygger.web.calls import Call
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.shell import Crumb
from brobygger.web.window.appointments import own_meetings
from brobygger.web.window.candidate import suggested, year
from brobygger.web.window.pages import address, home_crumb, opened_by
from brobygger.web.window.ring import whom_to_ring

RELATED = (
    "loop__coordinator",
    "loop__driver",
    "loop__region",
    "loop__unit",
    "person",
    "proposed_by",
    "next_step__owner",
    "went_to__workplace",
)


def home(request: Request) -> HttpResponse:
    invitations = own_invitations(door.rows(request.principal, Verb.READ, Participant), today=request.principal.today)
    if invitations:
        return loop_page(request, invitations[0], others=invitations[1:])
    calls, rings = whom_to_ring(request)
    thought_of = suggested.own_suggestions(request)
    context = {"calls": calls, "rings": rings, "suggested": thought_of, "meetings": own_meetings(request)}
    return render_part(request, "window/candidate_empty.html", context)


@opened_by(Role.CANDIDATE)
@page(Verb.READ, Participant, *RELATED)
def loop(request: Request, participant: Participant) -> HttpResponse:
    return loop_page(request, participant, crumbs=[home_crumb(request)])


def page_of(request: Request, participant: Participant) -> str:
    return address(request, "invitation", participant)


def loop_page(
    request: Request, participant: Participant, *, others: Sequence[Participant] = (), crumbs: Sequence[Crumb] = ()
) -> HttpResponse:
    calls, rings = whom_to_ring(request, participant)
    shared = {
        "participant": participant,
        "loop": participant.loop,
        "today": request.principal.today,
        "others": year.own_others(request, others),
        "crumbs": crumbs,
        "calls": calls,
        "rings": rings,
        "suggested": suggested.own_suggestions(request),
        "meetings": own_meetings(request),
    }
    if has_a_year(participant):
        return render_part(request, "window/candidate_year.html", shared | the_year(request, participant, calls))
    own = own_loop(participant)
    before = {
        "own": own,
        "sharing": sharing(own.newcomers or own.employers, with_coordinator=not own.newcomers),
        "until": sharing_ends_on(participant.loop, today=request.principal.today),
    }
    return render_part(request, "window/candidate.html", shared | before)


def the_year(request: Request, participant: Participant, calls: list[Call]) -> dict[str, object]:
    """What «Året mitt» has more, from the day the year is set going until it is over, and after that. A mentor is the first to call."""
    principal = request.principal
    own = own_year(
        participant,
        dates=door.rows(principal, Verb.READ, LoopDate),
        evaluations=door.rows(principal, Verb.READ, Evaluation),
        today=principal.today,
        now=request.now,
    )
    door.seen(principal, own.hosts.values(), Purpose.LOOP_HOSPITATION_HOST)
    near = own.here or own.following
    if own.mentor is not None and near is not None:
        calls.insert(0, Call(str(own.mentor.person), _("Fadderen din hos %(place)s") % {"place": near.employer}, own.mentor.person.phone))
    return {
        "own": own,
        "lead": year.own_lead(own),
        "stops": year.stops(own),
        "lines": year.own_lines(own),
        "has_certificate": door.rows(principal, Verb.READ, JointCertificate).filter(participant=participant).exists(),
        "way_on": door.rows(principal, Verb.READ, WayOn).filter(participant=participant).select_related("owner").first(),
    }
