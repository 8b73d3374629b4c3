"""What has been written down about contacts, for those who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncWeek

from brobygger.accounts.models import User
from brobygger.followup.models import Contact, ContactKind
from brobygger.intake.models import Engagement
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import moment_on
from brobygger.parties.models import Person

LOADED = ("written_by", "placement__workplace", "workplace")
WEEK = timedelta(days=7)


def standing(scope: QuerySet[Contact]) -> QuerySet[Contact]:
    """The contacts of a scope that are not taken back, without the rows that take back."""
    return scope.filter(~Exists(Contact.objects.filter(withdraws=OuterRef("pk"))), withdraws__isnull=True)


def contacts_of(scope: QuerySet[Contact], about: Engagement | Person) -> QuerySet[Contact]:
    """The contacts about a person or in one engagement, newest first; those taken back are left out.

    Takes   scope  the contacts the reader may see, from access.rows()
    Gives   contacts with who wrote them and where it was; a page takes as many as it shows, from where the last one left off
    Cost    one query; an index has them in this order
    """
    rows = scope.filter(person=about) if isinstance(about, Person) else scope.filter(engagement=about)
    return standing(rows).select_related(*LOADED).order_by("-happened_at", "-pk")


def last_kind_of(user: User) -> ContactKind:
    """How a user was last in touch with somebody, which is likely how they are next time; by telephone for one who is new.

    Cost    one query
    """
    kind = standing(Contact.objects.filter(written_by=user)).order_by("-happened_at", "-pk").values_list("kind", flat=True).first()
    return ContactKind(kind) if kind is not None else ContactKind.PHONE


@dataclass(frozen=True)
class WeekCount:
    """How many contacts there were in the week from a Monday."""

    week_starts_on: date
    count: int


def contacts_per_week(scope: QuerySet[Contact], *, since: date, until: date) -> list[WeekCount]:
    """How many contacts a scope has in each week, by the Norwegian calendar; a week without any is there with 0.

    Takes   scope         the contacts the reader may count; narrow it to those with employers, say
            since, until  days; the whole weeks they are in count
    Gives   the weeks in order. It is a count of a unit's work: no page shows one for each specialist. Source: RULES M6
    Cost    one query
    """
    first = since - timedelta(days=since.weekday())
    weeks = range((until - first).days // WEEK.days + 1)
    begins, ends = moment_on(first, time.min), moment_on(first + WEEK * len(weeks), time.min)
    counted = per_week(standing(scope).filter(happened_at__gte=begins, happened_at__lt=ends))
    found = {week.date(): count for week, count in counted}
    return [WeekCount(first + WEEK * number, found.get(first + WEEK * number, 0)) for number in weeks]


def per_week(rows: QuerySet[Contact]) -> Iterable[tuple[datetime, int]]:
    weeks = rows.order_by().annotate(week=TruncWeek("happened_at", tzinfo=OSLO)).values("week")
    return weeks.annotate(count=Count("pk")).order_by("week").values_list("week", "count")
