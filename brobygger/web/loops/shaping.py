"""Starting a loop, and changing its size and its day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.loops import choices
from brobygger.loops.building.actions.kick_off_day import is_moved, plan_kick_off
from brobygger.loops.building.actions.loop import MOST_PERIODS, change_size, start_loop
from brobygger.loops.building.queries import employers_of, invitation_counts
from brobygger.loops.models import Loop, LoopEmployer
from brobygger.parties.models import Unit
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.loops.building_forms import KickOffForm, LoopForm, SizeForm
from brobygger.web.loops.the_loop import RELATED, crumbs
from brobygger.web.page import page
from brobygger.web.request import Request, by, by_today, sent


@page(Verb.CREATE, Loop)
def new(request: Request) -> HttpResponse:
    principal = request.principal
    users = door.rows(principal, Verb.CHOOSE, User)
    form = LoopForm(
        sent(request),
        initial={"employers_wanted": settings.LOOP_EMPLOYERS_DEFAULT, "driver": principal.staff},
        regions=choices.municipalities(),
        drivers=choices.drivers(users, today=principal.today),
        coordinators=choices.coordinators(users, today=principal.today),
        offices=choices.offices(door.rows(principal, Verb.CHOOSE, Unit)),
    )
    if form.is_valid():
        with said_in(form):
            started = start_loop(**form.values(), **by_today(request))
            return done(request, started, _("Loopen er opprettet. Legg til bedriftene."))
    return form_page(
        request,
        form,
        heading=_("Start en ny loop"),
        lead=_("Skriv hvor loopen skal være, og hvem som har ansvaret. Bedriftene legger du til etterpå."),
        save=_("Start loopen"),
        back="loops:list",
        crumbs=crumbs(),
    )


@page(Verb.BUILD, Loop, *RELATED)
def size(request: Request, loop: Loop) -> HttpResponse:
    form = SizeForm(sent(request), initial={"employers_wanted": loop.employers_wanted})
    if form.is_valid():
        with said_in(form):
            change_size(loop, **form.cleaned_data, actor=request.principal.staff)
            grows = min(form.cleaned_data["employers_wanted"], MOST_PERIODS) > loop.periods
            more = _("Skriv hvor mange plasser hver bedrift har i den nye perioden.") if grows else ""
            return done(request, loop, " ".join((_("Antallet er endret."), more)).strip())
    return form_page(
        request,
        form,
        heading=_("Antall bedrifter"),
        lead=_("%(loop)s åpner for deltakere når så mange bedrifter har sagt ja.") % {"loop": loop.name},
        save=_("Lagre antallet"),
        back=loop,
        crumbs=crumbs(loop),
    )


@page(Verb.BUILD, Loop, *RELATED)
def kick_off_edit(request: Request, loop: Loop) -> HttpResponse:
    form = KickOffForm(
        sent(request),
        initial={
            "on": loop.kick_off_on,
            "from_time": loop.kick_off_from,
            "to_time": loop.kick_off_to,
            "place": loop.kick_off_place,
            "interviews_from": loop.interviews_from,
            "interview_minutes": loop.interview_minutes,
            "starts_on": loop.starts_on,
        },
    )
    if form.is_valid():
        with said_in(form):
            plan_kick_off(loop, **form.cleaned_data, **by(request))
            employers = employers_of(door.rows(request.principal, Verb.READ, LoopEmployer), loop)
            return done(request, loop, planned_words(loop, form.cleaned_data, employers=employers))
    return form_page(
        request,
        form,
        heading=_("Dagen for kick-off"),
        lead=_("Bestem når og hvor %(loop)s møtes, og når deltakerne begynner i bedriftene.") % {"loop": loop.name},
        save=_("Lagre dagen"),
        back=loop,
        crumbs=crumbs(loop),
    )


def planned_words(before: Loop, chosen: dict[str, Any], *, employers: QuerySet[LoopEmployer]) -> str:
    """That the day is set, and who is told when it was another one before."""
    counts = invitation_counts(before)
    was_another = is_moved(before, on=chosen["on"], from_time=chosen["from_time"], place=chosen["place"])
    if was_another and (counts.invited + counts.yes or employers.exists()):
        return _("Dagen er endret. De inviterte og bedriftene som har e-post, får brev om det. Ring de andre.")
    return _("Dagen er satt.")
