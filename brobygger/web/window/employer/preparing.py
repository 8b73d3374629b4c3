"""What an employer says before the plan is made, and whom it meets."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import change_employer
from brobygger.loops.kick_off.actions.inviting import list_tasks
from brobygger.loops.kick_off.actions.wishes import give_employer_wishes
from brobygger.loops.kick_off.queries import cards
from brobygger.loops.models import LoopEmployer, Mark, Participant
from brobygger.loops.sharing import shown_here
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT
from brobygger.loops.windows.employer import people_to_meet, times_at, wishes_at
from brobygger.parties.models import Role
from brobygger.web.once import once
from brobygger.web.window.employer.page import RELATED, home_crumb, is_closed, page_of
from brobygger.web.window.forms import TasksForm, WishesForm, first_names
from brobygger.web.window.pages import address, opened_by, show


@opened_by(Role.EMPLOYER)
@require_http_methods(["GET", "POST"])
@once
def tasks(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = door.get(request.principal, Verb.DESCRIBE, LoopEmployer, employer_id, *RELATED)
    if is_closed(employer, request):
        return redirect(address(request, "home"))
    if employer.loop.state not in BEING_BUILT:
        return redirect(page_of(request, employer))
    listed = [task.text for task in employer.tasks.all()]
    form = TasksForm(request.POST or None, employer=employer, texts=listed)
    if form.is_valid():
        try:
            with transaction.atomic():  # both or neither, also inside the transaction of the form
                list_tasks(employer, texts=form.texts(), actor=request.principal.person)
                if form.places() != employer.places:
                    keep_places(employer, form.places(), request)
        except DomainError as refusal:
            form.add_error(form.field_of(refusal.field), refusal.message)
        else:
            messages.success(request, _("Oppgavene er lagret."))
            return redirect(page_of(request, employer))
    return show(request, "window/tasks.html", {"form": form, "employer": employer, "loop": employer.loop, "crumbs": [home_crumb(request)]})


def keep_places(employer: LoopEmployer, places: list[int], request: HttpRequest) -> None:
    change_employer(
        employer,
        contact=employer.contact,
        places=places,
        commitments=employer.commitments,
        room=employer.room,
        shifts=employer.shifts,
        cannot_arrange=employer.cannot_arrange,
        actor=request.principal.person,
    )


@opened_by(Role.EMPLOYER)
@require_safe
def people(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = door.get(request.principal, Verb.READ, LoopEmployer, employer_id, *RELATED)
    if is_closed(employer, request):
        return redirect(address(request, "home"))
    scope = shown_here(door.rows(request.principal, Verb.MEET, Participant), employer, today=request.principal.today)
    found = cards(scope, employer)
    door.seen(request.principal, [card.participant.person for card in found], Purpose.LOOP_CARDS)
    return show(
        request,
        "window/people.html",
        {
            "cards": [(card, [(task, Mark(mark).label) for task, mark in card.marks]) for card in found],
            "employer": employer,
            "loop": employer.loop,
            "is_decided": employer.loop.state in AFTER_THE_DECISION,
            "crumbs": [home_crumb(request)],
        },
    )


@opened_by(Role.EMPLOYER)
@require_http_methods(["GET", "POST"])
@once
def wishes(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = door.get(request.principal, Verb.WISH, LoopEmployer, employer_id, *RELATED)
    if is_closed(employer, request):
        return redirect(address(request, "home"))
    scope = door.rows(request.principal, Verb.MEET, Participant)
    present = {row.public_id: row for row in people_to_meet(scope, employer, today=request.principal.today) if row.has_attended}
    if employer.loop.state not in BEING_BUILT or not present:
        return redirect(page_of(request, employer))
    given = wishes_at(employer)
    form = WishesForm(
        request.POST or None,
        names=first_names(list(present.values())),
        given={key: given[row.pk] for key, row in present.items() if row.pk in given},
    )
    times = times_at(employer)
    for key, row in present.items():
        if row.pk in times:  # tells two with the same first name apart
            form.fields[f"{form.row_prefix}{key}"].help_text = _("Møtte dere kl. %(time)s") % {"time": f"{times[row.pk]:%H.%M}"}
    door.seen(request.principal, [row.person for row in present.values()], Purpose.LOOP_EMPLOYER_WISHES)
    if form.is_valid():
        chosen = {present[key]: value for key, value in form.wishes().items()}
        try:
            give_employer_wishes(employer, wishes=chosen, now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Ønskene er lagret."))
            return redirect(page_of(request, employer))
    return show(request, "window/employer_wishes.html", {"form": form, "employer": employer, "crumbs": [home_crumb(request)]})
