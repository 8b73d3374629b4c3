"""Employers, who has knocked on which door, a day's visits, and openings. Source: MISSION §7.3."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncWeek

from brobygger.accounts.models import User
from brobygger.appointments.states import AppointmentState
from brobygger.intake.cover import EmployerPickUp, held_on, who_picks_up_for_employers
from brobygger.intake.models import EmployerRelation, Part
from brobygger.jobdev.models import HELD, PLANNED, EmployerVisit, Opening, OpeningState, VisitKind
from brobygger.jobdev.route import Point
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import local_day, midnight
from brobygger.parties.models import ContactPerson, Membership, Role, Unit, Workplace
from brobygger.parties.queries import holds_on, in_norwegian_order
from brobygger.reference.models import PostalCode

LATELY = timedelta(days=90)
FOLLOW_UP_DAYS = 14
HAS_NEXT_STEP = Q(agreed__state=AppointmentState.PLANNED)
AS_PLANNED = ("appointment__starts_at", F("appointment__is_all_day").desc(), "pk")  # those for any time of a day come first


# Employers


def employers(
    scope: QuerySet[Workplace],
    *,
    text: str,
    visits: QuerySet[EmployerVisit],
    openings: QuerySet[Opening],
    relations: QuerySet[EmployerRelation],
    today: date,
) -> QuerySet[Workplace]:
    """Workplaces with every word of a text in their name, their organisation's or their place's, by the alphabet.

    Takes   scope      the workplaces the reader may see
            visits, openings, relations  those of the reader's units: nothing else is counted or named
            text       words or parts of them; none gives all. A word may be the register number
    Gives   workplaces with `last_visit_at`, `open_openings`, `responsible_name` (None when nobody is) and `name_sorted`, which orders
            them; organisation and place loaded
    Cost    one query; every name of the scope is looked through, 10,000 in some tens of milliseconds, and the three counts only for the
            page that is taken
    """
    found = scope.annotate(name_sorted=in_norwegian_order("name"))
    for word in text.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation__register_number=word)
            | Q(postal_code__place__icontains=word)
        )
    held = visits.filter(HELD, workplace=OuterRef("pk")).order_by("-held_at", "-pk")
    waiting = openings.filter(workplace=OuterRef("pk"), state=OpeningState.OPEN).order_by().values("workplace")
    answering = (
        held_on(today)
        .filter(holds_on(today, "relation__"), part=Part.RESPONSIBLE, relation__in=relations, relation__workplace=OuterRef("pk"))
        .order_by("relation__starts_on", "pk")
    )
    return (
        found.annotate(
            last_visit_at=Subquery(held.values("held_at")[:1]),
            open_openings=Coalesce(Subquery(waiting.annotate(count=Count("pk")).values("count")), 0),
            responsible_name=Subquery(answering.values("user__name")[:1]),
        )
        .select_related("organisation", "postal_code")
        .order_by("name_sorted", "pk")
    )


def in_touch_with(
    scope: QuerySet[Workplace],
    *,
    visits: QuerySet[EmployerVisit],
    openings: QuerySet[Opening],
    relations: QuerySet[EmployerRelation],
    today: date,
) -> QuerySet[Workplace]:
    """Of some workplaces those the reader's units have to do with: a relation, an open opening, or a visit planned or made lately."""
    since = midnight(today - LATELY)
    lately = visits.filter(PLANNED | Q(held_at__gte=since))
    return scope.filter(
        Q(pk__in=relations.filter(holds_on(today)).values("workplace"))
        | Q(pk__in=openings.filter(state=OpeningState.OPEN).values("workplace"))
        | Q(pk__in=lately.values("workplace"))
    )


def people_at(scope: QuerySet[ContactPerson], workplace: Workplace, *, today: date) -> QuerySet[ContactPerson]:
    """Whom to call at a workplace: those who can decide first, then by name. Cost: one query, the person loaded."""
    return people_ever_at(scope, workplace, today=today).filter(holds_on(today))


def people_ever_at(scope: QuerySet[ContactPerson], workplace: Workplace, *, today: date) -> QuerySet[ContactPerson]:
    """The same, and those who were called there before. Cost: one query, the person loaded."""
    return (
        scope.filter(workplace=workplace, starts_on__lte=today)
        .select_related("person")
        .order_by(F("can_decide").desc(), in_norwegian_order("person__last_name"), in_norwegian_order("person__first_name"), "pk")
    )


