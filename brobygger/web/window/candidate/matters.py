"""What is hard, in a candidate's own window. Source: ADR 0089."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.actions import matters as actions
from brobygger.followup.models import Matter, MatterNote, MatterState
from brobygger.followup.queries import (
    employer_today,
    first_owner,
    matters_of,
    may_raise,
    notes_of,
    shares_with,
)
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import Participant
from brobygger.parties.models import Role, Workplace
from brobygger.web.forms import Form, FreeText
from brobygger.web.once import once
from brobygger.web.shell import Crumb
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
OF_PARTICIPANT = ("person", "proposed_by", "loop__coordinator", "loop__unit")


class OwnForm(Form):
    """What is hard, in the candidate's own words, and whether the employer may be part of solving it."""

    what = FreeText(
        label=gettext_lazy("Hva er vanskelig?"),
        readers="",
        lines=5,
        max_length=actions.LONGEST_WHAT,
        error_messages={"required": gettext_lazy("Skriv hva som er vanskelig")},
    )
    is_shared = forms.BooleanField(
        required=False,
        help_text=gettext_lazy("De leser det dere blir enige om, ikke det du skriver her. Du kan ta dem ut igjen når du vil."),
    )

    def __init__(self, *args: Any, readers: str, place: Workplace | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].readers = readers
        if place is None:
            del self.fields["is_shared"]
        else:
            self.fields["is_shared"].label = _("%(place)s kan være med på å løse det") % {"place": place}


@opened_by(Role.CANDIDATE)
@require_safe
def own(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = door.get(request.principal, Verb.RAISE, Participant, participant_id, *OF_PARTICIPANT)
    return show(
        request,
        "window/matters.html",
        {
            "matters": list(matters_of(door.rows(request.principal, Verb.READ, Matter), participant)),
            "participant": participant,
            "may_raise": may_raise_now(request, participant),
            "calls": [call(participant.loop.coordinator, _("Koordinator for loopen"), tone="rav")],
            "crumbs": [home_crumb(request)],
        },
    )


def may_raise_now(request: HttpRequest, participant: Participant) -> bool:
    scope = door.rows(request.principal, Verb.RAISE, Participant).filter(pk=participant.pk)
    return may_raise(scope, today=request.principal.today).exists()


def home_crumb(request: HttpRequest) -> Crumb:
    return Crumb(_("Siden vår") if Role.EMPLOYER in request.principal.roles else _("Siden min"), address(request, "home"))


@opened_by(Role.CANDIDATE)
@require_http_methods(["GET", "POST"])
@once
def raise_own(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    principal = request.principal
    participant = door.get(principal, Verb.RAISE, Participant, participant_id, *OF_PARTICIPANT)
    if not may_raise_now(request, participant):
        return redirect(address(request, "matters", participant.public_id))
    here = employer_today(participant, today=principal.today)
    place = here.workplace if here is not None else None
    offered = place if place is not None and shares_with(participant, place, today=principal.today) else None
    form = OwnForm(request.POST or None, readers=readers_of(request, participant), place=offered)
    if form.is_valid():
        try:
            made = actions.raise_matter(
                participant,
                what=form.cleaned_data["what"],
                role=Role.CANDIDATE,
                actor=principal.person,
                workplace=place,
                is_shared=form.cleaned_data.get("is_shared", False),
                today=principal.today,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Takk for at du sa fra. %(name)s har fått beskjed.") % {"name": made.owner.name})
            return redirect(address(request, "matter", made.public_id))
    crumbs = [home_crumb(request), own_crumb(request, participant)]
    return show(request, "window/matter_new.html", {"form": form, "participant": participant, "crumbs": crumbs})


def readers_of(request: HttpRequest, participant: Participant) -> str:
    """Who will read what the candidate writes, as it begins a sentence."""
    today = request.principal.today
    owner, counsellor = first_owner(participant, today=today), counsellor_of(participant, today=today)
    if owner == counsellor:
        return owner.name
    names = {"coordinator": owner.name, "counsellor": counsellor.name}
    return _("%(coordinator)s, koordinator, og de som arbeider der, og %(counsellor)s, som følger deg opp,") % names


def own_crumb(request: HttpRequest, participant: Participant) -> Crumb:
    return Crumb(_("Noe er vanskelig"), address(request, "matters", participant.public_id))


@opened_by(Role.CANDIDATE)
@require_safe
def own_matter(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    principal = request.principal
    found = door.get(principal, Verb.READ, Matter, matter_id, *OF_MATTER)
    return show(
        request,
        "window/matter.html",
        {
            "matter": found,
            "is_own_words": found.raised_by_person_id == principal.person_key,
            "said_by": found.raised_by_user or found.raised_by_person,
            "is_solved": found.state == MatterState.SOLVED,
            "is_overdue": found.due_on < principal.today,
            "notes": list(notes_of(door.rows(principal, Verb.READ, MatterNote), found)),
            "calls": [call(found.owner, _("Tar seg av dette"), tone="rav")],
            "crumbs": [home_crumb(request), *([own_crumb(request, found.participant)] if found.participant else [])],
        },
    )


@opened_by(Role.CANDIDATE)
@require_POST
@once
def take_employer_out(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.RAISE, Matter, matter_id, "workplace")
    actions.exclude_employer(found, actor=request.principal.person)
    messages.success(request, _("%(place)s er ikke med lenger, og ser ikke mer av dette.") % {"place": found.workplace or _("Bedriften")})
    return redirect(address(request, "matter", found.public_id))
