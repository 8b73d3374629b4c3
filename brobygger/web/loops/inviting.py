"""A counsellor invites candidates, helps them prepare, and sees their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.choices import FOUND_AT_ONCE, MOST_CHOICES, candidates_to_invite
from brobygger.loops.kick_off.actions import inviting as actions
from brobygger.loops.kick_off.queries import tasks_to_mark
from brobygger.loops.models import Loop, Mark, Participant
from brobygger.loops.queries import participants_of
from brobygger.loops.states import BEING_BUILT, InvitationState, LoopState
from brobygger.parties.models import Person
from brobygger.parties.reach import can_be_sent_to
from brobygger.web import phrases
from brobygger.web.acting import done, said_in
from brobygger.web.keyset import keyset
from brobygger.web.loops.inviting_forms import PrepareForm, initial_of
from brobygger.web.loops.the_loop import RELATED, crumbs
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, asked_id, by_now, plain, sent
from brobygger.web.shell import Crumb

OF_PARTICIPANT = ("person", "loop__coordinator", "loop__unit", "proposed_by")


@page(Verb.PROPOSE, Loop, *RELATED)
def invite(request: Request, loop: Loop) -> HttpResponse:
    principal = request.principal
    is_open = loop.state == LoopState.OPEN and loop.kick_off_on is not None
    sought = plain(request.GET.get("sok", ""))
    people = candidates_to_invite(door.rows(principal, Verb.PROPOSE, Person), loop, text=sought)
    found = keyset(request, people if is_open else people.none(), by=("first_name", "last_name"), size=FOUND_AT_ONCE, is_hidden=True)
    door.seen(principal, found.rows, Purpose.LOOP_INVITE)
    return render_part(
        request,
        "loops/invite.html#found",
        {
            "loop": loop,
            "crumbs": crumbs(loop),
            "lead": invite_lead(loop, today=principal.today),
            "is_open": is_open,
            "sought": sought,
            "found": found,
        },
    )


def invite_lead(loop: Loop, *, today: date) -> str:
    if loop.state not in BEING_BUILT:
        return _("%(loop)s tar ikke imot flere.") % {"loop": loop.name}
    if loop.state != LoopState.OPEN or loop.kick_off_on is None:
        return _("%(loop)s er ikke åpen ennå. Den åpner når alle bedriftene har sagt ja og dagen er satt.") % {"loop": loop.name}
    return _("Velg blant dem du følger opp. JobbLoop er for dem som er fra 18 til og med 30 år på kick-off, %(day)s.") % {
        "day": phrases.on_day(loop.kick_off_on, today=today)
    }


def those_to_invite(request: Request, loop: Loop) -> str:
    return reverse("loops:invite", args=[loop.public_id])


@button(Verb.PROPOSE, Loop, *RELATED, back=those_to_invite)
def invite_person(request: Request, loop: Loop) -> HttpResponse:
    person = door.get(request.principal, Verb.PROPOSE, Person, asked_id(request.POST.get("person")))
    actions.invite_candidate(loop, person=person, **by_now(request))
    got_link = _("%(name)s er invitert og har fått en lenke.")
    no_letter = _("%(name)s er invitert, men har ikke e-post og har ikke fått noen lenke. Ring og fortell om dagen.")
    return done(request, those_to_invite(request, loop), (got_link if can_be_sent_to(person) else no_letter) % {"name": person})


@page(Verb.PROPOSE, Loop, *RELATED)
def invitations(request: Request, loop: Loop) -> HttpResponse:
    scope = door.rows(request.principal, Verb.PREPARE, Participant)
    participants = list(participants_of(scope, loop)[:MOST_CHOICES])
    door.seen(request.principal, [row.person for row in participants], Purpose.LOOP_INVITATIONS)
    return render_part(
        request,
        "loops/invitations.html",
        {
            "loop": loop,
            "crumbs": crumbs(loop),
            "lead": answers_lead(participants),
            "participants": [(row, RING[InvitationState(row.state)]) for row in participants],
            "may_send": loop.state in BEING_BUILT,
        },
    )


RING = {InvitationState.INVITED: "ask", InvitationState.YES: "yes", InvitationState.NO: "no"}


def answers_lead(participants: Sequence[Participant]) -> str:
    if not participants:
        return _("Ingen av dem du følger opp, er invitert til denne loopen.")
    waiting = sum(row.state == InvitationState.INVITED for row in participants)
    if not waiting:
        return _("Alle har svart.")
    return ngettext("Én har ikke svart ennå.", "%(count)s har ikke svart ennå.", waiting) % {"count": phrases.opening(waiting)}


def those_invited(_request: Request, participant: Participant) -> str:
    return reverse("loops:invitations", args=[participant.loop.public_id])


@button(Verb.PREPARE, Participant, *OF_PARTICIPANT, back=those_invited)
def send_again(request: Request, participant: Participant) -> HttpResponse:
    actions.send_invitation(participant, **by_now(request), again=True)
    return done(request, those_invited(request, participant), _("Lenken er sendt til %(name)s på nytt.") % {"name": participant.person})


@page(Verb.PREPARE, Participant, *OF_PARTICIPANT, purpose=Purpose.LOOP_PREPARE)
def prepare(request: Request, participant: Participant) -> HttpResponse:
    """What the candidate wants to say, with a look at it as the employers will see it."""
    form = PrepareForm(sent(request), initial=initial_of(participant))
    is_only_a_look = "se" in request.POST
    if form.is_valid() and not is_only_a_look:
        with said_in(form):
            actions.prepare_candidate(participant, **form.cleaned_data, actor=request.principal.staff)
            return done(request, participant, _("Lagret. %(name)s kan endre det selv i lenken sin.") % {"name": participant})
    shown = tasks_to_mark(participant)
    back = Crumb(_("Dem du har invitert"), those_invited(request, participant))
    return render_part(
        request,
        "loops/prepare.html",
        {
            "participant": participant,
            "loop": participant.loop,
            "crumbs": [*crumbs(participant.loop), back],
            "form": form,
            "written": form.cleaned_data["presentation"] if form.is_valid() else participant.presentation,
            "is_unsaved": is_only_a_look and form.is_valid(),
            "marks": [(one.employer, [(task, Mark(mark).label) for task, mark in one.tasks if mark]) for one in shown],
            "readers": phrases.in_a_row([str(one.employer) for one in shown]),
        },
    )