# Who has knocked


@dataclass(frozen=True)
class Knock:
    """That somebody was at a workplace lately, or is to go there. Who it was is told within the unit only.

    Takes   on           the day
            who          none when it was another unit
            visit_key, visitor_key  to know one's own by; never shown
    """

    unit: str
    on: date
    is_planned: bool
    is_phone: bool
    who: User | None
    visit_key: int
    visitor_key: int


@dataclass(frozen=True)
class Tie:
    """Which unit keeps in touch with a workplace, and within the unit who answers today, and the two who take turns at it."""

    unit: str
    two: EmployerPickUp | None

    @property
    def is_ours(self) -> bool:
        return self.two is not None


@dataclass(frozen=True)
class Doorstep:
    """What one should know before knocking: who has been here, and who has the contact."""

    knocks: tuple[Knock, ...]
    ties: tuple[Tie, ...]

    def of_others(self, user: User) -> list[Knock]:
        """The knocks of anybody else, which is what to be aware of."""
        return [knock for knock in self.knocks if knock.visitor_key != user.pk]

    def besides(self, visit_key: int) -> Doorstep:
        """The same, less one visit: the one that is to be made."""
        return Doorstep(tuple(knock for knock in self.knocks if knock.visit_key != visit_key), self.ties)


def knocked_lately(workplace: Workplace, *, today: date, units: Collection[int] = ()) -> Doorstep:
    """Who was at a workplace in the last 90 days or has a visit planned, and who has the contact.

    Takes   units  the keys of the reader's units: who it was is told for these, for all others only the unit and the day
    Gives   planned ones first, the soonest first; then the latest
    Cost    three queries
    Source  MISSION §7.3; no cell of the table gives other units' visits, and none is shown: only that there was one
    """
    return doorsteps([workplace.pk], units=units, today=today)[workplace.pk]


def doorsteps(workplaces: Collection[int], *, today: date, units: Collection[int] = ()) -> dict[int, Doorstep]:
    """`knocked_lately` for several at once, by the key of the workplace. Cost: three queries for any number."""
    lately = (
        EmployerVisit.objects.filter(is_lately(today), workplace__in=workplaces)
        .select_related("unit", "visitor", "appointment")
        .order_by("-held_at", *AS_PLANNED)
    )
    relations = EmployerRelation.objects.filter(workplace__in=workplaces)
    return doorsteps_from(workplaces, lately, who_picks_up_for_employers(relations, today=today), units=units)


def is_lately(today: date) -> Q:
    return (PLANNED & Q(appointment__starts_at__gte=midnight(today))) | Q(held_at__gte=midnight(today - LATELY))


def doorsteps_from(
    workplaces: Collection[int], lately: Iterable[EmployerVisit], answering: Iterable[EmployerPickUp], *, units: Collection[int]
) -> dict[int, Doorstep]:
    knocks: dict[int, list[Knock]] = {key: [] for key in workplaces}
    for visit in lately:
        knocks[visit.workplace_id].append(
            Knock(
                unit=visit.unit.name,
                on=local_day(visit.moment),
                is_planned=visit.held_at is None,
                is_phone=visit.kind == VisitKind.PHONE,
                who=visit.visitor if visit.unit_id in units else None,
                visit_key=visit.pk,
                visitor_key=visit.visitor_id,
            )
        )
    ties: dict[int, list[Tie]] = {key: [] for key in workplaces}
    for two in answering:
        ties[two.relation.workplace_id].append(Tie(two.relation.unit.name, two if two.relation.unit_id in units else None))
    return {
        key: Doorstep(
            tuple(sorted(knocks[key], key=lambda knock: not knock.is_planned)),
            tuple(sorted(ties[key], key=lambda tie: not tie.is_ours)),
        )
        for key in workplaces
    }


