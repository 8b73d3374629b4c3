"""A candidate's own pages. Every address has the candidate's token; every row is fetched as theirs."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.models import Evaluation, JointCertificate, WayOn
from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import phone
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.kick_off.actions.inviting import accept_invitation, decline_invitation, mark_tasks, prepare_candidate
from brobygger.loops.kick_off.actions.wishes import give_candidate_wishes
from brobygger.loops.kick_off.queries import tasks_to_mark
from brobygger.loops.models import Loop, LoopDate, Mark, Participant
from brobygger.loops.queries import committed_employers
from brobygger.loops.sharing import sharing_ends_on
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT, InvitationState
from brobygger.loops.windows.candidate import given_by, has_a_year, own_invitations, own_loop, own_wishes, sharing
from brobygger.loops.windows.candidate_year import own_year
from brobygger.parties.holder_actions import withdraw_grants
from brobygger.parties.models import Grant, Role
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.window import ring, suggested, year
from brobygger.web.window.forms import MarksForm, PresentationForm, WishesForm, names_of
from brobygger.web.window.pages import UNPROCESSABLE, Call, address, call, opened_by, show
from brobygger.web.window.purposes import look

LOOKS_ON_A_PAGE = 20
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


def calls(request: HttpRequest, participant: Participant | None = None) -> list[Call]:
    """The coordinator first, then whoever follows the candidate up today, and their counsellor; each once."""
    found = [call(participant.loop.coordinator, _("Koordinator for loopen"), tone="rav")] if participant is not None else []
    found += ring.who_follows(request)
    if participant is not None:
        found.append(call(counsellor_of(participant, today=request.principal.today), _("Veilederen din")))
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def home_crumb(request: HttpRequest) -> Crumb:
    return Crumb(_("Siden min"), address(request, "home"))


def page_of(request: HttpRequest, participant: Participant) -> str:
    return address(request, "invitation", participant.public_id)


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def answer(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = door.get(request.principal, Verb.ANSWER, Participant, participant_id, *RELATED)
    chosen = request.POST.get("answer")
    if chosen not in {"yes", "no"}:
        return redirect(page_of(request, participant))
    try:
        if chosen == "yes":
            accept_invitation(participant, today=request.principal.today, now=clock.now(), actor=request.principal.person)
            messages.success(request, _("Takk, svaret er lagret."))
        else:
            decline_invitation(participant, now=clock.now(), actor=request.principal.person)
    except DomainError as refusal:
        return page(request, participant, crumbs=[home_crumb(request)], refusal=refusal.message)
    return redirect(page_of(request, participant))


def may_still_change(loop: Loop) -> bool:
    return loop.state in BEING_BUILT


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def marks(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = door.get(request.principal, Verb.PREPARE, Participant, participant_id, *RELATED)
    if not may_still_change(participant.loop) or participant.state == InvitationState.NO:
        return redirect(page_of(request, participant))
    form = MarksForm(request.POST or None, listed=tasks_to_mark(participant))
    if form.is_valid():
        try:
            mark_tasks(participant, marks=form.marks(), now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Svarene er lagret."))
            return redirect(page_of(request, participant))
    return show(request, "window/marks.html", {"form": form, "participant": participant, "crumbs": [home_crumb(request)]})


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def presentation(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Saves, or with «Se hvordan det blir» only shows the text that stands in the box as the employers would see it."""
    participant = door.get(request.principal, Verb.PREPARE, Participant, participant_id, *RELATED)
    if not may_still_change(participant.loop) or participant.state == InvitationState.NO:
        return redirect(page_of(request, participant))
    saved = {name: getattr(participant, name) for name in PresentationForm.base_fields}
    form = PresentationForm(request.POST or None, initial=saved)
    text = participant.presentation
    if form.is_valid() and "preview" in request.POST:
        text = form.cleaned_data["presentation"]
    elif form.is_valid():
        try:
            prepare_candidate(participant, **form.cleaned_data, actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Det du skrev, er lagret."))
            return redirect(address(request, "presentation", participant.public_id))
    return show(
        request,
        "window/presentation.html",
        {
            "form": form,
            "participant": participant,
            "text": text,
            "is_tried": "preview" in request.POST,
            "listed": [(each.employer, marked(each.tasks)) for each in tasks_to_mark(participant)],
            "crumbs": [home_crumb(request)],
        },
    )


def marked(tasks: tuple[tuple[object, str | None], ...]) -> list[tuple[object, str]]:
    """The tasks that have a mark, with the mark in words: what an employer sees of its own."""
    return [(task, Mark(mark).label) for task, mark in tasks if mark is not None]


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def wishes(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = door.get(request.principal, Verb.WISH, Participant, participant_id, *RELATED)
    if not may_still_change(participant.loop) or not participant.has_attended:
        return redirect(page_of(request, participant))
    employers = {employer.public_id: employer for employer in committed_employers(participant.loop)}
    given = own_wishes(participant)
    form = WishesForm(
        request.POST or None,
        names=names_of(list(employers.values())),
        given={key: given[employer.pk] for key, employer in employers.items() if employer.pk in given},
    )
    if form.is_valid():
        chosen = {employers[key]: value for key, value in form.wishes().items()}
        try:
            give_candidate_wishes(participant, wishes=chosen, now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Ønskene er lagret."))
            return redirect(page_of(request, participant))
    return show(request, "window/wishes.html", {"form": form, "participant": participant, "crumbs": [home_crumb(request)]})


@opened_by(Role.CANDIDATE)
@require_safe
def given(request: HttpRequest) -> HttpResponse:
    return yes_page(request)


def yes_page(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    """What the candidate has said yes to, loop by loop."""
    invitations = own_invitations(door.rows(request.principal, Verb.READ, Participant), today=request.principal.today)
    rows = given_by(door.rows(request.principal, Verb.READ, Grant), invitations, today=request.principal.today)
    context = {
        "rows": rows,
        "stands": AFTER_THE_DECISION,
        "withdrawable": list({row.participant.pk: row.participant for row in rows}.values()),
        "crumbs": [home_crumb(request)],
        "refusal": refusal,
    }
    return show(request, "window/given.html", context, status=UNPROCESSABLE if refusal else None)


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def withdraw(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Ends the sharing at once. Before the plan is decided that is also a no; after it, the dates stand without a name (ADR 0083)."""
    participant = door.get(request.principal, Verb.ANSWER, Participant, participant_id, *RELATED)
    if request.method == "GET":
        return redirect(address(request, "given"))
    person = request.principal.person
    said = _("Du har trukket ja-et tilbake. Ingen i loopen ser opplysningene dine nå.")
    try:
        if may_still_change(participant.loop):
            decline_invitation(participant, now=clock.now(), actor=person)
        else:
            withdraw_grants(person, subject_id=participant.loop.public_id, now=clock.now(), actor=person)
            said = what_stands(participant.loop)
    except DomainError as refusal:
        return yes_page(request, refusal=refusal.message)
    messages.success(request, said)
    return redirect(address(request, "given"))


def what_stands(loop: Loop) -> str:
    """After the decision the dates are in the plan until somebody has changed it, and letters that were sent are read."""
    return _(
        "Du har trukket ja-et tilbake. Bedriftene og koordinatoren ser bare datoene i planen nå, uten navn. "
        "Ring %(name)s på %(phone)s om veien videre."
    ) % {"name": loop.coordinator.name, "phone": phone(loop.coordinator.phone)}


@opened_by(Role.CANDIDATE)
@require_safe
def look_ups(request: HttpRequest) -> HttpResponseBase:
    number = page_number(request)
    rows = door.rows(request.principal, Verb.READ, LookUp).order_by("-looked_up_at", "-id")
    first = (number - 1) * LOOKS_ON_A_PAGE
    found = [look(row) for row in rows[first : first + LOOKS_ON_A_PAGE + 1]]
    here = address(request, "look_ups")
    return show(
        request,
        "window/look_ups.html",
        {
            "looks": found[:LOOKS_ON_A_PAGE],
            "newer_url": f"{here}?side={number - 1}" if number > 1 else "",
            "older_url": f"{here}?side={number + 1}" if len(found) > LOOKS_ON_A_PAGE else "",
            "crumbs": [home_crumb(request)],
        },
    )


def page_number(request: HttpRequest) -> int:
    asked = request.GET.get("side", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", asked):
        raise Http404
    return int(asked)
