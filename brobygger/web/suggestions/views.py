"""Openings for one candidate, and one suggestion from the question to the first day. No page orders people. Source: RULES M5; ADR 0099."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup import suggesting
from brobygger.followup.actions import suggesting as actions
from brobygger.jobdev.models import Opening, OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.jobdev.queries import people_at
from brobygger.kernel import clock
from brobygger.parties.models import ContactPerson, Person, Protection
from brobygger.parties.reach import can_be_sent_to
from brobygger.talent.models import Disclosure, VocationalProfile
from brobygger.talent.queries import latest_profile
from brobygger.web.crumbs import to_person
from brobygger.web.forms import Form
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Crumb
from brobygger.web.suggestions import words
from brobygger.web.suggestions.forms import AskEmployerForm, BecauseForm, BeginForm, MeetForm, NotNowForm, SaidHowForm

OF_SUGGESTION = (
    "person__postal_code",
    "opening__workplace__postal_code",
    "opening__owner",
    "opening__occupation",
    "made_by",
)
OF_OPENING = ("workplace__postal_code", "occupation", "owner")
S = SuggestionState
SETTLED = (S.BEGINS, S.NOT_NOW)


@require_safe
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Those asked about with what comes next, and the open ones with why and what speaks against."""
    principal = request.principal
    person = door.get(principal, Verb.PREPARE, Person, person_id, "postal_code")
    door.seen(principal, [person], Purpose.SUGGESTIONS)
    profile = latest_profile(door.rows(principal, Verb.READ, VocationalProfile), person)
    found = suggesting.openings_for(person, profile=profile, openings=door.rows(principal, Verb.READ, Opening), today=principal.today)
    asked = list(suggesting.suggestions_of(door.rows(principal, Verb.READ, Suggestion), person))
    return render_part(
        request,
        "suggestions/of_person.html",
        {
            "person": person,
            "is_protected": person.protection != Protection.NONE,
            "profile": profile,
            "fitting": [each for each in found if each.for_it],
            "others": [each for each in found if not each.for_it],
            "asked": [
                (each, words.state_words(each, today=principal.today), words.state_mark(each), words.next_words(each)) for each in asked
            ],
            "crumbs": to_person(person),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def ask(request: HttpRequest, person_id: UUID, opening_id: UUID) -> HttpResponse:
    """Think of somebody for an opening and ask them, in one."""
    principal = request.principal
    person = door.get(principal, Verb.PREPARE, Person, person_id, "postal_code")
    opening = door.get(principal, Verb.READ, Opening, opening_id, *OF_OPENING)
    door.seen(principal, [person], Purpose.SUGGESTION)
    profile = latest_profile(door.rows(principal, Verb.READ, VocationalProfile), person)
    fit = suggesting.fitting(person, opening, profile=profile)
    form = BecauseForm(request.POST or None, called=person.first_name, is_needed=not fit.for_it)
    if form.is_valid():
        made: list[Suggestion] = []
        if carried_out(form, lambda: made.append(think_of_and_ask(request, opening, person, form.cleaned_data["because"]))):
            messages.success(request, asked_words(person))
            return redirect("suggestions:suggestion", made[0].public_id)
    return render_part(
        request,
        "suggestions/ask.html",
        {
            "person": person,
            "opening": opening,
            "fit": fit,
            "form": form,
            "crumbs": way_to(person),
        },
    )


def think_of_and_ask(request: HttpRequest, opening: Opening, person: Person, because: str) -> Suggestion:
    principal, now = request.principal, clock.now()
    thought = actions.think_of(opening, person, because=because, today=principal.today, now=now, actor=principal.user)
    return actions.ask_candidate(thought, now=now, actor=principal.user)


def asked_words(person: Person) -> str:
    if can_be_sent_to(person):
        return _("%(name)s er spurt, og har fått et brev med lenke til svaret.") % {"name": person.first_name}
    return _("%(name)s er spurt, men har ikke e-post. Ring, og skriv inn svaret.") % {"name": person.first_name}


def way_to(person: Person) -> list[Crumb]:
    return [*to_person(person), Crumb(_("Muligheter"), address_of(person))]


def address_of(person: Person) -> str:
    return reverse("suggestions:of_person", args=[person.public_id])


# One suggestion


@require_safe
def suggestion(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    return page(request, door.get(request.principal, Verb.READ, Suggestion, suggestion_id, *OF_SUGGESTION))


def page(request: HttpRequest, found: Suggestion, *, sent: Form | None = None, refusal: str = "") -> HttpResponse:
    """How far it has come, with the form of the next step. A form that was refused stands in its place with what was written."""
    principal = request.principal
    door.seen(principal, [found.person], Purpose.SUGGESTION)
    is_open = found.opening.state == OpeningState.OPEN
    forms = {} if found.state in SETTLED or not is_open else {each.__class__.__name__: each for each in forms_of(request, found)}
    if found.state not in SETTLED:
        forms["NotNowForm"] = NotNowForm(suggestion=found)
    if found.state == S.NOT_NOW and found.closed_by == SaidBy.CANDIDATE and is_open:
        forms["SaidHowForm"] = SaidHowForm(called=found.person.first_name)
    told = suggesting.told_here(door.rows(principal, Verb.READ, Disclosure), person=found.person, workplace=found.opening.workplace)
    if told is None:
        forms.pop("AskEmployerForm", None)
    if sent is not None and sent.__class__.__name__ in forms:
        forms[sent.__class__.__name__] = sent
    elif sent is not None:  # sent from a page that has been: the form has no place any more, so the refusal stands on top
        refusal = " ".join(each.message for each in sent.mistakes())
    return render_part(
        request,
        "suggestions/suggestion.html",
        {
            "suggestion": found,
            "person": found.person,
            "opening": found.opening,
            "workplace": found.opening.workplace,
            "is_open": is_open,
            "state": words.state_words(found, today=principal.today),
            "steps": words.steps(found),
            "kept": suggesting.kept_reasons([found]).get(found.public_id),
            "told": told,
            "said_how": forms.get("SaidHowForm"),
            "ask_employer": forms.get("AskEmployerForm"),
            "meet": forms.get("MeetForm"),
            "begin": forms.get("BeginForm"),
            "not_now": forms.get("NotNowForm"),
            "refused": sent.__class__.__name__ if sent is not None else "",
            "refusal": refusal,
            "crumbs": way_to(found.person),
        },
        status=UNPROCESSABLE if refusal or sent is not None else None,
    )


def forms_of(request: HttpRequest, found: Suggestion) -> list[Form]:
    match S(found.state):
        case S.CANDIDATE_ASKED:
            return [SaidHowForm(called=found.person.first_name)]
        case S.CANDIDATE_WILL:
            contacts = contacts_at(request, found)
            return [AskEmployerForm(contacts=contacts, initial={"contact": str(contacts[0].public_id) if contacts else ""})]
        case S.EMPLOYER_ASKED:
            return [MeetForm(), BeginForm(initial=first_answers(found.opening))]
        case S.WILL_MEET:
            return [BeginForm(initial=first_answers(found.opening)), MeetForm()]
    return []


def contacts_at(request: HttpRequest, found: Suggestion) -> list[ContactPerson]:
    """Those who can get the question by e-mail."""
    principal = request.principal
    here = people_at(door.rows(principal, Verb.READ, ContactPerson), found.opening.workplace, today=principal.today)
    return [each for each in here if can_be_sent_to(each.person)]


def first_answers(opening: Opening) -> dict[str, Any]:
    return {"starts_on": opening.starts_on, "ends_on": opening.ends_on, "hours_per_week": opening.hours_per_week}


def own(request: HttpRequest, suggestion_id: UUID) -> Suggestion:
    return door.get(request.principal, Verb.ANSWER, Suggestion, suggestion_id, *OF_SUGGESTION)


def answered(request: HttpRequest, found: Suggestion, form: Form, action: Callable[[], object], said: str) -> HttpResponse:
    if form.is_valid() and carried_out(form, action):
        messages.success(request, said)
        return redirect("suggestions:suggestion", found.public_id)
    return page(request, found, sent=form)


@require_POST
@once
def ask_candidate(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found = own(request, suggestion_id)
    refusal = refusal_of(lambda: actions.ask_candidate(found, now=clock.now(), actor=request.principal.user))
    if refusal:
        return page(request, found, refusal=refusal)
    messages.success(request, asked_words(found.person))
    return redirect("suggestions:suggestion", found.public_id)


@require_POST
@once
def says_yes(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found = own(request, suggestion_id)
    form = SaidHowForm(request.POST, called=found.person.first_name)
    return answered(
        request,
        found,
        form,
        lambda: actions.candidate_says_yes(found, **form.cleaned_data, now=clock.now(), actor=request.principal.user),
        _("Svaret er skrevet inn."),
    )


@require_POST
@once
def ask_employer(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found = own(request, suggestion_id)
    form = AskEmployerForm(request.POST, contacts=contacts_at(request, found))
    principal = request.principal
    return answered(
        request,
        found,
        form,
        lambda: actions.ask_employer(found, contact=form.chosen(), today=principal.today, now=clock.now(), actor=principal.user),
        _("%(place)s er spurt.") % {"place": found.opening.workplace},
    )


@require_POST
@once
def meet(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found = own(request, suggestion_id)
    form = MeetForm(request.POST)
    return answered(
        request,
        found,
        form,
        lambda: actions.agree_meeting(found, at=form.at(), now=clock.now(), actor=request.principal.user),
        _("Møtet er skrevet inn. %(name)s får vite det.") % {"name": found.person.first_name},
    )


@require_POST
@once
def begins(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found = own(request, suggestion_id)
    form = BeginForm(request.POST)
    principal = request.principal
    return answered(
        request,
        found,
        form,
        lambda: actions.begins(found, **form.cleaned_data, today=principal.today, now=clock.now(), actor=principal.user),
        _("Plassen er skrevet inn."),
    )


@require_POST
@once
def not_now(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    found = own(request, suggestion_id)
    form = NotNowForm(request.POST, suggestion=found)
    return answered(
        request,
        found,
        form,
        lambda: actions.not_now(found, **form.cleaned_data, now=clock.now(), actor=request.principal.user),
        _("Skrevet inn: ikke denne gangen."),
    )
