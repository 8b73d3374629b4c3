"""Who has the contact with an employer: the unit begins it with two to ring. It is handed over as people are, and ends by a button."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.intake.models import EmployerRelation, Part
from brobygger.intake.relations import begin_relation, choose_relation_deputy, end_relation, those_who_answer_employers
from brobygger.parties.models import Workplace
from brobygger.parties.queries import is_not_over
from brobygger.web.cover.forms import DeputyForm
from brobygger.web.jobdev.employers import OF_WORKPLACE, page_of, unit_for, way_here
from brobygger.web.jobdev.forms import RelationForm
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.once import once
from brobygger.web.rendering import render_part


@require_http_methods(["GET", "POST"])
@once
def begin(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    principal = request.principal
    workplace = door.get(principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    unit = unit_for(principal, workplace)
    form = RelationForm(
        request.POST or None,
        users=list(those_who_answer_employers(unit, today=principal.today)),
        initial={"responsible": str(principal.user.public_id)},
    )
    if form.is_valid() and carried_out(
        form,
        lambda: begin_relation(
            workplace, unit=unit, **form.chosen(), starts_on=principal.today, today=principal.today, actor=principal.user
        ),
    ):
        messages.success(request, _("Lagret. Bedriften har to den kan ringe."))
        return redirect("jobdev:employer", workplace.public_id)
    lead = _("Bedriften ringer den som har kontakten. Er den borte, kommer samtalen til stedfortrederen.")
    context = {"heading": _("Hvem har kontakten?"), "lead": lead, "save": _("Lagre"), "back": page_of(workplace)}
    return render_part(request, "jobdev/form.html", {"form": form, "crumbs": way_here(workplace), **context})


@require_http_methods(["GET", "POST"])
@once
def deputy(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    principal = request.principal
    relation = door.get(principal, Verb.LOG, EmployerRelation, relation_id, "workplace", "unit")
    responsible = relation.responsibilities.filter(is_not_over(principal.today), part=Part.RESPONSIBLE).values("user")
    able = those_who_answer_employers(relation.unit, today=principal.today).exclude(pk__in=responsible)
    form = DeputyForm(request.POST or None, deputies=list(able))
    if form.is_valid() and carried_out(
        form,
        lambda: choose_relation_deputy(relation, deputy=form.cleaned_data["deputy"], today=principal.today, actor=principal.user),
    ):
        words = {"name": form.cleaned_data["deputy"].name, "place": relation.workplace}
        messages.success(request, _("%(name)s er stedfortreder for %(place)s.") % words)
        return redirect("jobdev:employer", relation.workplace.public_id)
    context = {"heading": _("Velg stedfortreder"), "lead": "", "save": _("Lagre"), "back": page_of(relation.workplace)}
    return render_part(request, "jobdev/form.html", {"form": form, "crumbs": way_here(relation.workplace), **context})


@require_POST
@once
def end(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    relation = door.get(request.principal, Verb.LOG, EmployerRelation, relation_id, "workplace")
    refusal = refusal_of(lambda: end_relation(relation, on=request.principal.today, actor=request.principal.user))
    if refusal:
        messages.warning(request, refusal)
    else:
        messages.success(request, _("I dag er siste dag dere har kontakt med %(place)s.") % {"place": relation.workplace})
    return redirect("jobdev:employer", relation.workplace.public_id)
