"""Openings: those of the unit, one of them, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.suggesting import suggestions_at, who_may_like
from brobygger.jobdev import queries
from brobygger.jobdev.actions import openings as actions
from brobygger.jobdev.models import Opening, OpeningState, Suggestion
from brobygger.kernel import clock
from brobygger.parties.models import Person, Workplace
from brobygger.reference.models import Occupation, WorkTime
from brobygger.talent.models import VocationalProfile
from brobygger.talent.queries import occupations_with_codes
from brobygger.web.jobdev.employers import OF_WORKPLACE, THOSE_WHO_VISIT, contacts_at, page_of, place_of, unit_for, way_here
from brobygger.web.jobdev.forms import CorrectOpeningForm, OpeningForm
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.occupations import new_occupations
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Crumb
from brobygger.web.suggestions.words import state_words

OF_OPENING = ("workplace__organisation", "workplace__postal_code", "owner", "told_by", "visit", "occupation", "unit")


@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.READ, Opening)
    found = queries.open_openings(door.rows(request.principal, Verb.READ, Opening), today=request.principal.today)
    return render_part(
        request,
        "jobdev/openings.html",
        {
            "quiet": [opening for opening in found if opening.is_quiet],
            "others": [opening for opening in found if not opening.is_quiet],
            "count": len(found),
            "crumbs": way_here(),
        },
    )


def way_to(*openings: Opening) -> list[Crumb]:
    own = [Crumb(each.title, reverse("jobdev:opening", args=[each.public_id])) for each in openings]
    return [*way_here(), Crumb(_("Muligheter"), reverse("jobdev:openings")), *own]


@require_safe
def opening(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    return opening_page(request, door.get(request.principal, Verb.READ, Opening, opening_id, *OF_OPENING))


def opening_page(request: HttpRequest, found: Opening, *, refusal: str = "") -> HttpResponse:
    principal = request.principal
    may_change = door.rows(principal, Verb.VISIT, Opening).filter(pk=found.pk).exists()
    return render_part(
        request,
        "jobdev/opening.html",
        {
            **place_of(found.workplace),
            "opening": found,
            "work_times": [WorkTime(value).label for value in found.work_times],
            "is_open": found.state == OpeningState.OPEN,
            "may_change": may_change,
            "may_read_employer": door.may(principal, Verb.READ, Workplace),
            "contacts": contacts_at(principal, found.workplace),
            **own_people(request, found),
            "refusal": refusal,
            "crumbs": way_to(),
        },
        status=UNPROCESSABLE if refusal else None,
    )


def own_people(request: HttpRequest, found: Opening) -> dict[str, object]:
    """Those the reader follows who are thought of, and those who may like it, by the alphabet. Nothing of the others'. Source: RULES M5."""
    principal = request.principal
    thought_of = list(suggestions_at(door.rows(principal, Verb.READ, Suggestion), found))
    may_like = who_may_like(
        found, people=own_scope(request), profiles=door.rows(principal, Verb.READ, VocationalProfile), today=principal.today
    )
    door.seen(principal, [*(each.person for each in thought_of), *(each.person for each in may_like)], Purpose.OPENING_PEOPLE)
    for each in thought_of:
        each.opening = found
    return {"thought_of": [(each, state_words(each, today=principal.today)) for each in thought_of], "may_like": may_like}


