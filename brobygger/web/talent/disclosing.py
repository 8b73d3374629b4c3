"""«Det Lyngtunet får vite»: gone through item by item, read together, and only then agreed. Source: RULES P3; ADR 0098."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.jobdev.models import Suggestion
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person, Workplace
from brobygger.placements.models import Placement
from brobygger.talent.actions.disclosing import MOST_ITEMS, Item, agree_disclosure, withdraw_disclosure
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
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb
from brobygger.web.talent.forms import EMPTY_LINES, DisclosureForm
from brobygger.web.talent.profile import way_here

MOST_FOUND = 12
MOST_EARLIER = 40


@require_safe
def choose(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Which workplace it is about: one there is something with, or any other that is found by name."""
    principal = request.principal
    person = door.get(principal, Verb.PREPARE, Person, person_id)
    workplaces = door.rows(principal, Verb.CHOOSE, Workplace)
    near = workplaces_connected(
        workplaces,
        door.rows(principal, Verb.READ, Placement).filter(person=person, workplace__isnull=False).values("workplace"),
        door.rows(principal, Verb.READ, Suggestion).filter(person=person).values("opening__workplace"),
    )
    sought = request.GET.get("sok", "").strip()
    disclosures = list(disclosures_in_force(door.rows(principal, Verb.READ, Disclosure), person))
    told = {each.workplace_id for each in disclosures}
    door.seen(principal, [person], Purpose.TALENT_DISCLOSURE)
    context = {
        "person": person,
        "disclosures": disclosures,
        "near": [each for each in near if each.pk not in told],
        "sought": sought,
        "found": list(workplaces_named(workplaces, sought, most=MOST_FOUND)),
        "crumbs": way_here(person),
    }
    return render_part(request, "talent/disclosures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def disclosure(request: HttpRequest, person_id: UUID, workplace_id: UUID) -> HttpResponse:
    """Two steps: decide item by item, then read the exact text together. Nothing is stored before the candidate's yes to that text."""
    principal = request.principal
    person = door.get(principal, Verb.PREPARE, Person, person_id)
    workplace = door.get(principal, Verb.CHOOSE, Workplace, workplace_id)
    door.seen(principal, [person], Purpose.TALENT_DISCLOSURE)
    earlier = list(disclosures_of(door.rows(principal, Verb.READ, Disclosure), person)[:MOST_EARLIER])
    holds = in_force_at(earlier, workplace)
    about = {"person": person, "workplace": workplace}
    profile = latest_profile(door.rows(principal, Verb.READ, VocationalProfile), person)
    thoughts = to_go_through(profile, earlier, workplace=workplace, most=MOST_ITEMS)
    if request.method != "POST":
        begun = {"replaces": holds.public_id if holds is not None else ""}
        form = DisclosureForm(**about, thoughts=thoughts, line_count=with_room(len(thoughts)), initial=begun)
        return decide_page(request, form, holds=holds, taken_back=taken_back_at(earlier, workplace), **about)

    count = lines_sent(request)
    if "more" in request.POST or "back" in request.POST:
        count = with_room(count) if "more" in request.POST else count
        form = DisclosureForm(**about, thoughts=again(thoughts, count), line_count=count, initial=request.POST.dict())
        return decide_page(request, form, holds=holds, **about)
    form = DisclosureForm(request.POST, **about, thoughts=again(thoughts, count), line_count=count, initial={})
    if not form.is_valid():
        return decide_page(request, form, holds=holds, **about)
    items = form.items()
    if not items:
        form.add_error(None, _("Skriv minst én ting dere har snakket om, og hva som er sagt om den."))
        return decide_page(request, form, holds=holds, **about)
    if request.POST.get("read") != fingerprint(items):
        return preview_page(request, form, items, **about)

    agreed = carried_out(
        form,
        lambda: agree_disclosure(
            person,
            workplace,
            items=items,
            replaces=form.cleaned_data["replaces"],
            previewed_at=clock.now(),
            actor=principal.user,
        ),
    )
    if agreed:
        messages.success(request, _("Det %(place)s får vite, er avtalt.") % {"place": workplace})
        return redirect("people:person", person.public_id)
    now = in_force_at(list(disclosures_of(door.rows(principal, Verb.READ, Disclosure), person)[:MOST_EARLIER]), workplace)
    form.data = form.data.copy()
    form.data["replaces"] = str(now.public_id) if now is not None else ""
    return decide_page(request, form, holds=now, is_newer=now is not None and now.public_id != form.cleaned_data["replaces"], **about)


def in_force_at(earlier: Sequence[Disclosure], workplace: Workplace) -> Disclosure | None:
    here = (row for row in earlier if row.workplace_id == workplace.pk)
    return next((row for row in here if row.replaced_at is None and row.withdrawn_at is None), None)


def taken_back_at(earlier: Sequence[Disclosure], workplace: Workplace) -> Disclosure | None:
    """The last that was agreed for a workplace, when it has been taken back."""
    last = next((row for row in earlier if row.workplace_id == workplace.pk), None)
    return last if last is not None and last.withdrawn_at is not None else None


def with_room(count: int) -> int:
    """So many lines, and some empty ones for what the candidate adds."""
    return min(count + EMPTY_LINES, MOST_ITEMS)


def lines_sent(request: HttpRequest) -> int:
    sent = request.POST.get("lines", "")
    return max(1, min(int(sent), MOST_ITEMS)) if sent.isascii() and sent.isdecimal() and len(sent) <= len(str(MOST_ITEMS)) else 1


def again(thoughts: Sequence[Thought], count: int) -> list[Thought]:
    """What was said the last time, for lines that are filled in by what was sent."""
    return list(thoughts)[:count]


def fingerprint(items: Sequence[Item]) -> str:
    """What the yes is to: each text and decision in order. A page from before a change cannot agree to what stands there now."""
    return hashlib.sha256("\0".join(f"{each.decision} {each.text}" for each in items).encode()).hexdigest()[:16]


def decide_page(
    request: HttpRequest,
    form: DisclosureForm,
    *,
    person: Person,
    workplace: Workplace,
    holds: Disclosure | None,
    is_newer: bool = False,
    taken_back: Disclosure | None = None,
) -> HttpResponse:
    context = {
        "person": person,
        "workplace": workplace,
        "form": form,
        "holds": holds,
        "is_newer": is_newer,
        "taken_back": taken_back,
        "may_add": form.line_count < MOST_ITEMS,
        "crumbs": crumbs(person),
        "back": reverse("people:person", args=[person.public_id]),
    }
    return render_part(request, "talent/disclosure.html", context)


def preview_page(
    request: HttpRequest, form: DisclosureForm, items: Sequence[Item], *, person: Person, workplace: Workplace
) -> HttpResponse:
    context = {
        "person": person,
        "workplace": workplace,
        "texts": [each.text for each in items if each.decision == DisclosureDecision.SHARE],
        "unshared": [each for each in items if each.decision != DisclosureDecision.SHARE],
        "carried": form.carried(),
        "read": fingerprint(items),
        "was_read": bool(request.POST.get("read")),
        "crumbs": crumbs(person),
    }
    return render_part(request, "talent/disclosure_preview.html", context)


def crumbs(person: Person) -> list[Crumb]:
    return [*way_here(person), Crumb(_("Det bedriften får vite"), reverse("talent:disclosures", args=[person.public_id]))]


@require_POST
@once
def withdraw(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    found = door.get(request.principal, Verb.ANSWER, Disclosure, disclosure_id, "person", "workplace")
    door.seen(request.principal, [found.person], Purpose.TALENT_DISCLOSURE)
    try:
        withdraw_disclosure(found, now=clock.now(), actor=request.principal.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(place)s får ikke vite noe av dette lenger.") % {"place": found.workplace})
    return redirect("talent:disclosures", found.person.public_id)
