"""What the leader of a unit must see: each figure is counted from the very rows of its list. Source: RULES W2, A4, M6; ADR 0102, 0118."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    Field,
    IntegerField,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from brobygger.accounts.models import User
from brobygger.followup.callbacks import AnswerTimes, times_of, waiting_calls
from brobygger.followup.models import CallBack, Contact, ContactKind
from brobygger.followup.working_time import opening_hours
from brobygger.intake.caseloads import Caseload, caseloads_of, held_today, specialists_in
from brobygger.intake.cover import LONG_AWAY, held_on, works_here
from brobygger.intake.models import OPEN_INTAKES, Absence, EmployerRelation, Engagement, Intake, IntakeState
from brobygger.jobdev.models import EmployerVisit, Opening, VisitKind
from brobygger.jobdev.queries import employer_meetings_per_week, meetings_between, openings_without_follow_up
from brobygger.kernel.local_time import local_day, midnight, monday_of
from brobygger.kernel.sql import Keys, array_of, ask, joined
from brobygger.kernel.working_days import is_working_day
from brobygger.parties.models import Membership, Role, Unit
from brobygger.parties.queries import holds_on, in_norwegian_order

WEEKS = 12
COVER: dict[str, Field[Any, Any]] = {"is_answered": BooleanField(), "has_deputy": BooleanField()}
A_WORKING_DAY = timedelta(hours=7, minutes=30)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class UnitRows:
    """What a leader may see of one unit: each from access.rows(…) and narrowed to the unit, so that nothing else is listed or counted."""

    unit: Unit
    engagements: QuerySet[Engagement]
    intakes: QuerySet[Intake]
    calls: QuerySet[CallBack]
    openings: QuerySet[Opening]
    relations: QuerySet[EmployerRelation]
    visits: QuerySet[EmployerVisit]

    @cached_property
    def engagement_keys(self) -> list[int]:
        """The keys of the engagements: what may be seen is asked once for all the functions that count in them. Cost: one query, once."""
        return list(self.engagements.order_by().values_list("pk", flat=True))


class CountOf(Subquery):
    """How many rows a list has, as a column."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS listed)"
    output_field = IntegerField()


def counts(unit: Unit, **lists: QuerySet[Any]) -> dict[str, int]:
    """How long some lists are. Cost: one query for any number of lists."""
    counted = {name: CountOf(rows.order_by().values("pk")) for name, rows in lists.items()}
    return dict(Unit.objects.filter(pk=unit.pk).annotate(**counted).values(*lists).get())


# What somebody must take up


