"""Appointments of somebody, in a span of time, and those that collide. Source: ADR 0119."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment, AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import midnight
from brobygger.parties.models import Person

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
