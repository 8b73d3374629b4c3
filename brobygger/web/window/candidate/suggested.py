"""«En mulighet for deg»: what somebody has thought of for a candidate, and their answer. Source: RULES A7, M5; ADR 0099."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup import suggesting
from brobygger.followup.actions.suggesting import candidate_says_yes, not_now
from brobygger.jobdev.models import OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.parties.models import Role
from brobygger.reference.models import WorkTime
from brobygger.web.calls import call
from brobygger.web.cover.words import moment_words
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.pages import address, held_by_now, home_crumb, opened_by
from brobygger.web.window.ring import own_rings

OF_SUGGESTION = ("person", "opening__workplace__postal_code", "opening__owner", "opening__occupation", "made_by")
S = SuggestionState


def own_suggestions(request: Request) -> list[Suggestion]:
    """What the candidate has been asked about and that still runs. Cost: one query."""
    return list(suggesting.suggestions_to(door.rows(request.principal, Verb.READ, Suggestion)))


def require_shown(found: Suggestion) -> None:
    """Never before they are asked; after that until it has begun, or an employer or staff have said not now."""
    is_running = found.state in suggesting.WAITS or (found.state == S.NOT_NOW and found.closed_by == SaidBy.CANDIDATE)
    if not is_running or found.candidate_asked_at is None:
        raise Http404


@opened_by(Role.CANDIDATE)
@page(Verb.READ, Suggestion, *OF_SUGGESTION)
def suggested(request: Request, suggestion: Suggestion) -> HttpResponse:
    require_shown(suggestion)
    opening = suggestion.opening
    is_open = opening.state == OpeningState.OPEN
    context = {
        "suggestion": suggestion,
        "opening": opening,
        "workplace": opening.workplace,
        "work_times": [str(WorkTime(value).label) for value in opening.work_times],
        "kept": suggesting.kept_reasons([suggestion]).get(suggestion.public_id),
        "lead": lead_for_candidate(suggestion, is_open=is_open, request=request),
        "may_say_yes": is_open and suggestion.state in (S.CANDIDATE_ASKED, S.NOT_NOW),
        "may_say_no": suggestion.state != S.NOT_NOW,
        "calls": [call(suggestion.made_by, _("Tenkte på deg til dette"))],
        "rings": own_rings(request),
        "crumbs": [home_crumb(request)],
    }
    return render_part(request, "window/suggested.html", context)


def lead_for_candidate(found: Suggestion, *, is_open: bool, request: Request) -> str:
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
    assert found.meeting is not None
    words["when"] = moment_words(found.meeting.starts_at, today=request.principal.today)
    return _("%(place)s vil møte deg. Dere møtes %(when)s.") % words


def page_of(request: Request, suggestion: Suggestion) -> str:
    return address(request, "suggested", suggestion)


@opened_by(Role.CANDIDATE)
@button(Verb.ANSWER, Suggestion, *OF_SUGGESTION, back=page_of)
def answer_suggested(request: Request, suggestion: Suggestion) -> HttpResponse:
    require_shown(suggestion)
    chosen = request.POST.get("answer")
    if chosen == "yes":
        candidate_says_yes(suggestion, **held_by_now(request))
        messages.success(request, _("Takk, svaret er lagret. %(name)s får vite det.") % {"name": suggestion.made_by.name})
    elif chosen == "no":
        not_now(suggestion, side=SaidBy.CANDIDATE, **held_by_now(request))
        messages.success(request, _("Takk for svaret. Ingen trenger å vite hvorfor."))
    return redirect(page_of(request, suggestion))
