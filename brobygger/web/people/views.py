from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.actions import open_person_with_reason
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.due_dates import due_dates_of
from brobygger.intake.models import Engagement
from brobygger.intake.queries import caseload, caseload_counts
from brobygger.kernel.units import day
from brobygger.parties.models import Person
from brobygger.parties.queries import people_named
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.crumbs import to_people
from brobygger.web.keyset import keyset
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.people.forms import ReasonForm, SearchForm
from brobygger.web.people.words import in_list
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_today, sent

BY_NAME = ("last_sorted", "first_sorted")


@page(Verb.FIND, Person)
def people(request: Request) -> HttpResponse:
    principal = request.principal
    followed = caseload(door.rows(principal, Verb.READ, Engagement), user=principal.staff, today=principal.today)
    count, own_count = caseload_counts(followed)
    form = SearchForm(request.GET) if "navn" in request.GET else None
    is_search = form is not None and form.is_valid()
    shown, part = found_part(request, form.cleaned_data["navn"]) if form is not None and is_search else own_part(request, followed)
    door.seen(principal, shown, Purpose.PEOPLE)
    is_refused = form is not None and not is_search
    context = {"count": count, "own_count": own_count, "is_search": is_search, "is_refused": is_refused, **part}
    return render_part(request, "people/list.html", context, status=422 if is_refused else 200)


def own_part(request: Request, followed: QuerySet[Engagement]) -> tuple[list[Person], dict[str, Any]]:
    """A page of those one follows up, who is on it first."""
    today = request.principal.today
    found = keyset(request, followed, by=BY_NAME, is_hidden=True)
    due = due_dates_of(found.rows, today=today)
    return [each.person for each in found.rows], {"page": found, "mine": [in_list(each, due[each.pk], today=today) for each in found.rows]}


def found_part(request: Request, text: str) -> tuple[list[Person], dict[str, Any]]:
    """A page of those with a name, who is on it first."""
    principal = request.principal
    found = keyset(request, people_named(door.rows(principal, Verb.FIND, Person), text=text), by=BY_NAME, is_hidden=True)
    keys = [each.pk for each in found.rows]
    readable = set(door.rows(principal, Verb.READ, Person).filter(pk__in=keys).values_list("pk", flat=True))
    return list(found.rows), {"page": found, "text": text, "found": [(each, each.pk in readable) for each in found.rows]}


@page(Verb.FIND, Person, purpose=Purpose.STATE_REASON)
def state_reason(request: Request, person: Person) -> HttpResponse:
    if door.rows(request.principal, Verb.READ, Person).filter(pk=person.pk).exists():
        return redirect(address_of(person))
    form = ReasonForm(sent(request), person=person)
    if form.is_valid():
        with said_in(form):
            need = open_person_with_reason(person, **form.cleaned_data, **by_today(request))
            words = {"name": person, "day": day(need.ends_on)}
            return done(request, person, _("Grunnen er lagret. Du kan åpne %(name)s til %(day)s.") % words)
    lead = _(
        "Du følger ikke opp %(name)s. Trenger du å åpne likevel, så skriv hvorfor. %(name)s kan se at du har åpnet, og grunnen du skriver."
    )
    return form_page(
        request,
        form,
        heading=_("Åpne %(person)s") % {"person": person},
        lead=lead % {"name": person.first_name},
        save=_("Åpne"),
        back="people:list",
        crumbs=to_people(),
    )
