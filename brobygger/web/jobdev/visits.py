"""Visits: planned, written down in a few taps, moved and called off."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.jobdev import queries
from brobygger.jobdev.actions import visits as actions
from brobygger.jobdev.models import EmployerVisit, Opening, VisitState
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Workplace
from brobygger.web.jobdev.employers import OF_WORKPLACE, before, contacts_at, own_units, page_of, place_of, unit_for, way_here
from brobygger.web.jobdev.forms import NOBODY, OutcomeForm, PlanForm, WhenForm, WithKey
from brobygger.web.jobdev.words import before_in_words, nobody_lately
from brobygger.web.loops.refusals import carried_out, refusal_of, refuse
from brobygger.web.once import once
from brobygger.web.paging import newest_first
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Crumb

OF_VISIT = ("workplace__organisation", "workplace__postal_code", "visitor", "unit", "meets__person")


@require_safe
def of_employer(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    """Every visit to one employer, a page at a time."""
    workplace = door.get(request.principal, Verb.READ, Workplace, workplace_id, *OF_WORKPLACE)
    door.require(request.principal, Verb.READ, EmployerVisit)
    scope = queries.visits_of(door.rows(request.principal, Verb.READ, EmployerVisit), workplace)
    page = newest_first(request, scope, moment="held_at")
    return render_part(request, "jobdev/visits.html", {"workplace": workplace, "page": page, "crumbs": way_here(workplace)})


@require_http_methods(["GET", "POST"])
@once
def plan(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    principal = request.principal
    workplace = door.get(principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    form = PlanForm(request.POST or None, contacts=contacts_at(principal, workplace))
    if form.is_valid():
        planned = saved(
            form,
            lambda: actions.plan_visit(
                workplace, unit=unit_for(principal, workplace), **form.values(), now=clock.now(), actor=principal.user
            ),
        )
        if planned is not None:
            messages.success(request, _("Besøket hos %(place)s er planlagt.") % {"place": workplace})
            return redirect("jobdev:visit", planned.public_id)
    return render_part(
        request,
        "jobdev/plan.html",
        {**before(principal, workplace), **place_of(workplace), "form": form, "back": page_of(workplace), "crumbs": way_here(workplace)},
    )


def saved(form: WithKey, action: Callable[[], EmployerVisit]) -> EmployerVisit | None:
    """The visit, or nothing when it was refused, and why is in the form. A key that is used is renewed, so the words can be sent again."""
    try:
        return action()
    except DomainError as refusal:
        refuse(form, refusal)
        form.renew_key()
        return None


@require_http_methods(["GET", "POST"])
@once
def log(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    """«Jeg var her nå»."""
    principal = request.principal
    workplace = door.get(principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    form = OutcomeForm(request.POST or None, contacts=contacts_at(principal, workplace))
    if form.is_valid():
        unit = unit_for(principal, workplace)
        made = saved(
            form,
            lambda: actions.log_visit(
                workplace,
                unit=unit,
                outcome=form.outcome(today=principal.today),
                key=form.cleaned_data["key"],
                now=clock.now(),
                actor=principal.user,
            ),
        )
        if made is not None:
            messages.success(request, _("Lagret: du var hos %(place)s.") % {"place": workplace})
            return redirect("jobdev:employer", workplace.public_id)
    return outcome_page(request, workplace, form, heading=_("Slik gikk det"), back=page_of(workplace), crumbs=way_here(workplace))


def outcome_page(
    request: HttpRequest, workplace: Workplace, form: OutcomeForm, *, heading: str, back: str, crumbs: list[Crumb]
) -> HttpResponse:
    return render_part(
        request,
        "jobdev/outcome.html",
        {
            "form": form,
            "workplace": workplace,
            "heading": heading,
            "back": back,
            "crumbs": crumbs,
            "has_other_time": any(form[name].value() for name in ("on", "at")) or any(form[name].errors for name in ("on", "at", "kind")),
            "has_opening": any(form[name].value() for name in ("title", "tasks"))
            or any(form[name].errors for name in ("title", "tasks", "starts_on")),
        },
    )


@require_safe
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    return visit_page(request, door.get(request.principal, Verb.READ, EmployerVisit, visit_id, *OF_VISIT))


def visit_page(request: HttpRequest, found: EmployerVisit, *, refusal: str = "") -> HttpResponse:
    principal = request.principal
    known = queries.knocked_lately(found.workplace, units=own_units(principal), today=principal.today).besides(found.pk)
    return render_part(
        request,
        "jobdev/visit.html",
        {
            **place_of(found.workplace),
            "before": before_in_words(known, user=principal.user),
            "nobody_lately": nobody_lately(),
            "visit": found,
            "is_planned": found.state == VisitState.PLANNED,
            "is_held": found.state == VisitState.HELD,
            "is_mine": found.visitor_id == principal.user_key,
            "may_change": door.rows(principal, Verb.VISIT, EmployerVisit).filter(pk=found.pk).exists(),
            "openings": list(door.rows(principal, Verb.READ, Opening).filter(visit=found).order_by("pk")),
            "refusal": refusal,
            "crumbs": way_here(found.workplace),
        },
        status=UNPROCESSABLE if refusal else None,
    )


def own_visit(request: HttpRequest, visit_id: UUID) -> EmployerVisit:
    """A visit of one's own, or of a colleague who is away and whose deputy one is."""
    return door.get(request.principal, Verb.VISIT, EmployerVisit, visit_id, *OF_VISIT)


