"""A stay at a workplace: written down, begun, changed and ended by those who follow the person up."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions import placing
from brobygger.jobdev.models import Opening, OpeningState, Suggestion
from brobygger.kernel import clock
from brobygger.parties.models import Person, Workplace
from brobygger.placements.actions import start_placement
from brobygger.placements.chain import chain_of
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from brobygger.talent.queries import workplaces_connected, workplaces_named
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.once import once
from brobygger.web.people.views import person_crumb, way_here
from brobygger.web.placements import words
from brobygger.web.placements.forms import ChangeForm, EndForm, NewPlacementForm
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb, Fact

MOST_FOUND = 12
ELSEWHERE = "annet"
RELATED = ("person", "workplace", "opening")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """First where, then the rest: a workplace by `?sted=`, an opening by `?mulighet=`, a named place by `?sted=annet`."""
    principal = request.principal
    person = door.get(principal, Verb.PLACE, Person, person_id)
    door.seen(principal, [person], Purpose.PLACEMENT_NEW)
    if not request.GET.get("sted") and not request.GET.get("mulighet"):
        return where(request, person)
    opening = opening_asked(request)
    workplace = opening.workplace if opening is not None else workplace_asked(request)
    form = NewPlacementForm(request.POST or None, is_named=workplace is None, initial=first_answers(opening))
    if form.is_valid():
        made: list[Placement] = []
        if carried_out(
            form,
            lambda: made.append(
                start_placement(
                    person,
                    **form.cleaned_data,
                    workplace=workplace,
                    opening=opening,
                    today=principal.today,
                    actor=principal.user,
                )
            ),
        ):
            messages.success(request, _("Plassen er skrevet inn."))
            return redirect("people:person", person.public_id)
    return render_part(
        request,
        "placements/new.html",
        {
            "person": person,
            "workplace": workplace,
            "form": form,
            "back": reverse("people:person", args=[person.public_id]),
            "crumbs": [*way_here(), person_crumb(person)],
        },
    )


def where(request: HttpRequest, person: Person) -> HttpResponse:
    """Workplaces there is something with already, those found by name, and a place that is none of them."""
    principal = request.principal
    workplaces = door.rows(principal, Verb.CHOOSE, Workplace)
    sought = request.GET.get("sok", "").strip()
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
            "crumbs": [*way_here(), person_crumb(person)],
        },
    )


def opening_asked(request: HttpRequest) -> Opening | None:
    if not request.GET.get("mulighet"):
        return None
    opening = door.get(request.principal, Verb.READ, Opening, asked_id(request.GET["mulighet"]), "workplace")
    if opening.state != OpeningState.OPEN:
        raise Http404
    return opening


def workplace_asked(request: HttpRequest) -> Workplace | None:
    if request.GET["sted"] == ELSEWHERE:
        return None
    return door.get(request.principal, Verb.CHOOSE, Workplace, asked_id(request.GET["sted"]))


def asked_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def first_answers(opening: Opening | None) -> dict[str, object]:
    """What the opening says already."""
    if opening is None:
        return {}
    return {"starts_on": opening.starts_on, "ends_on": opening.ends_on, "hours_per_week": opening.hours_per_week}


@require_safe
def placement(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.PLACE, Placement, placement_id, *RELATED)
    return page(request, found)


def page(request: HttpRequest, found: Placement, *, refusal: str = "") -> HttpResponse:
    principal = request.principal
    door.seen(principal, [found.person], Purpose.PLACEMENT)
    chain = chain_of([found], today=principal.today)
    link = (*chain.links, *chain.called_off)[0]
    return render_part(
        request,
        "placements/placement.html",
        {
            "placement": found,
            "what": words.what(link),
            "facts": [
                Fact(_("Når"), words.when(link, today=principal.today)),
                Fact(_("Timer i uka"), words.hours(link)),
                Fact(_("Status"), words.how_it_went(link)),
            ],
            "loop": placing.loop_of(found),
            "is_planned": found.state == PlacementState.PLANNED,
            "is_running": found.state == PlacementState.ACTIVE,
            "is_to_begin": link.is_to_begin(principal.today),
            "is_to_end": link.is_to_end(principal.today),
            "refusal": refusal,
            "crumbs": [*way_here(), person_crumb(found.person)],
        },
        status=422 if refusal else None,
    )


def pressed(request: HttpRequest, found: Placement, action: Callable[[], object], said: str) -> HttpResponse:
    """A button without a form: done, and back to the person; or the page with what stood in the way."""
    if refusal := refusal_of(action):
        return page(request, found, refusal=refusal)
    messages.success(request, said)
    return redirect("people:person", found.person.public_id)


@require_POST
@once
def begin(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.PLACE, Placement, placement_id, *RELATED)
    return pressed(
        request,
        found,
        lambda: placing.begin_placement(found, actor=request.principal.user, today=request.principal.today),
        _("%(name)s har begynt.") % {"name": found.person.first_name},
    )


@require_POST
@once
def call_off(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.PLACE, Placement, placement_id, *RELATED)
    return pressed(
        request,
        found,
        lambda: placing.call_off_placement(found, now=clock.now(), actor=request.principal.user),
        _("Plassen er tatt ut av veien videre."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.PLACE, Placement, placement_id, *RELATED)
    stands = {"starts_on": found.starts_on, "ends_on": found.ends_on, "hours_per_week": found.hours_per_week}
    form = ChangeForm(request.POST or None, initial=stands)
    if form.is_valid() and carried_out(
        form,
        lambda: placing.change_placement(found, **form.cleaned_data, actor=request.principal.user, today=request.principal.today),
    ):
        messages.success(request, _("Endringen er lagret."))
        return redirect("placements:placement", found.public_id)
    return step(request, found, form, heading=_("Endre dager og timer"), save=_("Lagre"))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def end(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.PLACE, Placement, placement_id, *RELATED)
    form = EndForm(request.POST or None, initial={"on": found.ends_on or request.principal.today, "cause": EndCause.AS_PLANNED})
    if form.is_valid() and carried_out(
        form, lambda: placing.end_placement(found, **form.cleaned_data, actor=request.principal.user, today=request.principal.today)
    ):
        messages.success(request, _("Plassen er avsluttet."))
        return redirect("people:person", found.person.public_id)
    return step(request, found, form, heading=_("Skriv hvordan det sluttet"), save=_("Avslutt plassen"))


def step(request: HttpRequest, found: Placement, form: ChangeForm | EndForm, *, heading: str, save: str) -> HttpResponse:
    door.seen(request.principal, [found.person], Purpose.PLACEMENT)
    back = reverse("placements:placement", args=[found.public_id])
    context = {"placement": found, "form": form, "heading": heading, "save": save, "back": back}
    way = [*way_here(), person_crumb(found.person), Crumb(found.place, back)]
    return render_part(request, "placements/step.html", context | {"crumbs": way})
