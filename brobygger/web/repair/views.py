"""When the year does not go as planned: somebody leaves, an employer drops out, and the plan is repaired."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.models import Loop, Participant
from brobygger.loops.periods import Period
from brobygger.loops.queries import committed_employers, participants_of
from brobygger.loops.repair.actions import leaving, repairing
from brobygger.loops.repair.holes import Holes, holes, in_the_year, not_in_the_year
from brobygger.loops.repair.queries import latest_repair, read_repair
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.dates import year_of
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.repair.forms import DecideForm, DropOutForm, LeaveForm, RepairForm
from brobygger.web.request import Request, by, sent
from brobygger.web.shell import Crumb
from brobygger.web.year.common import year_crumbs

RELATED = ("unit", "coordinator", "region", "decision__proposal")

decided = page(Verb.DECIDE, Loop, *RELATED)
run = page(Verb.RUN, Loop, *RELATED)


@decided
def holes_page(request: Request, loop: Loop) -> HttpResponse:
    return shown(request, loop)


def shown(request: Request, loop: Loop, *, form: RepairForm | None = None, decision: DecideForm | None = None) -> HttpResponse:
    """The holes, the repair that is proposed, and what one can do. Names of those the reader may see; others are counted."""
    seen = seen_here(request, loop)
    proposal = latest_repair(loop)
    places = list(loop.employers.select_related("workplace").order_by("workplace__name", "pk"))
    found = holes_in(request, loop)
    door.seen(request.principal, [row.person for row in seen], Purpose.LOOP_REPAIR)
    return render_part(
        request,
        "repair/holes.html",
        {
            "loop": loop,
            "crumbs": year_crumbs(loop),
            "is_running": loop.state == LoopState.RUNNING,
            "places": found.places,
            "people": [hole for hole in found.people if hole.participant in seen],
            "unnamed": sum(hole.participant not in seen for hole in found.people),
            "reading": read_repair(loop, proposal, seen, places) if proposal is not None else None,
            "form": form or repair_form(request, loop, seen, found),
            "decision": decision or DecideForm(initial={"proposal": proposal.public_id} if proposal is not None else None),
        },
    )


@decided
def propose(request: Request, loop: Loop) -> HttpResponse:
    form = repair_form(request, loop, seen_here(request, loop), holes_in(request, loop), sent(request))
    if form.is_valid():
        with said_in(form):
            repairing.propose_repair(loop, **form.cleaned_data, **by(request))
            return redirect(holes_url(loop))
    return shown(request, loop, form=form)


@decided
def decide(request: Request, loop: Loop) -> HttpResponse:
    form = DecideForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        with said_in(form):
            repairing.decide_repair(loop, proposal_id=given["proposal"], reason=given["reason"], **by(request))
            return done(request, holes_url(loop), _("Reparasjonen er vedtatt. De det gjelder, får beskjed."))
    return shown(request, loop, decision=form if form.is_bound else None)


@run
def leave(request: Request, loop: Loop) -> HttpResponse:
    seen = in_the_year(seen_here(request, loop))
    form = LeaveForm(sent(request), participants=seen)
    if form.is_valid():
        with said_in(form):
            leaving.leave_loop(**form.values(), **by(request))
            return done(request, holes_url(loop), _("Det er skrevet inn. Se om plassen skal fylles."))
    door.seen(request.principal, [row.person for row in seen], Purpose.LOOP_LEAVING)
    lead = _(
        "En deltaker kan slutte når som helst, for jobb, utdanning eller noe annet. Noen følger dem videre, og du ser straks "
        "hvilken plass som blir ledig."
    )
    return step(request, loop, form, heading=_("Noen slutter i loopen"), lead=lead, save=_("Skriv inn at de slutter"))


@run
def drop_out(request: Request, loop: Loop) -> HttpResponse:
    form = DropOutForm(sent(request), employers=committed_employers(loop))
    if form.is_valid():
        with said_in(form):
            leaving.drop_out(**form.cleaned_data, **by(request))
            return done(request, holes_url(loop), _("Bedriften er ute av loopen. De som mistet plassen, har fått et neste steg."))
    lead = _(
        "De som er der, slutter den dagen. De som skulle dit senere, mister plassen. Alle får et neste steg med deg som eier, og "
        "beskjed på én gang."
    )
    return step(request, loop, form, heading=_("En bedrift går ut"), lead=lead, save=_("La bedriften gå ut"))


def step(request: Request, loop: Loop, form: LeaveForm | DropOutForm, *, heading: str, lead: str, save: str) -> HttpResponse:
    way = [*year_crumbs(loop), Crumb(_("Hull i året"), holes_url(loop))]
    return form_page(request, form, heading=heading, lead=lead, save=save, back=holes_url(loop), crumbs=way)


def holes_url(loop: Loop) -> str:
    return reverse("repair:holes", args=[loop.public_id])


def seen_here(request: Request, loop: Loop) -> list[Participant]:
    return list(participants_of(door.rows(request.principal, Verb.READ, Participant), loop))


def holes_in(request: Request, loop: Loop) -> Holes:
    return holes(loop, today=request.principal.today) if loop.state == LoopState.RUNNING else Holes((), ())


def repair_form(request: Request, loop: Loop, seen: list[Participant], found: Holes, data: QueryDict | None = None) -> RepairForm:
    """The form; as it is first shown, new places begin when all who lack one in the first period lack it, but not before Monday."""
    today = request.principal.today
    ahead = [period for period in year_of(loop) if period.ends_on >= today]
    return RepairForm(data, periods=ahead, newcomers=not_in_the_year(seen), first_day=first_day(ahead, found, today=today))


def first_day(ahead: list[Period], found: Holes, *, today: date) -> date:
    days = [hole.from_day for hole in found.people if hole.period in ahead[:1]]
    return max([next_monday(today), *days])


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
