"""What an employer says before the plan is made, and whom it meets."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.building.actions.employers import change_employer
from brobygger.loops.kick_off.actions.inviting import list_tasks
from brobygger.loops.kick_off.actions.wishes import give_employer_wishes
from brobygger.loops.kick_off.queries import cards
from brobygger.loops.models import LoopEmployer, Mark, Participant
from brobygger.loops.sharing import shown_here
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT
from brobygger.loops.windows.employer import people_to_meet, times_at, wishes_at
from brobygger.parties.models import Person, Role
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.window.employer.page import RELATED, is_closed, page_of
from brobygger.web.window.forms import TasksForm, Wished, WishesForm, first_name
from brobygger.web.window.pages import held_by_now, home, home_crumb, opened_by


@opened_by(Role.EMPLOYER)
@page(Verb.DESCRIBE, LoopEmployer, *RELATED)
def tasks(request: Request, employer: LoopEmployer) -> HttpResponse:
    if is_closed(request, employer):
        return redirect(home(request))
    if employer.loop.state not in BEING_BUILT:
        return redirect(page_of(request, employer))
    form = TasksForm(sent(request), employer=employer, texts=[task.text for task in employer.tasks.all()])
    if form.is_valid():
        with said_in(form), transaction.atomic():  # both or neither, also inside the transaction of the form
            list_tasks(employer, texts=form.texts(), actor=request.principal.holder)
            keep_places(employer, form.places(), actor=request.principal.holder)
            return done(request, page_of(request, employer), _("Oppgavene er lagret."))
    return form_page(
        request,
        form,
        title=_("Oppgaver og plasser hos oss"),
        heading=_("Hva kan man gjøre hos dere?"),
        lead=_(
            "Skriv tre til ti oppgaver med vanlige ord, for eksempel «sette på plass varer» eller «lage deig». "
            "Deltakerne og koordinatoren leser dem."
        ),
        save=_("Lagre"),
        back=page_of(request, employer),
        crumbs=[home_crumb(request)],
    )


def keep_places(employer: LoopEmployer, places: Sequence[int], *, actor: Person) -> None:
    if places != employer.places:
        change_employer(
            employer,
            contact=employer.contact,
            places=places,
            commitments=employer.commitments,
            room=employer.room,
            shifts=employer.shifts,
            cannot_arrange=employer.cannot_arrange,
            actor=actor,
        )


@opened_by(Role.EMPLOYER)
@page(Verb.READ, LoopEmployer, *RELATED)
def people(request: Request, employer: LoopEmployer) -> HttpResponse:
    if is_closed(request, employer):
        return redirect(home(request))
    scope = shown_here(door.rows(request.principal, Verb.MEET, Participant), employer, today=request.principal.today)
    found = cards(scope, employer)
    door.seen(request.principal, [card.participant.person for card in found], Purpose.LOOP_CARDS)
    return render_part(
        request,
        "window/people.html",
        {
            "cards": [(card, [(task, Mark(mark).label) for task, mark in card.marks]) for card in found],
            "heading": _("De som kommer til dere") if employer.loop.state in AFTER_THE_DECISION else _("De dere møter"),
            "crumbs": [home_crumb(request)],
        },
    )


@opened_by(Role.EMPLOYER)
@page(Verb.WISH, LoopEmployer, *RELATED)
def wishes(request: Request, employer: LoopEmployer) -> HttpResponse:
    if is_closed(request, employer):
        return redirect(home(request))
    scope = door.rows(request.principal, Verb.MEET, Participant)
    present = [row for row in people_to_meet(scope, employer, today=request.principal.today) if row.has_attended]
    if employer.loop.state not in BEING_BUILT or not present:
        return redirect(page_of(request, employer))
    door.seen(request.principal, [row.person for row in present], Purpose.LOOP_EMPLOYER_WISHES)
    met = {key: _("Møtte dere kl. %(time)s") % {"time": f"{time:%H.%M}"} for key, time in times_at(employer).items()}
    form = WishesForm(
        sent(request),
        listed=[Wished(row, first_name(row), met.get(row.pk, "")) for row in present],
        given=wishes_at(employer),
        ends=(_("ikke hos oss"), _("helst hos oss")),
    )
    if form.is_valid():
        with said_in(form):
            give_employer_wishes(employer, wishes=form.wishes(), **held_by_now(request))
            return done(request, page_of(request, employer), _("Ønskene er lagret."))
    return form_page(
        request,
        form,
        title=_("Hvem vi gjerne vil ha hos oss"),
        heading=_("Hvem vil dere gjerne ha hos dere?"),
        lead=_("Ingen deltakere og ingen andre bedrifter ser hva dere svarer. Koordinatoren bruker det når planen lages."),
        save=_("Lagre ønskene"),
        back=page_of(request, employer),
        crumbs=[home_crumb(request)],
        template="window/wishes.html",
        until=_("Dere kan endre svarene til planen er vedtatt."),
    )