def uncontacted(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """Those nobody has reached in 14 days: those never reached first, the longest running first; then the longest ago.

    Takes   scope  the engagements the reader may see
            today  any day that has been gives the list as it was that evening
    Gives   engagements with `last_met_at`, a moment or None; a call without an answer, or one that was taken back, reaches nobody
    Cost    one query; person and unit come loaded
    Source  RULES W4: never contacted is the most overdue, not missing
    """
    reached = joined(
        scope, "followup_uncontacted", array_of(scope), today, key="engagement_id", columns={"last_met_at": DateTimeField(null=True)}
    )
    return (
        reached.annotate(
            was_met=Case(When(last_met_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField()),
            silent_since=Coalesce("last_met_at", Cast("starts_on", DateTimeField())),
        )
        .select_related("person", "unit")
        .order_by("was_met", "silent_since", "pk")
    )


def intakes_standing_still(scope: QuerySet[Intake], *, now: datetime) -> QuerySet[Intake]:
    """Intakes that have waited more than a working day and that nobody moves on, the oldest first.

    Nobody has them, the one who has them has left or is away for more than two weeks, or the day they were promised an answer has been.

    Gives   intakes with `is_forgotten`: that day has been, and `has_nobody`: nobody has it who is here
    Cost    one query; person, owner and who referred come loaded
    Source  RULES W1, W2
    """
    today = local_day(now)
    absences = Absence.objects.filter(user=OuterRef("owner"))
    long_away = Exists(absences.filter(holds_on(today))) & Exists(absences.filter(holds_on(today + LONG_AWAY)))
    nobody = Q(owner__isnull=True) | ~works_here(today, "owner") | long_away
    forgotten = Q(state=IntakeState.WAITING, waits_until__lt=today)
    return (
        scope.filter(nobody | forgotten, state__in=OPEN_INTAKES, referred_at__lt=a_working_day_before(now))
        .annotate(
            is_forgotten=Case(When(forgotten, then=Value(True)), default=Value(False)),
            has_nobody=Case(When(nobody, then=Value(True)), default=Value(False)),
        )
        .select_related("person", "owner", "referred_by")
        .order_by("referred_at", "pk")
    )


def a_working_day_before(now: datetime) -> datetime:
    """The moment from which a whole working day has gone by since; nights, week-ends and holidays do not count. In UTC."""
    left, until, day = A_WORKING_DAY, now.astimezone(UTC), local_day(now)
    while True:
        if is_working_day(day):
            opens, closes = opening_hours(day)
            spent = max(min(closes, until) - opens, timedelta(0))
            if spent >= left:
                return min(closes, until) - left
            left -= spent
        day -= timedelta(days=1)


def calls_overdue(scope: QuerySet[CallBack], *, now: datetime) -> QuerySet[CallBack]:
    """Those who wait to be rung back, and should have been. Cost: one query, as `waiting_calls`. Source: RULES W3"""
    return waiting_calls(scope, now=now).filter(due_at__lt=now)


def with_the_two(rows: QuerySet[Row], *, today: date) -> QuerySet[Row]:
    """Engagements or relations with who holds them today, for `the_two(row.responsibilities.all())`. Cost: one query more."""
    return rows.prefetch_related(Prefetch("responsibilities", held_on(today)))


def people_nobody_answers_for(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """Those nobody is responsible for, and those who can ring nobody today as both are away. The longest running first.

    Cost    one query; person and unit come loaded
    Source  RULES W2, W3
    """
    return people_covered(scope, today=today).filter(is_answered=False)


def people_without_deputy(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """Those who can ring somebody today, and would have nobody if that one went away. Cost: as above. Source: RULES W2"""
    return people_covered(scope, today=today).filter(is_answered=True, has_deputy=False)


def people_covered(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Any]:
    """Those who are followed up today, with `is_answered` and `has_deputy`: a deputy alone is nobody who answers."""
    running = joined(scope, "intake_cover", array_of(scope), [], today, key="engagement_id", columns=COVER)
    return running.select_related("person", "unit").order_by("starts_on", "pk")


def employers_nobody_answers_for(scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[EmployerRelation]:
    """The same for the employers a unit keeps in touch with. Cost: one query, workplace loaded."""
    return employers_covered(scope, today=today).filter(is_answered=False)


def employers_without_deputy(scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[EmployerRelation]:
    return employers_covered(scope, today=today).filter(is_answered=True, has_deputy=False)


def employers_covered(scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[Any]:
    running = joined(scope, "intake_cover", [], array_of(scope), today, key="relation_id", columns=COVER)
    return running.select_related("workplace").order_by("starts_on", "pk")


@dataclass(frozen=True)
class ToTakeUp:
    """How long each list of what somebody must take up is, and how many are followed up in all."""

    uncontacted: int
    never_contacted: int
    seldom_contacted: int
    standing_still: int
    not_rung: int
    openings: int
    people_unanswered: int
    employers_unanswered: int
    people_without_deputy: int
    employers_without_deputy: int
    followed: int

    @property
    def unanswered(self) -> int:
        return self.people_unanswered + self.employers_unanswered

    @property
    def without_deputy(self) -> int:
        return self.people_without_deputy + self.employers_without_deputy


def to_take_up(rows: UnitRows, *, today: date, now: datetime) -> ToTakeUp:
    """The figures on top of the leader's page: each the length of its list, or of what its list is asked of.

    Cost    two queries, and the keys'
    """
    return ToTakeUp(
        **counts(
            rows.unit,
            standing_still=intakes_standing_still(rows.intakes, now=now),
            not_rung=calls_overdue(rows.calls, now=now),
            openings=openings_without_follow_up(rows.openings, today=today),
        ),
        **ask("followup_to_take_up", rows.engagement_keys, array_of(rows.relations), today)[0],
    )


# Who is followed up, and who has room


def people_followed(scope: QuerySet[Engagement], *, today: date, by: User | None = None) -> QuerySet[Engagement]:
    """Everybody who is followed up today, or those one user is responsible for, by name. One row a person, in two services too.

    Gives   engagements with `last_sorted` and `first_sorted`; person and unit loaded
    Cost    one query
    """
    running = scope.filter(holds_on(today)).order_by()
    if by is not None:
        running = running.filter(Exists(held_today(today).filter(engagement=OuterRef("pk"), user=by)))
    return (
        running.filter(pk__in=Keys("intake_each_once", array_of(running), today))
        .annotate(last_sorted=in_norwegian_order("person__last_name"), first_sorted=in_norwegian_order("person__first_name"))
        .select_related("person", "unit")
        .order_by("last_sorted", "first_sorted", "pk")
    )


def loads(rows: UnitRows, *, today: date) -> list[Caseload]:
    """The specialists of a unit in the order of the alphabet, with how many the leader finds in the list of each.

    Counted from the rows the leader may see, so that figure and list are one, and the figure tells of nobody protected.

    Cost    one query, and the keys'
    Source  RULES W12, A4, M6
    """
    return caseloads_of(specialists_in([rows.unit.pk], today=today, among=rows.engagement_keys))


def colleague(scope: QuerySet[User], unit: Unit, public_id: str, *, today: date) -> User | None:
    """The specialist of a unit with a public id; none for one who is somewhere else, or for what is no id. Cost: one query."""
    try:
        asked = UUID(public_id)
    except ValueError:
        return None
    works = Membership.objects.filter(holds_on(today), user=OuterRef("pk"), unit=unit, role=Role.SPECIALIST)
    return scope.filter(Exists(works), public_id=asked).first()


# The last weeks


def last_weeks(today: date, *, weeks: int = WEEKS) -> list[date]:
    """The mondays of the last weeks, the oldest first; the last is of the week that runs."""
    return [monday_of(today) - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]


def contacts_between(scope: QuerySet[Engagement], *, first: date, last: date) -> QuerySet[Contact]:
    """Contacts with the people of a scope or about them between two days, both included, latest first. Attempts without an answer, and what
    was taken back, are not among them.

    Takes   scope  engagements; those that have ended count for the weeks when they ran
    Cost    one query; the person comes loaded
    """
    withdrawal = Contact.objects.filter(withdraws=OuterRef("pk"))
    return (
        Contact.objects.filter(~Exists(withdrawal), withdraws__isnull=True, engagement__in=scope.order_by())
        .exclude(kind=ContactKind.NO_ANSWER)
        .filter(happened_at__gte=midnight(first), happened_at__lt=midnight(last + timedelta(days=1)))
        .select_related("person")
        .order_by("-happened_at", "-pk")
    )


def meetings_in(scope: QuerySet[EmployerVisit], *, first: date, last: date) -> QuerySet[EmployerVisit]:
    """The visits to employers that `employer_meetings_per_week` counts as meetings."""
    return meetings_between(scope, first=first, last=last).filter(kind=VisitKind.VISIT)


def calls_in(scope: QuerySet[EmployerVisit], *, first: date, last: date) -> QuerySet[EmployerVisit]:
    """The telephone calls to employers that the same figures count as calls."""
    return meetings_between(scope, first=first, last=last).filter(kind=VisitKind.PHONE)


def week_end(monday: date, *, today: date) -> date:
    return min(monday + timedelta(days=6), today)


def calls_asked(scope: QuerySet[CallBack], *, first: date, last: date) -> QuerySet[CallBack]:
    """Those who asked to be rung between two days, both included, latest first, whether they have been rung or wait. Cost: one query."""
    return (
        scope.filter(asked_at__gte=midnight(first), asked_at__lt=midnight(last + timedelta(days=1)))
        .select_related("person", "engagement", "relation__workplace")
        .order_by("-asked_at", "-pk")
    )


def answers_per_week(scope: QuerySet[CallBack], *, mondays: list[date]) -> tuple[dict[date, AnswerTimes], AnswerTimes]:
    """How long people waited to be rung, by the week they asked in, and all together. Never by colleague.

    Cost    one query, and a row in memory for each call
    Source  RULES W3, M6
    """
    asked = calls_asked(scope, first=mondays[0], last=mondays[-1] + timedelta(days=6)).select_related(None).order_by()
    by_week: dict[date, list[tuple[datetime, datetime, datetime | None]]] = defaultdict(list)
    for asked_at, due_at, rung_at in asked.values_list("asked_at", "due_at", "rung_at"):
        by_week[monday_of(local_day(asked_at))].append((asked_at, due_at, rung_at))
    weekly = {monday: times_of(by_week[monday]) for monday in mondays}
    return weekly, times_of(row for rows in by_week.values() for row in rows)


@dataclass(frozen=True)
class Week:
    """One week of a unit, in figures."""

    monday: date
    contacts: int
    meetings: int
    calls: int
    answers: AnswerTimes
    uncontacted: int

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class LastWeeks:
    weeks: tuple[Week, ...]
    answers: AnswerTimes


def last_weeks_of(rows: UnitRows, *, today: date) -> LastWeeks:
    """The last twelve weeks of a unit, the oldest first.

    Gives   contacts by the week they happened in, and `uncontacted` as long as that list was on the Sunday, or is today in the week that
            runs; both by the calendar in Norway and by what is written today
    Cost    three queries, and the keys'
    """
    mondays = last_weeks(today)
    figures = {each["monday"]: each for each in ask("followup_weeks", rows.engagement_keys, mondays[0], today)}
    met: dict[date, dict[str, Any]] = {
        each.monday: {"meetings": each.meeting_count, "calls": each.call_count}
        for each in employer_meetings_per_week(rows.visits, today=today, weeks=len(mondays))
    }
    answers, together = answers_per_week(rows.calls, mondays=mondays)
    return LastWeeks(tuple(Week(**figures[monday], **met[monday], answers=answers[monday]) for monday in mondays), together)
