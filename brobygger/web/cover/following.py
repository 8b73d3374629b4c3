"""Who is responsible for somebody when nobody is, who stands in, and that the follow-up ends."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.following import choose_deputy, choose_responsible, end_engagement
from brobygger.intake.intakes import those_who_can_follow
from brobygger.intake.models import Engagement, Part
from brobygger.intake.queries import who_picks_up
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.queries import is_not_over
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from brobygger.web.cover.forms import DeputyForm, EndForm, ResponsibleForm
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.people.views import person_crumb, way_here
from brobygger.web.rendering import render_part


def asked_for(request: HttpRequest, engagement_id: UUID) -> Engagement:
    return door.get(request.principal, Verb.DECIDE, Engagement, engagement_id, "person", "unit")


@require_safe
def following(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    return page(request, asked_for(request, engagement_id))


@require_POST
@once
def responsible(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    found = asked_for(request, engagement_id)
    form = responsible_form(request, found, request.POST)
    principal = request.principal
    if form.is_valid() and carried_out(
        form, lambda: choose_responsible(found, **form.cleaned_data, today=principal.today, now=clock.now(), actor=principal.user)
    ):
        words = {"name": form.cleaned_data["responsible"].name, "person": found.person.first_name}
        messages.success(request, _("%(name)s er ansvarlig for %(person)s.") % words)
        return redirect("cover:following", found.public_id)
    return page(request, found, given=form)


@require_POST
@once
def deputy(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    found = asked_for(request, engagement_id)
    form = deputy_form(request, found, request.POST)
    if form.is_valid() and carried_out(
        form, lambda: choose_deputy(found, deputy=form.cleaned_data["deputy"], today=request.principal.today, actor=request.principal.user)
    ):
        words = {"name": form.cleaned_data["deputy"].name, "person": found.person.first_name}
        messages.success(request, _("%(name)s er stedfortreder for %(person)s.") % words)
        return redirect("cover:following", found.public_id)
    return page(request, found, chosen=form)


@require_POST
@once
def end(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    found = asked_for(request, engagement_id)
    form = EndForm(request.POST, prefix="slutt")
    if form.is_valid() and carried_out(
        form, lambda: end_engagement(found, on=form.cleaned_data["on"], today=request.principal.today, actor=request.principal.user)
    ):
        words = {"name": found.person.first_name, "day": day(form.cleaned_data["on"])}
        messages.success(request, _("Siste dag for oppfølgingen av %(name)s er %(day)s.") % words)
        return redirect("people:list")
    return page(request, found, ended=form)


def able_to_follow(request: HttpRequest, found: Engagement) -> QuerySet[User]:
    principal = request.principal
    return those_who_can_follow(door.rows(principal, Verb.CHOOSE, User), found, today=principal.today)


def responsible_form(request: HttpRequest, found: Engagement, sent: QueryDict | None = None) -> ResponsibleForm:
    return ResponsibleForm(sent, prefix="ansvarlig", users=list(able_to_follow(request, found)))


def deputy_form(request: HttpRequest, found: Engagement, sent: QueryDict | None = None) -> DeputyForm:
    responsible = found.responsibilities.filter(is_not_over(request.principal.today), part=Part.RESPONSIBLE).values("user")
    deputies = list(able_to_follow(request, found).exclude(pk__in=responsible))
    return DeputyForm(sent, prefix="stedfortreder", deputies=deputies)


def page(
    request: HttpRequest,
    found: Engagement,
    *,
    given: ResponsibleForm | None = None,
    chosen: DeputyForm | None = None,
    ended: EndForm | None = None,
) -> HttpResponse:
    principal = request.principal
    answers = who_picks_up(door.rows(principal, Verb.DECIDE, Engagement).filter(pk=found.pk), today=principal.today)[0]
    running = door.rows(principal, Verb.READ, Placement, person=found.person).filter(state=PlacementState.ACTIVE)
    door.seen(principal, [found.person], Purpose.FOLLOWING)
    mistakes = [form for form in (given, chosen, ended) if form is not None and form.is_bound]
    return render_part(
        request,
        "cover/following.html",
        {
            "engagement": found,
            "person": found.person,
            "answers": answers,
            "running": list(running.select_related("workplace").order_by("starts_on", "pk")),
            "given": given or (None if answers.responsible else responsible_form(request, found)),
            "chosen": chosen or deputy_form(request, found),
            "ended": ended or EndForm(prefix="slutt", initial={"on": principal.today}),
            "crumbs": [*way_here(), person_crumb(found.person)],
        },
        status=422 if mistakes else 200,
    )
