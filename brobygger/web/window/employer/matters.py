"""What happens at an employer, and what it is part of solving. Source: ADR 0089."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions import matters as actions
from brobygger.followup.models import Matter, MatterState
from brobygger.followup.queries import (
    matters_at,
    present_at,
)
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.loops.states import CommitmentState
from brobygger.parties.models import Role
from brobygger.web.forms import Form, FreeText
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.window.forms import first_names
from brobygger.web.window.pages import address, call, opened_by, show

OF_MATTER = (
    "person",
    "owner",
    "workplace",
    "raised_by_user",
    "raised_by_person",
    "participant__loop__coordinator",
    "participant__proposed_by",
)
OF_EMPLOYER = ("workplace", "contact", "loop__coordinator")


class HappensForm(Form):
    """What happens, about one of those who are at the employer today."""

    who = forms.ChoiceField(
        label=gettext_lazy("Hvem gjelder det?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem det gjelder")},
    )
    what = FreeText(
        label=gettext_lazy("Hva skjer?"),
        help_text=gettext_lazy("Skriv det dere ser på jobben."),
        readers="",
        lines=5,
        max_length=actions.LONGEST_WHAT,
        error_messages={"required": gettext_lazy("Skriv hva som skjer")},
    )

    def __init__(self, *args: Any, people: list[Participant], coordinator: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.public_id): each for each in people}
        self.fields["who"].choices = [(str(key), name) for key, name in first_names(people).items()]
        readers = _("Den det gjelder, %(coordinator)s og de som arbeider der, og veilederen") % {"coordinator": coordinator}
        self.fields["what"].readers = readers

    def clean_who(self) -> Participant:
        return self.people[self.cleaned_data["who"]]


def own_employer(request: HttpRequest, employer_id: UUID) -> LoopEmployer:
    employer = door.get(request.principal, Verb.READ, LoopEmployer, employer_id, *OF_EMPLOYER)
    if employer.state == CommitmentState.WITHDRAWN:
        raise Http404
    return employer


@opened_by(Role.EMPLOYER)
@require_safe
def at_employer(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = own_employer(request, employer_id)
    found = list(matters_at(door.rows(request.principal, Verb.READ, Matter), employer))
    door.seen(request.principal, [each.person for each in found], Purpose.MATTER_EMPLOYER)
    return show(
        request,
        "window/matters_employer.html",
        {
            "matters": found,
            "employer": employer,
            "may_raise": bool(people_here(request, employer)),
            "calls": [call(employer.loop.coordinator, _("Koordinator for loopen"), tone="rav")],
            "crumbs": [home_crumb(request)],
        },
    )


def people_here(request: HttpRequest, employer: LoopEmployer) -> list[Participant]:
    scope = door.rows(request.principal, Verb.RAISE, Participant)
    return list(present_at(scope, employer, today=request.principal.today))


@opened_by(Role.EMPLOYER)
@require_http_methods(["GET", "POST"])
@once
def something_happens(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = own_employer(request, employer_id)
    people = people_here(request, employer)
    if not people:
        return redirect(address(request, "employer_matters", employer.public_id))
    door.seen(request.principal, [each.person for each in people], Purpose.MATTER_EMPLOYER)
    form = HappensForm(request.POST or None, people=people, coordinator=employer.loop.coordinator.name)
    if form.is_valid():
        try:
            made = actions.raise_matter(
                form.cleaned_data["who"],
                what=form.cleaned_data["what"],
                role=Role.EMPLOYER,
                actor=request.principal.person,
                workplace=employer.workplace,
                today=request.principal.today,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Takk for at dere sa fra. %(name)s har fått beskjed.") % {"name": made.owner.name})
            return redirect(address(request, "employer_matter", employer.public_id, made.public_id))
    return show(
        request,
        "window/matter_happens.html",
        {"form": form, "employer": employer, "crumbs": [home_crumb(request), employer_crumb(request, employer)]},
    )


def employer_crumb(request: HttpRequest, employer: LoopEmployer) -> Crumb:
    return Crumb(_("Noe skjer"), address(request, "employer_matters", employer.public_id))


@opened_by(Role.EMPLOYER)
@require_safe
def matter_at_employer(request: HttpRequest, employer_id: UUID, matter_id: UUID) -> HttpResponse:
    """Only what this workplace may read: its own words, and what is agreed and how it ended when the candidate lets it be part."""
    employer = own_employer(request, employer_id)
    found = door.get(request.principal, Verb.READ, Matter, matter_id, *OF_MATTER)
    if found.workplace_id != employer.workplace_id or found.participant is None or found.participant.loop_id != employer.loop_id:
        raise Http404
    door.seen(request.principal, [found.person], Purpose.MATTER_EMPLOYER)
    is_part = found.is_shared_with_employer
    return show(
        request,
        "window/matter_employer.html",
        {
            "name": found.person.first_name,
            "said": found.what if found.raised_by_role == Role.EMPLOYER else "",
            "said_at": found.raised_at,
            "is_part": is_part,
            "agreed": found.agreed if is_part else "",
            "outcome": found.outcome if is_part else "",
            "solved_at": found.solved_at,
            "is_solved": found.state == MatterState.SOLVED,
            "calls": [call(found.owner, _("Tar seg av dette"), tone="rav")],
            "crumbs": [home_crumb(request), employer_crumb(request, employer)],
        },
    )


def home_crumb(request: HttpRequest) -> Crumb:
    return Crumb(_("Siden vår") if Role.EMPLOYER in request.principal.roles else _("Siden min"), address(request, "home"))