def at_the_door(
    workplace: Workplace,
    *,
    read: QuerySet[EmployerVisit],
    own: QuerySet[EmployerVisit],
    ends: QuerySet[EmployerRelation],
    units: Collection[int],
    today: date,
    most: int,
) -> tuple[Doorstep, list[Any]]:
    """What an employer's own page tells of visits and of who has the contact, in as few questions as it can be.

    Takes   read, own  the visits the reader may see, and those of which it is theirs to say that something is done
            ends       the relations the reader may end
            units      as `knocked_lately`
    Gives   as `knocked_lately`, with `may_end` on the relations; and of the visits the reader may see the first of `visits_at`, those of
            late, and those after which something is to be done that is not, each with `is_own`
    Cost    three queries
    """
    readable = Q(pk__in=read.order_by().values("pk"))
    wanted = is_lately(today) | Q(pk__in=visits_at(read, workplace).values("pk")[:most]) | (HAS_NEXT_STEP & readable)
    visits = list(
        visits_at(EmployerVisit.objects.filter(wanted), workplace).annotate(
            is_read=yes_if(readable), is_own=yes_if(Q(pk__in=own.order_by().values("pk"))), is_lately=yes_if(is_lately(today))
        )
    )
    relations = EmployerRelation.objects.filter(workplace=workplace).annotate(may_end=yes_if(Q(pk__in=ends.order_by().values("pk"))))
    answering = who_picks_up_for_employers(relations, today=today)
    known = doorsteps_from([workplace.pk], [each for each in visits if each.is_lately], answering, units=units)[workplace.pk]
    return known, [each for each in visits if each.is_read]


def yes_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=False, output_field=BooleanField())


# Visits


def visits_at(scope: QuerySet[EmployerVisit], workplace: Workplace) -> QuerySet[EmployerVisit]:
    """The visits to a workplace: those planned, the soonest first, then those that were made, the latest first. Cost: one query."""
    return (
        scope.filter(PLANNED | HELD, workplace=workplace)
        .select_related("visitor", "unit", "meets__person", "appointment", "agreed")
        .order_by(F("held_at").desc(nulls_first=True), *AS_PLANNED[:2], "-pk")
    )


def visits_of(scope: QuerySet[EmployerVisit], workplace: Workplace) -> QuerySet[EmployerVisit]:
    """The visits that were made to a workplace, for a page that orders them by `held_at`. Cost: one query."""
    return scope.filter(HELD, workplace=workplace).select_related("visitor", "unit", "meets__person", "agreed").order_by("-held_at", "-pk")


def point_of(postal_code: PostalCode | None) -> Point | None:
    if postal_code is None or postal_code.latitude is None or postal_code.longitude is None:
        return None
    return Point(postal_code.latitude, postal_code.longitude)


def visits_to_come(scope: QuerySet[EmployerVisit], *, today: date) -> QuerySet[EmployerVisit]:
    """Planned visits from a day on, the soonest first. Cost: one query, workplace and visitor loaded."""
    found = scope.filter(PLANNED, appointment__starts_at__gte=midnight(today))
    return found.select_related("workplace", "visitor", "appointment").order_by(*AS_PLANNED)


# Openings


def open_openings(scope: QuerySet[Opening], *, today: date, days: int = FOLLOW_UP_DAYS) -> tuple[list[Opening], list[Opening]]:
    """Openings that are open, those nobody has followed up longest first.

    Gives   those nobody has done anything about for the days given, and the others; workplace, place and owner loaded
    Cost    one query
    """
    limit = midnight(today - timedelta(days=days))
    found = list(
        scope.filter(state=OpeningState.OPEN)
        .select_related("workplace__postal_code", "owner", "told_by", "occupation")
        .order_by("followed_up_at", "pk")
    )
    return [each for each in found if each.followed_up_at < limit], [each for each in found if each.followed_up_at >= limit]


def openings_without_follow_up(scope: QuerySet[Opening], *, today: date, days: int = FOLLOW_UP_DAYS) -> QuerySet[Opening]:
    """Open openings nobody has done anything about for so many days, the longest first.

    Cost    one query; workplace and owner come loaded
    """
    limit = midnight(today - timedelta(days=days))
    return (
        scope.filter(state=OpeningState.OPEN, followed_up_at__lt=limit)
        .select_related("workplace", "owner")
        .order_by("followed_up_at", "pk")
    )


