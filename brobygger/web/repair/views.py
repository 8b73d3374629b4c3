"""When the year does not go as planned: somebody leaves, an employer drops out, and the plan is repaired."""

from __future__ import annotations

from datetime import date, timedelta
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
from brobygger.loops.models import Loop, Participant
from brobygger.loops.periods import Period
from brobygger.loops.queries import committed_employers, participants_of
from brobygger.loops.repair.actions import leaving, repairing
from brobygger.loops.repair.holes import Holes, holes, in_the_year, not_in_the_year
from brobygger.loops.repair.queries import latest_repair, read_repair
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.dates import year_of
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.the_loop import crumbs
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.repair.forms import DecideForm, DropOutForm, LeaveForm, RepairForm
from brobygger.web.shell import Crumb

RELATED = ("unit", "coordinator", "region", "decision__proposal")


@require_GET
def holes_page(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    return page(request, door.get(request.principal, Verb.DECIDE, Loop, loop_id, *RELATED))


def page(request: HttpRequest, loop: Loop, *, form: RepairForm | None = None, decision: DecideForm | None = None) -> HttpResponse:
    """The holes, the repair that is proposed, and what one can do. Names of those the reader may see; others are counted."""
    seen = seen_here(request, loop)
    proposal = latest_repair(loop)
    places = list(loop.employers.select_related("workplace").order_by("workplace__name", "pk"))
    reading = read_repair(loop, proposal, seen, places) if proposal is not None else None
    found = holes(loop, today=request.principal.today) if loop.state == LoopState.RUNNING else Holes((), ())
    door.seen(request.principal, [row.person for row in seen], Purpose.LOOP_REPAIR)
    return render_part(
        request,
        "repair/holes.html",
        {
            "loop": loop,
            "crumbs": [*crumbs(loop), Crumb(_("Året"), reverse("year:loop", args=[loop.public_id]))],
            "is_running": loop.state == LoopState.RUNNING,
            "places": found.places,
            "people": [hole for hole in found.people if hole.participant in seen],
            "unnamed": sum(hole.participant not in seen for hole in found.people),
            "reading": reading,
            "form": form or repair_form(request, loop, seen, needed=found),
            "decision": decision or DecideForm(initial={"proposal": proposal.public_id} if proposal is not None else None),
        },
    )


@require_POST
@once
def propose(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id, *RELATED)
    form = repair_form(request, loop, seen_here(request, loop), request.POST)
    if form.is_valid() and carried_out(
        form,
        lambda: repairing.propose_repair(
            loop, **form.cleaned_data, actor=request.principal.user, today=request.principal.today, now=clock.now()
        ),
    ):
        return redirect("repair:holes", loop.public_id)
    return page(request, loop, form=form)


@require_POST
@once
def decide(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.DECIDE, Loop, loop_id, *RELATED)
    form = DecideForm(request.POST)
    if form.is_valid() and carried_out(
        form,
        lambda: repairing.decide_repair(
            loop,
            proposal_id=form.cleaned_data["proposal"],
            reason=form.cleaned_data["reason"],
            actor=request.principal.user,
            today=request.principal.today,
            now=clock.now(),
        ),
    ):
        messages.success(request, _("Reparasjonen er vedtatt. De det gjelder, får beskjed."))
        return redirect("repair:holes", loop.public_id)
    return page(request, loop, decision=form)


@require_http_methods(["GET", "POST"])
@once
def leave(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.RUN, Loop, loop_id, *RELATED)
    seen = in_the_year(seen_here(request, loop))
    form = LeaveForm(request.POST or None, participants=seen)
    if form.is_valid() and carried_out(form, lambda: leave_by(form, request)):
        messages.success(request, _("Det er skrevet inn. Se om plassen skal fylles."))
        return redirect("repair:holes", loop.public_id)
    door.seen(request.principal, [row.person for row in seen], Purpose.LOOP_LEAVING)
    return render_part(request, "repair/leave.html", {"loop": loop, "form": form, "crumbs": way_here(loop)})


def leave_by(form: LeaveForm, request: HttpRequest) -> Participant:
    given = form.cleaned_data
    return leaving.leave_loop(
        given["participant"],
        on=given["on"],
        left_for=given["left_for"],
        goes_to=form.goes_to(),
        actor=request.principal.user,
        today=request.principal.today,
        now=clock.now(),
    )


@require_http_methods(["GET", "POST"])
@once
def drop_out(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = door.get(request.principal, Verb.RUN, Loop, loop_id, *RELATED)
    form = DropOutForm(request.POST or None, employers=committed_employers(loop))
    if form.is_valid() and carried_out(
        form,
        lambda: leaving.drop_out(**form.cleaned_data, actor=request.principal.user, today=request.principal.today, now=clock.now()),
    ):
        messages.success(request, _("Bedriften er ute av loopen. De som mistet plassen, har fått et neste steg."))
        return redirect("repair:holes", loop.public_id)
    return render_part(request, "repair/drop_out.html", {"loop": loop, "form": form, "crumbs": way_here(loop)})


def seen_here(request: HttpRequest, loop: Loop) -> list[Participant]:
    return list(participants_of(door.rows(request.principal, Verb.READ, Participant), loop))


def repair_form(
    request: HttpRequest, loop: Loop, seen: list[Participant], data: object = None, *, needed: Holes | None = None
) -> RepairForm:
    """The form; as it is first shown, new places begin when all who lack one in the first period lack it, but not before Monday."""
    today = request.principal.today
    ahead = [period for period in year_of(loop) if period.ends_on >= today]
    return RepairForm(
        data, periods=ahead, newcomers=not_in_the_year(seen), first_day=first_day(ahead, needed or Holes((), ()), today=today)
    )


def first_day(ahead: list[Period], needed: Holes, *, today: date) -> date:
    monday = next_monday(today)
    days = [hole.from_day for hole in needed.people if hole.period in ahead[:1]]
    return max([monday, *days])


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def way_here(loop: Loop) -> list[Crumb]:
    year = Crumb(_("Året"), reverse("year:loop", args=[loop.public_id]))
    return [*crumbs(loop), year, Crumb(_("Hull i året"), reverse("repair:holes", args=[loop.public_id]))]
