"""What happens next for everyone who came to the kick-off."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.kick_off.queries import with_next_steps
from brobygger.loops.models import Loop, Participant
from brobygger.loops.queries import participants_of
from brobygger.loops.states import InvitationState
from brobygger.web import phrases
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.loops.loop_page import step_form_of
from brobygger.web.loops.the_day import crumbs_from_the_day
from brobygger.web.loops.the_loop import RELATED
from brobygger.web.loops.words import first_name_and_more
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.shell import Crumb


@page(Verb.RUN, Loop, *RELATED)
def next_steps(request: Request, loop: Loop) -> HttpResponse:
    scope = door.rows(request.principal, Verb.READ, Participant).filter(has_attended=True, state=InvitationState.YES)
    participants = list(with_next_steps(participants_of(scope, loop)))
    door.seen(request.principal, [row.person for row in participants], Purpose.LOOP_NEXT_STEPS)
    names = first_name_and_more(participants)
    rows = [(row, names[row.pk], getattr(row, "next_step", None)) for row in participants]
    return render_part(
        request,
        "loops/next_steps.html",
        {
            "loop": loop,
            "crumbs": crumbs_from_the_day(request, loop),
            "lead": next_steps_lead(len(rows), sum(step is not None for _row, _name, step in rows)),
            "rows": [
                (row, name, step, phrases.on_day(step.due_on, today=request.principal.today) if step else "") for row, name, step in rows
            ],
        },
    )


def next_steps_lead(count: int, has_step: int) -> str:
    if count == 0:
        return _("Her står de som møtte på kick-off, så lenge de deler opplysningene sine med deg.")
    if has_step == count:
        return _("Alle som står her, har et neste steg.")
    return _("%(count)s møtte. %(with_step)s har et neste steg.") % {
        "count": phrases.opening(count),
        "with_step": phrases.opening(has_step),
    }


@page(Verb.WISH, Participant, "person", "loop__coordinator", "loop__unit", purpose=Purpose.LOOP_NEXT_STEP)
def next_step_of(request: Request, participant: Participant) -> HttpResponse:
    loop, words = participant.loop, {"participant": participant}
    everyone = reverse("loops:next_steps", args=[loop.public_id])
    form = step_form_of(request, loop, getattr(participant, "next_step", None), sent(request))
    form.read_by("text", _("%(name)s, koordinatoren og den som tar det,") % {"name": participant})
    if form.is_valid():
        with said_in(form):
            set_next_step(loop, participant=participant, **form.cleaned_data, actor=request.principal.staff)
            return done(request, everyone, _("Neste steg for %(name)s er lagret.") % {"name": participant})
    return form_page(
        request,
        form,
        heading=_("Neste steg for %(participant)s") % words,
        lead=_("Skriv hva som skjer nå for %(participant)s, hvem som tar det, og innen når.") % words,
        save=_("Lagre neste steg"),
        back=everyone,
        crumbs=crumbs_from_the_day(request, loop, Crumb(_("Neste steg for alle"), everyone)),
    )
