"""A candidate's yes to a loop, what it lets others see, and the way to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.kernel.units import phone
from brobygger.loops.kick_off.actions.inviting import accept_invitation, decline_invitation
from brobygger.loops.models import Loop, Participant
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT
from brobygger.loops.windows.candidate import given_by, own_invitations
from brobygger.parties.holder_actions import withdraw_grants
from brobygger.parties.models import Grant, Role
from brobygger.web.acting import done
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.candidate.page import RELATED, page_of
from brobygger.web.window.pages import address, held_by, held_by_now, home_crumb, opened_by


@opened_by(Role.CANDIDATE)
@button(Verb.ANSWER, Participant, *RELATED, back=page_of)
def answer(request: Request, participant: Participant) -> HttpResponse:
    chosen = request.POST.get("answer")
    if chosen == "yes":
        accept_invitation(participant, **held_by(request))
        messages.success(request, _("Takk, svaret er lagret."))
    elif chosen == "no":
        decline_invitation(participant, **held_by_now(request))
    return redirect(page_of(request, participant))


@opened_by(Role.CANDIDATE)
@page()
def given(request: Request) -> HttpResponse:
    """What the candidate has said yes to, loop by loop."""
    principal = request.principal
    invitations = own_invitations(door.rows(principal, Verb.READ, Participant), today=principal.today)
    rows = given_by(door.rows(principal, Verb.READ, Grant), invitations, today=principal.today)
    context = {
        "rows": rows,
        "stands": AFTER_THE_DECISION,
        "withdrawable": list({row.participant.pk: row.participant for row in rows}.values()),
        "crumbs": [home_crumb(request)],
    }
    return render_part(request, "window/given.html", context)


def what_is_given(request: Request, *_rows: Participant) -> str:
    return address(request, "given")


@opened_by(Role.CANDIDATE)
@button(Verb.ANSWER, Participant, *RELATED, back=what_is_given)
def withdraw(request: Request, participant: Participant) -> HttpResponse:
    """Ends the sharing at once. Before the plan is decided that is also a no; after it, the dates stand without a name (ADR 0083)."""
    if participant.loop.state in BEING_BUILT:
        decline_invitation(participant, **held_by_now(request))
        return done(request, what_is_given(request), _("Du har trukket ja-et tilbake. Ingen i loopen ser opplysningene dine nå."))
    withdraw_grants(request.principal.holder, subject_id=participant.loop.public_id, **held_by_now(request))
    return done(request, what_is_given(request), what_stands(participant.loop))


def what_stands(loop: Loop) -> str:
    """After the decision the dates are in the plan until somebody has changed it, and letters that were sent are read."""
    return _(
        "Du har trukket ja-et tilbake. Bedriftene og koordinatoren ser bare datoene i planen nå, uten navn. "
        "Ring %(name)s på %(phone)s om veien videre."
    ) % {"name": loop.coordinator.name, "phone": phone(loop.coordinator.phone)}
