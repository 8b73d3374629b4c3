"""A day's work for one who follows people up: who waits for a call, who is due, where to go, and what is new. Source: MISSION §6.2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, JSONObject

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty
from brobygger.appointments.queries import AS_AGREED
from brobygger.appointments.states import AppointmentState
from brobygger.followup.callbacks import calls_of, waiting_calls
from brobygger.followup.due_dates import NEVER, most_overdue_first, with_due_dates
from brobygger.followup.models import CallBack, Contact, ContactKind, Handover, HandoverState
from brobygger.intake.models import OPEN_INTAKES, Absence, EmployerRelation, Engagement, Intake, Part, Responsibility, SpecialistProfile
from brobygger.intake.queries import caseload
from brobygger.jobdev.models import HELD, EmployerVisit, Opening, OpeningState
from brobygger.jobdev.queries import LATELY, point_of
from brobygger.jobdev.route import Errand, Point, in_travel_order
from brobygger.kernel.local_time import in_norway, local_day, midnight
from brobygger.kernel.sql import Keys
from brobygger.parties.models import Person, Protection, Role
from brobygger.parties.queries import holds_on

DAYS_AHEAD = 7  # how far ahead the page looks; later than that stands in the list of one's people
MOST_SHOWN = 30  # people on the page, which then stays light; the others stand in the list of one's people
NEWS_FOR = timedelta(days=3)  # an opening is news so long
MOST_NEWS = 12
TOLD_WITHIN = timedelta(days=60)  # what nobody has told of by then is not asked about any more
ONE_DAY = timedelta(days=1)
QUICK_KINDS = (ContactKind.PHONE, ContactKind.AT_WORK, ContactKind.OUT, ContactKind.NO_ANSWER)


def followed_today(scope: QuerySet[Engagement], *, user: User, today: date) -> QuerySet[Any]:
    """Those a user follows up today: their own, and those they stand in for, as nobody responsible is at work. Most overdue first.

    Takes   scope  the engagements the user may write contacts about
    Gives   engagements with what `caseload`, `with_due_dates` and `with_the_last_of` give; person comes loaded
    Cost    one query for any number of rows
    Source  RULES W3, W4
    """
    mine = answered_today(scope, user=user, today=today)
    return with_the_last_of(in_due_order(mine, user=user, today=today), today=today)


def answered_today(scope: QuerySet[Engagement], *, user: User, today: date) -> QuerySet[Any]:
    """Of a user's caseload their own, and those they stand in for, as nobody responsible is at work."""
    return caseload(scope, user=user, today=today).filter(Q(is_mine=True) | Q(is_covered=True))


def in_due_order(mine: QuerySet[Any], *, user: User, today: date) -> QuerySet[Any]:
    among = Keys("intake_caseload", user.pk, today, column="engagement_id")
    return most_overdue_first(with_due_dates(mine, today=today, among=among))


def with_the_last_of(rows: QuerySet[Any], *, today: date) -> QuerySet[Any]:
    """Engagements with `last_kind`, what was logged last, None or one of QUICK_KINDS; and `next_step`, what is agreed next from today on:
    {what, at, is_all_day}, None for nothing.
    """
    taken_back = Contact.objects.filter(withdraws=OuterRef("pk"))
    logged = Contact.objects.filter(~Exists(taken_back), engagement=OuterRef("pk"), withdraws__isnull=True)
    theirs = AppointmentParty.objects.filter(person=OuterRef(OuterRef("person"))).values("appointment")
    agreed = Appointment.objects.filter(pk__in=theirs, state=AppointmentState.PLANNED, starts_at__gte=midnight(today)).order_by(*AS_AGREED)
    said_next = JSONObject(what="about", kind="kind", at="starts_at", is_all_day="is_all_day")
    found: QuerySet[Any] = rows.annotate(
        next_step=Subquery(agreed.exclude(kind=AppointmentKind.LOOP).values(said=said_next)[:1]),
        last_kind=Subquery(logged.filter(kind__in=QUICK_KINDS).order_by("-happened_at", "-pk").values("kind")[:1]),
    )
    return found


@dataclass(frozen=True)
class DueDay:
    """Those who are due on one of the next days."""

    on: date
    engagements: tuple[Any, ...]


