"""Who waits to be rung back, whose call it is, and how long people wait, never by colleague. Source: RULES W3, M6; ADR 0097."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import Case, Q, QuerySet, Value, When

from brobygger.accounts.models import User
from brobygger.followup.models import CallBack
from brobygger.followup.working_time import minutes_at_work
from brobygger.intake.cover import answered_by, who_picks_up_for_employers
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.intake.queries import who_picks_up
from brobygger.kernel.local_time import midnight


def waiting_calls(scope: QuerySet[CallBack], *, now: datetime) -> QuerySet[CallBack]:
    """Those who wait to be rung back, the one with the least time left first.

    Takes   scope  from access.rows(…); one's own are `scope.filter(calls_of(user, today=today))`
    Gives   call-backs with `is_late`; the person, and the engagement or the employer it is about, come loaded
    Cost    one query
    """
    return (
        scope.filter(rung_at__isnull=True)
        .annotate(is_late=Case(When(due_at__lt=now, then=Value(True)), default=Value(False)))
        .select_related("person", "engagement__person", "engagement__unit", "relation__workplace", "relation__unit", "appointment")
        .order_by("due_at", "pk")
    )


def calls_of(user: User, *, today: date) -> Q:
    """Call-backs that are a user's to ring today: of those they are responsible for, and of those they stand in for while that one is away.

    A deputy has none of them on any other day: the list is computed, so it hands back by itself.
    """
    return answered_by(user, today=today, path="engagement") | answered_by(user, today=today, path="relation")


def who_rings(call: CallBack, *, today: date) -> User | None:
    """Who is to ring somebody back today; none when nobody is there, which is for the leader to put right. Cost: four queries at most."""
    return who_ring([call], today=today)[call.pk]


def who_ring(calls: Iterable[CallBack], *, today: date) -> dict[int, User | None]:
    """Who is to ring each of some back today, by the keys of the call-backs. Cost: four queries for any number of rows."""
    listed = list(calls)
    engagements = {call.engagement_id for call in listed if call.engagement_id is not None}
    relations = {call.relation_id for call in listed if call.relation_id is not None}
    by_engagement = {
        each.engagement.pk: each.answers
        for each in (who_picks_up(Engagement.objects.filter(pk__in=engagements), today=today) if engagements else ())
    }
    by_relation = {
        each.relation.pk: each.answers
        for each in (who_picks_up_for_employers(EmployerRelation.objects.filter(pk__in=relations), today=today) if relations else ())
    }
    return {call.pk: by_engagement.get(call.engagement_id or 0) or by_relation.get(call.relation_id or 0) for call in listed}


@dataclass(frozen=True)
class AnswerTimes:
    """How long people waited, in minutes in which somebody was at work; none when nobody has been rung."""

    count: int
    median_minutes: float | None
    ninth_decile_minutes: int | None
    late_count: int = 0
    waiting_count: int = 0


def answer_times(scope: QuerySet[CallBack], *, since: date, until: date) -> AnswerTimes:
    """How long those who asked between two days waited until they were rung, all of a scope together.

    Takes   scope         of a unit, from access.rows(…, READ, CallBack); never narrowed to one colleague
            since, until  both included, by the calendar in Norway
    Gives   the count that were rung; nine of ten waited `ninth_decile_minutes` or less; how many were rung after their time, and how many
            of those who asked still wait, so that a good figure cannot come of not ringing
    Cost    one query, and a row in memory for each call
    Source  RULES W3, M6
    """
    begins, ends = midnight(since), midnight(until + timedelta(days=1))
    asked = scope.filter(asked_at__gte=begins, asked_at__lt=ends).order_by()
    return times_of(asked.values_list("asked_at", "due_at", "rung_at"))


def times_of(rows: Iterable[tuple[datetime, datetime, datetime | None]]) -> AnswerTimes:
    """What `answer_times` says, from when each call was asked for, due and made. One that is not made yet counts as waiting."""
    listed = list(rows)
    waits = sorted(minutes_at_work(asked_at, rung_at) for asked_at, _due, rung_at in listed if rung_at is not None)
    late = sum(rung_at > due_at for _asked, due_at, rung_at in listed if rung_at is not None)
    if not waits:
        return AnswerTimes(0, None, None, waiting_count=len(listed))
    return AnswerTimes(len(waits), median(waits), waits[ceil(len(waits) * 9 / 10) - 1], late, len(listed) - len(waits))
