"""Employers: the list, a new one, and the page one reads before knocking."""

from __future__ import annotations

from typing import Any

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
from brobygger.parties.actions import EmployerCard, describe_workplace, register_employer
from brobygger.parties.models import ContactPerson, Role, Unit, Workplace
from brobygger.parties.queries import units_of
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.agreed import agreed
from brobygger.web.jobdev.forms import EmployerForm, PlaceForm, SearchForm
from brobygger.web.jobdev.words import before_in_words, map_url, nobody_lately, street_of
from brobygger.web.keyset import keyset
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_today, sent
from brobygger.web.shell import Crumb

LATEST = 5  # visits on the employer's page; the rest have a page of their own
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
    return list(queries.people_at(door.rows(principal, Verb.READ, ContactPerson), workplace, today=principal.today))


def before(principal: Principal, workplace: Workplace) -> dict[str, Any]:
    """What every page about a door tells first."""
    known = queries.knocked_lately(workplace, units=own_units(principal), today=principal.today)
    own = next((tie.two for tie in known.ties if tie.two is not None), None)
    return {
        "before": before_in_words(known, user=principal.staff),
        "nobody_lately": nobody_lately(),
        "own_relation": own.relation if own else None,
        "has_responsible": own is not None and own.responsible is not None,
    }


def may_end(principal: Principal, relation: EmployerRelation | None) -> dict[str, Any]:
    """Whether the reader may let the contact end. Cost: one query when there is one."""
    return {"may_end": relation is not None and door.rows(principal, Verb.END, EmployerRelation, pk=relation.pk).exists()}


def place_of(workplace: Workplace) -> dict[str, Any]:
    return {"workplace": workplace, "address": street_of(workplace), "map_url": map_url(workplace)}


@page(Verb.READ, Workplace, *OF_WORKPLACE)
def employer(request: Request, workplace: Workplace) -> HttpResponse:
    principal = request.principal
    visits = list(queries.visits_at(door.rows(principal, Verb.READ, EmployerVisit), workplace)[: 2 * LATEST + 1])
    made = [visit for visit in visits if visit.state == VisitState.HELD]
    known = before(principal, workplace)
    others = door.rows(principal, Verb.READ, Appointment, workplace=workplace, visit__isnull=True, after_visit__isnull=True)
    meetings = agreed(request, others, workplace)
    return render_part(
        request,
        "jobdev/employer.html",
        {
            **place_of(workplace),
            **known,
            "contacts": contacts_at(principal, workplace),
            "planned": [visit for visit in visits if visit.state == VisitState.PLANNED],
            "made": made[:LATEST],
            "has_more": len(made) > LATEST,
            "meetings": [each for each in meetings if not each.is_over],
            "been": [each for each in meetings if each.is_over][: -LATEST - 1 : -1],
            "openings": list(queries.openings_of(door.rows(principal, Verb.READ, Opening), workplace)),
            "may_visit": door.may(principal, Verb.VISIT, Workplace),
            **may_end(principal, known["own_relation"]),
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


@page(Verb.VISIT, Workplace, *OF_WORKPLACE)
def correct(request: Request, workplace: Workplace) -> HttpResponse:
    form = PlaceForm(sent(request), initial=PlaceForm.initial_of(workplace))
    if form.is_valid():
        with said_in(form):
            describe_workplace(workplace, **form.cleaned_data, actor=request.principal.staff)
            return done(request, workplace, _("Adressen er lagret."))
    heading = _("Adressen, og slik kommer du inn")
    return form_page(request, form, heading=heading, save=_("Lagre"), back=workplace, crumbs=way_here(workplace))
