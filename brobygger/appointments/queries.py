"""Appointments of somebody, in a span of time, and those that collide. Source: ADR 0119."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment, AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day, midnight
from brobygger.parties.models import ContactPerson, Person

Known = Q | Value  # a condition on a party
NAMES = ("first_name", "last_name")
AS_AGREED = ("starts_at", "-is_all_day", "pk")  # those for any time of a day come first


def on_days(scope: QuerySet[Appointment], *, first: date, last: date) -> QuerySet[Appointment]:
    """Those of some days, both included, in order; called-off ones too."""
    return scope.filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1))).order_by(*AS_AGREED)


def standing(scope: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Those that are not called off."""
    return scope.exclude(state=AppointmentState.CALLED_OFF)


def concerning(scope: QuerySet[Appointment], *users: User) -> QuerySet[Appointment]:
    """Those where one of some users is to be."""
    return scope.filter(pk__in=AppointmentParty.objects.filter(user__in=users).values("appointment"))


def with_person(scope: QuerySet[Appointment], person: Person) -> QuerySet[Appointment]:
    return scope.filter(pk__in=AppointmentParty.objects.filter(person=person).values("appointment"))


@dataclass(frozen=True)
class There:
    """One whom an appointment concerns, with as much of them as a page needs.

    Takes   is_known  that the reader may name the person; always so of staff
    """

    role: str
    user: User | None
    person: Person | None
    is_known: bool


def named_to_staff(*, people: QuerySet[Person], contacts: QuerySet[ContactPerson]) -> Known:
    """Those the reader may read, and contact persons."""
    return Q(Exists(people.filter(pk=OuterRef("person")))) | Q(Exists(contacts.filter(person=OuterRef("person"))))


def named_at_work(*, told: QuerySet[Any], met: QuerySet[Any]) -> Known:
    """Those who let the workplace it is about know who they are, and those the reader meets in a loop."""
    lets_know = told.filter(person=OuterRef("person"), workplace=OuterRef("appointment__workplace"))
    return Q(Exists(lets_know)) | Q(Exists(met.filter(person=OuterRef("person"))))


def named_to_nobody() -> Known:
    return Value(value=False)


def with_those_there(scope: QuerySet[Appointment], *, is_known: Known) -> QuerySet[Any]:
    """Appointments with what `those_there` reads, in the order they were written in, and with where it is.

    Takes   is_known  of a party, whether the reader may name the person; one of the three above
    Cost    none beyond the query of the scope
    """
    parties = AppointmentParty.objects.filter(appointment=OuterRef("pk")).order_by("pk")
    of_user = {"user": "user_id", "name": "user__name", "phone": "user__phone"}
    of_person = {"person": "person_id", "public_id": "person__public_id"}
    of_person |= {name: f"person__{name}" for name in NAMES}
    one = JSONObject(role="role", is_known=ExpressionWrapper(is_known, BooleanField()), **of_user, **of_person)
    return scope.select_related("workplace__postal_code").annotate(parties_there=ArraySubquery(parties.values(row=one)))


def those_there(row: Any) -> list[There]:
    """Whom a row from `with_those_there` concerns. Cost: none."""
    return [there(each) for each in row.parties_there or ()]


def there(said: dict[str, Any]) -> There:
    if said["user"] is not None:
        return There(said["role"], User(pk=said["user"], name=said["name"], phone=said["phone"]), None, is_known=True)
    names = {name: said[name] for name in NAMES}
    return There(said["role"], None, Person(pk=said["person"], public_id=UUID(said["public_id"]), **names), is_known=said["is_known"])


def to_come(scope: QuerySet[Appointment], *, now: datetime) -> QuerySet[Appointment]:
    """Those that are not over, in order; one that is called off until its day has been."""
    planned = Q(state=AppointmentState.PLANNED, ends_at__gt=now)
    off = Q(state=AppointmentState.CALLED_OFF, starts_at__gte=midnight(local_day(now)))
    return scope.filter(planned | off).order_by(*AS_AGREED)


def parties_of(appointment: Appointment) -> QuerySet[AppointmentParty]:
    return AppointmentParty.objects.filter(appointment=appointment).select_related("person", "user").order_by("pk")


def collisions(
    scope: QuerySet[Appointment],
    *,
    starts_at: datetime,
    ends_at: datetime,
    users: Collection[User] = (),
    people: Collection[Person] = (),
    besides: Appointment | None = None,
) -> QuerySet[Appointment]:
    """What some would have to be at in the same time: planned and overlapping. One for any time of a day is in nobody's way.

    Takes   scope    the appointments whose words the reader may be told
            besides  the one that is being moved
    Cost    one query
    """
    there = AppointmentParty.objects.filter(Q(user__in=users) | Q(person__in=people), appointment=OuterRef("pk"))
    found = scope.filter(
        Exists(there), state=AppointmentState.PLANNED, is_all_day=False, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).order_by(*AS_AGREED)
    return found if besides is None else found.exclude(pk=besides.pk)


def in_the_way(
    seen: QuerySet[Appointment],
    *,
    starts_at: datetime,
    ends_at: datetime,
    users: Collection[User] = (),
    people: Collection[Person] = (),
    besides: Appointment | None = None,
) -> QuerySet[Any]:
    """The collisions in everybody's appointments, so that nobody is asked to be in two places; `is_seen` says whose words may be told.

    Takes   seen  the appointments whose words the reader may be told
    Gives   appointments with the workplace and the parties loaded
    Cost    two queries
    """
    everybodys = Appointment.objects.annotate(is_seen=Exists(seen.filter(pk=OuterRef("pk"))))
    found = collisions(everybodys, starts_at=starts_at, ends_at=ends_at, users=users, people=people, besides=besides)
    return found.select_related("workplace").prefetch_related(
        Prefetch("parties", AppointmentParty.objects.select_related("person", "user"))
    )
