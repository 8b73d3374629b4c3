"""Who has looked at whom, for those who watch over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.audit.models import LookUp
from brobygger.parties.models import Person, Role
from brobygger.web.keyset import keyset
from brobygger.web.lookups.forms import FilterForm
from brobygger.web.lookups.purposes import words
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request

PAGE_SIZE = 50


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


@page(Verb.READ, LookUp)
def look_ups(request: Request) -> HttpResponse:
    form = FilterForm(request.GET if request.GET.keys() & {"person", "actor"} else None)
    scope = door.rows(request.principal, Verb.READ, LookUp)
    if form.is_valid():
        scope = scope.filter(**{name: value for name, value in form.cleaned_data.items() if value})
    found = keyset(request, scope, by=("-looked_up_at",), size=PAGE_SIZE)
    context = {"form": form, "page": found, "lines": lines(request, found.rows), "all_url": reverse("lookups:list")}
    return render_part(request, "lookups/look_ups.html", context)


def lines(request: Request, rows: Sequence[LookUp]) -> list[Line]:
    ids = {row.person for row in rows} | {row.actor for row in rows}
    people = list(door.rows(request.principal, Verb.NAME, Person).filter(public_id__in=ids))
    door.seen(request.principal, people, Purpose.READ_LOOK_UPS)
    users = door.rows(request.principal, Verb.NAME, User).filter(public_id__in={row.actor for row in rows})
    names = {row.public_id: str(row) for row in people} | {user.public_id: str(user) for user in users}
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
