"""What one picks from in the forms of a loop. Each takes the rows the reader may choose among, and gives a bounded list."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.loops.models import MAX_AGE, MIN_AGE, Loop, Participant
from brobygger.parties.models import ContactPerson, Membership, Person, Role, Unit, UnitKind
from brobygger.reference.models import Municipality

MOST_CHOICES = 200
FOUND_AT_ONCE = 20
PROPOSES_CANDIDATES = (UnitKind.NAV_OFFICE, UnitKind.YOUTH_CENTRE, UnitKind.YOUTH_TEAM)
OPENS_LOOPS_OF_THE_OFFICE = (Role.COUNSELLOR, Role.BUSINESS_COORDINATOR, Role.LEADER)  # as the access table has it


def holds(today: date) -> Q:
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def drivers(scope: QuerySet[User], *, today: date) -> QuerySet[User]:
    """Those who are driver of JobbLoop today, by name. Cost: one query."""
    held = Membership.objects.filter(holds(today), user=OuterRef("pk"), role=Role.DRIVER)
    return scope.filter(Exists(held), is_active=True).order_by("name", "pk")[:MOST_CHOICES]


def coordinators(scope: QuerySet[User], *, today: date) -> QuerySet[Membership]:
    """Who coordinates loops today, and in which unit, by name. Cost: one query."""
    rows = Membership.objects.filter(holds(today), role=Role.LOOP_COORDINATOR, user__in=scope.filter(is_active=True))
    return rows.select_related("user", "unit").order_by("user__name", "unit__name", "pk")[:MOST_CHOICES]


def offices(scope: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units whose counsellors may be invited to propose candidates, by name. Cost: one query."""
    return scope.filter(kind__in=PROPOSES_CANDIDATES).order_by("name", "pk")[:MOST_CHOICES]


def municipalities() -> QuerySet[Municipality]:
    """Those that are today, by name. Cost: one query."""
    return Municipality.objects.filter(is_current=True).order_by("name", "pk")


def step_owners(scope: QuerySet[User], loop: Loop, *, today: date) -> QuerySet[User]:
    """Who can be given something to do for a loop: its driver and coordinator, and those of its unit and offices who can open it.

    Cost  one query
    """
    here = Q(unit=loop.unit_id, role=Role.LOOP_COORDINATOR)
    there = Q(unit__in=loop.offices.values("pk"), role__in=OPENS_LOOPS_OF_THE_OFFICE)
    member = Membership.objects.filter(holds(today), here | there, user=OuterRef("pk"))
    theirs = Q(pk__in=[loop.driver_id, loop.coordinator_id]) | Q(Exists(member))
    return scope.filter(theirs, is_active=True).order_by("name", "pk")[:MOST_CHOICES]


def employer_contacts(scope: QuerySet[ContactPerson], text: str, *, today: date) -> QuerySet[ContactPerson]:
    """Contacts at the employers that a name or an organisation number fits, by workplace; none for an empty text. Cost: one query."""
    words = text.split()
    if not words:
        return scope.none()
    number = "".join(words)
    named = Q()
    for word in words:
        named &= Q(workplace__name__icontains=word) | Q(workplace__organisation__name__icontains=word)
    fits = named | Q(workplace__organisation__register_number__startswith=number) if number.isdigit() else named
    return (
        scope.filter(holds(today), fits)
        .select_related("person", "workplace__organisation", "workplace__postal_code")
        .order_by("workplace__name", "person__first_name", "pk")[:FOUND_AT_ONCE]
    )


def candidates_to_invite(scope: QuerySet[Person], loop: Loop, *, text: str = "") -> QuerySet[Person]:
    """Those who are not invited yet, by first name: all whom a name fits, or else those of the right age on the day.

    Takes   loop  with its kick-off day set
    Cost    one query
    Source  MISSION §5.2
    """
    rows = scope.exclude(Exists(Participant.objects.filter(loop=loop, person=OuterRef("pk"))))
    if text.split():
        for word in text.split():
            rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    elif loop.kick_off_on is None:
        return rows.none()
    else:
        rows = rows.filter(born_on__lte=latest_birth(MIN_AGE, loop.kick_off_on), born_on__gt=latest_birth(MAX_AGE + 1, loop.kick_off_on))
    return rows.order_by("first_name", "last_name", "pk")


def latest_birth(age: int, on: date) -> date:
    """The last day one can be born on to have reached an age on a day; as `kernel.clock.age_on` counts."""
    if (on.month, on.day) == (2, 29) and not is_leap(on.year - age):
        return date(on.year - age, 2, 28)
    return on.replace(year=on.year - age)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
