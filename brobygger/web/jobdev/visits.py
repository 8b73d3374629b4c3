"""Visits: planned, written down in a few taps, moved and called off."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.appointments.models import AppointmentKind
from brobygger.jobdev import queries
from brobygger.jobdev.actions import visits as actions
from brobygger.jobdev.models import EmployerVisit, Opening, VisitState
from brobygger.parties.models import Workplace
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import Place, address_of, address_to
from brobygger.web.back import back_to
from brobygger.web.collisions import stands_in_the_way
from brobygger.web.jobdev.employers import OF_WORKPLACE, before, contacts_at, own_units, place_of, unit_for, way_here
from brobygger.web.jobdev.forms import CallOffForm, OutcomeForm, PlanForm, WhenForm
from brobygger.web.jobdev.words import bankrupt_in_words, before_in_words, nobody_lately
from brobygger.web.keyset import keyset
from brobygger.web.kinds import form_page
from brobygger.web.page import button, only_while, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now, sent
from brobygger.web.shell import Crumb

OF_VISIT = ("workplace__organisation", "workplace__postal_code", "visitor", "unit", "meets__person", "appointment", "agreed")

# A visit of one's own, or of a colleague who is away and whose deputy one is.
own_visit = page(Verb.VISIT, EmployerVisit, *OF_VISIT)


@page(Verb.READ, Workplace, *OF_WORKPLACE)
def of_employer(request: Request, workplace: Workplace) -> HttpResponse:
    """Every visit to one employer, a page at a time."""
    door.require(request.principal, Verb.READ, EmployerVisit)
    made = queries.visits_of(door.rows(request.principal, Verb.READ, EmployerVisit), workplace)
    context = {"workplace": workplace, "page": keyset(request, made, by=("-held_at",)), "crumbs": way_here(workplace)}
    return render_part(request, "jobdev/visits.html", context)


@page(Verb.VISIT, Workplace, *OF_WORKPLACE)
def plan(request: Request, workplace: Workplace) -> HttpResponse:
    principal = request.principal
    form = PlanForm(sent(request), contacts=contacts_at(principal, workplace))
    if form.is_valid():
        with said_in(form):
            if not is_elsewhere(request, form):
                planned = actions.plan_visit(workplace, unit=unit_for(principal, workplace), **form.values(), **by_now(request))
                return done(request, planned, _("Besøket hos %(place)s er planlagt.") % {"place": workplace})
        form.renew_key()
    return form_page(
        request,
        form,
        heading=_("Planlegg et besøk"),
        save=_("Planlegg besøket"),
        back=workplace,
        crumbs=way_here(workplace),
        template="jobdev/plan.html",
        **before(principal, workplace),
        **place_of(workplace),
    )


def is_elsewhere(request: Request, form: WhenForm, *, besides: EmployerVisit | None = None) -> bool:
    """Whether the visitor would have to be somewhere else at the same time, which the form then says."""
    visitor = besides.visitor if besides is not None else request.principal.staff
    moved = besides.appointment if besides is not None else None
    return stands_in_the_way(request, form, when=form.when(), kind=AppointmentKind.VISIT, users=[visitor], besides=moved)


@page(Verb.VISIT, Workplace, *OF_WORKPLACE)
def log(request: Request, workplace: Workplace) -> HttpResponse:
    """«Jeg var her nå»."""
    principal = request.principal
    form = OutcomeForm(sent(request), contacts=contacts_at(principal, workplace))
    if form.is_valid():
        with said_in(form):
            outcome, unit = form.outcome(today=principal.today), unit_for(principal, workplace)
            actions.log_visit(workplace, unit=unit, outcome=outcome, key=form.cleaned_data["key"], **by_now(request))
            return done(request, workplace, said_of(workplace))
        form.renew_key()
    return outcome_page(request, workplace, form, back=workplace, crumbs=way_here(workplace))


def said_of(workplace: Workplace) -> str:
    return _("Lagret: du var hos %(place)s.") % {"place": workplace}


def outcome_page(request: Request, workplace: Workplace, form: OutcomeForm, *, back: Place, crumbs: list[Crumb]) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=_("Slik gikk det"),
        lead=str(workplace),
        save=_("Lagre"),
        back=back,
        crumbs=crumbs,
        template="jobdev/outcome.html",
    )


@page(Verb.READ, EmployerVisit, *OF_VISIT)
def visit(request: Request, visit: EmployerVisit) -> HttpResponse:
    principal = request.principal
    may_change = door.rows(principal, Verb.VISIT, EmployerVisit).filter(pk=visit.pk).exists()
    known = queries.knocked_lately(visit.workplace, units=own_units(principal), today=principal.today).besides(visit.pk)
    return render_part(
        request,
        "jobdev/visit.html",
        {
            **place_of(visit.workplace),
            "before": before_in_words(known, user=principal.staff),
            "nobody_lately": nobody_lately(),
            "visit": visit,
            "bankrupt": bankrupt_in_words(visit.workplace.organisation),
            "is_planned": is_planned(visit),
            "is_held": visit.state == VisitState.HELD,
            "is_mine": visit.visitor_id == principal.user_key,
            "may_change": may_change,
            "may_restore": may_change and may_be_restored(visit, now=request.now),
            "openings": list(door.rows(principal, Verb.READ, Opening).filter(visit=visit).order_by("pk")),
            "crumbs": way_here(visit.workplace),
        },
    )


def may_be_restored(visit: EmployerVisit, *, now: datetime) -> bool:
    return visit.state == VisitState.CALLED_OFF and visit.appointment is not None and visit.appointment.ends_at > now


def is_planned(visit: EmployerVisit) -> bool:
    return visit.state == VisitState.PLANNED


def way_to(visit: EmployerVisit) -> list[Crumb]:
    return [*way_here(visit.workplace), Crumb(_("Besøk"), address_of(visit))]


@own_visit
@only_while(is_planned)
def hold(request: Request, visit: EmployerVisit) -> HttpResponse:
    """One that is written down already can be sent again, since the same changes nothing."""
    principal = request.principal
    contacts = contacts_at(principal, visit.workplace)
    form = OutcomeForm(sent(request), contacts=contacts, initial={"kind": visit.kind, "meets": visit.meets})
    if form.is_valid():
        with said_in(form):
            actions.hold_visit(visit, outcome=form.outcome(today=principal.today), **by_now(request))
            return done(request, visit.workplace, said_of(visit.workplace))
        form.renew_key()
    return outcome_page(request, visit.workplace, form, back=visit, crumbs=way_to(visit))


@own_visit
@only_while(is_planned)
def move(request: Request, visit: EmployerVisit) -> HttpResponse:
    form = WhenForm(sent(request), initial=WhenForm.initial_of(visit))
    if form.is_valid():
        with said_in(form):
            if not is_elsewhere(request, form, besides=visit):
                actions.move_visit(visit, when=form.when(), **by_now(request))
                return done(request, visit, _("Besøket er flyttet. Si fra til bedriften."))
    return form_page(request, form, heading=_("Flytt besøket"), save=_("Flytt"), back=visit, crumbs=way_to(visit))


@own_visit
@only_while(is_planned)
def call_off(request: Request, visit: EmployerVisit) -> HttpResponse:
    """One press for the one who was to go. The one who stands in says why."""
    form = CallOffForm(sent(request), visit=visit, is_own=visit.visitor_id == request.principal.user_key)
    if form.is_valid():
        with said_in(form):
            actions.call_off_visit(visit, **form.cleaned_data, **by_now(request))
            undo = address_to("jobdev:restore", visit.public_id)
            return done(request, visit.workplace, _("Besøket er avlyst. Si fra til bedriften."), undo=undo)
    return form_page(request, form, heading=_("Avlys besøket"), save=_("Avlys besøket"), back=visit, crumbs=way_to(visit))


@button(Verb.VISIT, EmployerVisit, *OF_VISIT)
def restore(request: Request, visit: EmployerVisit) -> HttpResponse:
    actions.restore_visit(visit, **by_now(request))
    return done(request, visit, _("Besøket står som planlagt. Har du sagt fra til bedriften, så si fra igjen."))


def where_it_stands(request: Request, visit: EmployerVisit) -> str:
    """A next step stands on the page of the visit and on the employer's."""
    return back_to(request, address_of(visit))


@button(Verb.VISIT, EmployerVisit, *OF_VISIT, back=where_it_stands)
def next_step_done(request: Request, visit: EmployerVisit) -> HttpResponse:
    actions.do_next_step(visit, **by_now(request))
    undo = address_to("today:step_not_done", visit.agreed.public_id) if visit.agreed is not None else ""
    return done(request, where_it_stands(request, visit), _("Neste steg er gjort."), undo=undo)
