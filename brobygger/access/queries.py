"""Stated reasons in force, and who has looked at somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from brobygger.access.models import NeedToKnow
from brobygger.accounts.models import User
from brobygger.audit.models import LookUp
from brobygger.parties.models import Person
from brobygger.parties.queries import holds_on


@dataclass(frozen=True)
class Looker:
    """Somebody who has looked at a person, and when they last did."""

    name: str
    last_at: datetime


def reasons_in_force(scope: QuerySet[NeedToKnow], *, today: date) -> QuerySet[NeedToKnow]:
    """Stated reasons that hold on a day, the one that ends first on top; user and person loaded. Cost: one query."""
    return scope.filter(holds_on(today)).select_related("user", "person").order_by("ends_on", "pk")


def reason_stated(person: Person, *, user: User, today: date) -> NeedToKnow | None:
    """The reason a user has stated for a person, if one holds today; the one that lasts longest. Cost: one query."""
    return reasons_of(user, today=today).filter(person=person).first()


def reasons_of(user: User, *, today: date) -> QuerySet[NeedToKnow]:
    """The reasons a user has stated that hold today, the one that lasts longest first. Cost: one query, or part of another's."""
    return NeedToKnow.objects.filter(holds_on(today), user=user).order_by("-ends_on", "-pk")


def who_looked(scope: QuerySet[LookUp], *, person: Person, since: datetime, most: int = 10) -> list[Looker]:
    """Those who have looked at a person since a moment, each once, the latest first.

    Takes   scope  the look-ups the reader may see
    Cost    three queries for any number of look-ups
    """
    latest = (
        scope.filter(person=person.public_id, is_permitted=True, looked_up_at__gte=since)
        .values_list("actor")
        .annotate(last_at=Max("looked_up_at"))
        .order_by("-last_at", "actor")[:most]
    )
    moments: dict[UUID, datetime] = dict(latest)
    names = {user.public_id: user.name for user in User.objects.filter(public_id__in=moments)}
    names |= {holder.public_id: str(holder) for holder in Person.objects.filter(public_id__in=moments.keys() - names.keys())}
    return [Looker(names[actor], last_at) for actor, last_at in moments.items() if actor in names]
