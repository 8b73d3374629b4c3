"""Whom nobody would answer for while somebody is away, and who can stand in. Source: RULES W2, W3; ADR 0097."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.intake.cover import works_here
from brobygger.intake.models import Absence, EmployerRelation, Engagement, Part, Responsibility
from brobygger.parties.models import Clearance, FamilyTie, Membership, Person, Protection, Role
from brobygger.parties.queries import holds_on

FOLLOWS_PEOPLE = (Role.COUNSELLOR, Role.SPECIALIST)
ANSWERS_EMPLOYERS = (Role.SPECIALIST, Role.BUSINESS_COORDINATOR)


@dataclass(frozen=True)
class Gap:
    """Somebody, or an employer, whom nobody would answer for on some days: the days in a row, first and last included."""

    subject: Engagement | EmployerRelation
    starts_on: date
    ends_on: date

    @property
    def person(self) -> Person | None:
        return self.subject.person if isinstance(self.subject, Engagement) else None

    @property
    def name(self) -> str:
        return str(self.subject.person) if isinstance(self.subject, Engagement) else str(self.subject.workplace)


def gaps_while_away(user: User, *, starts_on: date, ends_on: date, besides: Absence | None = None) -> list[Gap]:
    """Those nobody answers for if a user is away: one is responsible without a deputy at work, or stands in for one who is away too.

    Takes   starts_on, ends_on  the days away, both included
            besides             an absence to be changed: those who stand in because of it do not count, as they are let go first
    Gives   a gap for each run of days, by name; what the user holds on those days and that runs then
    Cost    three queries, and a day in memory for each of those one holds
    Source  RULES W2, W3
    """
    held = list(held_between(Responsibility.objects.filter(user=user), starts_on, ends_on))
    subjects = {key_of(each): subject_of(each) for each in held}
    if not subjects:
        return []
    engagements = [key for kind, key in subjects if kind == "engagement"]
    relations = [key for kind, key in subjects if kind == "relation"]
    of_all = held_between(Responsibility.objects.filter(Q(engagement__in=engagements) | Q(relation__in=relations)), starts_on, ends_on)
    beside = [each for each in of_all.filter(works_here(starts_on)) if each.user_id != user.pk and not is_made_for(each, besides)]
    away = days_away({each.user_id for each in beside}, starts_on, ends_on)
    unanswered: dict[tuple[str, int], set[date]] = {}
    for each in held:
        running = days_between(max(starts_on, subjects[key_of(each)].starts_on), earliest(ends_on, subjects[key_of(each)].ends_on))
        unanswered.setdefault(key_of(each), set()).update(running & days_held(each, starts_on, ends_on))
    for each in beside:
        unanswered[key_of(each)] -= days_held(each, starts_on, ends_on) - away.get(each.user_id, set())
    found = [Gap(subjects[key], first, last) for key, days in unanswered.items() for first, last in runs(days)]
    return sorted(found, key=lambda gap: (gap.name, gap.starts_on))


def is_made_for(held: Responsibility, absence: Absence | None) -> bool:
    """Whether somebody stands in because of an absence: the deputies whose days all lie within it."""
    if absence is None or held.part != Part.DEPUTY or held.ends_on is None:
        return False
    return absence.starts_on <= held.starts_on and held.ends_on <= absence.ends_on


def held_between(scope: QuerySet[Responsibility], starts_on: date, ends_on: date) -> QuerySet[Responsibility]:
    """What is held on some of the days between two, with what it is about."""
    rows = scope.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), starts_on__lte=ends_on)
    return rows.select_related("user", "engagement__person", "engagement__unit", "relation__workplace", "relation__unit").order_by("pk")


def key_of(held: Responsibility) -> tuple[str, int]:
    """What is held: people and employers have keys of their own."""
    return ("engagement", held.engagement_id) if held.engagement_id is not None else ("relation", held.relation_id or 0)


def subject_of(held: Responsibility) -> Engagement | EmployerRelation:
    subject = held.engagement or held.relation
    assert subject is not None
    return subject


def held_name(held: Responsibility) -> str:
    """Whom or what somebody is responsible for."""
    subject = subject_of(held)
    return str(subject.person) if isinstance(subject, Engagement) else str(subject.workplace)


def days_away(users: Iterable[int], starts_on: date, ends_on: date) -> dict[int, set[date]]:
    """The days between two on which users, by key, are away. Cost: one query."""
    found: dict[int, set[date]] = {}
    for each in Absence.objects.filter(user__in=set(users), starts_on__lte=ends_on, ends_on__gte=starts_on):
        found.setdefault(each.user_id, set()).update(days_between(max(each.starts_on, starts_on), min(each.ends_on, ends_on)))
    return found


def days_held(held: Responsibility, starts_on: date, ends_on: date) -> set[date]:
    return days_between(max(held.starts_on, starts_on), earliest(ends_on, held.ends_on))


def earliest(day: date, other: date | None) -> date:
    return day if other is None else min(day, other)


def days_between(first: date, last: date) -> set[date]:
    return {first + timedelta(days=each) for each in range((last - first).days + 1)}


def runs(days: set[date]) -> list[tuple[date, date]]:
    """The first and last day of each run of days without a break."""
    one = timedelta(days=1)
    firsts = sorted(day for day in days if day - one not in days)
    lasts = sorted(day for day in days if day + one not in days)
    return list(zip(firsts, lasts, strict=True))


def those_who_can_stand_in(user: User, gaps: Iterable[Gap], *, today: date) -> QuerySet[User]:
    """Colleagues who can answer for all that is in the gaps, by name: at work on those days, in the unit of each, and let in to each.

    Takes   gaps  from `gaps_while_away`
    Cost    three queries at most
    Source  RULES A2, A3, A5, W3
    """
    listed = list(gaps)
    works = Membership.objects.filter(holds_on(today), user=OuterRef("pk"))
    rows = User.objects.filter(is_active=True).exclude(pk=user.pk)
    for unit, is_person in sorted({(gap.subject.unit_id, gap.person is not None) for gap in listed}):
        rows = rows.filter(Exists(works.filter(unit=unit, role__in=FOLLOWS_PEOPLE if is_person else ANSWERS_EMPLOYERS)))
    for first, last in {(gap.starts_on, gap.ends_on) for gap in listed}:
        rows = rows.exclude(Exists(Absence.objects.filter(user=OuterRef("pk"), starts_on__lte=last, ends_on__gte=first)))
    return let_in_to(rows, [gap.person for gap in listed if gap.person is not None], today=today).order_by("name", "pk")


def let_in_to(users: QuerySet[User], people: Iterable[Person], *, today: date) -> QuerySet[User]:
    """Users who may meet all of some people: not themselves or close family, and cleared for those who are protected. Cost: one query.

    Source  RULES A3, A5
    """
    listed = list(people)
    keys = {person.pk for person in listed}
    ties = FamilyTie.objects.filter(Q(person__in=keys) | Q(relative__in=keys)).values_list("person", "relative")
    too_near = keys | {key for pair in ties for key in pair}
    rows = users.exclude(Exists(Person.objects.filter(user=OuterRef("pk"), pk__in=too_near)))
    for protection in sorted({person.protection for person in listed} - {Protection.NONE}):
        rows = rows.filter(Exists(Clearance.objects.filter(holds_on(today), user=OuterRef("pk"), protection=protection)))
    return rows


def who_stands_in(absences: Iterable[Absence]) -> dict[int, list[User]]:
    """Those who were made deputies because of each of some absences, by name, by the absences' keys. Cost: two queries."""
    listed = list(absences)
    if not listed:
        return {}
    first, last = min(each.starts_on for each in listed), max(each.ends_on for each in listed)
    held = list(held_between(Responsibility.objects.filter(user__in={each.user_id for each in listed}), first, last))
    theirs: dict[int, set[tuple[str, int]]] = {}
    for each in held:
        theirs.setdefault(each.user_id, set()).add(key_of(each))
    about = Q(engagement__in=[each.engagement_id for each in held if each.engagement_id]) | Q(
        relation__in=[each.relation_id for each in held if each.relation_id]
    )
    inside = list(Responsibility.objects.filter(about, part=Part.DEPUTY, starts_on__gte=first, ends_on__lte=last).select_related("user"))
    return {
        absence.pk: sorted(
            {
                each.user
                for each in inside
                if is_made_for(each, absence) and each.user_id != absence.user_id and key_of(each) in theirs.get(absence.user_id, set())
            },
            key=attrgetter("name", "pk"),
        )
        for absence in listed
    }


def colleagues_led(scope: QuerySet[User], *, units: Collection[int], today: date) -> QuerySet[User]:
    """Those who answer for people or employers in some units, by name. Cost: one query."""
    works = Membership.objects.filter(holds_on(today), user=OuterRef("pk"), unit__in=units, role__in={*FOLLOWS_PEOPLE, *ANSWERS_EMPLOYERS})
    return scope.filter(Exists(works), is_active=True).order_by("name", "pk")
