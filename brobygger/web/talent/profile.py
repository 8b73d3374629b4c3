"""«Det Nora vil»: one page to go through together, and every version there has been."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.together import go_through_profile
from brobygger.parties.models import Person
from brobygger.reference.models import Occupation
from brobygger.talent.models import VocationalProfile
from brobygger.talent.queries import occupations_with_codes, profile_versions
from brobygger.web.acting import done, said_in
from brobygger.web.crumbs import to_person
from brobygger.web.kinds import form_page
from brobygger.web.occupations import filled_in, picks
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, plain
from brobygger.web.talent.forms import ProfileForm, initial_of
from brobygger.web.talent.words import changed_in

MOST_VERSIONS = 50


@page()
def profile(request: Request, person_id: UUID) -> HttpResponse:
    principal = request.principal
    person = door.rows(principal, Verb.PREPARE, Person).filter(public_id=person_id).first()
    if person is None and request.method != "POST":
        return read_page(request, door.get(principal, Verb.READ, Person, person_id))
    person = person or door.get(principal, Verb.PREPARE, Person, person_id)
    versions = versions_of(request, person)
    last = versions[0] if versions else None
    form = ProfileForm(
        **filled_in(request, ProfileForm, initial_of(last, today=principal.today)),
        picks=picks(request, "occupations", ticked(request, last)),
        person=person,
    )
    if form.is_valid():
        with said_in(form):
            go_through_profile(person, content=form.content(), **form.about(), **by(request))
            return done(request, person, _("Det %(name)s vil, er lagret.") % {"name": person.first_name})
        versions = versions_of(request, person)  # somebody has written one meanwhile
    return write_page(request, person, versions, form)


def versions_of(request: Request, person: Person) -> list[VocationalProfile]:
    return list(profile_versions(door.rows(request.principal, Verb.READ, VocationalProfile), person)[:MOST_VERSIONS])


def ticked(request: Request, last: VocationalProfile | None) -> list[Occupation]:
    if request.method == "POST":
        return occupations_with_codes([plain(code) for code in request.POST.getlist("occupations")])
    return list(last.occupations.all()) if last is not None else []


def write_page(request: Request, person: Person, versions: Sequence[VocationalProfile], form: ProfileForm) -> HttpResponse:
    """The form. When somebody has written a newer version meanwhile, it stands above, and the next save comes after it."""
    newest = versions[0] if versions else None
    newer = newest if newest is not None and str(form["after"].value()) != str(newest.version) else None
    if newer is not None and form.is_bound:
        form.let_carry("after", newer.version)
    door.seen(request.principal, [person], Purpose.TALENT_PROFILE)
    words = {"name": person.first_name}
    return form_page(
        request,
        form,
        heading=_("Det %(name)s vil") % words,
        lead=_(
            "Gå gjennom det sammen. Skriv det %(name)s sier, med de samme ordene. %(name)s leser alt på siden sin. Ingen bedrift leser det."
        )
        % words,
        save=_("Lagre"),
        back=person,
        crumbs=to_person(person),
        template="talent/profile.html",
        newer=newer,
        versions=changed_in(versions),
    )


def read_page(request: Request, person: Person) -> HttpResponse:
    """For one who may read and not write. Where nothing is written that they may read, there is no page."""
    versions = versions_of(request, person)
    if not versions:
        raise Http404
    door.seen(request.principal, [person], Purpose.TALENT_PROFILE)
    context = {"person": person, "profile": versions[0], "versions": changed_in(versions), "crumbs": to_person(person)}
    return render_part(request, "talent/profile_read.html", context)
