from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.actions import open_person_with_reason
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.due_dates import with_due_dates
from brobygger.intake.models import Engagement
from brobygger.intake.queries import caseload, caseload_counts, caseload_from
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person
from brobygger.parties.queries import people_named
from brobygger.web.once import once
from brobygger.web.people.forms import ReasonForm, SearchForm
from brobygger.web.people.words import in_list
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

PAGE_LENGTH = 25


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.FIND, Person)
    followed = caseload(door.rows(principal, Verb.READ, Engagement), user=principal.user, today=principal.today)
    count, own_count = caseload_counts(followed)
    after = public_id_or_none(request.GET.get("etter", ""))
    form = SearchForm(request.GET) if "navn" in request.GET else None
    if form is not None and form.is_valid():
        shown, part = found_part(principal, form.cleaned_data["navn"], after)
    else:
        shown, part = own_part(principal, followed, after)
    door.seen(principal, shown, Purpose.PEOPLE)
    is_refused = form is not None and not form.is_valid()
    context = {"count": count, "own_count": own_count, "is_search": False, "is_refused": is_refused, **part}
    return render_part(request, "people/list.html", context, status=422 if is_refused else 200)


def own_part(principal: Principal, followed: QuerySet[Engagement], after: UUID | None) -> tuple[list[Person], dict[str, Any]]:
    """A page of those one follows up, who is on it first."""
    rows = with_due_dates(caseload_from(followed, after=after), today=principal.today)
    found = list(rows[: PAGE_LENGTH + 1])
    mine = found[:PAGE_LENGTH]
    more_url = f"?{urlencode({'etter': mine[-1].public_id})}" if len(found) > PAGE_LENGTH else ""
    return [each.person for each in mine], {"mine": [in_list(each, today=principal.today) for each in mine], "more_url": more_url}


def found_part(principal: Principal, text: str, after: UUID | None) -> tuple[list[Person], dict[str, Any]]:
    """A page of those with a name, who is on it first."""
    found = list(people_named(door.rows(principal, Verb.FIND, Person), text=text, after=after)[: PAGE_LENGTH + 1])
    readable = set(door.rows(principal, Verb.READ, Person).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    shown = found[:PAGE_LENGTH]
    more_url = f"?{urlencode({'navn': text, 'etter': shown[-1].public_id})}" if len(found) > PAGE_LENGTH else ""
    rows = [(each, each.pk in readable) for each in shown]
    return shown, {"is_search": True, "text": text, "found": rows, "more_url": more_url}


@require_http_methods(["GET", "HEAD", "POST"])
@once
def state_reason(request: HttpRequest, person_id: UUID) -> HttpResponse:
    principal = request.principal
    found = door.get(principal, Verb.FIND, Person, person_id)
    if door.rows(principal, Verb.READ, Person).filter(pk=found.pk).exists():
        return redirect("people:person", person_id)
    form = ReasonForm(request.POST or None, person=found)
    if form.is_valid():
        try:
            need = open_person_with_reason(found, **form.cleaned_data, actor=principal.user, today=principal.today)
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(
                request, _("Grunnen er lagret. Du kan åpne %(name)s til %(day)s.") % {"name": found, "day": f"{need.ends_on:%d.%m.%Y}"}
            )
            return redirect("people:person", person_id)
    door.seen(principal, [found], Purpose.STATE_REASON)
    return render_part(request, "people/reason.html", {"person": found, "form": form, "crumbs": way_here()})


def person_crumb(person: Person) -> Crumb:
    return Crumb(str(person), reverse("people:person", args=[person.public_id]))


def way_here() -> list[Crumb]:
    return [Crumb(_("Folk"), reverse("people:list"))]


def public_id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
