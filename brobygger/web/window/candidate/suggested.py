"""«En mulighet for deg»: what somebody has thought of for a candidate, and their answer. Source: RULES A7, M5; ADR 0099."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup import suggesting
from brobygger.followup.actions import suggesting as actions
from brobygger.jobdev.models import OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Role
from brobygger.reference.models import WorkTime
from brobygger.web.cover.words import moment_words
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.window import ring
from brobygger.web.window.pages import UNPROCESSABLE, address, call, opened_by, show

OF_SUGGESTION = ("person", "opening__workplace__postal_code", "opening__owner", "opening__occupation", "made_by")
S = SuggestionState


def own_suggestions(request: HttpRequest) -> list[Suggestion]:
    """What the candidate has been asked about and that still runs. Cost: one query."""
    return list(suggesting.suggestions_to(door.rows(request.principal, Verb.READ, Suggestion)))


def is_shown_to_candidate(found: Suggestion) -> bool:
    """Never before they are asked; after that until it has begun, or an employer or staff have said not now."""
    return found.state in suggesting.WAITS or (found.state == S.NOT_NOW and found.closed_by == SaidBy.CANDIDATE)


def one_for_candidate(request: HttpRequest, suggestion_id: UUID, verb: Verb) -> Suggestion:
    found = door.get(request.principal, verb, Suggestion, suggestion_id, *OF_SUGGESTION)
    if not is_shown_to_candidate(found) or found.candidate_asked_at is None:
        raise Http404
    return found


@opened_by(Role.CANDIDATE)
@require_safe
def suggested(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    return suggested_page(request, one_for_candidate(request, suggestion_id, Verb.READ))


def suggested_page(request: HttpRequest, found: Suggestion, *, refusal: str = "") -> HttpResponse:
    is_open = found.opening.state == OpeningState.OPEN
    context = {
        "suggestion": found,
        "opening": found.opening,
        "workplace": found.opening.workplace,
        "work_times": [str(WorkTime(value).label) for value in found.opening.work_times],
        "kept": suggesting.kept_reasons([found]).get(found.public_id),
        "is_open": is_open,
        "lead": lead_for_candidate(found, is_open=is_open, request=request),
        "may_say_yes": is_open and found.state in (S.CANDIDATE_ASKED, S.NOT_NOW),
        "may_say_no": found.state != S.NOT_NOW,
        "calls": [call(found.made_by, _("Tenkte på deg til dette"))],
        "rings": ring.own_rings(request),
        "crumbs": [Crumb(_("Siden min"), address(request, "home"))],
        "refusal": refusal,
    }
    return show(request, "window/suggested.html", context, status=UNPROCESSABLE if refusal else None)


def lead_for_candidate(found: Suggestion, *, is_open: bool, request: HttpRequest) -> str:
    words = {"name": found.made_by.name, "place": found.opening.workplace.name, "when": ""}
    if found.state == S.NOT_NOW:
        return _("Du sa «ikke denne gangen». Ombestemmer du deg, kan du si ja så lenge plassen er ledig.")
    if not is_open:
        return _("Denne plassen er ikke ledig lenger. %(name)s ser etter noe annet sammen med deg.") % words
    match S(found.state):
        case S.CANDIDATE_ASKED:
            return _("%(name)s tror du kan ha lyst på dette. Du bestemmer selv. Ingen bedrift får vite om deg før du har sagt ja.") % words
        case S.CANDIDATE_WILL:
            return _("Du har sagt ja. %(name)s går gjennom med deg hva %(place)s får vite, før de blir spurt.") % words
        case S.EMPLOYER_ASKED:
            return _("Du har sagt ja, og %(place)s er spurt. Du får vite det når de svarer.") % words
    assert found.meets_at is not None
    words["when"] = moment_words(found.meets_at, today=request.principal.today)
    return _("%(place)s vil møte deg. Dere møtes %(when)s.") % words


@opened_by(Role.CANDIDATE)
@require_POST
@once
def answer_suggested(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found = one_for_candidate(request, suggestion_id, Verb.ANSWER)
    person, chosen = request.principal.person, request.POST.get("answer")
    try:
        if chosen == "yes":
            actions.candidate_says_yes(found, now=clock.now(), actor=person)
            messages.success(request, _("Takk, svaret er lagret. %(name)s får vite det.") % {"name": found.made_by.name})
        elif chosen == "no":
            actions.not_now(found, side=SaidBy.CANDIDATE, now=clock.now(), actor=person)
            messages.success(request, _("Takk for svaret. Ingen trenger å vite hvorfor."))
    except DomainError as refusal:
        return suggested_page(request, found, refusal=refusal.message)
    return redirect(address(request, "suggested", found.public_id))
