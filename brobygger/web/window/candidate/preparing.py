"""What a candidate says before the plan is made: which tasks, who they are, and where they would like to be."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access.verbs import Verb
from brobygger.loops.kick_off.actions.inviting import mark_tasks, prepare_candidate
from brobygger.loops.kick_off.actions.wishes import give_candidate_wishes
from brobygger.loops.kick_off.queries import tasks_to_mark
from brobygger.loops.models import Mark, Participant
from brobygger.loops.queries import committed_employers
from brobygger.loops.states import BEING_BUILT, InvitationState
from brobygger.loops.windows.candidate import own_wishes
from brobygger.parties.models import Role
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.request import Request, sent
from brobygger.web.window.candidate.page import RELATED, page_of
from brobygger.web.window.forms import MarksForm, PresentationForm, Wished, WishesForm
from brobygger.web.window.pages import address, held_by_now, home_crumb, opened_by


def may_prepare(participant: Participant) -> bool:
    return participant.loop.state in BEING_BUILT and participant.state != InvitationState.NO


@opened_by(Role.CANDIDATE)
@page(Verb.PREPARE, Participant, *RELATED)
def marks(request: Request, participant: Participant) -> HttpResponse:
    if not may_prepare(participant):
        return redirect(page_of(request, participant))
    form = MarksForm(sent(request), listed=tasks_to_mark(participant))
    if form.is_valid():
        with said_in(form):
            mark_tasks(participant, marks=form.marks(), **held_by_now(request))
            return done(request, page_of(request, participant), _("Svarene er lagret."))
    return form_page(
        request,
        form,
        title=_("Oppgavene jeg kan tenke meg"),
        heading=_("Hva har du lyst til å gjøre?"),
        lead=_("Du kan lagre når som helst og fortsette senere. Hver bedrift ser bare det du sier om sine egne oppgaver."),
        save=_("Lagre svarene"),
        back=page_of(request, participant),
        crumbs=[home_crumb(request)],
    )


@opened_by(Role.CANDIDATE)
@page(Verb.PREPARE, Participant, *RELATED)
def presentation(request: Request, participant: Participant) -> HttpResponse:
    """Saves, or with «Se hvordan det blir» only shows the text that stands in the box as the employers would see it."""
    if not may_prepare(participant):
        return redirect(page_of(request, participant))
    form = PresentationForm(sent(request), initial={name: getattr(participant, name) for name in PresentationForm.base_fields})
    text, is_tried = participant.presentation, "preview" in request.POST
    if form.is_valid() and is_tried:
        text = form.cleaned_data["presentation"]
    elif form.is_valid():
        with said_in(form):
            prepare_candidate(participant, **form.cleaned_data, actor=request.principal.holder)
            return done(request, address(request, "presentation", participant), _("Det du skrev, er lagret."))
    return form_page(
        request,
        form,
        heading=_("Slik presenterer jeg meg"),
        lead=_("Du bestemmer hva bedriftene får vite, og ser det akkurat slik de ser det."),
        save=_("Lagre"),
        back=page_of(request, participant),
        crumbs=[home_crumb(request)],
        template="window/presentation.html",
        participant=participant,
        text=text,
        is_tried=is_tried,
        listed=[(each.employer, marked(each.tasks)) for each in tasks_to_mark(participant)],
    )


def marked(tasks: tuple[tuple[object, str | None], ...]) -> list[tuple[object, str]]:
    """The tasks that have a mark, with the mark in words: what an employer sees of its own."""
    return [(task, str(Mark(mark).label)) for task, mark in tasks if mark is not None]


@opened_by(Role.CANDIDATE)
@page(Verb.WISH, Participant, *RELATED)
def wishes(request: Request, participant: Participant) -> HttpResponse:
    if participant.loop.state not in BEING_BUILT or not participant.has_attended:
        return redirect(page_of(request, participant))
    form = WishesForm(
        sent(request),
        listed=[Wished(employer, str(employer)) for employer in committed_employers(participant.loop)],
        given=own_wishes(participant),
        ends=(_("ikke her"), _("helst her")),
    )
    if form.is_valid():
        with said_in(form):
            give_candidate_wishes(participant, wishes=form.wishes(), **held_by_now(request))
            return done(request, page_of(request, participant), _("Ønskene er lagret."))
    return form_page(
        request,
        form,
        title=_("Hvor jeg helst vil være"),
        heading=_("Hvor vil du helst være?"),
        lead=_("Ingen andre deltakere og ingen bedrifter ser hva du svarer. Koordinatoren bruker det når planen lages."),
        save=_("Lagre ønskene"),
        back=page_of(request, participant),
        crumbs=[home_crumb(request)],
        template="window/wishes.html",
        until=_("Du kan endre svarene til planen er vedtatt."),
    )