@dataclass(frozen=True)
class DueSoon:
    """A caseload by when somebody is due: now, on the next days, and how many in all, also those the page has no room for."""

    now: tuple[Any, ...]
    ahead: tuple[DueDay, ...]
    now_count: int
    ahead_count: int
    count: int

    @property
    def is_cut_short(self) -> bool:
        return len(self.now) + sum(len(day.engagements) for day in self.ahead) < self.now_count + self.ahead_count


def by_day(mine: QuerySet[Any], *, user: User, today: date) -> tuple[DueSoon, dict[str, date | None]]:
    """A caseload laid out by day. Nobody in touch yet, late and today is now; what is more than a week ahead is only counted.

    Takes   mine  from `answered_today`
    Gives   the days, and the colleagues one stands in for with each one's last day away
    Cost    two queries: when each is due, to count and choose by; and the MOST_SHOWN first of those who are due soon
    """
    due_dates = ("last_contact_at", "due_on", "due_phase")
    outline = list(in_due_order(mine, user=user, today=today).values_list("pk", *due_dates, "covers_for", "covers_until", named=True))
    last = today + timedelta(days=DAYS_AHEAD)
    now = [each for each in outline if each.due_phase == NEVER or (each.due_on is not None and each.due_on <= today)]
    soon = [each for each in outline if each.due_phase != NEVER and each.due_on is not None and today < each.due_on <= last]
    found = with_the_last_of(mine, today=today).in_bulk([each.pk for each in (*now, *soon)[:MOST_SHOWN]])
    for each in (*now, *soon)[:MOST_SHOWN]:
        if each.pk in found:
            vars(found[each.pk]).update({name: getattr(each, name) for name in due_dates})
    days = groupby((each for each in soon if each.pk in found), key=lambda each: each.due_on)
    due = DueSoon(
        now=tuple(found[each.pk] for each in now if each.pk in found),
        ahead=tuple(DueDay(on, tuple(found[each.pk] for each in those)) for on, those in days),
        now_count=len(now),
        ahead_count=len(soon),
        count=len(outline),
    )
    return due, {each.covers_for: each.covers_until for each in outline if each.covers_for}


@dataclass(frozen=True)
class Stop:
    """An appointment on the day's way: about how many minutes it is from the stop before, and with whom.

    `visit` is the visit it is for, `person` the candidate who is to be there, each None for none. `knock` is the last time somebody else
    was at a workplace that is visited, {who, unit, is_ours, at}; `contact` has the contact with the employer. Of what an absent colleague
    has agreed, `covers_for` is who it was and `covers_until` the last day away.
    """

    appointment: Any
    visit: EmployerVisit | None
    person: Person | None
    minutes: int | None
    is_first: bool
    knock: dict[str, Any] | None
    contact: str
    covers_for: str = ""
    covers_until: date | None = None


@dataclass(frozen=True)
class Agreed:
    """What is agreed for today in the order one drives, what one has said one will do, and what nobody has said how went."""

    today: tuple[Stop, ...] = ()
    steps: tuple[Stop, ...] = ()
    not_logged: tuple[Stop, ...] = ()

    @property
    def people(self) -> list[Person]:
        return [stop.person for stop in (*self.today, *self.steps, *self.not_logged) if stop.person is not None]


def agreed_today(
    scope: QuerySet[Appointment], relations: QuerySet[EmployerRelation], people: QuerySet[Person], *, user: User, today: date
) -> Agreed:
    """A user's appointments today with those of absent colleagues whose usual deputy they are, and their own of earlier days not told of.

    Takes   scope      the appointments the user may see
            relations  the employer relations the user may see
            people     those the user may read of: nobody else is named
    Cost    four queries for any number of appointments
    Source  MISSION §7.3; RULES W3; ADR 0103, the order; ADR 0119
    """
    found = list(planned_until(scope, relations, user=user, today=today))
    with_whom = candidates_at(found, people)
    of_today = {each.pk: each for each in found if each.on == today and each.kind != AppointmentKind.STEP}
    errands = [Errand(key, each.at, where(each)) for key, each in of_today.items()]
    start = point_of(next(iter(of_today.values())).unit.postal_code) if of_today else None
    way = [
        stop_at(of_today[leg.key], leg.minutes, with_whom, is_first=not number)
        for number, leg in enumerate(in_travel_order(errands, start=start))
    ]
    others = [stop_at(each, None, with_whom) for each in found if each.pk not in of_today]
    steps = tuple(stop for stop in others if stop.appointment.kind == AppointmentKind.STEP)
    return Agreed(tuple(way), steps, tuple(stop for stop in others if stop.appointment.kind != AppointmentKind.STEP))


