"""What happens next for everyone who came to the kick-off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.choices import step_owners
from brobygger.loops.kick_off.queries import with_next_steps
from brobygger.loops.models import Participant
from brobygger.loops.queries import participants_of
from brobygger.loops.states import InvitationState
from brobygger.web import phrases
from brobygger.web.loops.building_forms import NextStepForm
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.the_day import wishes_crumbs
from brobygger.web.loops.the_loop import get_loop
from brobygger.web.loops.wishes import get_participant
from brobygger.web.loops.words import first_name_and_more
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb


@require_GET
def next_steps(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.RUN, loop_id)
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
            "crumbs": wishes_crumbs(loop),
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


@require_http_methods(["GET", "POST"])
@once
def next_step_of(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = get_participant(request, participant_id)
    loop, principal = participant.loop, request.principal
    step = getattr(participant, "next_step", None)
    initial = {"text": step.text, "owner": str(step.owner.public_id), "due_on": step.due_on} if step else {}
    owners = step_owners(door.rows(principal, Verb.CHOOSE, User), loop, today=principal.today)
    form = NextStepForm(request.POST or None, initial=initial, owners=owners)
    form.fields["text"].readers = _("%(name)s, koordinatoren og den som tar det,") % {"name": participant}
    if form.is_valid() and carried_out(form, lambda: set_next_step(loop, participant=participant, **form.values(), actor=principal.user)):
        messages.success(request, _("Neste steg for %(name)s er lagret.") % {"name": participant})
        return redirect("loops:next_steps", loop.public_id)
    door.seen(principal, [participant.person], Purpose.LOOP_NEXT_STEP)
    back = Crumb(_("Neste steg for alle"), reverse("loops:next_steps", args=[loop.public_id]))
    return render_part(
        request,
        "loops/next_step_of.html",
        {"form": form, "loop": loop, "participant": participant, "crumbs": wishes_crumbs(loop, back)},
    )
