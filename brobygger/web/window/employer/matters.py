"""What happens at an employer, and what it is part of solving. Source: ADR 0089."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.matters import LONGEST_WHAT, raise_matter
from brobygger.followup.models import Matter, MatterState
from brobygger.followup.queries import matters_at, present_at
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.loops.states import CommitmentState
from brobygger.parties.models import Role
from brobygger.web.acting import done, said_in
from brobygger.web.calls import call
from brobygger.web.fields import RowChoice
from brobygger.web.forms import Form, FreeText
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.shell import Crumb
from brobygger.web.window.forms import first_name
from brobygger.web.window.pages import address, held_by, home_crumb, opened_by

OF_EMPLOYER = ("workplace", "contact", "loop__coordinator")


class HappensForm(Form):
    """What happens, about one of those who are at the employer today."""

    who = RowChoice(
        label=gettext_lazy("Hvem gjelder det?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem det gjelder")},
    )
    what = FreeText(
        label=gettext_lazy("Hva skjer?"),
        help_text=gettext_lazy("Skriv det dere ser på jobben."),
        readers="",
        lines=5,
        max_length=LONGEST_WHAT,
        error_messages={"required": gettext_lazy("Skriv hva som skjer")},
    )

    def __init__(self, *args: Any, people: list[Participant], coordinator: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("who", people, label=first_name)
        readers = _("Den det gjelder, %(coordinator)s og de som arbeider der, og veilederen") % {"coordinator": coordinator}
        self.read_by("what", readers)


def require_in(employer: LoopEmployer) -> None:
    if employer.state == CommitmentState.WITHDRAWN:
        raise Http404


@opened_by(Role.EMPLOYER)
@page(Verb.READ, LoopEmployer, *OF_EMPLOYER)
def at_employer(request: Request, employer: LoopEmployer) -> HttpResponse:
    require_in(employer)
    found = list(matters_at(door.rows(request.principal, Verb.READ, Matter), employer))
    door.seen(request.principal, [each.person for each in found], Purpose.MATTER_EMPLOYER)
    return render_part(
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


def people_here(request: Request, employer: LoopEmployer) -> list[Participant]:
    scope = door.rows(request.principal, Verb.RAISE, Participant)
    return list(present_at(scope, employer, today=request.principal.today))


def way_to(request: Request, employer: LoopEmployer) -> list[Crumb]:
    return [home_crumb(request), Crumb(_("Noe skjer"), address(request, "employer_matters", employer))]


@opened_by(Role.EMPLOYER)
@page(Verb.READ, LoopEmployer, *OF_EMPLOYER)
def something_happens(request: Request, employer: LoopEmployer) -> HttpResponse:
    require_in(employer)
    way_here, people = way_to(request, employer), people_here(request, employer)
    if not people:
        return redirect(way_here[-1].url)
    door.seen(request.principal, [each.person for each in people], Purpose.MATTER_EMPLOYER)
    form = HappensForm(sent(request), people=people, coordinator=employer.loop.coordinator.name)
    if form.is_valid():
        who, what = form.cleaned_data["who"], form.cleaned_data["what"]
        with said_in(form):
            made = raise_matter(who, what=what, role=Role.EMPLOYER, workplace=employer.workplace, **held_by(request))
            said = _("Takk for at dere sa fra. %(name)s har fått beskjed.") % {"name": made.owner.name}
            return done(request, address(request, "employer_matter", employer, made), said)
    return form_page(
        request,
        form,
        title=_("Noe skjer"),
        heading=_("Hva skjer?"),
        lead=_("Én eller to setninger holder. Koordinatoren tar det med den det gjelder, og ringer dere."),
        save=_("Send"),
        back=way_here[-1].url,
        crumbs=way_here,
    )


@opened_by(Role.EMPLOYER)
@page(Verb.READ, Matter, "person", "owner", "participant", purpose=Purpose.MATTER_EMPLOYER)
def matter_at_employer(request: Request, matter: Matter, employer_id: UUID) -> HttpResponse:
    """Only what this workplace may read: its own words, and what is agreed and how it ended when the candidate lets it be part."""
    employer = door.get(request.principal, Verb.READ, LoopEmployer, employer_id, *OF_EMPLOYER)
    require_in(employer)
    if matter.workplace_id != employer.workplace_id or matter.participant is None or matter.participant.loop_id != employer.loop_id:
        raise Http404
    is_part = matter.is_shared_with_employer
    return render_part(
        request,
        "window/matter_employer.html",
        {
            "name": matter.person.first_name,
            "said": matter.what if matter.raised_by_role == Role.EMPLOYER else "",
            "said_at": matter.raised_at,
            "is_part": is_part,
            "agreed": matter.agreed if is_part else "",
            "outcome": matter.outcome if is_part else "",
            "solved_at": matter.solved_at,
            "is_solved": matter.state == MatterState.SOLVED,
            "calls": [call(matter.owner, _("Tar seg av dette"), tone="rav")],
            "crumbs": way_to(request, employer),
        },
    )
