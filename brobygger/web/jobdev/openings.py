"""Openings: those of the unit, one of them, and what is done about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.suggesting import suggestions_at, who_may_like
from brobygger.jobdev import queries
from brobygger.jobdev.actions import openings as actions
from brobygger.jobdev.models import Opening, OpeningState, Suggestion
from brobygger.parties.models import Person, Workplace
from brobygger.reference.models import Occupation, WorkTime
from brobygger.talent.models import VocationalProfile
from brobygger.talent.queries import occupations_with_codes
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of, address_to
from brobygger.web.jobdev.employers import OF_WORKPLACE, THOSE_WHO_VISIT, contacts_at, place_of, unit_for, way_here
from brobygger.web.jobdev.forms import CorrectOpeningForm, OpeningForm
from brobygger.web.kinds import form_page
from brobygger.web.occupations import Picks, filled_in, picks
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now, plain
from brobygger.web.shell import Crumb
from brobygger.web.suggestions.words import state_words

OF_OPENING = ("workplace__organisation", "workplace__postal_code", "owner", "told_by", "visit", "occupation", "unit")

own_opening = button(Verb.VISIT, Opening, *OF_OPENING)


@page(Verb.READ, Opening)
def openings(request: Request) -> HttpResponse:
    scope = door.rows(request.principal, Verb.READ, Opening)
    quiet, others = queries.open_openings(scope, today=request.principal.today)
    context = {"quiet": quiet, "others": others, "count": len(quiet) + len(others), "crumbs": way_here()}
    return render_part(request, "jobdev/openings.html", context)


def way_to(*openings: Opening) -> list[Crumb]:
    return [*way_here(), Crumb(_("Muligheter"), reverse("jobdev:openings")), *(Crumb(each.title, address_of(each)) for each in openings)]


@page(Verb.READ, Opening, *OF_OPENING)
def opening(request: Request, opening: Opening) -> HttpResponse:
    principal = request.principal
    return render_part(
        request,
        "jobdev/opening.html",
        {
            **place_of(opening.workplace),
            "opening": opening,
            "work_times": [WorkTime(value).label for value in opening.work_times],
            "is_open": opening.state == OpeningState.OPEN,
            "may_change": door.rows(principal, Verb.VISIT, Opening).filter(pk=opening.pk).exists(),
            "may_read_employer": door.may(principal, Verb.READ, Workplace),
            "contacts": contacts_at(principal, opening.workplace),
            **own_people(request, opening),
            "crumbs": way_to(),
        },
    )


def own_people(request: Request, found: Opening) -> dict[str, object]:
    """Those the reader follows who are thought of, and those who may like it, by the alphabet. Nothing of the others'. Source: RULES M5."""
    principal = request.principal
    thought_of = list(suggestions_at(door.rows(principal, Verb.READ, Suggestion), found))
    people, profiles = door.rows(principal, Verb.PREPARE, Person), door.rows(principal, Verb.READ, VocationalProfile)
    may_like = who_may_like(found, people=people, profiles=profiles, today=principal.today)
    door.seen(principal, [*(each.person for each in thought_of), *(each.person for each in may_like)], Purpose.OPENING_PEOPLE)
    for each in thought_of:
        each.opening = found
    return {"thought_of": [(each, state_words(each, today=principal.today)) for each in thought_of], "may_like": may_like}


@page(Verb.VISIT, Workplace, *OF_WORKPLACE)
def new(request: Request, workplace: Workplace) -> HttpResponse:
    principal = request.principal
    form = OpeningForm(**filled_in(request, OpeningForm, {}), picks=picked(request, None))
    if form.is_valid():
        with said_in(form):
            unit = unit_for(principal, workplace)
            made = actions.find_opening(workplace, unit=unit, owner=principal.staff, card=form.card(), **by_now(request))
            return done(request, made, _("Muligheten er lagret. Du følger den opp."))
    return form_page(
        request,
        form,
        heading=_("Ny mulighet hos %(place)s") % {"place": workplace},
        lead=_("Skriv det dere vet nå. Resten kan du fylle ut når det er avklart."),
        save=_("Lagre muligheten"),
        back=workplace,
        crumbs=way_here(workplace),
    )


@page(Verb.VISIT, Opening, *OF_OPENING)
def correct(request: Request, opening: Opening) -> HttpResponse:
    form = CorrectOpeningForm(
        **filled_in(request, CorrectOpeningForm, CorrectOpeningForm.initial_of(opening)),
        picks=picked(request, opening.occupation),
        owners=those_who_may_follow_up(request, opening),
    )
    if form.is_valid():
        with said_in(form):
            actions.correct_opening(opening, card=form.card(), owner=form.cleaned_data["owner"], **by_now(request))
            return done(request, opening, _("Muligheten er lagret."))
    return form_page(request, form, heading=_("Rett muligheten"), save=_("Lagre"), back=opening, crumbs=way_to(opening))


def picked(request: Request, before: Occupation | None) -> Picks:
    """The one that is picked in the form; the one that stood there before when the form says nothing of it."""
    code = request.POST.get("occupation")
    stands = [before] if before is not None and code in (None, before.code) else occupations_with_codes([plain(code)] if code else [])
    return picks(request, "occupation", stands)


def those_who_may_follow_up(request: Request, found: Opening) -> list[User]:
    """Those in the unit who visit employers, by name, and the one who does it now."""
    principal = request.principal
    scope = door.rows(principal, Verb.CHOOSE, User)
    users = queries.those_who_visit(scope, unit=found.unit, roles=THOSE_WHO_VISIT, today=principal.today)
    return list(dict.fromkeys([*users, found.owner]))


@own_opening
def follow_up(request: Request, opening: Opening) -> HttpResponse:
    actions.follow_up_opening(opening, **by_now(request))
    return done(request, opening, _("Skrevet ned: fulgt opp i dag."))


@own_opening
def fill(request: Request, opening: Opening) -> HttpResponse:
    actions.fill_opening(opening, actor=request.principal.staff)
    return done(request, opening, _("Muligheten er fylt."), undo=address_to("jobdev:reopen", opening.public_id))


@own_opening
def close(request: Request, opening: Opening) -> HttpResponse:
    actions.close_opening(opening, actor=request.principal.staff)
    return done(request, opening, _("Muligheten er ikke lenger aktuell."), undo=address_to("jobdev:reopen", opening.public_id))


@own_opening
def reopen(request: Request, opening: Opening) -> HttpResponse:
    actions.reopen_opening(opening, **by_now(request))
    return done(request, opening, _("Muligheten er åpen igjen."))
