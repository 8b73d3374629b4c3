"""What the leader of a unit must see: each figure is counted from the very rows of its list. Source: RULES W2, A4, M6; ADR 0102."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateTimeField, Exists, IntegerField, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.aggregates import Count
from django.db.models.functions import Cast, Coalesce, TruncDate, TruncWeek

from brobygger.accounts.models import User
from brobygger.followup.callbacks import AnswerTimes, times_of, waiting_calls
from brobygger.followup.due_dates import real_contacts, with_due_dates
from brobygger.followup.models import CallBack, Contact, ContactKind
from brobygger.followup.working_time import opening_hours
from brobygger.intake.caseloads import Caseload, held_today, is_above_range, specialists_in
from brobygger.intake.cover import LONG_AWAY, held_on, works_here
from brobygger.intake.models import OPEN_INTAKES, Absence, EmployerRelation, Engagement, Intake, IntakeState, Part, Responsibility
from brobygger.jobdev.models import EmployerVisit, Opening, VisitKind
from brobygger.jobdev.queries import employer_meetings_per_week, meetings_between, openings_without_follow_up
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import local_day, midnight, monday_of
from brobygger.kernel.working_days import is_working_day
from brobygger.parties.models import Membership, Role, Unit
from brobygger.parties.queries import holds_on, in_norwegian_order

QUIET_DAYS = 14
WEEKS = 12
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
    reached = real_contacts().filter(engagement=OuterRef("pk"), happened_at__lt=midnight(today + timedelta(days=1)))
    lately = reached.filter(happened_at__gte=midnight(today - timedelta(days=QUIET_DAYS - 1)))
    return (
        scope.filter(holds_on(today))
        .filter(~Exists(lately))
        .annotate(last_met_at=Subquery(reached.order_by("-happened_at", "-pk").values("happened_at")[:1]))
        .annotate(
            was_met=Case(When(last_met_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField()),
            silent_since=Coalesce("last_met_at", Cast("starts_on", DateTimeField())),
        )
        .select_related("person", "unit")
        .order_by("was_met", "silent_since", "pk")
    )


def never_contacted(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """Of those nobody has reached in 14 days, those nobody has reached at all."""
    rows: QuerySet[Any] = uncontacted(scope, today=today)
    return rows.filter(last_met_at__isnull=True)


def seldom_contacted(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """Of those nobody has reached in 14 days, those whose next talk is not due yet: a month may be right a year into a job."""
    is_later = Q(due_on__gt=today) | Q(due_on__isnull=True)
    rows: QuerySet[Any] = with_due_dates(uncontacted(scope, today=today), today=today)
    return rows.filter(is_later, last_met_at__isnull=False)


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


def is_answered(path: str, *, today: date) -> Q:
    """That somebody is responsible for a row today, and that one or the deputy is at work. A deputy alone isn't enough. Source: RULES W2"""
    away = Absence.objects.filter(holds_on(today), user=OuterRef("user"))
    held = Responsibility.objects.filter(holds_on(today), works_here(today), **{path: OuterRef("pk")})
    return Q(Exists(held.filter(part=Part.RESPONSIBLE)), Exists(held.filter(~Exists(away))))


def with_the_two(rows: QuerySet[Row], *, today: date) -> QuerySet[Row]:
    """Engagements or relations with who holds them today, for `the_two(row.responsibilities.all())`. Cost: one query more."""
    return rows.prefetch_related(Prefetch("responsibilities", held_on(today)))


def has_deputy(path: str, *, today: date) -> Q:
    """That somebody who has not left stands in for a row today, away or not. Source: RULES W2"""
    return Q(Exists(Responsibility.objects.filter(holds_on(today), works_here(today), part=Part.DEPUTY, **{path: OuterRef("pk")})))


