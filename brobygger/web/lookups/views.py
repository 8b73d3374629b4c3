"""Who has looked at whom, for those who watch over it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.audit.models import LookUp
from brobygger.parties.models import Person, Role
from brobygger.web.lookups.forms import FilterForm
from brobygger.web.lookups.purposes import words
from brobygger.web.paging import newest_first
from brobygger.web.rendering import render_part


@dataclass(frozen=True)
class Line:
    """A row of the list. A name stands in for the opaque id only where the access table lets the reader see it."""

    look_up: LookUp
    actor: str
    person: str
    roles: str
    purpose: str
    actor_url: str
    person_url: str


@require_safe
def look_ups(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.READ, LookUp)
    form = FilterForm(request.GET if request.GET.keys() & {"person", "actor"} else None)
    scope = door.rows(request.principal, Verb.READ, LookUp)
    if form.is_valid():
        scope = scope.filter(**{name: value for name, value in form.cleaned_data.items() if name in ("person", "actor") and value})
    page = newest_first(request, scope, moment="looked_up_at")
    context = {"form": form, "page": page, "lines": lines(request, page.rows), "all_url": reverse("lookups:list")}
    return render_part(request, "lookups/look_ups.html#look_ups", context)


def lines(request: HttpRequest, rows: list[LookUp]) -> list[Line]:
    ids = {row.person for row in rows} | {row.actor for row in rows}
    people = list(door.rows(request.principal, Verb.NAME, Person).filter(public_id__in=ids))
    door.seen(request.principal, people, Purpose.READ_LOOK_UPS)
    users = door.rows(request.principal, Verb.NAME, User).filter(public_id__in={row.actor for row in rows})
    names = {each.public_id: str(each) for each in [*people, *users]}
    role_names = dict(Role.choices)
    return [
        Line(
            look_up=row,
            actor=names.get(row.actor, str(row.actor)),
            person=names.get(row.person, str(row.person)),
            roles=", ".join(str(role_names.get(role, role)) for role in row.actor_role.split(",") if role),
            purpose=words(row),
            actor_url=filtered("actor", row.actor),
            person_url=filtered("person", row.person),
        )
        for row in rows
    ]


def filtered(by: str, public_id: UUID) -> str:
    return f"{reverse('lookups:list')}?{urlencode({by: public_id})}"