def own_scope(request: HttpRequest) -> QuerySet[Person]:
    return door.rows(request.principal, Verb.PREPARE, Person)


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    principal = request.principal
    workplace = door.get(principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    form = OpeningForm(initial=OpeningForm.typed(request.POST)) if is_looking(request) else OpeningForm(request.POST or None)
    chosen = chosen_occupation(request, None)
    if form.is_valid():
        made: list[Opening] = []
        if carried_out(
            form,
            lambda: made.append(
                actions.find_opening(
                    workplace,
                    unit=unit_for(principal, workplace),
                    owner=principal.user,
                    card=form.card(chosen),
                    now=clock.now(),
                    actor=principal.user,
                )
            ),
        ):
            messages.success(request, _("Muligheten er lagret. Du følger den opp."))
            return redirect("jobdev:opening", made[0].public_id)
    lead = _("Skriv det dere vet nå. Resten kan du fylle ut når det er avklart.")
    context = {"heading": _("Ny mulighet hos %(place)s") % {"place": workplace}, "lead": lead, "save": _("Lagre muligheten")}
    context |= {"form": form, "back": page_of(workplace), "crumbs": way_here(workplace)}
    return opening_form(request, context, chosen)


def is_looking(request: HttpRequest) -> bool:
    """Whether an occupation is looked for: the page comes back with what was found, and nothing is saved."""
    return "find" in request.POST


def chosen_occupation(request: HttpRequest, before: Occupation | None) -> Occupation | None:
    """The one that is picked in the form; the one that stood there before when the form says nothing of it. Cost: one query at most."""
    code = request.POST.get("occupation")
    if code is None or (before is not None and code == before.code):
        return before
    return next(iter(occupations_with_codes([code])), None) if code else None


def opening_form(request: HttpRequest, context: dict[str, object], chosen: Occupation | None) -> HttpResponse:
    sought = request.POST.get("sok", "").strip() if is_looking(request) else ""
    found = new_occupations(sought, [chosen] if chosen else [])
    return render_part(request, "jobdev/opening_form.html", {**context, "chosen": chosen, "sought": sought, "found": found})


def own_opening(request: HttpRequest, opening_id: UUID) -> Opening:
    return door.get(request.principal, Verb.VISIT, Opening, opening_id, *OF_OPENING)


@require_http_methods(["GET", "POST"])
@once
def correct(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    found = own_opening(request, opening_id)
    chosen = chosen_occupation(request, found.occupation)
    stands = OpeningForm.initial_of(found) | {"owner": str(found.owner.public_id)}
    form = CorrectOpeningForm(
        None if is_looking(request) else request.POST or None,
        owners=list(those_who_may_follow_up(request, found)),
        initial=CorrectOpeningForm.typed(request.POST) if is_looking(request) else stands,
    )
    if form.is_valid() and carried_out(
        form,
        lambda: actions.correct_opening(
            found, card=form.card(chosen), owner=form.chosen_owner(), now=clock.now(), actor=request.principal.user
        ),
    ):
        messages.success(request, _("Muligheten er lagret."))
        return redirect("jobdev:opening", found.public_id)
    context = {"heading": _("Rett muligheten"), "lead": "", "save": _("Lagre"), "back": reverse("jobdev:opening", args=[found.public_id])}
    return opening_form(request, context | {"form": form, "crumbs": way_to(found)}, chosen)


def those_who_may_follow_up(request: HttpRequest, found: Opening) -> list[User]:
    """Those in the unit who visit employers, by name, and the one who does it now."""
    users = queries.those_who_visit(
        door.rows(request.principal, Verb.CHOOSE, User), unit=found.unit, roles=THOSE_WHO_VISIT, today=request.principal.today
    )
    return list(dict.fromkeys([*users, found.owner]))


def button(request: HttpRequest, opening_id: UUID, action: Callable[[Opening], object], said: str) -> HttpResponse:
    found = own_opening(request, opening_id)
    refusal = refusal_of(lambda: action(found))
    if refusal:
        return opening_page(request, found, refusal=refusal)
    messages.success(request, said)
    return redirect("jobdev:opening", found.public_id)


@require_POST
@once
def follow_up(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    user = request.principal.user
    return button(
        request, opening_id, lambda found: actions.follow_up_opening(found, now=clock.now(), actor=user), _("Skrevet ned: fulgt opp i dag.")
    )


@require_POST
@once
def fill(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    user = request.principal.user
    return button(request, opening_id, lambda found: actions.fill_opening(found, actor=user), _("Muligheten er fylt."))


@require_POST
@once
def close(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    user = request.principal.user
    return button(request, opening_id, lambda found: actions.close_opening(found, actor=user), _("Muligheten er ikke lenger aktuell."))


@require_POST
@once
def reopen(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    user = request.principal.user
    return button(
        request, opening_id, lambda found: actions.reopen_opening(found, now=clock.now(), actor=user), _("Muligheten er åpen igjen.")
    )
