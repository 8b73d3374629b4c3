"""Referring somebody: one follows them already, or registers them on the spot."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.intake.actions import referring as actions
from brobygger.intake.intakes import units_that_take_in
from brobygger.intake.models import Intake
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person, Unit
from brobygger.parties.queries import by_name
from brobygger.web.forms import Form
from brobygger.web.intake.forms import ReferForm, ReferNewForm
from brobygger.web.loops.refusals import refuse
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb


@require_http_methods(["GET", "POST"])
@once
def refer_followed(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.CREATE, Intake)
    people = list(by_name(door.rows(request.principal, Verb.PREPARE, Person)))
    if not people:
        return redirect("intake:refer_new")
    form = ReferForm(request.POST or None, people=people, units=units(request))
    if form.is_valid() and (
        answer := referred(
            request,
            form,
            lambda: actions.refer(
                form.cleaned_data["person"], form.referral(), today=request.principal.today, now=clock.now(), actor=request.principal.user
            ),
        )
    ):
        return answer
    door.seen(request.principal, people, Purpose.INTAKE_NEW)
    return page(request, form, is_new=False)


@require_http_methods(["GET", "POST"])
@once
def refer_new(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.CREATE, Intake)
    form = ReferNewForm(request.POST or None, units=units(request))
    if form.is_valid() and (
        answer := referred(
            request,
            form,
            lambda: actions.refer_new_person(
                form.card(), form.referral(), today=request.principal.today, now=clock.now(), actor=request.principal.user
            ),
        )
    ):
        return answer
    return page(request, form, is_new=True)


def units(request: HttpRequest) -> list[Unit]:
    return list(units_that_take_in(door.rows(request.principal, Verb.CHOOSE, Unit), today=request.principal.today))


def referred(request: HttpRequest, form: Form, action: Callable[[], Intake]) -> HttpResponse | None:
    """Where to go once it is sent; none when it was refused, which then stands in the form."""
    try:
        intake = action()
    except DomainError as refusal:
        refuse(form, refusal)
        return None
    name = {"name": intake.person.first_name, "unit": intake.unit}
    if door.rows(request.principal, Verb.READ, Intake).filter(pk=intake.pk).exists():
        messages.success(request, _("%(name)s er henvist til %(unit)s. Når noen svarer, står navnet her.") % name)
    else:
        messages.success(
            request,
            _("Henvisningen er sendt til %(unit)s. Bare de som har klarering, ser den, så den står ikke i lista di.") % name,
        )
    return redirect("intake:list")


def page(request: HttpRequest, form: Form, *, is_new: bool) -> HttpResponse:
    crumbs = [Crumb(_("Inntak"), reverse("intake:list"))]
    return render_part(request, "intake/refer.html", {"form": form, "is_new": is_new, "crumbs": crumbs})
