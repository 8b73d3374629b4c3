"""One who would like to meet an employer: first name and what is shared, no more. Source: RULES A7, M5, P3; ADR 0099."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup import suggesting
from brobygger.followup.actions.suggesting import agree_meeting, not_now
from brobygger.jobdev.models import OpeningState, SaidBy, Suggestion
from brobygger.parties.models import Role
from brobygger.talent.models import Disclosure
from brobygger.talent.queries import shared_items
from brobygger.web.acting import done, said_in
from brobygger.web.calls import call
from brobygger.web.cover.words import moment_words
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.suggestions.forms import MeetForm
from brobygger.web.window.pages import address, held_by_now, home, home_crumb, opened_by

OF_SUGGESTION = ("person", "opening__workplace", "made_by")


def asked_here(request: Request) -> list[Suggestion]:
    """What the employer has been asked and that isn't settled, about those who still let it know who they are. Cost: two queries."""
    found = list(suggesting.suggestions_at_employer(door.rows(request.principal, Verb.READ, Suggestion)))
    if not found:
        return []
    told = set(door.rows(request.principal, Verb.READ, Disclosure).values_list("person_id", "workplace_id"))
    return [each for each in found if (each.person_id, each.opening.workplace_id) in told]


def what_is_shared(request: Request, found: Suggestion) -> tuple[str, ...]:
    """What the candidate lets this workplace know. The same 404 as for a stranger once they have taken it back."""
    told = door.rows(request.principal, Verb.READ, Disclosure).filter(person=found.person, workplace=found.opening.workplace)
    if found.state not in suggesting.AT_THE_EMPLOYER or not told.exists():
        raise Http404
    return next((each.texts for each in shared_items(told)), ())


def page_of(request: Request, suggestion: Suggestion) -> str:
    return address(request, "asked", suggestion)


@opened_by(Role.EMPLOYER)
@page(Verb.ANSWER, Suggestion, *OF_SUGGESTION, purpose=Purpose.SUGGESTION_EMPLOYER)
def asked(request: Request, suggestion: Suggestion) -> HttpResponse:
    """They choose when to meet. «Ikke denne gangen» is a button of its own, that needs no reason."""
    opening, candidate = suggestion.opening, suggestion.person.first_name
    texts = what_is_shared(request, suggestion)
    form = MeetForm(sent(request))
    if form.is_valid():
        with said_in(form):
            agree_meeting(suggestion, at=form.at(), **held_by_now(request))
            return done(request, page_of(request, suggestion), _("Takk. %(name)s får vite når dere møtes.") % {"name": candidate})
    context = {
        "suggestion": suggestion,
        "candidate": candidate,
        "opening": opening,
        "workplace": opening.workplace,
        "texts": texts,
        "form": form,
        "is_open": opening.state == OpeningState.OPEN,
        "meets": moment_words(suggestion.meeting.starts_at, today=request.principal.today) if suggestion.meeting else "",
        "calls": [call(suggestion.made_by, _("Spurte dere"), tone="rav")],
        "crumbs": [home_crumb(request)],
    }
    return render_part(request, "window/asked.html", context)


@opened_by(Role.EMPLOYER)
@button(Verb.ANSWER, Suggestion, *OF_SUGGESTION, back=page_of)
def decline_asked(request: Request, suggestion: Suggestion) -> HttpResponse:
    what_is_shared(request, suggestion)
    not_now(suggestion, side=SaidBy.EMPLOYER, **held_by_now(request))
    return done(request, home(request), _("Takk for svaret. %(name)s tar det videre.") % {"name": suggestion.made_by.name})
