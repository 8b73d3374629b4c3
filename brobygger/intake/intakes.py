"""Who waits for an answer, who can give it, and where one can refer somebody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.intake.models import OPEN_INTAKES, Engagement, Intake, Service, SpecialistProfile
from brobygger.parties.models import Clearance, FamilyTie, Membership, Person, Protection, Role, Unit
from brobygger.parties.queries import holds_on, in_norwegian_order

ANSWERS_INTAKES = (Role.SPECIALIST, Role.LEADER)
FOLLOWS_IN: dict[Service, tuple[Role, ...]] = {
    Service.SUPPORTED_EMPLOYMENT: (Role.SPECIALIST,),
    Service.ORDINARY_FOLLOW_UP: (Role.COUNSELLOR, Role.SPECIALIST),
}


def open_intakes(scope: QuerySet[Intake]) -> QuerySet[Intake]:
    """Those that wait for an answer, or for a place, the oldest first.

    Cost  one query for any number of rows; person, unit, owner and who referred come loaded
    """
    rows = scope.filter(state__in=OPEN_INTAKES).select_related("person__postal_code", "unit", "owner", "referred_by")
    return rows.order_by("referred_at", "pk")


def referred_by(scope: QuerySet[Intake], user: User) -> QuerySet[Intake]:
    """What somebody has referred, for a page that shows the newest first. Cost: one query; person, unit and owner come loaded."""
    return scope.filter(referred_by=user).select_related("person", "unit", "owner")


def units_that_take_in(scope: QuerySet[Unit], *, today: date) -> QuerySet[Unit]:
    """Units one can refer somebody to: there is a leader who gives it to somebody, and a specialist to give it to. By name."""
    works = Membership.objects.filter(holds_on(today), unit=OuterRef("pk"), user__is_active=True)
    return scope.filter(Exists(works.filter(role=Role.LEADER)), Exists(works.filter(role=Role.SPECIALIST))).order_by(
        in_norwegian_order("name"), "pk"
    )


def those_who_can_answer(scope: QuerySet[User], intake: Intake, *, today: date) -> QuerySet[User]:
    """Whom an intake can be given to: specialists and leaders of the unit who will be able to open it, by name. Cost: two queries."""
    return able(scope, intake, roles=ANSWERS_INTAKES, today=today)


def those_who_can_follow(scope: QuerySet[User], about: Intake | Engagement, *, today: date) -> QuerySet[User]:
    """Who can be responsible or deputy for somebody who is taken in, or is followed up, by name. Cost: two queries."""
    return able(scope, about, roles=FOLLOWS_IN[Service(about.service)], today=today)


def able(scope: QuerySet[User], about: Intake | Engagement, *, roles: Collection[Role], today: date) -> QuerySet[User]:
    works = Membership.objects.filter(holds_on(today), user=OuterRef("pk"), unit=about.unit_id, role__in=roles)
    found = scope.filter(Exists(works), may_meet(about.person, today=today), is_active=True)
    return found.order_by(in_norwegian_order("name"), "pk")


def may_meet(person: Person, *, today: date) -> Q:
    """The users whom the fence lets meet somebody: cleared for a protected one, not the person themselves and not close family.

    Cost    one query at once, for family
    Source  RULES A3
    """
    ties = FamilyTie.objects.filter(Q(person=person) | Q(relative=person)).values_list("person", "relative")
    too_near = {person.pk, *(key for pair in ties for key in pair)}
    is_open = Q(~Exists(Person.objects.filter(user=OuterRef("pk"), pk__in=too_near)))
    if person.protection == Protection.NONE:
        return is_open
    return is_open & Q(Exists(Clearance.objects.filter(holds_on(today), user=OuterRef("pk"), protection=person.protection)))


def usual_deputy(scope: QuerySet[User], user: User) -> User | None:
    """Who usually stands in for somebody, when it is said. Cost: one query."""
    return scope.filter(pk__in=SpecialistProfile.objects.filter(user=user).values("usual_deputy")).first()