def openings_of(scope: QuerySet[Opening], workplace: Workplace) -> QuerySet[Opening]:
    """The openings at a workplace, open ones first, then the latest. Cost: one query, owner loaded."""
    return scope.filter(workplace=workplace).select_related("owner", "told_by").order_by(F("state").desc(), "-found_at", "-pk")


def new_openings(scope: QuerySet[Opening], *, user: User, since: datetime) -> QuerySet[Opening]:
    """Open openings a user follows up that others have told of since a moment, latest first. Cost: one query, workplace loaded."""
    return (
        scope.filter(state=OpeningState.OPEN, owner=user, found_at__gte=since, told_by__isnull=False)
        .select_related("workplace", "told_by")
        .order_by("-found_at", "-pk")
    )


def told_openings(scope: QuerySet[Opening]) -> QuerySet[Opening]:
    """Openings employers have told of themselves, latest first. Cost: one query, owner loaded."""
    return scope.filter(told_by__isnull=False).select_related("owner").order_by("-found_at", "-pk")


def those_who_visit(scope: QuerySet[User], *, unit: Unit, roles: Collection[Role], today: date) -> QuerySet[User]:
    """Those of a unit who have one of some roles on a day, by name. Cost: one query."""
    held = Membership.objects.filter(holds_on(today), unit=unit, role__in=roles, user=OuterRef("pk"))
    return scope.filter(Exists(held), is_active=True).order_by("name", "pk")


# Weeks


@dataclass(frozen=True)
class WeekOfMeetings:
    """How many times a unit met employers in a week, how many it rang, and how often the other could decide."""

    monday: date
    meeting_count: int
    call_count: int
    decider_count: int


def employer_meetings_per_week(scope: QuerySet[EmployerVisit], *, today: date, weeks: int = 8) -> list[WeekOfMeetings]:
    """Meetings with employers week by week, the oldest first; the last is the week that runs. A week without any is there too.

    Takes   scope  the visits of the unit; the figures are the unit's, never one person's
            weeks  1 or more
    Cost    one query
    Source  RULES M6
    """
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    first, after = midnight(mondays[0]), midnight(this_monday + timedelta(days=7))
    counted = (
        scope.filter(held_at__gte=first, held_at__lt=after)
        .annotate(week=TruncWeek("held_at", tzinfo=OSLO))
        .order_by("week")
        .values("week")
        .annotate(
            meetings=Count("pk", filter=Q(kind=VisitKind.VISIT)),
            calls=Count("pk", filter=Q(kind=VisitKind.PHONE)),
            deciders=Count("pk", filter=Q(spoke_with_decider=True)),
        )
    )
    weekly = {local_day(row["week"]): row for row in counted}
    nothing = {"meetings": 0, "calls": 0, "deciders": 0}
    return [
        WeekOfMeetings(monday, row["meetings"], row["calls"], row["deciders"])
        for monday in mondays
        for row in [weekly.get(monday, nothing)]
    ]


def meetings_between(scope: QuerySet[EmployerVisit], *, first: date, last: date) -> QuerySet[EmployerVisit]:
    """The visits behind the figures of some days, latest first. Cost: one query."""
    begin, after = midnight(first), midnight(last + timedelta(days=1))
    return scope.filter(held_at__gte=begin, held_at__lt=after).select_related("workplace", "visitor").order_by("-held_at", "-pk")


# Who answers


def workplaces_in_touch(scope: QuerySet[EmployerRelation], *, today: date) -> QuerySet[Workplace]:
    """The workplaces of some relations that run today, by name. Cost: one query."""
    running = scope.filter(holds_on(today))
    return Workplace.objects.filter(pk__in=running.values("workplace")).order_by(in_norwegian_order("name"), "pk")


def who_hears_from(workplace: Workplace, *, today: date) -> EmployerPickUp | None:
    """The one an employer's own word goes to, in the relation that has lasted longest; none when no unit keeps in touch.

    Gives   one with `answers`, or with the responsible when both of the two are away
    Cost    two queries
    """
    known = who_picks_up_for_employers(EmployerRelation.objects.filter(workplace=workplace), today=today)
    held = [two for two in known if two.answers or two.responsible]
    return min(held, key=lambda two: (two.answers is None, two.relation.starts_on, two.relation.pk), default=None)
