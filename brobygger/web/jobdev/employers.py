"""Employers: the list, a new one, and the page one reads before knocking."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.intake.models import EmployerRelation
from brobygger.jobdev import queries
from brobygger.jobdev.models import EmployerVisit, Opening, VisitState
from brobygger.parties.actions import EmployerCard, describe_workplace, register_employer
from brobygger.parties.models import ContactPerson, Role, Unit, Workplace
from brobygger.parties.queries import units_of
from brobygger.web.jobdev.forms import EmployerForm, PlaceForm, SearchForm
from brobygger.web.jobdev.words import address_of, before_in_words, map_url, nobody_lately
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

PAGE_LENGTH = 25
LATEST = 5  # visits on the employer's page; the rest have a page of their own
OF_WORKPLACE = ("organisation", "postal_code")
THOSE_WHO_VISIT = (Role.SPECIALIST, Role.BUSINESS_COORDINATOR)
THOSE_WHO_READ_VISITS = (*THOSE_WHO_VISIT, Role.LEADER)


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.READ, Workplace)
    form = SearchForm(request.GET)
    text = form.cleaned_data["sok"].strip() if form.is_valid() else ""
    is_all = bool(text) or "alle" in request.GET
    own = {
        "visits": door.rows(principal, Verb.READ, EmployerVisit),
        "openings": door.rows(principal, Verb.READ, Opening),
        "relations": door.rows(principal, Verb.READ, EmployerRelation),
    }
    scope = door.rows(principal, Verb.READ, Workplace)
    if not is_all:
        scope = queries.in_touch_with(scope, **own, today=principal.today)
    after = public_id_or_none(request.GET.get("etter", ""))
    found = list(queries.employers(scope, text=text, after=after, today=principal.today, **own)[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    asked = ({"sok": text} if text else {"alle": "1"} if is_all else {}) | ({"etter": shown[-1].public_id} if shown else {})
    return render_part(
        request,
        "jobdev/employers.html",
        {
            "employers": shown,
            "text": text,
            "is_all": is_all,
            "may_register": door.may(principal, Verb.VISIT, Workplace),
            "more_url": f"?{urlencode(asked)}" if len(found) > PAGE_LENGTH else "",
        },
    )


def public_id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def way_here(*workplaces: Workplace) -> list[Crumb]:
    own = [Crumb(each.name, reverse("jobdev:employer", args=[each.public_id])) for each in workplaces]
    return [Crumb(_("Bedrifter"), reverse("jobdev:employers")), *own]


def own_units(principal: Principal) -> frozenset[int]:
    """The keys of the units whose visits the reader may see, and whose people are named."""
    return frozenset().union(*(principal.units_as(role) for role in THOSE_WHO_READ_VISITS))


def unit_for(principal: Principal, workplace: Workplace) -> Unit:
    """In which of their units somebody visits a workplace: the one that keeps in touch with it, or the first."""
    units = units_of(principal.user, roles=THOSE_WHO_VISIT, today=principal.today)
    if len(units) == 1:
        return units[0]
    known = door.rows(principal, Verb.READ, EmployerRelation).filter(workplace=workplace).values_list("unit", flat=True)
    return next((unit for unit in units if unit.pk in set(known)), units[0])


def contacts_at(principal: Principal, workplace: Workplace) -> list[ContactPerson]:
    return list(queries.people_at(door.rows(principal, Verb.READ, ContactPerson), workplace, today=principal.today))


def before(principal: Principal, workplace: Workplace) -> dict[str, object]:
    """What every page about a door tells first."""
    known = queries.knocked_lately(workplace, units=own_units(principal), today=principal.today)
    own = next((tie.two for tie in known.ties if tie.two is not None), None)
    return {
        "before": before_in_words(known, user=principal.user),
        "nobody_lately": nobody_lately(),
        "own_relation": own.relation if own else None,
        "has_responsible": own is not None and own.responsible is not None,
    }


def place_of(workplace: Workplace) -> dict[str, object]:
    return {"workplace": workplace, "address": address_of(workplace), "map_url": map_url(workplace)}


@require_safe
def employer(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    principal = request.principal
    workplace = door.get(principal, Verb.READ, Workplace, workplace_id, *OF_WORKPLACE)
    visits = list(queries.visits_at(door.rows(principal, Verb.READ, EmployerVisit), workplace)[: 2 * LATEST + 1])
    made = [visit for visit in visits if visit.state == VisitState.HELD]
    return render_part(
        request,
        "jobdev/employer.html",
        {
            **place_of(workplace),
            **before(principal, workplace),
            "contacts": contacts_at(principal, workplace),
            "planned": [visit for visit in visits if visit.state == VisitState.PLANNED],
            "made": made[:LATEST],
            "has_more": len(made) > LATEST,
            "openings": list(queries.openings_of(door.rows(principal, Verb.READ, Opening), workplace)),
            "may_visit": door.may(principal, Verb.VISIT, Workplace),
            "reads_visits": door.may(principal, Verb.READ, EmployerVisit),
            "me": principal.user,
            "crumbs": way_here(),
        },
    )


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.VISIT, Workplace)
    form = EmployerForm(request.POST or None)
    if form.is_valid():
        made: list[ContactPerson] = []
        card = EmployerCard(**form.cleaned_data)
        if carried_out(form, lambda: made.append(register_employer(card, today=principal.today, actor=principal.user))):
            messages.success(request, _("%(place)s er registrert.") % {"place": made[0].workplace})
            return redirect("jobdev:employer", made[0].workplace.public_id)
    context = {"heading": _("Ny bedrift"), "lead": new_lead(), "save": _("Registrer bedriften"), "back": reverse("jobdev:employers")}
    return render_part(request, "jobdev/form.html", {"form": form, "crumbs": way_here(), **context})


def new_lead() -> str:
    return _("Er bedriften her fra før, legges bare kontaktpersonen til. Det som står der, blir stående.")


@require_http_methods(["GET", "POST"])
@once
def correct(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    workplace = door.get(request.principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    form = PlaceForm(request.POST or None, initial=PlaceForm.initial_of(workplace))
    if form.is_valid() and carried_out(form, lambda: describe_workplace(workplace, **form.cleaned_data, actor=request.principal.user)):
        messages.success(request, _("Adressen er lagret."))
        return redirect("jobdev:employer", workplace.public_id)
    context = {"heading": _("Adressen, og slik kommer du inn"), "lead": "", "save": _("Lagre"), "back": page_of(workplace)}
    return render_part(request, "jobdev/form.html", {"form": form, "crumbs": way_here(workplace), **context})


def page_of(workplace: Workplace) -> str:
    return reverse("jobdev:employer", args=[workplace.public_id])
