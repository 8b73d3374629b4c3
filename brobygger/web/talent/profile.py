"""«Det Nora vil»: one page to go through together, and every version there has been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.parties.models import Person
from brobygger.reference.models import Occupation
from brobygger.talent.actions.profile import MOST_OCCUPATIONS, write_profile
from brobygger.talent.models import VocationalProfile
from brobygger.talent.queries import occupations_with_codes, profile_versions
from brobygger.web.loops.refusals import carried_out
from brobygger.web.occupations import new_occupations
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Crumb
from brobygger.web.talent.forms import ProfileForm, initial_of
from brobygger.web.talent.words import changed_in

MOST_VERSIONS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@once
def profile(request: HttpRequest, person_id: UUID) -> HttpResponse:
    principal = request.principal
    person = door.rows(principal, Verb.PREPARE, Person).filter(public_id=person_id).first()
    if person is None and request.method != "POST":
        return read_page(request, door.get(principal, Verb.READ, Person, person_id))
    person = person or door.get(principal, Verb.PREPARE, Person, person_id)
    versions = versions_of(request, person)
    last = versions[0] if versions else None
    if request.method != "POST":
        form = ProfileForm(person=person, initial=initial_of(last, today=principal.today))
        return write_page(request, person, versions, form, chosen=chosen_in(last))
    chosen = occupations_with_codes(request.POST.getlist("occupations"))
    if "find" in request.POST:
        form = ProfileForm(person=person, initial=typed(request.POST))
        return write_page(request, person, versions, form, chosen=chosen, sought=request.POST.get("sok", "").strip())
    form = ProfileForm(request.POST, person=person)
    if form.is_valid() and carried_out(
        form,
        lambda: write_profile(
            person,
            content=form.content(chosen),
            after=form.cleaned_data["after"],
            gone_through_on=form.cleaned_data["gone_through_on"],
            today=principal.today,
            now=clock.now(),
            actor=principal.user,
        ),
    ):
        messages.success(request, _("Det %(name)s vil, er lagret.") % {"name": person.first_name})
        return redirect("people:person", person.public_id)
    return write_page(request, person, versions_of(request, person), form, chosen=chosen, status=UNPROCESSABLE)


def versions_of(request: HttpRequest, person: Person) -> list[VocationalProfile]:
    return list(profile_versions(door.rows(request.principal, Verb.READ, VocationalProfile), person)[:MOST_VERSIONS])


def chosen_in(last: VocationalProfile | None) -> list[Occupation]:
    return list(last.occupations.all()) if last is not None else []


def typed(sent: QueryDict) -> dict[str, Any]:
    """What stood in the form, to stand there again unlooked-at."""
    return {name: sent.getlist(name) if name == "work_times" else sent.get(name, "") for name in ProfileForm.base_fields}


def write_page(
    request: HttpRequest,
    person: Person,
    versions: Sequence[VocationalProfile],
    form: ProfileForm,
    *,
    chosen: Sequence[Occupation],
    sought: str = "",
    status: int | None = None,
) -> HttpResponse:
    """The form. When somebody has written a newer version meanwhile, it stands above, and the next save comes after it."""
    newest = versions[0] if versions else None
    newer = newest if newest is not None and str(form["after"].value()) != str(newest.version) else None
    if newer is not None and form.is_bound:
        form.data = form.data.copy()
        form.data["after"] = str(newer.version)
    door.seen(request.principal, [person], Purpose.TALENT_PROFILE)
    context = {
        "person": person,
        "form": form,
        "newer": newer,
        "versions": changed_in(versions),
        "chosen": chosen,
        "sought": sought,
        "found": new_occupations(sought, chosen),
        "most_occupations": MOST_OCCUPATIONS,
        "crumbs": way_here(person),
        "back": reverse("people:person", args=[person.public_id]),
    }
    return render_part(request, "talent/profile.html", context, status=status)


def read_page(request: HttpRequest, person: Person) -> HttpResponse:
    """For one who may read and not write. Where nothing is written that they may read, there is no page."""
    versions = versions_of(request, person)
    if not versions:
        raise Http404
    door.seen(request.principal, [person], Purpose.TALENT_PROFILE)
    context = {
        "person": person,
        "profile": versions[0],
        "versions": changed_in(versions),
        "crumbs": way_here(person),
    }
    return render_part(request, "talent/profile_read.html", context)


def way_here(person: Person) -> list[Crumb]:
    return [Crumb(_("Folk"), reverse("people:list")), Crumb(str(person), reverse("people:person", args=[person.public_id]))]
