"""Employers: the list, a new one, and the page one reads before knocking."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.appointments.models import Appointment
from brobygger.intake.models import EmployerRelation
from brobygger.jobdev import queries
from brobygger.jobdev.models import EmployerVisit, Opening, VisitState
from brobygger.jobdev.queries import Doorstep
from brobygger.parties.actions import EmployerCard, register_employer
from brobygger.parties.employer_cards import correct_organisation, correct_workplace
from brobygger.parties.models import ContactPerson, Role, Unit, Workplace
from brobygger.parties.queries import units_of
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.agreed import agreed
from brobygger.web.changes import in_sentences
from brobygger.web.jobdev.forms import CardForm, EmployerForm, SearchForm
from brobygger.web.jobdev.our_people import people_of
from brobygger.web.jobdev.words import bankrupt_in_words, before_in_words, map_url, nobody_lately, street_of
from brobygger.web.keyset import keyset
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_today, sent
from brobygger.web.shell import Crumb

LATEST = 5  # visits on the employer's page; the rest have a page of their own
WORKPLACE_FIELDS = ("name", "street", "postal_code", "phone", "email", "way_in")
ORGANISATION_FIELDS = ("name", "trade")
OF_WORKPLACE = ("organisation", "postal_code")
THOSE_WHO_VISIT = (Role.SPECIALIST, Role.BUSINESS_COORDINATOR)
THOSE_WHO_READ_VISITS = (*THOSE_WHO_VISIT, Role.LEADER)


@page(Verb.READ, Workplace)
def employers(request: Request) -> HttpResponse:
    principal = request.principal
    form = SearchForm(request.GET)
    text = form.cleaned_data["sok"].strip() if form.is_valid() else ""
    is_all = bool(text) or "alle" in request.GET
    own: dict[str, Any] = {
        "visits": door.rows(principal, Verb.READ, EmployerVisit),
        "openings": door.rows(principal, Verb.READ, Opening),
        "relations": door.rows(principal, Verb.READ, EmployerRelation),
    }
    scope = door.rows(principal, Verb.READ, Workplace)
    if not is_all:
        scope = queries.in_touch_with(scope, **own, today=principal.today)
    return render_part(
        request,
        "jobdev/employers.html",
        {
            "page": keyset(request, queries.employers(scope, text=text, today=principal.today, **own), by=("name_sorted",)),
            "text": text,
            "is_all": is_all,
            "may_register": door.may(principal, Verb.VISIT, Workplace),
        },
    )


def way_here(*workplaces: Workplace) -> list[Crumb]:
    own = [Crumb(each.name, address_of(each)) for each in workplaces]
    return [Crumb(_("Bedrifter"), reverse("jobdev:employers")), *own]


def own_units(principal: Principal) -> frozenset[int]:
    """The keys of the units whose visits the reader may see, and whose people are named."""
    return frozenset().union(*(principal.units_as(role) for role in THOSE_WHO_READ_VISITS))


def unit_for(principal: Principal, workplace: Workplace) -> Unit:
    """In which of their units somebody visits a workplace: the one that keeps in touch with it, or the first."""
    units = units_of(principal.staff, roles=THOSE_WHO_VISIT, today=principal.today)
    if len(units) == 1:
        return units[0]
    known = door.rows(principal, Verb.READ, EmployerRelation).filter(workplace=workplace).values_list("unit", flat=True)
    return next((unit for unit in units if unit.pk in set(known)), units[0])


def contacts_at(principal: Principal, workplace: Workplace) -> list[ContactPerson]:
    """Those whom one calls there today."""
    return list(queries.people_at(door.rows(principal, Verb.READ, ContactPerson), workplace, today=principal.today))


def contacts_of(principal: Principal, workplace: Workplace) -> tuple[list[ContactPerson], list[ContactPerson]]:
    """Those whom one calls there today, and those who have left, the last first."""
    everybody = list(queries.people_ever_at(door.rows(principal, Verb.READ, ContactPerson), workplace, today=principal.today))
    left = [each for each in everybody if each.ends_on is not None and each.ends_on < principal.today]
    return [each for each in everybody if each not in left], sorted(left, key=lambda each: each.ends_on or principal.today, reverse=True)


def before(principal: Principal, workplace: Workplace) -> dict[str, Any]:
    """What every page about a door tells first."""
    return told_first(principal, queries.knocked_lately(workplace, units=own_units(principal), today=principal.today))


def told_first(principal: Principal, known: Doorstep) -> dict[str, Any]:
    own = next((tie.two for tie in known.ties if tie.two is not None), None)
    return {
        "before": before_in_words(known, user=principal.staff),
        "nobody_lately": nobody_lately(),
        "own_relation": own.relation if own else None,
        "has_responsible": own is not None and own.responsible is not None,
    }


def place_of(workplace: Workplace) -> dict[str, Any]:
    return {"workplace": workplace, "address": street_of(workplace), "map_url": map_url(workplace)}


def at_the_door(principal: Principal, workplace: Workplace) -> tuple[Doorstep, list[Any]]:
    """Who has knocked and who has the contact; and the visits the reader may see."""
    return queries.at_the_door(
        workplace,
        read=door.rows(principal, Verb.READ, EmployerVisit, workplace=workplace),
        own=door.rows(principal, Verb.VISIT, EmployerVisit, workplace=workplace),
        ends=door.rows(principal, Verb.END, EmployerRelation, workplace=workplace),
        units=own_units(principal),
        today=principal.today,
        most=2 * LATEST + 1,
    )


@page(Verb.READ, Workplace, *OF_WORKPLACE)
def employer(request: Request, workplace: Workplace) -> HttpResponse:
    principal = request.principal
    doorstep, visits = at_the_door(principal, workplace)
    to_do = [visit for visit in visits if visit.next_step and visit.next_step_done_at is None]
    made = [visit for visit in visits if visit.state == VisitState.HELD]
    known = told_first(principal, doorstep)
    others = door.rows(principal, Verb.READ, Appointment, workplace=workplace, visit__isnull=True, after_visit__isnull=True)
    meetings = agreed(request, others, workplace)
    contacts, contacts_before = contacts_of(principal, workplace)
    return render_part(
        request,
        "jobdev/employer.html",
        {
            **place_of(workplace),
            **known,
            **people_of(principal, workplace),
            "next_steps": sorted(to_do, key=lambda visit: (visit.next_step_on, visit.pk)),
            "bankrupt": bankrupt_in_words(workplace.organisation),
            "here_url": request.path,
            "contacts": contacts,
            "contacts_before": contacts_before,
            "planned": [visit for visit in visits if visit.state == VisitState.PLANNED],
            "made": made[:LATEST],
            "has_more": len(made) > LATEST,
            "meetings": [each for each in meetings if not each.is_over],
            "been": [each for each in meetings if each.is_over][: -LATEST - 1 : -1],
            "openings": list(queries.openings_of(door.rows(principal, Verb.READ, Opening), workplace)),
            "may_visit": door.may(principal, Verb.VISIT, Workplace),
            "may_end": known["own_relation"] is not None and known["own_relation"].may_end,
            "may_correct": door.may(principal, Verb.CORRECT, Workplace),
            "may_agree": door.may(principal, Verb.AGREE, Appointment),
            "reads_visits": door.may(principal, Verb.READ, EmployerVisit),
            "crumbs": way_here(),
        },
    )


@page(Verb.VISIT, Workplace)
def new(request: Request) -> HttpResponse:
    form = EmployerForm(sent(request))
    if form.is_valid():
        with said_in(form):
            place = register_employer(EmployerCard(**form.cleaned_data), **by_today(request)).workplace
            return done(request, place, _("%(place)s er registrert.") % {"place": place})
    return form_page(
        request,
        form,
        heading=_("Ny bedrift"),
        lead=_("Er bedriften her fra før, legges bare kontaktpersonen til. Det som står der, blir stående."),
        save=_("Registrer bedriften"),
        back="jobdev:employers",
        crumbs=way_here(),
    )


@page(Verb.CORRECT, Workplace, *OF_WORKPLACE)
def correct(request: Request, workplace: Workplace) -> HttpResponse:
    actor, organisation = request.principal.staff, workplace.organisation
    form = CardForm(sent(request), initial=CardForm.initial_of(workplace))
    if form.is_valid():
        with said_in(form), transaction.atomic():
            correct_workplace(workplace, **form.of_workplace(), actor=actor)
            correct_organisation(organisation, **form.of_organisation(), actor=actor)
            return done(request, workplace, _("Opplysningene er lagret."))
    return form_page(
        request,
        form,
        heading=_("Rett opplysningene"),
        lead=str(workplace),
        save=_("Lagre"),
        back=workplace,
        crumbs=way_here(workplace),
        template="jobdev/correct.html",
        changes=in_sentences((workplace, WORKPLACE_FIELDS), (organisation, ORGANISATION_FIELDS)),
    )
