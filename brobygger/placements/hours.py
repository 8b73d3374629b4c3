"""The hours of a week in a placement on a day, from rows that each hold from a day on. Source: ADR 0123."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from brobygger.placements.models import Placement, PlacementHours


@dataclass(frozen=True)
class Hours:
    """So many hours of a week, from a day until the next; none for from the first day."""

    public_id: UUID
    hours_per_week: Decimal
    from_on: date | None


def with_hours(scope: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements that `hours_of` can read. Cost: none beyond the query of the scope."""
    standing = PlacementHours.objects.filter(placement=OuterRef("pk"), withdrawn_at__isnull=True)
    as_text = JSONObject(hours=Cast("hours_per_week", TextField()), from_on="from_on", public_id="public_id")
    return scope.annotate(hours_rows=ArraySubquery(standing.order_by(F("from_on").asc(nulls_first=True)).values(row=as_text)))


def hours_of(placement: Any) -> tuple[Hours, ...]:
    """The hours of a placement from `with_hours`, in the order of the days. Cost: none."""
    return hours_from(placement.hours_rows)


def hours_from(rows: Iterable[dict[str, Any]]) -> tuple[Hours, ...]:
    return tuple(
        Hours(UUID(row["public_id"]), Decimal(row["hours"]), date.fromisoformat(row["from_on"]) if row["from_on"] else None) for row in rows
    )


def hours_on(hours: Iterable[Hours], day: date) -> Decimal | None:
    """The hours of a week that hold on a day; None when nobody has written any from so early."""
    held = [each.hours_per_week for each in hours if each.from_on is None or each.from_on <= day]
    return held[-1] if held else None
