"""What is hard, in a candidate's own window. Source: ADR 0089."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.followup.actions.matters import LONGEST_WHAT, exclude_employer, raise_matter
from brobygger.followup.models import Matter, MatterNote, MatterState
from brobygger.followup.queries import employer_today, first_owner, matters_of, may_raise, notes_of, shares_with
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import Participant
from brobygger.parties.models import Role, Workplace
from brobygger.web.acting import done, said_in
from brobygger.web.calls import call
from brobygger.web.forms import Form, FreeText
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.shell import Crumb
from brobygger.web.window.pages import address, held_by, home_crumb, opened_by

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
        max_length=LONGEST_WHAT,
        error_messages={"required": gettext_lazy("Skriv hva som er vanskelig")},
    )
    is_shared = forms.BooleanField(
        required=False,
        help_text=gettext_lazy("De leser det dere blir enige om, ikke det du skriver her. Du kan ta dem ut igjen når du vil."),
    )

    def __init__(self, *args: Any, readers: str, place: Workplace | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_by("what", readers)
        if place is None:
            del self.fields["is_shared"]
        else:
            self.fields["is_shared"].label = _("%(place)s kan være med på å løse det") % {"place": place}


@opened_by(Role.CANDIDATE)
@page(Verb.RAISE, Participant, *OF_PARTICIPANT)
def own(request: Request, participant: Participant) -> HttpResponse:
    return render_part(
        request,
        "window/matters.html",
        {
            "matters": list(matters_of(door.rows(request.principal, Verb.READ, Matter), participant)),
            "participant": participant,
            "may_raise": may_raise_now(request, participant),
            "today": request.principal.today,
            "calls": [call(participant.loop.coordinator, _("Koordinator for loopen"), tone="rav")],
            "crumbs": [home_crumb(request)],
        },
    )


def may_raise_now(request: Request, participant: Participant) -> bool:
    scope = door.rows(request.principal, Verb.RAISE, Participant, pk=participant.pk)
    return may_raise(scope, today=request.principal.today).exists()


def own_crumb(request: Request, participant: Participant) -> Crumb:
    return Crumb(_("Noe er vanskelig"), address(request, "matters", participant))


@opened_by(Role.CANDIDATE)
@page(Verb.RAISE, Participant, *OF_PARTICIPANT)
def raise_own(request: Request, participant: Participant) -> HttpResponse:
    today, way_here = request.principal.today, [home_crumb(request), own_crumb(request, participant)]
    if not may_raise_now(request, participant):
        return redirect(way_here[-1].url)
    here = employer_today(participant, today=today)
    place = here.workplace if here is not None else None
    offered = place if place is not None and shares_with(participant, place, today=today) else None
    form = OwnForm(sent(request), readers=readers_of(participant, today=today), place=offered)
    if form.is_valid():
        with said_in(form):
            made = raise_matter(participant, **form.cleaned_data, role=Role.CANDIDATE, workplace=place, **held_by(request))
            said = _("Takk for at du sa fra. %(name)s har fått beskjed.") % {"name": made.owner.name}
            return done(request, page_of(request, made), said)
    return form_page(
        request,
        form,
        title=_("Skriv hva som er vanskelig"),
        heading=_("Hva er vanskelig?"),
        lead=_("Én eller to setninger holder. Du får vite hvem som tar det, og når."),
        save=_("Send"),
        back=way_here[-1].url,
        crumbs=way_here,
    )


def readers_of(participant: Participant, *, today: date) -> str:
    """Who will read what the candidate writes, as it begins a sentence."""
    owner, counsellor = first_owner(participant, today=today), counsellor_of(participant, today=today)
    if owner == counsellor:
        return owner.name
    names = {"coordinator": owner.name, "counsellor": counsellor.name}
    return _("%(coordinator)s, koordinator, og de som arbeider der, og %(counsellor)s, som følger deg opp,") % names


def page_of(request: Request, matter: Matter) -> str:
    return address(request, "matter", matter)


@opened_by(Role.CANDIDATE)
@page(Verb.READ, Matter, *OF_MATTER)
def own_matter(request: Request, matter: Matter) -> HttpResponse:
    principal = request.principal
    return render_part(
        request,
        "window/matter.html",
        {
            "matter": matter,
            "is_own_words": matter.raised_by_person_id == principal.person_key,
            "said_by": matter.raised_by_user or matter.raised_by_person,
            "is_solved": matter.state == MatterState.SOLVED,
            "is_overdue": matter.due_on < principal.today,
            "notes": list(notes_of(door.rows(principal, Verb.READ, MatterNote), matter)),
            "calls": [call(matter.owner, _("Tar seg av dette"), tone="rav")],
            "crumbs": [home_crumb(request), *([own_crumb(request, matter.participant)] if matter.participant else [])],
        },
    )


@opened_by(Role.CANDIDATE)
@button(Verb.RAISE, Matter, "workplace", back=page_of)
def take_employer_out(request: Request, matter: Matter) -> HttpResponse:
    exclude_employer(matter, actor=request.principal.holder)
    said = _("%(place)s er ikke med lenger, og ser ikke mer av dette.") % {"place": matter.workplace or _("Bedriften")}
    return done(request, page_of(request, matter), said)