def way_to(found: EmployerVisit) -> list[Crumb]:
    return [*way_here(found.workplace), Crumb(_("Besøk"), reverse("jobdev:visit", args=[found.public_id]))]


@require_http_methods(["GET", "POST"])
@once
def hold(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    principal = request.principal
    found = own_visit(request, visit_id)
    if request.method == "GET" and found.state != VisitState.PLANNED:
        return redirect("jobdev:visit", found.public_id)
    form = OutcomeForm(
        request.POST or None,
        contacts=contacts_at(principal, found.workplace),
        initial={"kind": found.kind, "meets": str(found.meets.public_id) if found.meets else NOBODY},
    )
    if form.is_valid():
        made = saved(
            form,
            lambda: actions.hold_visit(found, outcome=form.outcome(today=principal.today), now=clock.now(), actor=principal.user),
        )
        if made is not None:
            messages.success(request, _("Lagret: du var hos %(place)s.") % {"place": found.workplace})
            return redirect("jobdev:employer", found.workplace.public_id)
    back = reverse("jobdev:visit", args=[found.public_id])
    return outcome_page(request, found.workplace, form, heading=_("Slik gikk det"), back=back, crumbs=way_to(found))


@require_http_methods(["GET", "POST"])
@once
def move(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    found = own_visit(request, visit_id)
    if found.state != VisitState.PLANNED:
        return redirect("jobdev:visit", found.public_id)
    form = WhenForm(request.POST or None, initial=WhenForm.initial_of(found))
    if form.is_valid() and carried_out(
        form, lambda: actions.move_visit(found, **form.planned(), now=clock.now(), actor=request.principal.user)
    ):
        messages.success(request, _("Besøket er flyttet. Si fra til bedriften."))
        return redirect("jobdev:visit", found.public_id)
    context = {"heading": _("Flytt besøket"), "lead": "", "save": _("Flytt"), "back": reverse("jobdev:visit", args=[found.public_id])}
    return render_part(request, "jobdev/form.html", {"form": form, "crumbs": way_to(found), **context})


@require_POST
@once
def call_off(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    found = own_visit(request, visit_id)
    refusal = refusal_of(lambda: actions.call_off_visit(found, actor=request.principal.user))
    if refusal:
        return visit_page(request, found, refusal=refusal)
    messages.success(request, _("Besøket er avlyst. Si fra til bedriften."))
    return redirect("jobdev:employer", found.workplace.public_id)


@require_POST
@once
def next_step_done(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    found = own_visit(request, visit_id)
    refusal = refusal_of(lambda: actions.do_next_step(found, now=clock.now(), actor=request.principal.user))
    if refusal:
        return visit_page(request, found, refusal=refusal)
    messages.success(request, _("Neste steg er gjort."))
    return redirect("jobdev:visit", found.public_id)
