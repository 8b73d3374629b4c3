"""A week's work: what is agreed day by day, who is to be followed up with nothing agreed, and where there is room. Source: MISSION §6.2."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Window

from brobygger.accounts.models import User
from brobygger.appointments.gaps import free_times, one_each
from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty
from brobygger.appointments.queries import AS_AGREED, concerning, on_days, standing
from brobygger.appointments.states import AppointmentState
from brobygger.followup.due_dates import NEVER
from brobygger.followup.today import answered_today, in_due_order
from brobygger.intake.models import Absence, Engagement
from brobygger.jobdev.queries import point_of
from brobygger.jobdev.route import Errand, Point, in_travel_order
from brobygger.kernel.local_time import local_day, midnight, monday_of
from brobygger.parties.models import Person, Role
from brobygger.parties.named import Named

WEEK = timedelta(days=7)
MOST_SHOWN = 10  # people with nothing agreed; the others stand in the list of one's people
SATURDAY = 5
NO_TALK = (AppointmentKind.OWN, AppointmentKind.LOOP)  # where nobody is followed up, and nothing is logged


@dataclass(frozen=True)
class Agreed:
    """One appointment of the week.

    Takes   people      the candidates, by name for those whom the reader may know today
            employers   those one meets at the workplace
            colleagues  others of the staff who are to be there
            minutes     about how long the way is from the place before; none when nobody knows
            is_first    whether that is the way from the office
            covers_for  the colleague who is away that day and was to be there; empty for one's own
    """

    appointment: Appointment
    people: tuple[Named, ...]
    employers: tuple[Person, ...]
    colleagues: tuple[User, ...]
    minutes: int | None
    is_first: bool
    covers_for: str
    is_not_logged: bool


@dataclass(frozen=True)
class Day:
    """Takes   is_away  whether the user is away, with who stands in as a rule; None for nobody"""

    on: date
    agreed: tuple[Agreed, ...]
    is_away: bool
    stand_in: User | None

    @property
    def minutes(self) -> int:
        return sum(each.minutes or 0 for each in self.agreed)


@dataclass(frozen=True)
class NotAgreed:
    """Somebody who is due with nothing agreed, and a time when there is room."""

    engagement: Any
    free_at: datetime | None


@dataclass(frozen=True)
class Week:
    monday: date
    days: tuple[Day, ...]
    not_agreed: tuple[NotAgreed, ...]
    not_agreed_count: int

    @property
    def people(self) -> list[Person]:
        """Those the reader sees the names of."""
        named = [each.person for day in self.days for agreed in day.agreed for each in agreed.people if each.is_seen]
        return [*named, *(each.engagement.person for each in self.not_agreed)]


@dataclass(frozen=True)
class Reader:
    """Whose week it is. Takes   colleagues_away  days away of those they stand in for; seen  keys of the candidates they may know"""

    user: User
    colleagues_away: tuple[Absence, ...]
    seen: Collection[int]
    now: datetime


def week_of_work(
    user: User,
    *,
    monday: date,
    now: datetime,
    appointments: QuerySet[Appointment],
    engagements: QuerySet[Engagement],
    people: QuerySet[Person],
) -> Week:
    """All that the page of a week shows: Monday to Friday, and Saturday and Sunday when there is something on them.

    Takes   appointments  those the user may see
            engagements   those the user may write contacts about
            people        those whose names the user may know
    Cost    five queries, however much is agreed
    """
    today, sunday = local_day(now), monday + WEEK - timedelta(days=1)
    away = absences(user, first=monday, last=sunday)
    own, colleagues = [each for each in away if each.user_id == user.pk], tuple(each for each in away if each.user_id != user.pk)
    there = agreed_between(appointments, user, colleagues, first=monday, last=sunday)
    reader = Reader(user, colleagues, seen_among(people, there), now)
    days = [day_of(on, there, own, reader) for on in days_from(monday, sunday)]
    due, count = due_without_agreement(engagements, user=user, monday=monday, sunday=sunday, today=today)
    at_work = [on for on in days_from(max(monday, today), sunday) if away_on(own, on) is None]
    busy = [(each.starts_at, each.ends_at) for each in there if not each.is_all_day]
    room = one_each([max(each.due_on or today, today) for each in due], free_times(at_work, busy=busy, now=now))
    return Week(
        monday=monday,
        days=tuple(day for day in days if day.agreed or day.on.weekday() < SATURDAY),
        not_agreed=tuple(NotAgreed(each, free_at) for each, free_at in zip(due, room, strict=True)),
        not_agreed_count=count,
    )


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def absences(user: User, *, first: date, last: date) -> list[Absence]:
    """Days away of a user, and of those whose usual deputy the user is."""
    of_whom = Q(user=user) | Q(user__specialist_profile__usual_deputy=user)
    found = Absence.objects.filter(of_whom, starts_on__lte=last, ends_on__gte=first)
    return list(found.select_related("user__specialist_profile__usual_deputy").order_by("starts_on", "pk"))


def away_on(away: Iterable[Absence], on: date) -> Absence | None:
    return next((each for each in away if each.starts_on <= on <= each.ends_on), None)


def agreed_between(
    scope: QuerySet[Appointment], user: User, colleagues_away: Sequence[Absence], *, first: date, last: date
) -> list[Appointment]:
    """A user's own, and those that a colleague was to be at on a day away. `covers_for` of each says who."""
    parties = Prefetch("parties", AppointmentParty.objects.select_related("person", "user").order_by("pk"))
    users = {user, *(each.user for each in colleagues_away)}
    rows = standing(on_days(concerning(scope, *users), first=first, last=last))
    found = list(rows.select_related("workplace__postal_code", "unit__postal_code").prefetch_related(parties).order_by(*AS_AGREED))
    return [each for each in found if is_of(each, user) or covers_for(each, colleagues_away) is not None]


