"""A stay at a workplace: written down, begun, changed and ended by those who follow the person up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions import placing
from brobygger.jobdev.models import Opening, OpeningState, Suggestion
from brobygger.parties.models import Person, Workplace
from brobygger.placements.chain import Link, chain_of
from brobygger.placements.hours import with_hours
from brobygger.placements.models import EndCause, Placement, PlacementHours
from brobygger.placements.states import PlacementState
from brobygger.talent.queries import workplaces_connected, workplaces_named
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of, address_to
from brobygger.web.changes import in_sentences
from brobygger.web.crumbs import to_person
from brobygger.web.forms import Form
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.placements import words
from brobygger.web.placements.forms import ChangeForm, EndForm, HoursForm, NewPlacementForm, TakeOutForm
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, asked_id, by, by_now, by_today, plain, sent
from brobygger.web.shell import Crumb, Fact

MOST_FOUND = 12
ELSEWHERE = "annet"
RELATED = ("person", "workplace", "opening")

placed = page(Verb.PLACE, Placement, *RELATED, purpose=Purpose.PLACEMENT)
pressed = button(Verb.PLACE, Placement, *RELATED)


@page(Verb.PLACE, Person, purpose=Purpose.PLACEMENT_NEW)
def new(request: Request, person: Person) -> HttpResponse:
    """First where, then the rest: a workplace by `?sted=`, an opening by `?mulighet=`, a named place by `?sted=annet`."""
    if not request.GET.get("sted") and not request.GET.get("mulighet"):
        return where(request, person)
    opening = opening_asked(request)
    workplace = opening.workplace if opening is not None else workplace_asked(request)
    form = NewPlacementForm(sent(request), is_named=workplace is None, initial=first_answers(opening))
    if form.is_valid():
        with said_in(form):
            placing.start_placement(person, **form.cleaned_data, workplace=workplace, opening=opening, **by(request))
            return done(request, person, _("Plassen er skrevet inn."))
    lead = _("Har plassen begynt før i dag, regnes den som i gang. Ellers trykker du «Har begynt» når dagen er der.")
    return form_page(
        request,
        form,
        heading=_("Ny plass for %(name)s") % {"name": person.first_name},
        lead=" ".join([_("Hos %(workplace)s.") % {"workplace": workplace}, lead]) if workplace else lead,
        save=_("Lagre plassen"),
        back=person,
        crumbs=to_person(person),
    )


def where(request: Request, person: Person) -> HttpResponse:
    """Workplaces there is something with already, those found by name, and a place that is none of them."""
    principal = request.principal
    workplaces = door.rows(principal, Verb.CHOOSE, Workplace)
    sought = plain(request.GET.get("sok", ""))
    near = workplaces_connected(
        workplaces,
        door.rows(principal, Verb.READ, Placement).filter(person=person, workplace__isnull=False).values("workplace"),
        door.rows(principal, Verb.READ, Suggestion).filter(person=person).values("opening__workplace"),
    )
    return render_part(
        request,
        "placements/where.html",
        {
            "person": person,
            "near": near,
            "sought": sought,
            "found": list(workplaces_named(workplaces, sought, most=MOST_FOUND)),
            "crumbs": to_person(person),
        },
    )


def opening_asked(request: Request) -> Opening | None:
    if not request.GET.get("mulighet"):
        return None
    opening = door.get(request.principal, Verb.READ, Opening, asked_id(request.GET["mulighet"]), "workplace")
    if opening.state != OpeningState.OPEN:
        raise Http404
    return opening


def workplace_asked(request: Request) -> Workplace | None:
    if request.GET["sted"] == ELSEWHERE:
        return None
    return door.get(request.principal, Verb.CHOOSE, Workplace, asked_id(request.GET["sted"]))


def first_answers(opening: Opening | None) -> dict[str, object]:
    """What the opening says already."""
    if opening is None:
        return {}
    return {"starts_on": opening.starts_on, "ends_on": opening.ends_on, "hours_per_week": opening.hours_per_week}


@placed
def placement(request: Request, placement: Placement) -> HttpResponse:
    today = request.principal.today
    link = link_to(request, placement)
    return render_part(
        request,
        "placements/placement.html",
        {
            "placement": placement,
            "what": words.what(link),
            "facts": [
                Fact(_("Når"), words.when(link, today=today)),
                Fact(_("Timer i uka"), words.hours(link, today=today)),
                Fact(_("Status"), words.how_it_went(link)),
            ],
            "loop": placing.loop_of(placement),
            "is_planned": placement.state == PlacementState.PLANNED,
            "is_running": placement.state == PlacementState.ACTIVE,
            "has_ended": placement.state == PlacementState.ENDED,
            "is_nothing": placement.state == PlacementState.CANCELLED,
            "is_to_begin": link.is_to_begin(today),
            "is_to_end": link.is_to_end(today),
            "changes": in_sentences((placement, ("kind", "starts_on", "ends_on"))),
            "crumbs": to_person(placement.person),
        },
    )


def link_to(request: Request, placement: Placement) -> Link:
    """One stay as a link of its own."""
    alone = with_hours(door.rows(request.principal, Verb.PLACE, Placement).filter(pk=placement.pk)).select_related("workplace")
    chain = chain_of(alone, today=request.principal.today)
    return (*chain.links, *chain.called_off)[0]


@pressed
def begin(request: Request, placement: Placement) -> HttpResponse:
    placing.begin_placement(placement, **by(request))
    return done(request, placement.person, _("%(name)s har begynt.") % {"name": placement.person.first_name})


@pressed
def call_off(request: Request, placement: Placement) -> HttpResponse:
    placing.call_off_placement(placement, **by_now(request))
    return done(request, placement.person, _("Plassen er tatt ut av veien videre."), undo=undo_of(placement))


def undo_of(placement: Placement) -> str:
    return address_to("placements:undo", placement.public_id)


@pressed
def undo(request: Request, placement: Placement) -> HttpResponse:
    """An ending, a calling off or a taking out, taken back."""
    placing.let_placement_be_as_before(placement, **by_now(request))
    return done(request, placement, _("Plassen er som før."))


@placed
def take_out(request: Request, placement: Placement) -> HttpResponse:
    form = TakeOutForm(sent(request))
    if form.is_valid():
        with said_in(form):
            placing.take_out_placement(placement, **form.cleaned_data, **by_now(request))
            return done(request, placement.person, _("Plassen er tatt ut."), undo=undo_of(placement))
    return step(request, placement, form, heading=_("Plassen er skrevet ved en feil"), save=_("Ta ut plassen"))


@placed
def change(request: Request, placement: Placement) -> HttpResponse:
    stands = {"kind": placement.kind, "starts_on": placement.starts_on, "ends_on": placement.ends_on}
    form = ChangeForm(sent(request), initial=stands)
    if form.is_valid():
        with said_in(form):
            placing.change_placement(placement, **form.cleaned_data, **by(request))
            return done(request, placement, _("Endringen er lagret."))
    return step(request, placement, form, heading=_("Rett slag og dager"), save=_("Lagre"))


@placed
def hours(request: Request, placement: Placement) -> HttpResponse:
    today = request.principal.today
    link = link_to(request, placement)
    form = HoursForm(sent(request), initial={"from_on": today if link.hours and placement.starts_on < today else None})
    if form.is_valid():
        with said_in(form):
            placing.set_hours(placement, **form.cleaned_data, actor=request.principal.staff)
            return done(request, placement, _("Timene er lagret."))
    lines = words.hours_one_by_one(link, today=today)
    heading = _("Timer i uka")
    return step(request, placement, form, heading=heading, save=_("Lagre"), template="placements/hours.html", lines=lines)


def hours_page(_request: Request, hours: PlacementHours) -> str:
    return address_to("placements:hours", hours.placement.public_id)


@button(Verb.PLACE, PlacementHours, "placement", back=hours_page)
def withdraw_hours(request: Request, hours: PlacementHours) -> HttpResponse:
    placing.withdraw_hours(hours, **by_now(request))
    undo = address_to("placements:restore_hours", hours.public_id)
    return done(request, hours_page(request, hours), _("Timene er tatt bort."), undo=undo)


@button(Verb.PLACE, PlacementHours, "placement", back=hours_page)
def restore_hours(request: Request, hours: PlacementHours) -> HttpResponse:
    placing.restore_hours(hours, actor=request.principal.staff)
    return done(request, hours_page(request, hours), _("Timene står som før."))


@placed
def end(request: Request, placement: Placement) -> HttpResponse:
    """How a stay ended: written the first time, and put right."""
    has_ended = placement.state == PlacementState.ENDED
    stands = {"on": placement.ends_on or request.principal.today, "cause": placement.end_cause or EndCause.AS_PLANNED}
    form = EndForm(sent(request), stands=placement.end_cause, initial=stands | {"words": placement.end_words})
    if form.is_valid():
        with said_in(form):
            if has_ended:
                placing.correct_end(placement, **form.cleaned_data, **by_today(request))
                return done(request, placement, _("Endringen er lagret."))
            placing.end_placement(placement, **form.cleaned_data, **by_today(request))
            return done(request, placement.person, _("Plassen er avsluttet."), undo=undo_of(placement))
    heading, save = (_("Rett hvordan det sluttet"), _("Lagre")) if has_ended else (_("Skriv hvordan det sluttet"), _("Avslutt plassen"))
    return step(request, placement, form, heading=heading, save=save)


def step(request: Request, placement: Placement, form: Form, *, heading: str, save: str, **special: Any) -> HttpResponse:
    lead = _("%(name)s hos %(place)s.") % {"name": placement.person, "place": placement.place}
    way = [*to_person(placement.person), Crumb(placement.place, address_of(placement))]
    return form_page(request, form, heading=heading, lead=lead, save=save, back=placement, crumbs=way, **special)
