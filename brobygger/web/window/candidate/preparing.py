"""What a candidate says before the plan is made: which tasks, who they are, and where they would like to be."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import mark_tasks, prepare_candidate
from brobygger.loops.kick_off.actions.wishes import give_candidate_wishes
from brobygger.loops.kick_off.queries import tasks_to_mark
from brobygger.loops.models import Loop, Mark, Participant
from brobygger.loops.queries import committed_employers
from brobygger.loops.states import BEING_BUILT, InvitationState
from brobygger.loops.windows.candidate import own_wishes
from brobygger.parties.models import Role
from brobygger.web.once import once
from brobygger.web.window.candidate.page import RELATED, home_crumb, page_of
from brobygger.web.window.forms import MarksForm, PresentationForm, WishesForm, names_of
from brobygger.web.window.pages import address, opened_by, show


def may_still_change(loop: Loop) -> bool:
    return loop.state in BEING_BUILT


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def marks(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = door.get(request.principal, Verb.PREPARE, Participant, participant_id, *RELATED)
    if not may_still_change(participant.loop) or participant.state == InvitationState.NO:
        return redirect(page_of(request, participant))
    form = MarksForm(request.POST or None, listed=tasks_to_mark(participant))
    if form.is_valid():
        try:
            mark_tasks(participant, marks=form.marks(), now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Svarene er lagret."))
            return redirect(page_of(request, participant))
    return show(request, "window/marks.html", {"form": form, "participant": participant, "crumbs": [home_crumb(request)]})


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def presentation(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Saves, or with «Se hvordan det blir» only shows the text that stands in the box as the employers would see it."""
    participant = door.get(request.principal, Verb.PREPARE, Participant, participant_id, *RELATED)
    if not may_still_change(participant.loop) or participant.state == InvitationState.NO:
        return redirect(page_of(request, participant))
    saved = {name: getattr(participant, name) for name in PresentationForm.base_fields}
    form = PresentationForm(request.POST or None, initial=saved)
    text = participant.presentation
    if form.is_valid() and "preview" in request.POST:
        text = form.cleaned_data["presentation"]
    elif form.is_valid():
        try:
            prepare_candidate(participant, **form.cleaned_data, actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Det du skrev, er lagret."))
            return redirect(address(request, "presentation", participant.public_id))
    return show(
        request,
        "window/presentation.html",
        {
            "form": form,
            "participant": participant,
            "text": text,
            "is_tried": "preview" in request.POST,
            "listed": [(each.employer, marked(each.tasks)) for each in tasks_to_mark(participant)],
            "crumbs": [home_crumb(request)],
        },
    )


def marked(tasks: tuple[tuple[object, str | None], ...]) -> list[tuple[object, str]]:
    """The tasks that have a mark, with the mark in words: what an employer sees of its own."""
    return [(task, Mark(mark).label) for task, mark in tasks if mark is not None]


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def wishes(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = door.get(request.principal, Verb.WISH, Participant, participant_id, *RELATED)
    if not may_still_change(participant.loop) or not participant.has_attended:
        return redirect(page_of(request, participant))
    employers = {employer.public_id: employer for employer in committed_employers(participant.loop)}
    given = own_wishes(participant)
    form = WishesForm(
        request.POST or None,
        names=names_of(list(employers.values())),
        given={key: given[employer.pk] for key, employer in employers.items() if employer.pk in given},
    )
    if form.is_valid():
        chosen = {employers[key]: value for key, value in form.wishes().items()}
        try:
            give_candidate_wishes(participant, wishes=chosen, now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Ønskene er lagret."))
            return redirect(page_of(request, participant))
    return show(request, "window/wishes.html", {"form": form, "participant": participant, "crumbs": [home_crumb(request)]})
