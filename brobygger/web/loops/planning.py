"""The plan: propose, try a change and see its price, adjust, decide, print."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.models import Loop, Participant
from brobygger.loops.plan import actions
from brobygger.loops.plan.gathering import Gathering, gather
from brobygger.loops.plan.instance import Prepared, prepare
from brobygger.loops.plan.queries import PlanReading, Price, latest_proposal, price_of_change, read_plan, stated_reasons
from brobygger.loops.states import AFTER_THE_DECISION, LoopState
from brobygger.proposals.models import Proposal
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.kinds import form_page
from brobygger.web.loops.plan_words import Heeded, heeded, heeded_then, lead, price_lines, proof
from brobygger.web.loops.planning_forms import DecideForm, TryForm, VetoForm
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_loop import crumbs
from brobygger.web.loops.wheel import Walk as DrawnWalk
from brobygger.web.loops.wheel import Wheel, draw
from brobygger.web.loops.words import period_label
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, by_now, sent
from brobygger.web.shell import Crumb

RELATED = ("unit", "coordinator", "decision__proposal", "decision__decided_by", "region")


def the_plan(_request: Request, loop: Loop, **_pressed: object) -> str:
    return reverse("loops:plan", args=[loop.public_id])


plan_view = page(Verb.DECIDE, Loop, *RELATED)
plan_button = button(Verb.DECIDE, Loop, *RELATED, back=the_plan)


@plan_view
def plan(request: Request, loop: Loop) -> HttpResponse:
    gathering = gather_for(request, loop)
    tried = TryForm(request.GET, gathering=gathering) if "participant" in request.GET else None
    return plan_page(request, loop, gathering, tried=tried)


def plan_page(
    request: Request, loop: Loop, gathering: Gathering, *, tried: TryForm | None = None, decide: DecideForm | None = None
) -> HttpResponse:
    """The whole plan page. Before there is a proposal it says what is waited for and offers to make one."""
    proposal = latest_proposal(loop)
    reading = read_plan(loop, proposal, gathering) if proposal else None
    prepared = prepare(loop, gathering) if loop.state == LoopState.OPEN else None
    cost = price(prepared, tried) if tried is not None and prepared is not None else None
    see(request, gathering.here, gathering)
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
            "departs": reading is not None and reading.proposal.result["departs"],
            "is_stale": prepared is not None and reading is not None and not actions.matches(loop, prepared, reading.proposal),
            "wheel": wheel_of(reading),
            "answers": gathering.answers,
            "missing": gathering.missing,
            "adjustments": [(each, gathering.named(each.participant)) for each in prepared.adjustments] if prepared else [],
            "heeded": what_is_heeded(loop, gathering, prepared, reading),
            "lead": lead(reading, loop),
            "proof": proof(reading),
            "tried": tried or TryForm(gathering=gathering),
            "price": cost,
            "price_lines": price_lines(cost),
            "form": decide or decide_form(proposal),
        },
    )


def what_is_heeded(loop: Loop, gathering: Gathering, prepared: Prepared | None, reading: PlanReading | None) -> list[Heeded]:
    """As things are while the plan can be changed; once it is decided, as they were then."""
    if prepared is not None:
        return heeded(prepared, loop)
    return heeded_then(reading, gathering, stated_reasons(loop)) if reading is not None else []


def gather_for(request: Request, loop: Loop) -> Gathering:
    """Everyone of the loop: one who got a protected address, or took a yes back, is no longer named to the reader."""
    return gather(loop, seen=door.rows(request.principal, Verb.READ, Participant))


def see(request: Request, participants: Iterable[Participant], gathering: Gathering) -> None:
    door.seen(request.principal, [row.person for row in participants if row.pk in gathering.seen], Purpose.LOOP_PLAN)


def price(prepared: Prepared, form: TryForm) -> Price | None:
    """What the tried change costs, or None with the reason in the form."""
    if form.is_valid():
        with said_in(form):
            return price_of_change(prepared, **form.cleaned_data)
    return None


def decide_form(proposal: Proposal | None, answers: QueryDict | None = None) -> DecideForm:
    if proposal is None:
        return DecideForm(answers, departs=False)
    return DecideForm(answers, departs=proposal.result["departs"], initial={"proposal": proposal.public_id})


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


@plan_button
def propose(request: Request, loop: Loop) -> HttpResponse:
    actions.propose_plan(loop, **by_now(request))
    return redirect(the_plan(request, loop))


@plan_button
def adjust(request: Request, loop: Loop) -> HttpResponse:
    gathering = gather_for(request, loop)
    form = TryForm(request.POST, gathering=gathering)
    if not form.is_valid():
        return plan_page(request, loop, gathering, tried=form)
    actions.adjust(loop, **form.cleaned_data, **by_now(request))
    return redirect(the_plan(request, loop))


@plan_button
def release(request: Request, loop: Loop, adjustment_id: UUID) -> HttpResponse:
    actions.release(loop, adjustment_id=adjustment_id, **by_now(request))
    return redirect(the_plan(request, loop))


@plan_button
def choose_minimum(request: Request, loop: Loop, minimum: int) -> HttpResponse:
    actions.choose_minimum(loop, min_visits=minimum, **by_now(request))
    return redirect(the_plan(request, loop))


@plan_view
def decide(request: Request, loop: Loop) -> HttpResponse:
    form = decide_form(latest_proposal(loop), sent(request))
    if form.is_valid():
        with said_in(form):
            reason = form.cleaned_data.get("reason", "")
            actions.decide_plan(loop, proposal_id=form.cleaned_data["proposal"], reason=reason, **by(request))
            return done(request, the_plan(request, loop), _("Planen er vedtatt. Alle får beskjed om sitt eget neste steg."))
    return plan_page(request, loop, gather_for(request, loop), decide=form)


@plan_view
def veto_new(request: Request, loop: Loop) -> HttpResponse:
    gathering = gather_for(request, loop)
    form = VetoForm(sent(request), gathering=gathering, loop=loop)
    if form.is_valid():
        with said_in(form):
            actions.state_veto(**form.cleaned_data, actor=request.principal.staff)
            return redirect(the_plan(request, loop))
    see(request, gathering.here, gathering)
    return form_page(
        request,
        form,
        heading=_("Legg til et hensyn"),
        lead=_(
            "Et hensyn stenger for at en deltaker er hos en bedrift, hele året eller i én periode. "
            "Avstand, arbeidstid, tilrettelegging, stengte uker og familie som er skrevet inn, er allerede regnet med."
        ),
        save=_("Legg til hensynet"),
        back=the_plan(request, loop),
        crumbs=[*crumbs(loop), Crumb(_("Planen for året"), the_plan(request, loop))],
    )


@plan_button
def veto_withdraw(request: Request, loop: Loop, veto_id: UUID) -> HttpResponse:
    actions.withdraw_veto(loop, veto_id=veto_id, actor=request.principal.staff)
    return redirect(the_plan(request, loop))


@page(Verb.RUN, Loop, *RELATED)
def print_wheel(request: Request, loop: Loop) -> HttpResponse:
    """Wheel and table on paper: no reasons, no wishes."""
    proposal = latest_proposal(loop)
    if proposal is None:
        return redirect(address_of(loop))
    gathering = gather_for(request, loop)
    reading = read_plan(loop, proposal, gathering)
    see(request, [walk.participant for walk in reading.walks], gathering)
    return render_part(
        request, "loops/plan_print.html", {"loop": loop, "reading": reading, "wheel": wheel_of(reading), "crumbs": crumbs(loop)}
    )