def is_of(appointment: Appointment, user: User) -> bool:
    return any(party.user_id == user.pk for party in appointment.parties.all())


def covers_for(appointment: Appointment, colleagues_away: Iterable[Absence]) -> User | None:
    """Who is away on the day of it and was to be there."""
    there = {party.user_id for party in appointment.parties.all()}
    found = away_on((each for each in colleagues_away if each.user_id in there), appointment.on)
    return found.user if found is not None else None


def seen_among(people: QuerySet[Person], agreed: Iterable[Appointment]) -> set[int]:
    """The keys of the candidates there whose names may be shown. Cost: one query."""
    keys = {party.person_id for each in agreed for party in each.parties.all() if party.person_id and party.role == Role.CANDIDATE}
    return set(people.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def day_of(on: date, agreed: Iterable[Appointment], own: Iterable[Absence], reader: Reader) -> Day:
    away = away_on(own, on)
    return Day(on, tuple(on_the_way({each.pk: each for each in agreed if each.on == on}, reader)), away is not None, stand_in_of(away))


def stand_in_of(away: Absence | None) -> User | None:
    profile = getattr(away.user, "specialist_profile", None) if away is not None else None
    return profile.usual_deputy if profile is not None else None


def on_the_way(of_day: dict[int, Appointment], reader: Reader) -> Iterable[Agreed]:
    """A day's appointments as one drives, from the office on. What is on the telephone, or is only to be done, moves nobody."""
    start = point_of(next(iter(of_day.values())).unit.postal_code) if of_day else None
    legs = in_travel_order([Errand(key, each.at, where(each)) for key, each in of_day.items()], start=start)
    is_first = True
    for leg in legs:
        appointment = of_day[leg.key]
        yield agreed_of(appointment, reader, minutes=leg.minutes, is_first=is_first)
        is_first = is_first and where(appointment) is None


def where(appointment: Appointment) -> Point | None:
    """The workplace, or the unit's own office; nobody knows where else on the map somebody is met."""
    if appointment.kind == AppointmentKind.OWN:
        return point_of(appointment.unit.postal_code)
    if appointment.kind in (AppointmentKind.CALL, AppointmentKind.STEP) or appointment.workplace is None:
        return None
    return point_of(appointment.workplace.postal_code)


def agreed_of(appointment: Appointment, reader: Reader, *, minutes: int | None, is_first: bool) -> Agreed:
    parties, is_mine = appointment.parties.all(), is_of(appointment, reader.user)
    absent = None if is_mine else covers_for(appointment, reader.colleagues_away)
    has_been = appointment.state == AppointmentState.PLANNED and appointment.ends_at <= reader.now
    me_and_absent = {reader.user, absent}
    return Agreed(
        appointment=appointment,
        people=tuple(Named(each.person, each.person_id in reader.seen) for each in parties if each.person and each.role == Role.CANDIDATE),
        employers=tuple(each.person for each in parties if each.person and each.role == Role.EMPLOYER),
        colleagues=tuple(each.user for each in parties if each.user is not None and each.user not in me_and_absent),
        minutes=minutes,
        is_first=is_first,
        covers_for=absent.name if absent is not None else "",
        is_not_logged=has_been and is_mine and appointment.kind not in NO_TALK,
    )


def due_without_agreement(scope: QuerySet[Engagement], *, user: User, monday: date, sunday: date, today: date) -> tuple[list[Any], int]:
    """Those who are to be followed up in a week, with nothing agreed from today to the end of the week after it.

    Of this week those who should have been followed up already come along; of one that has been there are none.

    Gives   the MOST_SHOWN first, and how many there are
    Cost    one query
    """
    if sunday < today:
        return [], 0
    party = AppointmentParty.objects.filter(
        person=OuterRef("person"),
        appointment__state=AppointmentState.PLANNED,
        appointment__starts_at__gte=midnight(today),
        appointment__starts_at__lt=midnight(sunday + WEEK + timedelta(days=1)),
    ).exclude(appointment__kind__in=NO_TALK)
    due = Q(due_on__lte=sunday)
    due = due | Q(due_phase=NEVER) if monday_of(today) == monday else due & Q(due_on__gte=monday)
    mine = in_due_order(answered_today(scope, user=user, today=today), user=user, today=today)
    rows = list(mine.filter(due, ~Exists(party)).annotate(in_all=Window(Count("*")))[:MOST_SHOWN])
    return rows, rows[0].in_all if rows else 0
