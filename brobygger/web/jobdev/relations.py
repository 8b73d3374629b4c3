"""Who has the contact with an employer: the unit begins it with two to ring. It is handed over as people are, and ends by a button."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.intake.colleagues import absences_soon
from brobygger.intake.cover import deputy_of
from brobygger.intake.models import EmployerRelation, Part
from brobygger.intake.relations import begin_relation, choose_relation_deputy, end_relation, keep_relation, those_who_answer_employers
from brobygger.parties.models import Workplace
from brobygger.parties.queries import holds_on, is_not_over
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_to
from brobygger.web.cover.forms import DeputyForm, EndRelationForm
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
            before = deputy_of(relation, today=today)
            choose_relation_deputy(relation, **form.cleaned_data, **by_today(request))
            undo = reverse("jobdev:relation_deputy_again", args=[relation.public_id, before.public_id]) if before is not None else ""
            return done(request, relation, stands_in(form.cleaned_data["deputy"], relation), undo=undo)
    crumbs = way_here(relation.workplace)
    return form_page(request, form, heading=_("Velg stedfortreder"), save=_("Lagre"), back=relation, crumbs=crumbs)


def stands_in(deputy: User, relation: EmployerRelation) -> str:
    return _("%(name)s er stedfortreder for %(place)s.") % {"name": deputy.name, "place": relation.workplace}


@button(Verb.LOG, EmployerRelation, "workplace", "unit")
def deputy_again(request: Request, relation: EmployerRelation, user_id: UUID) -> HttpResponse:
    """The one who stood in before, instead of the one who was chosen by mistake."""
    before = door.rows(request.principal, Verb.CHOOSE, User).filter(public_id=user_id).first()
    if before is None:
        raise Http404
    choose_relation_deputy(relation, deputy=before, **by_today(request))
    return done(request, relation, stands_in(before, relation))


@page(Verb.END, EmployerRelation, "workplace")
def end(request: Request, relation: EmployerRelation) -> HttpResponse:
    """One press for the one who is responsible. The one who stands in, and the leader, say why."""
    principal = request.principal
    is_own = relation.responsibilities.filter(holds_on(principal.today), part=Part.RESPONSIBLE, user=principal.staff).exists()
    form = EndRelationForm(sent(request), asks_why=not is_own)
    if form.is_valid():
        with said_in(form):
            end_relation(relation, on=principal.today, **form.cleaned_data, actor=principal.staff)
            said = _("I dag er siste dag dere har kontakt med %(place)s.") % {"place": relation.workplace}
            return done(request, relation, said, undo=address_to("jobdev:keep_relation", relation.public_id))
    return form_page(
        request,
        form,
        heading=_("Avslutt kontakten med %(place)s") % {"place": relation.workplace},
        lead=_("Fra i morgen har bedriften ingen å ringe her. Det som er skrevet, blir stående."),
        save=_("Avslutt kontakten"),
        back=relation,
        crumbs=way_here(relation.workplace),
    )


@button(Verb.END, EmployerRelation, "workplace")
def keep(request: Request, relation: EmployerRelation) -> HttpResponse:
    keep_relation(relation, **by_today(request))
    said = _("Kontakten med %(place)s går videre. Se over hvem som står inn framover.") % {"place": relation.workplace}
    return done(request, relation, said)
