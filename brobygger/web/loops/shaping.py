"""Starting a loop, and changing its size and its day."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.loops import choices
from brobygger.loops.building.actions import kick_off_day
from brobygger.loops.building.actions import loop as actions
from brobygger.loops.building.queries import employers_of, invitation_counts
from brobygger.loops.models import Loop, LoopEmployer
from brobygger.parties.models import Unit
from brobygger.web.loops.building_forms import (
    KickOffForm,
    LoopForm,
    SizeForm,
)
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.the_loop import crumbs, get_loop
from brobygger.web.once import once
from brobygger.web.rendering import render_part


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.CREATE, Loop)
    principal = request.principal
    users = door.rows(principal, Verb.CHOOSE, User)
    form = LoopForm(
        request.POST or None,
        initial={"employers_wanted": settings.LOOP_EMPLOYERS_DEFAULT, "driver": str(principal.public_id)},
        regions=choices.municipalities(),
        drivers=choices.drivers(users, today=principal.today),
        coordinators=choices.coordinators(users, today=principal.today),
        offices=choices.offices(door.rows(principal, Verb.CHOOSE, Unit)),
    )
    if form.is_valid():
        started = []
        if carried_out(form, lambda: started.append(actions.start_loop(**form.values(), today=principal.today, actor=principal.user))):
            messages.success(request, _("Loopen er opprettet. Legg til bedriftene."))
            return redirect("loops:loop", started[0].public_id)
    return render_part(request, "loops/new.html", {"form": form, "crumbs": crumbs()})


@require_http_methods(["GET", "POST"])
@once
def size(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    form = SizeForm(request.POST or None, initial={"employers_wanted": loop.employers_wanted})
    if form.is_valid() and carried_out(form, lambda: actions.change_size(loop, **form.cleaned_data, actor=request.principal.user)):
        grows = min(form.cleaned_data["employers_wanted"], actions.MOST_PERIODS) > loop.periods
        more = _("Skriv hvor mange plasser hver bedrift har i den nye perioden.") if grows else ""
        messages.success(request, " ".join((_("Antallet er endret."), more)).strip())
        return redirect("loops:loop", loop.public_id)
    return render_part(request, "loops/size.html", {"form": form, "loop": loop, "crumbs": crumbs(loop)})


@require_http_methods(["GET", "POST"])
@once
def kick_off_edit(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    initial = {
        "on": loop.kick_off_on,
        "from_time": loop.kick_off_from,
        "to_time": loop.kick_off_to,
        "place": loop.kick_off_place,
        "interviews_from": loop.interviews_from,
        "interview_minutes": loop.interview_minutes,
        "starts_on": loop.starts_on,
    }
    form = KickOffForm(request.POST or None, initial=initial)
    principal = request.principal
    if form.is_valid() and carried_out(
        form, lambda: kick_off_day.plan_kick_off(loop, **form.cleaned_data, today=principal.today, now=clock.now(), actor=principal.user)
    ):
        employers = employers_of(door.rows(principal, Verb.READ, LoopEmployer), loop)
        messages.success(request, planned_words(loop, form.cleaned_data, employers=employers))
        return redirect("loops:loop", loop.public_id)
    return render_part(request, "loops/kick_off_edit.html", {"form": form, "loop": loop, "crumbs": crumbs(loop)})


def planned_words(before: Loop, chosen, *, employers: QuerySet[LoopEmployer]) -> str:
    """That the day is set, and who is told when it was another one before."""
    counts = invitation_counts(before)
    is_moved = kick_off_day.is_moved(before, on=chosen["on"], from_time=chosen["from_time"], place=chosen["place"])
    if is_moved and (counts.invited + counts.yes or employers.exists()):
        return _("Dagen er endret. De inviterte og bedriftene som har e-post, får brev om det. Ring de andre.")
    return _("Dagen er satt.")
