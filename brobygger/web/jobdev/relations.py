"""Who has the contact with an employer: the unit begins it with two to ring. It is handed over as people are, and ends by a button."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access.verbs import Verb
from brobygger.intake.colleagues import absences_soon
from brobygger.intake.models import EmployerRelation, Part
from brobygger.intake.relations import begin_relation, choose_relation_deputy, end_relation, those_who_answer_employers
from brobygger.parties.models import Workplace
from brobygger.parties.queries import is_not_over
from brobygger.web.acting import done, said_in
from brobygger.web.cover.forms import DeputyForm
from brobygger.web.intake.colleagues import named
from brobygger.web.jobdev.employers import OF_WORKPLACE, unit_for, way_here
from brobygger.web.jobdev.forms import RelationForm
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.request import Request, by_today, sent


@page(Verb.VISIT, Workplace, *OF_WORKPLACE)
def begin(request: Request, workplace: Workplace) -> HttpResponse:
    principal = request.principal
    unit = unit_for(principal, workplace)
    users = list(those_who_answer_employers(unit, today=principal.today))
    form = RelationForm(sent(request), users=users, initial={"responsible": principal.staff})
    if form.is_valid():
        with said_in(form):
            begin_relation(workplace, unit=unit, **form.cleaned_data, starts_on=principal.today, **by_today(request))
            return done(request, workplace, _("Lagret. Bedriften har to den kan ringe."))
    return form_page(
        request,
        form,
        heading=_("Hvem har kontakten?"),
        lead=_("Bedriften ringer den som har kontakten. Er den borte, kommer samtalen til stedfortrederen."),
        save=_("Lagre"),
        back=workplace,
        crumbs=way_here(workplace),
    )


@page(Verb.LOG, EmployerRelation, "workplace", "unit")
def deputy(request: Request, relation: EmployerRelation) -> HttpResponse:
    today = request.principal.today
    responsible = relation.responsibilities.filter(is_not_over(today), part=Part.RESPONSIBLE).values("user")
    able = those_who_answer_employers(relation.unit, today=today).exclude(pk__in=responsible)
    away = absences_soon(able, today=today)
    form = DeputyForm(sent(request), labels={each: named(each, away.get(each.pk)) for each in able})
    if form.is_valid():
        with said_in(form):
            choose_relation_deputy(relation, **form.cleaned_data, **by_today(request))
            words = {"name": form.cleaned_data["deputy"].name, "place": relation.workplace}
            return done(request, relation, _("%(name)s er stedfortreder for %(place)s.") % words)
    crumbs = way_here(relation.workplace)
    return form_page(request, form, heading=_("Velg stedfortreder"), save=_("Lagre"), back=relation, crumbs=crumbs)


@button(Verb.LOG, EmployerRelation, "workplace")
def end(request: Request, relation: EmployerRelation) -> HttpResponse:
    end_relation(relation, on=request.principal.today, actor=request.principal.staff)
    said = _("I dag er siste dag dere har kontakt med %(place)s.") % {"place": relation.workplace}
    return done(request, relation, said)