def people_nobody_answers_for(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """Those nobody is responsible for, and those who can ring nobody today as both are away. The longest running first.

    Cost    one query; person and unit come loaded
    Source  RULES W2, W3
    """
    return people_where(~is_answered("engagement", today=today), scope, today=today)


def people_without_deputy(scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    """Those who can ring somebody today, and would have nobody if that one went away. Cost: as above. Source: RULES W2"""
    return people_where(is_answered("engagement", today=today) & ~has_deputy("engagement", today=today), scope, today=today)


def people_where(condition: Q, scope: QuerySet[Engagement], *, today: date) -> QuerySet[Engagement]:
    return scope.filter(holds_on(today)).filter(condition).select_related("person", "unit").order_by("starts_on", "pk")


def employers_nobody_answers_for(scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[EmployerRelation]:
    """The same for the employers a unit keeps in touch with. Cost: one query, workplace loaded."""
    return employers_where(~is_answered("relation", today=today), scope, today=today)


def employers_without_deputy(scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[EmployerRelation]:
    return employers_where(is_answered("relation", today=today) & ~has_deputy("relation", today=today), scope, today=today)


def employers_where(condition: Q, scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[EmployerRelation]:
    return scope.filter(holds_on(today)).filter(condition).select_related("workplace").order_by("starts_on", "pk")


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
    """The figures on top of the leader's page. Cost: one query."""
    return ToTakeUp(
        **counts(
            rows.unit,
            uncontacted=uncontacted(rows.engagements, today=today),
            never_contacted=never_contacted(rows.engagements, today=today),
            seldom_contacted=seldom_contacted(rows.engagements, today=today),
            standing_still=intakes_standing_still(rows.intakes, now=now),
            not_rung=calls_overdue(rows.calls, now=now),
            openings=openings_without_follow_up(rows.openings, today=today),
            people_unanswered=people_nobody_answers_for(rows.engagements, today=today),
            employers_unanswered=employers_nobody_answers_for(rows.relations, today=today),
            people_without_deputy=people_without_deputy(rows.engagements, today=today),
            employers_without_deputy=employers_without_deputy(rows.relations, today=today),
            followed=people_followed(rows.engagements, today=today),
        )
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
    one_each = running.order_by("person", "pk").distinct("person").values("pk")
    return (
        running.filter(pk__in=one_each)
        .annotate(last_sorted=in_norwegian_order("person__last_name"), first_sorted=in_norwegian_order("person__first_name"))
        .select_related("person", "unit")
        .order_by("last_sorted", "first_sorted", "pk")
    )


def loads(rows: UnitRows, *, today: date) -> list[Caseload]:
    """The specialists of a unit in the order of the alphabet, with how many the leader finds in the list of each.

    Counted from the rows the leader may see, so that figure and list are one, and the figure tells of nobody protected.

    Cost    one query
    Source  RULES W12, A4, M6
    """
    held = held_today(today).filter(engagement__in=rows.engagements, user=OuterRef("user")).order_by()
    listed = held.values("user").annotate(count=Count("engagement__person", distinct=True)).values("count")
    found = specialists_in([rows.unit.pk], today=today).annotate(listed=Coalesce(Subquery(listed), 0))
    return [
        Caseload(
            user=each.user,
            unit_id=each.unit_id,
            work_percent=each.work_percent,
            count=each.listed,
            above_range_because=each.reason if is_above_range(each.listed, each.work_percent) else "",
        )
        for each in found
    ]


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


def contacts_per_week(scope: QuerySet[Engagement], *, mondays: list[date]) -> dict[date, int]:
    """Contacts week by week, by the calendar in Norway; a week without any is there too. Cost: one query."""
    rows = contacts_between(scope, first=mondays[0], last=mondays[-1] + timedelta(days=6)).select_related(None)
    counted = rows.annotate(week=TruncWeek("happened_at", tzinfo=OSLO)).order_by("week").values("week").annotate(count=Count("pk"))
    found = {local_day(row["week"]): row["count"] for row in counted}
    return {monday: found.get(monday, 0) for monday in mondays}


def meetings_in(scope: QuerySet[EmployerVisit], *, first: date, last: date) -> QuerySet[EmployerVisit]:
    """The visits to employers that `employer_meetings_per_week` counts as meetings."""
    return meetings_between(scope, first=first, last=last).filter(kind=VisitKind.VISIT)


def uncontacted_at_week_ends(scope: QuerySet[Engagement], *, mondays: list[date], today: date) -> dict[date, int]:
    """How many `uncontacted` gives on the Sunday of each week; for the week that runs, today.

    Cost    one query, and a row in memory for each engagement: to ask for twelve lists takes five times as long
    """
    evenings = {monday: week_end(monday, today=today) for monday in mondays}
    first, last = min(evenings.values()), max(evenings.values())
    reached = real_contacts().filter(
        engagement=OuterRef("pk"),
        happened_at__gte=midnight(first - timedelta(days=QUIET_DAYS - 1)),
        happened_at__lt=midnight(last + timedelta(days=1)),
    )
    days = reached.order_by().values(day=TruncDate("happened_at", tzinfo=OSLO)).distinct()
    running = scope.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last).order_by()
    found = list(running.annotate(days=ArraySubquery(days)).values_list("starts_on", "ends_on", "days"))
    return {monday: sum(is_quiet(*row, on=evening) for row in found) for monday, evening in evenings.items()}


def is_quiet(starts_on: date, ends_on: date | None, days: list[date], *, on: date) -> bool:
    """Whether an engagement runs on a day, and none of the days somebody was reached is among the last 14."""
    runs = starts_on <= on and (ends_on is None or on <= ends_on)
    return runs and not any(timedelta(0) <= on - day < timedelta(days=QUIET_DAYS) for day in days)


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
    """The last twelve weeks of a unit, the oldest first. Cost: four queries."""
    mondays = last_weeks(today)
    contacts = contacts_per_week(rows.engagements, mondays=mondays)
    meetings = {each.monday: each.meeting_count for each in employer_meetings_per_week(rows.visits, today=today, weeks=len(mondays))}
    answers, together = answers_per_week(rows.calls, mondays=mondays)
    quiet = uncontacted_at_week_ends(rows.engagements, mondays=mondays, today=today)
    return LastWeeks(
        tuple(Week(monday, contacts[monday], meetings[monday], answers[monday], quiet[monday]) for monday in mondays), together
    )
