"""«Det Lyngtunet får vite»: gone through item by item, read together, and only then agreed. Source: RULES P3; ADR 0098."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.together import go_through_disclosure
from brobygger.jobdev.models import Suggestion
from brobygger.parties.models import Person, Workplace
from brobygger.placements.models import Placement
from brobygger.talent.actions.disclosing import MOST_ITEMS, Item, keep_disclosure, withdraw_disclosure
from brobygger.talent.models import Disclosure, DisclosureDecision, VocationalProfile
from brobygger.talent.queries import (
    Thought,
    disclosures_in_force,
    disclosures_of,
    latest_profile,
    to_go_through,
    workplaces_connected,
    workplaces_named,
)
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of, address_to
from brobygger.web.back import back_to
from brobygger.web.crumbs import to_person
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now, plain
from brobygger.web.shell import Crumb
from brobygger.web.talent.forms import EMPTY_LINES, DisclosureForm

MOST_FOUND = 12
MOST_EARLIER = 40

of_person = page(Verb.PREPARE, Person, purpose=Purpose.TALENT_DISCLOSURE)


@of_person
def choose(request: Request, person: Person) -> HttpResponse:
    """Which workplace it is about: one there is something with, or any other that is found by name."""
    principal = request.principal
    workplaces = door.rows(principal, Verb.CHOOSE, Workplace)
    near = workplaces_connected(
        workplaces,
        door.rows(principal, Verb.READ, Placement).filter(person=person, workplace__isnull=False).values("workplace"),
        door.rows(principal, Verb.READ, Suggestion).filter(person=person).values("opening__workplace"),
    )
    sought = plain(request.GET.get("sok", ""))
    disclosures = list(disclosures_in_force(door.rows(principal, Verb.READ, Disclosure), person))
    told = {each.workplace_id for each in disclosures}
    context = {
        "person": person,
        "disclosures": disclosures,
        "near": [each for each in near if each.pk not in told],
        "sought": sought,
        "found": list(workplaces_named(workplaces, sought, most=MOST_FOUND)),
        "crumbs": to_person(person),
    }
    return render_part(request, "talent/disclosures.html", context)


@of_person
def disclosure(request: Request, person: Person, workplace_id: UUID) -> HttpResponse:
    """Two steps: decide item by item, then read the exact text together. Nothing is stored before the candidate's yes to that text."""
    workplace = door.get(request.principal, Verb.CHOOSE, Workplace, workplace_id)
    earlier = earlier_of(request, person)
    profile = latest_profile(door.rows(request.principal, Verb.READ, VocationalProfile), person)
    thoughts = to_go_through(profile, earlier, workplace=workplace, most=MOST_ITEMS)
    holds = in_force_at(earlier, workplace)
    form = DisclosureForm(person=person, workplace=workplace, thoughts=thoughts, **filled_in(request, thoughts, holds))
    if not form.is_valid():
        taken_back = taken_back_at(earlier, workplace) if request.method != "POST" else None
        return decide_page(request, form, holds=holds, taken_back=taken_back)
    items = form.items()
    if request.POST.get("read") != fingerprint(items):
        return preview_page(request, form, items)
    with said_in(form):
        replaces = form.cleaned_data["replaces"]
        actor = request.principal.staff
        go_through_disclosure(person, workplace, items=items, replaces=replaces, previewed_at=request.now, actor=actor)
        return done(request, came_from(request, person), _("Det %(place)s får vite, er avtalt.") % {"place": workplace})
    now = in_force_at(earlier_of(request, person), workplace)
    form.let_carry("replaces", now.public_id if now is not None else "")
    return decide_page(request, form, holds=now, is_newer=now is not None and now.public_id != form.cleaned_data["replaces"])


def came_from(request: Request, person: Person) -> str:
    """The suggestion it was for, when one came from that; otherwise the person. Both steps keep it in their address."""
    return back_to(request, address_of(person))


def earlier_of(request: Request, person: Person) -> list[Disclosure]:
    return list(disclosures_of(door.rows(request.principal, Verb.READ, Disclosure), person)[:MOST_EARLIER])


