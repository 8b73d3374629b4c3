"""Who can follow somebody up, and what a choice among them turns on: how many they follow, and when they are away.

Source  RULES W2, W12; ADR 0122
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from brobygger.accounts.models import User
from brobygger.intake.caseloads import Caseload, caseloads
from brobygger.intake.intakes import those_who_can_follow
from brobygger.intake.models import Absence, Engagement, Intake

SOON = timedelta(days=14)  # an absence that begins later says little about who to choose today


@dataclass(frozen=True)
class Colleague:
    """One who can be chosen, the number they follow up as a specialist, and the absence they are in or soon will be."""

    user: User
    caseload: Caseload | None
    absence: Absence | None

    def is_away(self, today: date) -> bool:
        return self.absence is not None and self.absence.starts_on <= today

    @property
    def is_full(self) -> bool:
        return self.caseload is not None and self.caseload.room == 0

    def can_begin(self, today: date) -> bool:
        """Whether nothing speaks against being chosen today."""
        return not self.is_away(today) and not self.is_full


def colleagues_for(about: Intake | Engagement, scope: QuerySet[User], *, today: date) -> list[Colleague]:
    """Those who can follow up somebody who is taken in, or is followed up, by name. Cost: four queries."""
    users = list(those_who_can_follow(scope, about, today=today))
    held = {each.user.pk: each for each in caseloads(about.unit, today=today)}
    away = absences_soon(users, today=today)
    return [Colleague(each, held.get(each.pk), away.get(each.pk)) for each in users]


def absences_soon(users: Iterable[User], *, today: date) -> dict[int, Absence]:
    """The first absence of each that holds today or begins within two weeks. Cost: one query."""
    coming = Absence.objects.filter(user__in=[each.pk for each in users], ends_on__gte=today, starts_on__lte=today + SOON)
    return {each.user_id: each for each in coming.order_by("-starts_on", "-pk")}


def deputy_to_propose(found: Sequence[Colleague], *, responsible: User, usual: User | None, today: date) -> Colleague | None:
    """Who usually stands in, when nothing speaks against it; else the one with most room who is at work, by name where two have the same.

    Gives  nobody when all are away or full: then a person must choose, and read what speaks against each
    """
    others = [each for each in found if each.user.pk != responsible.pk and each.can_begin(today)]
    first = next((each for each in others if usual is not None and each.user.pk == usual.pk), None)
    return first or max((each for each in others if each.caseload is not None), key=room, default=None) or next(iter(others), None)


def room(colleague: Colleague) -> int:
    return colleague.caseload.room if colleague.caseload is not None else 0
