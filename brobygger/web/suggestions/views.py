"""Openings for one candidate, and one suggestion from the question to the first day. No page orders people. Source: RULES M5; ADR 0099."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.models import AppointmentKind
from brobygger.followup import suggesting
from brobygger.followup.actions import suggesting as actions
from brobygger.jobdev.models import Opening, OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.jobdev.queries import people_at
from brobygger.parties.models import ContactPerson, Person, Protection
from brobygger.parties.reach import can_be_sent_to
from brobygger.talent.models import Disclosure, VocationalProfile
from brobygger.talent.queries import latest_profile
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_to
from brobygger.web.collisions import stands_in_the_way
from brobygger.web.crumbs import to_person
from brobygger.web.forms import Form
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.request import Request, by, by_now, sent
from brobygger.web.shell import Crumb
from brobygger.web.suggestions import words
from brobygger.web.suggestions.forms import AskEmployerForm, BecauseForm, BeginForm, MeetForm, NotNowForm, SaidHowForm

OF_SUGGESTION = ("person__postal_code", "opening__workplace__postal_code", "opening__owner", "opening__occupation", "made_by", "meeting")
OF_OPENING = ("workplace__postal_code", "occupation", "owner")
S = SuggestionState

answered = page(Verb.ANSWER, Suggestion, *OF_SUGGESTION, purpose=Purpose.SUGGESTION)


@page(Verb.PREPARE, Person, "postal_code", purpose=Purpose.SUGGESTIONS)
def of_person(request: Request, person: Person) -> HttpResponse:
    """Those asked about with what comes next, and the open ones with why and what speaks against."""
    principal, profile = request.principal, profile_of(request, person)
    found = suggesting.openings_for(person, profile=profile, openings=door.rows(principal, Verb.READ, Opening), today=principal.today)
    asked = suggesting.suggestions_of(door.rows(principal, Verb.READ, Suggestion), person)
    return render_part(
        request,
        "suggestions/of_person.html",
        {
            "person": person,
            "is_protected": person.protection != Protection.NONE,
            "profile": profile,
            "fitting": [each for each in found if each.for_it],
            "others": [each for each in found if not each.for_it],
            "asked": [words.asked(each, today=principal.today) for each in asked],
            "crumbs": to_person(person),
        },
    )


def profile_of(request: Request, person: Person) -> VocationalProfile | None:
    return latest_profile(door.rows(request.principal, Verb.READ, VocationalProfile), person)


@page(Verb.PREPARE, Person, "postal_code", purpose=Purpose.SUGGESTION)
def ask(request: Request, person: Person, opening_id: UUID) -> HttpResponse:
    """Think of somebody for an opening and ask them, in one."""
    opening = door.get(request.principal, Verb.READ, Opening, opening_id, *OF_OPENING)
    fit = suggesting.fitting(person, opening, profile=profile_of(request, person))
    form = BecauseForm(sent(request), called=person.first_name, is_needed=not fit.for_it)
    if form.is_valid():
        with said_in(form), transaction.atomic():
            thought = actions.think_of(opening, person, **form.cleaned_data, **by(request))
            return done(request, actions.ask_candidate(thought, **by_now(request)), asked_words(person))
    return form_page(
        request,
        form,
        heading=_("Spør %(name)s om %(title)s") % {"name": person.first_name, "title": opening.title},
        save=_("Spør %(name)s") % {"name": person.first_name},
        back=openings_for(person),
        crumbs=way_to(person),
        template="suggestions/ask.html",
        person=person,
        opening=opening,
        fit=fit,
    )


def asked_words(person: Person) -> str:
    if can_be_sent_to(person):
        return _("%(name)s er spurt, og har fått et brev med lenke til svaret.") % {"name": person.first_name}
    return _("%(name)s er spurt, men har ikke e-post. Ring, og skriv inn svaret.") % {"name": person.first_name}


def way_to(person: Person) -> list[Crumb]:
    return [*to_person(person), Crumb(_("Muligheter"), openings_for(person))]


def openings_for(person: Person) -> str:
    return reverse("suggestions:of_person", args=[person.public_id])


# One suggestion


@page(Verb.READ, Suggestion, *OF_SUGGESTION, purpose=Purpose.SUGGESTION)
def suggestion(request: Request, suggestion: Suggestion) -> HttpResponse:
    return one(request, suggestion)


def one(request: Request, found: Suggestion, **given: Form) -> HttpResponse:
    """How far it has come, with the forms of what can be written now.

    Takes   given  a form by the name of its page. What was refused stands in its place with what was written; when it was sent from a
                   page that has been, it has no place any more, and why it was refused stands on top
    """
    principal, opening = request.principal, found.opening
    told = suggesting.told_here(door.rows(principal, Verb.READ, Disclosure), person=found.person, workplace=opening.workplace)
    forms = forms_of(request, found, is_told=told is not None)
    refused = {name: form for name, form in given.items() if form.is_bound}
    astray = [form for name, form in refused.items() if name not in forms]
    is_open = opening.state == OpeningState.OPEN
    return render_part(
        request,
        "suggestions/suggestion.html",
        {
            "suggestion": found,
            "person": found.person,
            "opening": opening,
            "workplace": opening.workplace,
            "is_taken": not is_open and found.state not in words.SETTLED,
            "has_next": is_open and (found.state not in words.SETTLED or "says_yes" in forms),
            "state": words.state_words(found, today=principal.today),
            "steps": words.steps(found),
            "kept": suggesting.kept_reasons([found]).get(found.public_id),
            "told": told,
            **dict.fromkeys(("says_yes", "ask_employer", "meet", "begins", "not_now")),
            **forms,
            **{name: form for name, form in refused.items() if name in forms},
            "refusal": " ".join(mistake.message for form in astray for mistake in form.mistakes()),
            "crumbs": way_to(found.person),
        },
        status=UNPROCESSABLE if astray else None,
    )


def forms_of(request: Request, found: Suggestion, *, is_told: bool) -> dict[str, Form]:
    """What can be written now, each by the name of the page it is sent to."""
    not_now: dict[str, Form] = {"not_now": NotNowForm(suggestion=found)} if found.state not in words.SETTLED else {}
    if found.opening.state != OpeningState.OPEN:
        return not_now
    match S(found.state):
        case S.CANDIDATE_ASKED:
            return {"says_yes": SaidHowForm(called=found.person.first_name), **not_now}
        case S.NOT_NOW if found.closed_by == SaidBy.CANDIDATE:
            return {"says_yes": SaidHowForm(called=found.person.first_name)}
        case S.CANDIDATE_WILL if is_told:
            contacts = contacts_at(request, found)
            return {"ask_employer": AskEmployerForm(contacts=contacts, initial={"contact": next(iter(contacts), None)}), **not_now}
        case S.EMPLOYER_ASKED | S.WILL_MEET:
            first = {name: getattr(found.opening, name) for name in ("starts_on", "ends_on", "hours_per_week")}
            return {"meet": MeetForm(), "begins": BeginForm(initial=first), **not_now}
    return not_now


def contacts_at(request: Request, found: Suggestion) -> list[ContactPerson]:
    """Those who can get the question by e-mail."""
    principal = request.principal
    here = people_at(door.rows(principal, Verb.READ, ContactPerson), found.opening.workplace, today=principal.today)
    return [each for each in here if can_be_sent_to(each.person)]


@button(Verb.ANSWER, Suggestion, *OF_SUGGESTION)
def ask_candidate(request: Request, suggestion: Suggestion) -> HttpResponse:
    actions.ask_candidate(suggestion, **by_now(request))
    return done(request, suggestion, asked_words(suggestion.person))


@answered
def says_yes(request: Request, suggestion: Suggestion) -> HttpResponse:
    form = SaidHowForm(sent(request), called=suggestion.person.first_name)
    if form.is_valid():
        with said_in(form):
            actions.candidate_says_yes(suggestion, **form.cleaned_data, **by_now(request))
            return done(request, suggestion, _("Svaret er skrevet inn."))
    return one(request, suggestion, says_yes=form)


@answered
def ask_employer(request: Request, suggestion: Suggestion) -> HttpResponse:
    form = AskEmployerForm(sent(request), contacts=contacts_at(request, suggestion))
    if form.is_valid():
        with said_in(form):
            actions.ask_employer(suggestion, **form.cleaned_data, **by(request))
            return done(request, suggestion, _("%(place)s er spurt.") % {"place": suggestion.opening.workplace})
    return one(request, suggestion, ask_employer=form)


@answered
def meet(request: Request, suggestion: Suggestion) -> HttpResponse:
    form = MeetForm(sent(request))
    if form.is_valid():
        with said_in(form):
            if not is_elsewhere(request, form, suggestion):
                actions.agree_meeting(suggestion, at=form.at(), **by_now(request))
                said = _("Møtet er skrevet inn. %(name)s får vite det.") % {"name": suggestion.person.first_name}
                return done(request, suggestion, said)
    return one(request, suggestion, meet=form)


def is_elsewhere(request: Request, form: MeetForm, suggestion: Suggestion) -> bool:
    """Whether the candidate, or the one who goes there with them, would have to be somewhere else, which the form then says."""
    users, people = [suggestion.made_by], [suggestion.person]
    kind, moved = AppointmentKind.THREE, suggestion.meeting
    return stands_in_the_way(request, form, when=form.when(), kind=kind, users=users, people=people, besides=moved)


@answered
def begins(request: Request, suggestion: Suggestion) -> HttpResponse:
    form = BeginForm(sent(request))
    if form.is_valid():
        with said_in(form):
            actions.begins(suggestion, **form.cleaned_data, **by(request))
            return done(request, suggestion, _("Plassen er skrevet inn."))
    return one(request, suggestion, begins=form)


@answered
def not_now(request: Request, suggestion: Suggestion) -> HttpResponse:
    form = NotNowForm(sent(request), suggestion=suggestion)
    if form.is_valid():
        with said_in(form):
            actions.not_now(suggestion, **form.cleaned_data, **by_now(request))
            undo = address_to("suggestions:after_all", suggestion.public_id)
            return done(request, suggestion, _("Skrevet inn: ikke denne gangen."), undo=undo)
    return one(request, suggestion, not_now=form)


@button(Verb.ANSWER, Suggestion, *OF_SUGGESTION)
def after_all(request: Request, suggestion: Suggestion) -> HttpResponse:
    actions.not_now_after_all(suggestion, **by_now(request))
    return done(request, suggestion, _("Angret. Det står der det var kommet."))
