"""The plan: propose, try a change and see its price, adjust, decide, print."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Loop, Participant
from brobygger.loops.plan import actions
from brobygger.loops.plan.gathering import Gathering, gather
from brobygger.loops.plan.instance import Prepared, prepare
from brobygger.loops.plan.queries import PlanReading, Price, latest_proposal, price_of_change, read_plan
from brobygger.loops.states import AFTER_THE_DECISION, LoopState
from brobygger.web.loops.plan_words import heeded, lead, price_lines, proof
from brobygger.web.loops.planning_forms import DecideForm, TryForm, VetoForm
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_loop import crumbs
from brobygger.web.loops.wheel import Walk as DrawnWalk
from brobygger.web.loops.wheel import Wheel, draw
from brobygger.web.loops.words import period_label
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

RELATED = ("unit", "coordinator", "decision__proposal", "decision__decided_by", "region")


@require_GET
def plan(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id, *RELATED)
    gathering = gather_for(request, loop)
    return page(request, loop, gathering, tried=TryForm(request.GET, gathering=gathering) if "participant" in request.GET else None)


def page(
    request: HttpRequest, loop: Loop, gathering: Gathering, *, tried: TryForm | None = None, decide: DecideForm | None = None
) -> HttpResponse:
    """The whole plan page. Before there is a proposal it says what is waited for and offers to make one."""
    proposal = latest_proposal(loop)
    reading = read_plan(loop, proposal, gathering) if proposal else None
    prepared = prepare(loop, gathering) if loop.state == LoopState.OPEN else None
    departs = reading is not None and reading.proposal.result["departs"]
    cost = price(prepared, tried) if tried is not None and prepared is not None else None
    door.seen(request.principal, [row.person for row in gathering.here if row.pk in gathering.seen], Purpose.LOOP_PLAN)
    return render_part(
        request,
        "loops/plan.html",
        {
            "loop": loop,
            "crumbs": crumbs(loop),
            "steps": steps(loop, today=request.principal.today, here="plan"),
            "is_open": loop.state == LoopState.OPEN,
            "is_decided": loop.state in AFTER_THE_DECISION,
            "reading": reading,
            "departs": departs,
            "is_stale": prepared is not None and reading is not None and not actions.matches(loop, prepared, reading.proposal),
            "wheel": wheel_of(reading),
            "answers": gathering.answers,
            "missing": gathering.missing,
            "adjustments": [(each, gathering.named(each.participant)) for each in prepared.adjustments] if prepared else [],
            "heeded": heeded(prepared, loop) if prepared else [],
            "lead": lead(reading, loop),
            "proof": proof(reading),
            "tried": tried or TryForm(gathering=gathering),
            "price": cost,
            "price_lines": price_lines(cost),
            "form": decide or DecideForm(departs=departs, initial={"proposal": reading.proposal.public_id} if reading else None),
        },
    )


def gather_for(request: HttpRequest, loop: Loop) -> Gathering:
    """Everyone of the loop: one who got a protected address, or took a yes back, is no longer named to the reader."""
    return gather(loop, seen=door.rows(request.principal, Verb.READ, Participant))


def price(prepared: Prepared, form: TryForm) -> Price | None:
    """What the tried change costs, or None with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        return price_of_change(prepared, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return None


def wheel_of(reading: PlanReading | None) -> Wheel | None:
    """The drawing, or nothing when nobody has a place."""
    if reading is None or not reading.walks:
        return None
    number_of = {employer.pk: number for number, employer in enumerate(reading.employers)}
    return draw(
        tuple(employer.workplace.name for employer in reading.employers),
        tuple(period_label(period) for period in reading.periods),
        tuple(
            DrawnWalk(walk.named.first_name, tuple(number_of[stay.pk] if stay else None for stay in walk.stays)) for walk in reading.walks
        ),
    )


@require_POST
@once
def propose(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id)
    return act(request, loop, lambda: actions.propose_plan(loop, actor=request.user, now=clock.now()))


@require_POST
@once
def adjust(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id, *RELATED)
    gathering = gather_for(request, loop)
    form = TryForm(request.POST, gathering=gathering)
    if not form.is_valid():
        return page(request, loop, gathering, tried=form)
    return act(request, loop, lambda: actions.adjust(loop, **form.cleaned_data, actor=request.user, now=clock.now()))


@require_POST
@once
def release(request: HttpRequest, loop_id: UUID, adjustment_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id)
    return act(request, loop, lambda: actions.release(loop, adjustment_id=adjustment_id, actor=request.user, now=clock.now()))


@require_POST
@once
def choose_minimum(request: HttpRequest, loop_id: UUID, minimum: int) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id)
    return act(request, loop, lambda: actions.choose_minimum(loop, min_visits=minimum, actor=request.user, now=clock.now()))


def act(request: HttpRequest, loop: Loop, action: Callable[[], object]) -> HttpResponse:
    """Carry out a change of the plan and show it; a refusal is said on the page it came from."""
    try:
        action()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("loops:plan", loop.public_id)


@require_POST
@once
def decide(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id, *RELATED)
    proposal = latest_proposal(loop)
    form = DecideForm(request.POST, departs=proposal is not None and proposal.result["departs"])
    if form.is_valid():
        try:
            actions.decide_plan(
                loop,
                proposal_id=form.cleaned_data["proposal"],
                reason=form.cleaned_data.get("reason", ""),
                actor=request.user,
                today=request.principal.today,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Planen er vedtatt. Alle får beskjed om sitt eget neste steg."))
            return redirect("loops:plan", loop.public_id)
    return page(request, loop, gather_for(request, loop), decide=form)


@require_http_methods(["GET", "POST"])
@once
def veto_new(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id, *RELATED)
    gathering = gather_for(request, loop)
    form = VetoForm(request.POST or None, gathering=gathering, loop=loop)
    door.seen(request.principal, [row.person for row in gathering.here if row.pk in gathering.seen], Purpose.LOOP_PLAN)
    if form.is_valid():
        try:
            actions.state_veto(**form.cleaned_data, actor=request.user)
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect("loops:plan", loop.public_id)
    return render_part(
        request,
        "loops/plan_veto.html",
        {"loop": loop, "form": form, "crumbs": [*crumbs(loop), Crumb(_("Planen for året"), reverse("loops:plan", args=[loop.public_id]))]},
    )


@require_POST
@once
def veto_withdraw(request: HttpRequest, loop_id: UUID, veto_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id)
    return act(request, loop, lambda: actions.withdraw_veto(loop, veto_id=veto_id, actor=request.user))


@require_GET
def print_wheel(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Wheel and table on paper: no reasons, no wishes."""
    loop = door.get(request.principal, Verb.RUN, Loop, loop_id, *RELATED)
    proposal = latest_proposal(loop)
    if proposal is None:
        return redirect("loops:loop", loop.public_id)
    gathering = gather_for(request, loop)
    reading = read_plan(loop, proposal, gathering)
    door.seen(request.principal, [walk.named.person for walk in reading.walks if walk.named.is_seen], Purpose.LOOP_PLAN)
    return render_part(
        request, "loops/plan_print.html", {"loop": loop, "reading": reading, "wheel": wheel_of(reading), "crumbs": crumbs(loop)}
    )
