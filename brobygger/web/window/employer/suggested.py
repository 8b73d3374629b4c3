"""One who would like to meet an employer: first name and what is shared, no more. Source: RULES A7, M5, P3; ADR 0099."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup import suggesting
from brobygger.followup.actions import suggesting as actions
from brobygger.jobdev.models import OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Role
from brobygger.talent.models import Disclosure
from brobygger.talent.queries import shared_items
from brobygger.web.cover.words import moment_words
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.suggestions.forms import MeetForm
from brobygger.web.window.pages import UNPROCESSABLE, address, call, opened_by, show

OF_SUGGESTION = ("person", "opening__workplace__postal_code", "opening__owner", "opening__occupation", "made_by")
S = SuggestionState


def asked_here(request: HttpRequest) -> list[Suggestion]:
    """What the employer has been asked and that isn't settled, about those who still let it know who they are. Cost: two queries."""
    found = list(suggesting.suggestions_at_employer(door.rows(request.principal, Verb.READ, Suggestion)))
    if not found:
        return []
    told = set(door.rows(request.principal, Verb.READ, Disclosure).values_list("person_id", "workplace_id"))
    return [each for each in found if (each.person_id, each.opening.workplace_id) in told]


def one_for_employer(request: HttpRequest, suggestion_id: UUID, verb: Verb) -> tuple[Suggestion, tuple[str, ...]]:
    """The suggestion and what is shared. The same 404 once the candidate has taken back what this workplace may know."""
    principal = request.principal
    found = door.get(principal, verb, Suggestion, suggestion_id, *OF_SUGGESTION)
    told = door.rows(principal, Verb.READ, Disclosure).filter(person=found.person, workplace=found.opening.workplace)
    if found.state not in suggesting.AT_THE_EMPLOYER or not told.exists():
        raise Http404
    return found, next((each.texts for each in shared_items(told)), ())


@opened_by(Role.EMPLOYER)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def asked(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """They choose when to meet. «Ikke denne gangen» is a button of its own, that needs no reason."""
    verb = Verb.ANSWER if request.method == "POST" else Verb.READ
    found, texts = one_for_employer(request, suggestion_id, verb)
    form = MeetForm(request.POST or None)
    if form.is_valid():
        try:
            actions.agree_meeting(found, at=form.at(), now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Takk. %(name)s får vite når dere møtes.") % {"name": found.person.first_name})
            return redirect(address(request, "asked", found.public_id))
    return asked_page(request, found, texts, form)


def asked_page(request: HttpRequest, found: Suggestion, texts: tuple[str, ...], form: MeetForm, *, refusal: str = "") -> HttpResponse:
    door.seen(request.principal, [found.person], Purpose.SUGGESTION_EMPLOYER)
    context = {
        "suggestion": found,
        "candidate": found.person.first_name,
        "opening": found.opening,
        "workplace": found.opening.workplace,
        "texts": texts,
        "form": form,
        "is_open": found.opening.state == OpeningState.OPEN,
        "meets": moment_words(found.meets_at, today=request.principal.today) if found.meets_at else "",
        "calls": [call(found.made_by, _("Spurte dere"), tone="rav")],
        "crumbs": [Crumb(_("Siden vår"), address(request, "home"))],
        "refusal": refusal,
    }
    return show(request, "window/asked.html", context, status=UNPROCESSABLE if refusal else None)


@opened_by(Role.EMPLOYER)
@require_POST
@once
def decline_asked(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found, texts = one_for_employer(request, suggestion_id, Verb.ANSWER)
    try:
        actions.not_now(found, side=SaidBy.EMPLOYER, now=clock.now(), actor=request.principal.person)
    except DomainError as refusal:
        return asked_page(request, found, texts, MeetForm(), refusal=refusal.message)
    messages.success(request, _("Takk for svaret. %(name)s tar det videre.") % {"name": found.made_by.name})
    return redirect(address(request, "home"))