def in_force_at(earlier: Sequence[Disclosure], workplace: Workplace) -> Disclosure | None:
    here = (row for row in earlier if row.workplace_id == workplace.pk)
    return next((row for row in here if row.replaced_at is None and row.withdrawn_at is None), None)


def taken_back_at(earlier: Sequence[Disclosure], workplace: Workplace) -> Disclosure | None:
    """The last that was agreed for a workplace, when it has been taken back."""
    last = next((row for row in earlier if row.workplace_id == workplace.pk), None)
    return last if last is not None and last.withdrawn_at is not None else None


def filled_in(request: Request, thoughts: Sequence[Thought], holds: Disclosure | None) -> Mapping[str, Any]:
    """How many lines the form has, and what stands in them. For more lines, and on the way back, what was typed stands unlooked-at."""
    if request.method != "POST":
        return {"line_count": with_room(len(thoughts)), "initial": {"replaces": holds.public_id if holds is not None else ""}}
    count = lines_sent(request)
    if "more" in request.POST or "back" in request.POST:
        return {"line_count": with_room(count) if "more" in request.POST else count, "initial": request.POST.dict()}
    return {"line_count": count, "data": request.POST, "initial": {}}


def with_room(count: int) -> int:
    """So many lines, and some empty ones for what the candidate adds."""
    return min(count + EMPTY_LINES, MOST_ITEMS)


def lines_sent(request: Request) -> int:
    sent = request.POST.get("lines", "")
    return max(1, min(int(sent), MOST_ITEMS)) if sent.isascii() and sent.isdecimal() and len(sent) <= len(str(MOST_ITEMS)) else 1


def fingerprint(items: Sequence[Item]) -> str:
    """What the yes is to: each text and decision in order. A page from before a change cannot agree to what stands there now."""
    return hashlib.sha256("\0".join(f"{each.decision} {each.text}" for each in items).encode()).hexdigest()[:16]


def decide_page(
    request: Request,
    form: DisclosureForm,
    *,
    holds: Disclosure | None,
    is_newer: bool = False,
    taken_back: Disclosure | None = None,
) -> HttpResponse:
    words = {"name": form.person.first_name}
    return form_page(
        request,
        form,
        heading=_("Det %(workplace)s får vite") % {"workplace": form.workplace},
        lead=_(
            "Ta én ting om gangen sammen med %(name)s. Endre ordene til %(name)s er fornøyd, og tøm det dere ikke vil ha med. "
            "Ingenting deles før dere har lest det ferdige sammen."
        )
        % words,
        save=_("Les det sammen med %(name)s") % words,
        back=came_from(request, form.person),
        crumbs=crumbs(form.person),
        template="talent/disclosure.html",
        person=form.person,
        workplace=form.workplace,
        holds=holds,
        is_newer=is_newer,
        taken_back=taken_back,
    )


def preview_page(request: Request, form: DisclosureForm, items: Sequence[Item]) -> HttpResponse:
    context = {
        "person": form.person,
        "workplace": form.workplace,
        "texts": [each.text for each in items if each.decision == DisclosureDecision.SHARE],
        "unshared": [each for each in items if each.decision != DisclosureDecision.SHARE],
        "carried": form.carried(),
        "read": fingerprint(items),
        "was_read": bool(request.POST.get("read")),
        "crumbs": crumbs(form.person),
    }
    return render_part(request, "talent/disclosure_preview.html", context)


def crumbs(person: Person) -> list[Crumb]:
    return [*to_person(person), Crumb(_("Det bedriften får vite"), reverse("talent:disclosures", args=[person.public_id]))]


@button(Verb.ANSWER, Disclosure, "person", "workplace")
def withdraw(request: Request, disclosure: Disclosure) -> HttpResponse:
    withdraw_disclosure(disclosure, **by_now(request))
    undo = address_to("talent:keep", disclosure.public_id)
    return done(request, disclosure, _("%(place)s får ikke vite noe av dette lenger.") % {"place": disclosure.workplace}, undo=undo)


@button(Verb.ANSWER, Disclosure, "person", "workplace")
def keep(request: Request, disclosure: Disclosure) -> HttpResponse:
    keep_disclosure(disclosure, **by_now(request))
    return done(request, disclosure, _("Det dere avtalte, gjelder for %(place)s igjen.") % {"place": disclosure.workplace})
