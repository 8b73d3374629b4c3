"""A candidate's yes to a loop, what it lets others see, and the way to take it back."""

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
from brobygger.kernel.units import phone
from brobygger.loops.kick_off.actions.inviting import accept_invitation, decline_invitation
from brobygger.loops.models import Loop, Participant
from brobygger.loops.states import AFTER_THE_DECISION
from brobygger.loops.windows.candidate import given_by, own_invitations
from brobygger.parties.holder_actions import withdraw_grants
from brobygger.parties.models import Grant, Role
from brobygger.web.once import once
from brobygger.web.window.candidate.page import RELATED, home_crumb, page, page_of
from brobygger.web.window.candidate.preparing import may_still_change
from brobygger.web.window.pages import UNPROCESSABLE, address, opened_by, show


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
