"""Referring somebody: one follows them already, or registers them on the spot."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.intake.actions.referring import refer, refer_new_person
from brobygger.intake.intakes import units_that_take_in
from brobygger.intake.models import Intake
from brobygger.parties.models import Person, Unit
from brobygger.parties.queries import by_name
from brobygger.web.acting import done, said_in
from brobygger.web.forms import Form
from brobygger.web.intake.forms import ReferForm, ReferNewForm
from brobygger.web.intake.views import way_here
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.request import Request, by, sent


@page(Verb.CREATE, Intake)
def refer_followed(request: Request) -> HttpResponse:
    people = list(by_name(door.rows(request.principal, Verb.PREPARE, Person)))
    if not people:
        return redirect("intake:refer_new")
    form = ReferForm(sent(request), people=people, units=units(request))
    if form.is_valid():
        with said_in(form):
            return referred(request, refer(form.cleaned_data["person"], form.referral(), **by(request)))
    door.seen(request.principal, people, Purpose.INTAKE_NEW)
    return referral_page(request, form, heading=_("Henvis en du følger opp"), template="intake/refer.html")


@page(Verb.CREATE, Intake)
def refer_new(request: Request) -> HttpResponse:
    form = ReferNewForm(sent(request), units=units(request))
    if form.is_valid():
        with said_in(form):
            return referred(request, refer_new_person(form.card(), form.referral(), **by(request)))
    return referral_page(request, form, heading=_("Henvis en ny person"))


def units(request: Request) -> list[Unit]:
    return list(units_that_take_in(door.rows(request.principal, Verb.CHOOSE, Unit), today=request.principal.today))


def referred(request: Request, intake: Intake) -> HttpResponse:
    words = {"name": intake.person.first_name, "unit": intake.unit}
    if door.rows(request.principal, Verb.ANSWER, Intake, pk=intake.pk).exists():
        return done(
            request, intake, _("%(name)s er henvist til %(unit)s. Du kan ta inn %(name)s selv, eller la lederen gi ansvaret.") % words
        )
    if door.rows(request.principal, Verb.READ, Intake).filter(pk=intake.pk).exists():
        said = _("%(name)s er henvist til %(unit)s. Når noen svarer, står navnet her.")
    else:
        said = _("Henvisningen er sendt til %(unit)s. Bare de som har klarering, ser den, så den står ikke i lista di.")
    return done(request, "intake:list", said % words)


def referral_page(request: Request, form: Form, *, heading: str, template: str = "kinds/form.html") -> HttpResponse:
    lead = _("Fyll ut sammen med personen. To spørsmål avgjør ikke noe alene: alle blir tatt imot.")
    save = _("Send henvisningen")
    return form_page(request, form, heading=heading, lead=lead, save=save, back="intake:list", crumbs=way_here(), template=template)
