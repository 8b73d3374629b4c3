"""The one way in to rows: ask with a principal, a verb and a model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from brobygger.access.cells import EVERY_ROW
from brobygger.access.fence import fence
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.table import PERSON_OF, TABLE
from brobygger.access.verbs import Verb
from brobygger.audit.actions import Seen, record_look_ups
from brobygger.kernel import clock
from brobygger.kernel.sql import EitherKeys, Keys
from brobygger.parties.models import Person

Row = TypeVar("Row", bound=Model)


def may(principal: Principal, verb: Verb, model: type[Model]) -> bool:
    """Whether any role of the principal has a cell at all; which rows is for `rows` to say."""
    return bool(TABLE.get((verb, model), {}).keys() & principal.roles)


def rows(principal: Principal, verb: Verb, model: type[Row], **only: object) -> QuerySet[Row]:
    """The rows the principal may do this to; none when the table has no cell for them.

    Takes   only  what the page is about, as `filter` takes it: each condition is then asked of few rows, where a filter on the answer
                  would come after all that the principal may see have been found
    Cost    no query until read; then an index for each condition, however many rows there are that the principal may not see
    Source  RULES A1–A5; ADR 0060
    """
    return permitted(principal, verb, model._default_manager.filter(**only))


def permitted(principal: Principal, verb: Verb, among: QuerySet[Row]) -> QuerySet[Row]:
    model = among.model
    cells = TABLE.get((verb, model), {})
    conditions = [condition(principal) for role in sorted(cells.keys() & principal.roles) for condition in cells[role].conditions]
    reached = meeting_any(among, conditions)
    return reached.filter(fence(principal, PERSON_OF[model])) if model in PERSON_OF else reached


def meeting_any(among: QuerySet[Row], conditions: list[Q]) -> QuerySet[Row]:
    """Rows that meet one of the conditions at least. With OR the database would read the whole table, so each is a query of its own."""
    conditions = merged(conditions)
    if not conditions:
        return among.none()
    if len(conditions) == 1:
        return among.filter(conditions[0])
    if any(condition is EVERY_ROW for condition in conditions):
        return among
    first, *others = (among.filter(condition).values("pk") for condition in conditions)
    return among.filter(pk__in=first.union(*others))


def merged(conditions: list[Q]) -> list[Q]:
    """Conditions that hold the same field against keys of different functions are one."""
    keys: dict[str, list[Keys]] = {}
    others = []
    for condition in conditions:
        match condition.children:
            case [(str(field), Keys() as found)] if not condition.negated:
                keys.setdefault(field, []).append(found)
            case _:
                others.append(condition)
    return [Q(**{field: found[0] if len(found) == 1 else EitherKeys(*found)}) for field, found in keys.items()] + others


def get(principal: Principal, verb: Verb, model: type[Row], public_id: UUID | None, *related: str) -> Row:
    """One row by its public id, or the same 404 for "not there" and "not yours"; no id is not there either.

    A refused look at somebody is written down before the 404. `related` are the paths to load with it.
    """
    scope = permitted(principal, verb, model._default_manager.filter(public_id=public_id))
    found = (scope.select_related(*related) if related else scope).first()
    if found is None:
        record_refusal(principal, verb, model, public_id)
        raise Http404
    return found


def require(principal: Principal, verb: Verb, model: type[Model]) -> None:
    """404 for those who have no cell; for pages that start something new."""
    if not may(principal, verb, model):
        raise Http404


def record_refusal(principal: Principal, verb: Verb, model: type[Model], public_id: UUID | None) -> None:
    """Write down that somebody was refused, when it concerned a person."""
    if model not in PERSON_OF or not principal.is_known:
        return
    public = f"{PERSON_OF[model]}__public_id".removeprefix("__")
    person = model._default_manager.filter(public_id=public_id).values_list(public, flat=True).first()
    if person is not None:
        write(principal, purpose=f"{verb} {model._meta.model_name}", reason="", people=[Seen(person=person, permitted=False)])


def seen(principal: Principal, people: Iterable[Person], purpose: Purpose, *, reason: str = "") -> None:
    """Write down whom a page shows: one row for each person, lists too. Own window is not a look-up. Source: RULES A10."""
    shown = {person.public_id for person in people if person.pk != principal.person_key}
    write(principal, purpose=purpose.code, reason=reason, people=[Seen(person=public_id, permitted=True) for public_id in sorted(shown)])


def write(principal: Principal, *, purpose: str, reason: str, people: list[Seen]) -> None:
    if people:
        record_look_ups(
            actor=principal.public_id,
            actor_role=principal.role_names,
            purpose=purpose,
            reason=reason,
            request_id=principal.trace.request_id,
            path=principal.trace.path,
            seen=people,
            now=clock.now(),
        )
