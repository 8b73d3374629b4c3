"""Who picks up for somebody, and whom somebody follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, DateField, Prefetch, Q, QuerySet, TextField

from brobygger.accounts.models import User
from brobygger.intake.cover import TheTwo, held_on, the_two
from brobygger.intake.models import Engagement
from brobygger.kernel.sql import joined
from brobygger.parties.queries import holds_on, in_norwegian_order


@dataclass(frozen=True, kw_only=True)
class PickUp(TheTwo):
    """The two to ring about one engagement."""

    engagement: Engagement


def who_picks_up(scope: QuerySet[Engagement], *, today: date) -> list[PickUp]:
    """The responsible person and the deputy today, and which of them is away, for each running engagement, the longest running first.

    Takes   scope  the engagements the reader may see; narrow it to one person or one engagement
    Gives   an answer for each engagement that runs today, unit loaded
    Cost    two queries for any number of rows
    Source  RULES W2, W3
    """
    running = (
        scope.filter(holds_on(today))
        .select_related("unit")
        .prefetch_related(Prefetch("responsibilities", held_on(today)))
        .order_by("starts_on", "pk")
    )
    return [PickUp(engagement=each, **vars(the_two(each.responsibilities.all()))) for each in running]


def caseload(scope: QuerySet[Engagement], *, user: User, today: date) -> QuerySet[Engagement]:
    """The engagements a user is responsible for or stands in for today, by the person's name.

    Gives   engagements with `is_mine`: responsible, not deputy; `is_covered`: nobody responsible is at work today, so the deputy answers,
            with `covers_for`, the name of a responsible who is away, and `covers_until`, the last day away;
            person and unit loaded, and what they are sorted by as `last_sorted` and `first_sorted`
    Cost    one query for any number of rows
    Source  RULES W3; sql/caseload.sql
    """
    rows = joined(
        scope,
        "intake_caseload",
        user.pk,
        today,
        key="engagement_id",
        columns={
            "is_mine": BooleanField(),
            "is_covered": BooleanField(),
            "covers_for": TextField(null=True),
            "covers_until": DateField(null=True),
        },
    )
    return (
        rows.annotate(last_sorted=in_norwegian_order("person__last_name"), first_sorted=in_norwegian_order("person__first_name"))
        .select_related("person", "unit")
        .order_by("last_sorted", "first_sorted", "pk")
    )


def caseload_counts(rows: QuerySet[Engagement]) -> tuple[int, int]:
    """How many a caseload has, and how many of them the user is responsible for. Cost: one query."""
    counted = rows.order_by().aggregate(count=Count("pk"), own=Count("pk", filter=Q(is_mine=True)))
    return counted["count"], counted["own"]


def engagements_named(scope: QuerySet[Engagement], *, text: str, today: date) -> QuerySet[Engagement]:
    """Running engagements with people who have every word of a text in their name, by name.

    Takes   scope  the engagements the reader may see
    Cost    one query for any number of rows; person and unit come loaded
    """
    for word in text.split():
        scope = scope.filter(Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word))
    return (
        scope.filter(holds_on(today))
        .select_related("person", "unit")
        .order_by(in_norwegian_order("person__last_name"), in_norwegian_order("person__first_name"), "pk")
    )