def where(appointment: Appointment) -> Point | None:
    """The workplace; nobody knows where else on the map somebody is met, and what is on the telephone moves nobody."""
    if appointment.kind == AppointmentKind.CALL or appointment.workplace is None:
        return None
    return point_of(appointment.workplace.postal_code)


def planned_until(scope: QuerySet[Appointment], relations: QuerySet[EmployerRelation], *, user: User, today: date) -> QuerySet[Appointment]:
    """What is planned until the end of a day and has not been told of: one's own, and those of today of whom one stands in for."""
    away = Absence.objects.filter(holds_on(today), user=OuterRef("user"))
    absent = SpecialistProfile.objects.filter(Exists(away), usual_deputy=user)
    since, until_then = midnight(today - TOLD_WITHIN), midnight(today + ONE_DAY)
    whose = [user.pk, *absent.order_by("user").values_list("user", flat=True)]
    planned = {"state": AppointmentState.PLANNED, "starts_at__gte": since, "starts_at__lt": until_then}
    theirs = AppointmentParty.objects.filter(user__in=whose, **{f"appointment__{name}": value for name, value in planned.items()})
    keys = list(theirs.order_by("appointment").values_list("appointment", flat=True))  # few, so that all else is asked of those only
    parties = AppointmentParty.objects.filter(appointment=OuterRef("pk"))
    covered = parties.filter(user__in=absent.values("user"))
    until = Absence.objects.filter(holds_on(today), user=OuterRef("user")).values("ends_on")[:1]
    knocks = EmployerVisit.objects.filter(HELD, workplace=OuterRef("workplace"), held_at__gte=midnight(today - LATELY)).exclude(
        visitor=user
    )
    knock = JSONObject(who="visitor__name", unit="unit__name", unit_key="unit", at="held_at")
    has_contact = (
        Responsibility.objects.filter(holds_on(today), holds_on(today, "relation__"), part=Part.RESPONSIBLE, relation__in=relations)
        .filter(relation__workplace=OuterRef("workplace"))
        .order_by("relation__starts_on", "pk")
    )
    return (
        scope.filter(pk__in=keys)
        .exclude(kind=AppointmentKind.LOOP, starts_at__lt=midnight(today))
        .annotate(is_mine=Exists(parties.filter(user=user)))
        .filter(Q(is_mine=True) | Exists(covered), Q(is_mine=True) | Q(starts_at__gte=midnight(today)))
        .select_related(
            "workplace__postal_code", "unit__postal_code", "visit__meets__person", "visit__workplace", "after_visit", "suggestion"
        )
        .annotate(
            knock=Subquery(knocks.order_by("-held_at", "-pk").values(said=knock)[:1]),
            contact=Subquery(has_contact.values("user__name")[:1]),
            covers_for=Subquery(covered.order_by("pk").values("user__name")[:1]),
            covers_until=Subquery(covered.order_by("pk").annotate(until=Subquery(until)).values("until")[:1]),
        )
        .order_by(*AS_AGREED)
    )


def candidates_at(found: Iterable[Appointment], people: QuerySet[Person]) -> dict[int, Person]:
    """The candidate who is to be at each of some appointments, of those the reader may read of. Cost: one query, none for none."""
    keys = [each.pk for each in found]
    if not keys:
        return {}
    parties = AppointmentParty.objects.filter(appointment__in=keys, role=Role.CANDIDATE, person__in=people).select_related("person")
    return {party.appointment_id: party.person for party in parties.order_by("-pk") if party.person is not None}


def stop_at(appointment: Any, minutes: int | None, with_whom: dict[int, Person], *, is_first: bool = False) -> Stop:
    visit = getattr(appointment, "visit", None)
    return Stop(
        appointment,
        visit,
        with_whom.get(appointment.pk),
        minutes,
        is_first,
        said(appointment) if visit is not None else None,
        appointment.contact or "" if visit is not None else "",
        covers_for="" if appointment.is_mine else appointment.covers_for or "",
        covers_until=None if appointment.is_mine else appointment.covers_until,
    )


