"""How many each specialist follows up, beside the working range. Never a comparison of what they achieve. Source: RULES W12, M6."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Field, IntegerField, QuerySet, TextField

from brobygger.accounts.models import User
from brobygger.intake.models import Engagement, Part, Responsibility
from brobygger.kernel.sql import array_of, joined
from brobygger.parties.models import Membership, Unit
from brobygger.parties.queries import holds_on, in_norwegian_order

RANGE_FROM, RANGE_TO = 15, 20  # people in a full position; ADR 0096


@dataclass(frozen=True)
class Caseload:
    """How many people one specialist is responsible for in a unit today."""

    user: User
    unit_id: int
    work_percent: int
    count: int
    above_range_because: str

    @property
    def per_full_position(self) -> float:
        """How many it would be in a full position, to one decimal."""
        return round(self.count * 100 / self.work_percent, 1)

    @property
    def is_above_range(self) -> bool:
        return is_above_range(self.count, self.work_percent)

    @property
    def room(self) -> int:
        """How many more there is room for within the range."""
        return max(0, RANGE_TO * self.work_percent // 100 - self.count)


def is_above_range(count: int, work_percent: int) -> bool:
    """Whether it is more than 20 people in a full position; 10 in half of one."""
    return count * 100 > RANGE_TO * work_percent


def caseloads(unit: Unit, *, today: date) -> list[Caseload]:
    """The specialists of a unit with how many each follows up, in the order of the alphabet.

    Gives   the reason last written, for one who is above the range; those who work there for a part of a position by that part
    Cost    one query
    Source  RULES W12
    """
    return caseloads_in([unit.pk], today=today)


def caseloads_in(units: Collection[int], *, today: date) -> list[Caseload]:
    """The same for several units, by key. Cost: one query."""
    return caseloads_of(specialists_in(units, today=today))


def caseloads_of(specialists: QuerySet[Membership, Any]) -> list[Caseload]:
    """The specialists of `specialists_in`, each with the reason when there is something to give a reason for. Cost: one query."""
    return [
        Caseload(
            user=each.user,
            unit_id=each.unit_id,
            work_percent=each.work_percent,
            count=each.people,
            above_range_because=each.reason if is_above_range(each.people, each.work_percent) else "",
        )
        for each in specialists
    ]


def specialists_in(units: Collection[int], *, today: date, among: list[int] | None = None) -> QuerySet[Membership, Any]:
    """Those who are specialists in some units today, with `people` and `reason`, in the order of the alphabet; user loaded.

    Takes   among  the keys of the engagements whose people are counted: all of the units', unless the reader may see fewer
    """
    counted = array_of(Engagement.objects.filter(unit__in=units)) if among is None else among
    columns: dict[str, Field[Any, Any]] = {"people": IntegerField(), "reason": TextField()}
    found = joined(Membership.objects.all(), "intake_specialists", units, counted, today, key="membership_id", columns=columns)
    return found.select_related("user").order_by(in_norwegian_order("user__name"), "pk")


def held_today(today: date) -> QuerySet[Responsibility]:
    """Who is responsible for whom today, in follow-up that runs."""
    return Responsibility.objects.filter(holds_on(today), holds_on(today, "engagement__"), part=Part.RESPONSIBLE)
