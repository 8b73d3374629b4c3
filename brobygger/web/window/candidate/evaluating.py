"""How a stay went, and the way on, in the candidate's own words. Source: MISSION §5.6, §5.9; ADR 0090."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.agreements.actions.evaluating import evaluate_stay
from brobygger.agreements.actions.way_on import reword_aim
from brobygger.agreements.models import WayOn
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Side
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.queries import has_begun
from brobygger.parties.models import Role
from brobygger.web.agreements.forms import AimForm, EvaluationForm
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.window.candidate.page import home_crumb
from brobygger.web.window.pages import address, opened_by, show
from brobygger.web.window.stays import all_of, get_stay, refuse


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def evaluation(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    stay = get_stay(request, Verb.EVALUATE, placement_id)
    loop, back = stay.participant.loop, address(request, "certificate", stay.participant.public_id)
    each = all_of(request, stay)
    readers = _("%(name)s og veilederen din") % {"name": loop.coordinator.name}
    form = EvaluationForm(request.POST or None, evaluation=each.candidate, readers=readers)
    if form.is_valid():
        try:
            evaluate_stay(stay, side=Side.CANDIDATE, **form.cleaned_data, now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Det du skrev, er lagret."))
            return redirect(back)
    return show(
        request,
        "window/words_evaluation.html",
        {
            "form": form,
            "is_candidate": True,
            "each": each,
            "own": each.candidate,
            "is_open": loop.state != LoopState.FINISHED and has_begun(stay),
            "has_begun": has_begun(stay),
            "coordinator": loop.coordinator,
            "back": back,
            "crumbs": [home_crumb(request), Crumb(_("Attesten min"), back)],
        },
    )


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def way_on(request: HttpRequest, way_on_id: UUID) -> HttpResponse:
    plan = door.get(request.principal, Verb.GUIDE, WayOn, way_on_id, "participant__loop__coordinator", "owner")
    back = address(request, "certificate", plan.participant.public_id)
    readers = _("%(name)s, koordinatoren og veilederen din") % {"name": plan.owner.name}
    form = AimForm(request.POST or None, way_on=plan, readers=readers)
    if form.is_valid():
        try:
            reword_aim(plan, **form.cleaned_data, now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Det du vil, er lagret."))
            return redirect(back)
    crumbs = [home_crumb(request), Crumb(_("Attesten min"), back)]
    return show(request, "window/words_way_on.html", {"form": form, "way_on": plan, "back": back, "crumbs": crumbs})
