"""A candidate's own pages about a loop. Every address has the candidate's token; every row is fetched as theirs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.models import Evaluation, JointCertificate, WayOn
from brobygger.kernel import clock
from brobygger.loops.models import LoopDate, Participant
from brobygger.loops.sharing import sharing_ends_on
from brobygger.loops.windows.candidate import has_a_year, own_invitations, own_loop, sharing
from brobygger.loops.windows.candidate_year import own_year
from brobygger.parties.models import Role
from brobygger.web.shell import Crumb
from brobygger.web.window import ring
from brobygger.web.window.candidate import suggested, year
from brobygger.web.window.pages import UNPROCESSABLE, Call, address, opened_by, show
from brobygger.web.window.ring import own_calls as calls

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


def home(request: HttpRequest) -> HttpResponse:
    invitations = own_invitations(door.rows(request.principal, Verb.READ, Participant), today=request.principal.today)
    if not invitations:
        return show(
            request,
            "window/candidate_empty.html",
            {"calls": calls(request), "rings": ring.own_rings(request), "suggested": suggested.own_suggestions(request)},
        )
    return page(request, invitations[0], others=invitations[1:])


@opened_by(Role.CANDIDATE)
@require_safe
def loop(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = door.get(request.principal, Verb.READ, Participant, participant_id, *RELATED)
    return page(request, participant, crumbs=[home_crumb(request)])


def page(
    request: HttpRequest,
    participant: Participant,
    *,
    others: list[Participant] | None = None,
    crumbs: list[Crumb] | None = None,
    refusal: str = "",
) -> HttpResponse:
    if has_a_year(participant):
        return year_page(request, participant, others=others or [], crumbs=crumbs or [], refusal=refusal)
    own = own_loop(participant)
    return show(
        request,
        "window/candidate.html",
        {
            "own": own,
            "participant": participant,
            "loop": participant.loop,
            "others": year.own_others(request, others or []),
            "crumbs": crumbs or [],
            "calls": calls(request, participant),
            "rings": ring.own_rings(request),
            "suggested": suggested.own_suggestions(request),
            "sharing": sharing(own.newcomers or own.employers, with_coordinator=not own.newcomers),
            "until": sharing_ends_on(participant.loop, today=request.principal.today),
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def year_page(
    request: HttpRequest, participant: Participant, *, others: list[Participant], crumbs: list[Crumb], refusal: str
) -> HttpResponse:
    """«Året mitt», from the day the year is set going until it is over, and after that."""
    principal = request.principal
    own = own_year(
        participant,
        dates=door.rows(principal, Verb.READ, LoopDate),
        evaluations=door.rows(principal, Verb.READ, Evaluation),
        today=principal.today,
        now=clock.now(),
    )
    door.seen(principal, own.hosts.values(), Purpose.LOOP_HOSPITATION_HOST)
    lines = year.own_lines(own)
    people = calls(request, participant)
    if own.mentor is not None:
        near = own.here or own.following
        people.insert(0, Call(str(own.mentor.person), _("Fadderen din hos %(place)s") % {"place": near.employer}, own.mentor.person.phone))
    return show(
        request,
        "window/candidate_year.html",
        {
            "own": own,
            "participant": participant,
            "loop": participant.loop,
            "lead": year.own_lead(own),
            "stops": year.stops(own),
            "lines": lines,
            "calls": people,
            "rings": ring.own_rings(request),
            "suggested": suggested.own_suggestions(request),
            "has_certificate": door.rows(principal, Verb.READ, JointCertificate).filter(participant=participant).exists(),
            "way_on": door.rows(principal, Verb.READ, WayOn).filter(participant=participant).select_related("owner").first(),
            "others": year.own_others(request, others),
            "crumbs": crumbs,
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def home_crumb(request: HttpRequest) -> Crumb:
    return Crumb(_("Siden min"), address(request, "home"))


def page_of(request: HttpRequest, participant: Participant) -> str:
    return address(request, "invitation", participant.public_id)