def said(appointment: Any) -> dict[str, Any] | None:
    """The last knock of somebody else: who within the unit, else only which unit."""
    if appointment.knock is None:
        return None
    is_ours = appointment.knock["unit_key"] == appointment.unit_id
    at = in_norway(datetime.fromisoformat(appointment.knock["at"]))
    return {"who": appointment.knock["who"] if is_ours else "", "unit": appointment.knock["unit"], "is_ours": is_ours, "at": at}


class NewsKind(StrEnum):
    INTAKE = "intake"
    HANDOVER = "handover"
    OPENING = "opening"


@dataclass(frozen=True)
class News:
    """Something somebody else has done that wants an answer. No candidate is named.

    Takes   who    who did it, and nobody when it was the reader; of an opening the workplace
            what   of an opening the tasks in short
            until  when the answer is wanted, if a day is set
            count  of a handover how many it is about
    """

    kind: NewsKind
    about: UUID
    who: str
    what: str
    until: date | None
    count: int
    at: datetime


def news(intakes: QuerySet[Intake], handovers: QuerySet[Handover], openings: QuerySet[Opening], *, user: User, now: datetime) -> list[News]:
    """What waits for an answer from a user, and openings others have found lately, latest first.

    Takes   intakes, handovers, openings  those the user may answer or see
    Cost    one query
    """
    today = local_day(now)
    no_words, no_day, none = Value("", CharField()), Value(None, DateField()), Value(0)
    waiting = Q(waits_until__isnull=True) | Q(waits_until__lte=today + timedelta(days=DAYS_AHEAD))
    rows = (
        intakes.filter(waiting, owner=user, state__in=OPEN_INTAKES)
        .order_by()
        .annotate(who=Case(When(referred_by=user, then=Value("")), default=F("referred_by__name")))
        .values_list(Value("intake", CharField()), "public_id", "who", no_words, F("waits_until"), none, F("referred_at")),
        handovers.filter(to_user=user, state=HandoverState.PROPOSED)
        .order_by()
        .annotate(many=Count("items"))
        .values_list(
            Value("handover", CharField()), "public_id", F("from_user__name"), no_words, F("answer_by"), F("many"), F("proposed_at")
        ),
        openings.filter(state=OpeningState.OPEN, found_at__gte=now - NEWS_FOR)
        .exclude(owner=user, told_by__isnull=True)
        .order_by()
        .values_list(
            Value("opening", CharField()),
            "public_id",
            F("workplace__name"),
            Cast("title", CharField()),
            no_day,
            none,
            Cast("found_at", DateTimeField()),
        ),
    )
    found = rows[0].union(*rows[1:], all=True)
    latest = sorted(found, key=lambda row: (row[-1], row[1]), reverse=True)[:MOST_NEWS]
    return [News(NewsKind(row[0]), *row[1:]) for row in latest]


@dataclass(frozen=True)
class Today:
    calls: list[CallBack]
    due: DueSoon
    agreed: Agreed
    news: list[News]
    covers: dict[str, date | None] = field(default_factory=dict)


def day_of_work(
    user: User,
    *,
    now: datetime,
    engagements: QuerySet[Engagement],
    calls: QuerySet[CallBack],
    appointments: QuerySet[Appointment],
    relations: QuerySet[EmployerRelation],
    people: QuerySet[Person],
    intakes: QuerySet[Intake],
    handovers: QuerySet[Handover],
    openings: QuerySet[Opening],
) -> Today:
    """All that the page of a day shows.

    Takes   engagements … openings  what the user may do something about, from the access table
    Gives   `covers`: the colleagues the user stands in for, and each one's last day away
    Cost    eight queries, however many people, calls and appointments
    """
    today = local_day(now)
    due, covers = by_day(answered_today(engagements, user=user, today=today), user=user, today=today)
    return Today(
        calls=list(waiting_calls(calls.filter(calls_of(user, today=today)), now=now)),
        due=due,
        agreed=agreed_today(appointments, relations, people, user=user, today=today),
        news=news(intakes, handovers, openings, user=user, now=now),
        covers=covers,
    )


def carried(engagements: Iterable[Any]) -> list[Any]:
    """Of those a user follows up, the ones a phone may carry: nobody with protection, known or not cleared up. Source: RULES A3."""
    return [each for each in engagements if each.person.protection == Protection.NONE]
