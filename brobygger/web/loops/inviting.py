"""A counsellor invites candidates, helps them prepare, and sees their answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.loops.choices import FOUND_AT_ONCE, MOST_CHOICES, candidates_to_invite
from brobygger.loops.kick_off.actions import inviting as actions
from brobygger.loops.kick_off.queries import tasks_to_mark
from brobygger.loops.models import Loop, Mark, Participant
from brobygger.loops.queries import participants_of
from brobygger.loops.states import InvitationState, LoopState
from brobygger.parties.models import Person
from brobygger.parties.reach import can_be_sent_to
from brobygger.web import phrases
from brobygger.web.loops.inviting_forms import PrepareForm, initial_of
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.loops.the_loop import crumbs, get_loop
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Crumb


@require_http_methods(["GET", "POST"])
@once
def invite(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.PROPOSE, loop_id)
    if request.method == "GET":
        return invite_page(request, loop)
    person = door.get(request.principal, Verb.PROPOSE, Person, posted_id(request, "person"))
    refusal = refusal_of(lambda: actions.invite_candidate(loop, person=person, actor=request.principal.user, now=clock.now()))
    if refusal:
        return invite_page(request, loop, refusal=refusal)
    got_link = _("%(name)s er invitert og har fått en lenke.")
    no_letter = _("%(name)s er invitert, men har ikke e-post og har ikke fått noen lenke. Ring og fortell om dagen.")
    messages.success(request, (got_link if can_be_sent_to(person) else no_letter) % {"name": person})
    return redirect("loops:invite", loop.public_id)


def posted_id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST[name])
    except (KeyError, ValueError) as error:
        raise Http404 from error


def invite_page(request: HttpRequest, loop: Loop, *, refusal: str = "") -> HttpResponse:
    principal = request.principal
    is_open = loop.state == LoopState.OPEN and loop.kick_off_on is not None
    sought = request.GET.get("sok", "").strip()
    scope = door.rows(principal, Verb.PROPOSE, Person)
    found = list(candidates_to_invite(scope, loop, text=sought, after=person_before(request))) if is_open else []
    here = found[:FOUND_AT_ONCE]
    door.seen(principal, here, Purpose.LOOP_INVITE)
    return render_part(
        request,
        "loops/invite.html#found",
        {
            "loop": loop,
            "crumbs": crumbs(loop),
            "lead": invite_lead(loop, today=principal.today),
            "is_open": is_open,
            "sought": sought,
            "people": here,
            "more_url": f"?etter={here[-1].public_id}" if len(found) > FOUND_AT_ONCE and not sought else "",
            "has_too_many": len(found) > FOUND_AT_ONCE and bool(sought),
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def person_before(request: HttpRequest) -> Person | None:
    """The last on the page before, when the address names one the reader may propose."""
    try:
        public_id = UUID(request.GET["etter"])
    except (KeyError, ValueError):
        return None
    return door.rows(request.principal, Verb.PROPOSE, Person).filter(public_id=public_id).first()


def invite_lead(loop: Loop, *, today) -> str:
    if loop.state not in {LoopState.RECRUITING, LoopState.OPEN}:
        return _("%(loop)s tar ikke imot flere.") % {"loop": loop.name}
    if loop.state != LoopState.OPEN or loop.kick_off_on is None:
        return _("%(loop)s er ikke åpen ennå. Den åpner når alle bedriftene har sagt ja og dagen er satt.") % {"loop": loop.name}
    return _("Velg blant dem du følger opp. JobbLoop er for dem som er fra 18 til og med 30 år på kick-off, %(day)s.") % {
        "day": phrases.on_day(loop.kick_off_on, today=today)
    }


@require_GET
def invitations(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    return invitations_page(request, get_loop(request, Verb.PROPOSE, loop_id))


def invitations_page(request: HttpRequest, loop: Loop, *, refusal: str = "") -> HttpResponse:
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
            "participants": [(row, RING[row.state]) for row in participants],
            "may_send": loop.state in {LoopState.RECRUITING, LoopState.OPEN},
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


RING = {InvitationState.INVITED: "ask", InvitationState.YES: "yes", InvitationState.NO: "no"}


def answers_lead(participants: list[Participant]) -> str:
    if not participants:
        return _("Ingen av dem du følger opp, er invitert til denne loopen.")
    waiting = sum(row.state == InvitationState.INVITED for row in participants)
    if not waiting:
        return _("Alle har svart.")
    return ngettext("Én har ikke svart ennå.", "%(count)s har ikke svart ennå.", waiting) % {"count": phrases.opening(waiting)}


def get_participant(request: HttpRequest, participant_id: UUID) -> Participant:
    return door.get(
        request.principal, Verb.PREPARE, Participant, participant_id, "person", "loop__coordinator", "loop__unit", "proposed_by"
    )


@require_POST
@once
def send_again(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = get_participant(request, participant_id)
    refusal = refusal_of(lambda: actions.send_invitation(participant, actor=request.principal.user, now=clock.now(), again=True))
    if refusal:
        return invitations_page(request, participant.loop, refusal=refusal)
    messages.success(request, _("Lenken er sendt til %(name)s på nytt.") % {"name": participant.person})
    return redirect("loops:invitations", participant.loop.public_id)


@require_http_methods(["GET", "POST"])
@once
def prepare(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """What the candidate wants to say, with a look at it as the employers will see it."""
    participant = get_participant(request, participant_id)
    form = PrepareForm(request.POST or None, initial=initial_of(participant))
    is_only_a_look = "se" in request.POST
    is_kept = (
        form.is_valid()
        and not is_only_a_look
        and carried_out(form, lambda: actions.prepare_candidate(participant, **form.cleaned_data, actor=request.principal.user))
    )
    if is_kept:
        messages.success(request, _("Lagret. %(name)s kan endre det selv i lenken sin.") % {"name": participant})
        return redirect("loops:prepare", participant.public_id)
    return prepare_page(request, participant, form=form, is_only_a_look=is_only_a_look)


def prepare_page(
    request: HttpRequest, participant: Participant, *, form: PrepareForm | None = None, is_only_a_look: bool = False, refusal: str = ""
) -> HttpResponse:
    form = form or PrepareForm(initial=initial_of(participant))
    door.seen(request.principal, [participant.person], Purpose.LOOP_PREPARE)
    written = form.cleaned_data.get("presentation", "") if form.is_bound and form.is_valid() else participant.presentation
    shown = tasks_to_mark(participant)
    return render_part(
        request,
        "loops/prepare.html",
        {
            "participant": participant,
            "loop": participant.loop,
            "crumbs": [
                *crumbs(participant.loop),
                Crumb(_("Dem du har invitert"), reverse("loops:invitations", args=[participant.loop.public_id])),
            ],
            "form": form,
            "written": written,
            "is_unsaved": is_only_a_look and form.is_valid(),
            "marks": [(one.employer, [(task, Mark(mark).label) for task, mark in one.tasks if mark]) for one in shown],
            "readers": phrases.in_a_row([str(one.employer) for one in shown]),
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )
