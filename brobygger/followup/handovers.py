"""What can be handed over, to whom, and what has been asked. Source: RULES W11, W12; ADR 0097."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.followup.models import Handover, HandoverItem, HandoverState
from brobygger.intake.caseloads import is_above_range
from brobygger.intake.gaps import ANSWERS_EMPLOYERS, FOLLOWS_PEOPLE, let_in_to, subject_of
from brobygger.intake.models import Engagement, Part, Responsibility
from brobygger.parties.models import Membership, Role
from brobygger.parties.queries import holds_on, in_norwegian_order

ABOUT = ("user", "engagement__person", "engagement__unit", "relation__workplace", "relation__unit")


def still_runs(today: date) -> Q:
    """Responsibilities for what has not ended."""
    return Q(engagement__isnull=False) & not_over(today, "engagement__") | Q(relation__isnull=False) & not_over(today, "relation__")


def not_over(today: date, path: str = "") -> Q:
    return Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": today})


def still_asked(today: date) -> Q:
    """Items of a question that can be answered in time. One that wasn't stands in nobody's way: asking another takes it back."""
    return Q(handover__state=HandoverState.PROPOSED, handover__answer_by__gte=today)


def held_to_hand_over(scope: QuerySet[Responsibility], *, today: date) -> QuerySet[Responsibility]:
    """What each is responsible for today in a scope, a row for each user with something to hand over, by name. Cost: one query."""
    held = scope.filter(holds_on(today), still_runs(today), part=Part.RESPONSIBLE)
    return held.select_related("user").order_by("user", "pk").distinct("user")


def to_hand_over(scope: QuerySet[Responsibility], *, user: User, today: date) -> QuerySet[Responsibility]:
    """What a user is responsible for today and nobody is asked to take over, people first, by name.

    Takes   scope  from access.rows(…, HAND_OVER, Responsibility)
    Cost    one query for any number of rows; what it is about comes loaded
    """
    asked = HandoverItem.objects.filter(still_asked(today), responsibility=OuterRef("pk"))
    return (
        scope.filter(holds_on(today), still_runs(today), ~Exists(asked), user=user, part=Part.RESPONSIBLE)
        .select_related(*ABOUT)
        .order_by(
            F("relation").asc(nulls_first=True),
            in_norwegian_order("engagement__person__last_name"),
            in_norwegian_order("engagement__person__first_name"),
            in_norwegian_order("relation__workplace__name"),
            "pk",
        )
    )


def colleagues_of(user: User, *, today: date) -> QuerySet[User]:
    """Those who could take something over from a user: they answer for people or employers in one of the same units, by name."""
    units = Membership.objects.filter(user=user).values("unit")
    works = Membership.objects.filter(holds_on(today), user=OuterRef("pk"), unit__in=units, role__in={*FOLLOWS_PEOPLE, *ANSWERS_EMPLOYERS})
    return User.objects.filter(Exists(works), is_active=True).exclude(pk=user.pk).order_by("name", "pk")


def can_take_over(user: User, held: Iterable[Responsibility], *, today: date) -> bool:
    """Whether a user will be able to open all of it: the right role in each unit, and let in to each person. Cost: three queries.

    Source  RULES A2, A3, A5
    """
    listed = list(held)
    works = set(Membership.objects.filter(holds_on(today), user=user).values_list("unit", "role"))
    for each in listed:
        roles = FOLLOWS_PEOPLE if each.engagement is not None else ANSWERS_EMPLOYERS
        if not any((subject_of(each).unit_id, str(role)) in works for role in roles):
            return False
    people = [each.engagement.person for each in listed if each.engagement is not None]
    return let_in_to(User.objects.filter(pk=user.pk, is_active=True), people, today=today).exists()


def would_be_above_range(user: User, engagements: Iterable[Engagement], *, on: date) -> int:
    """How many people a specialist would be responsible for in the unit where it is most above the range; 0 when nowhere.

    Cost    two queries
    Source  RULES W12
    """
    new: dict[int, set[int]] = {}
    for each in engagements:
        new.setdefault(each.unit_id, set()).add(each.person_id)
    parts = Membership.objects.filter(holds_on(on), user=user, role=Role.SPECIALIST, unit__in=new).values_list("unit", "work_percent")
    held = Responsibility.objects.filter(holds_on(on), holds_on(on, "engagement__"), user=user, part=Part.RESPONSIBLE)
    now = held.filter(engagement__unit__in=new).order_by().values_list("engagement__unit", "engagement__person").distinct()
    for unit, person in now:
        new[unit].add(person)
    return max((len(new[unit]) for unit, percent in parts if is_above_range(len(new[unit]), percent)), default=0)


def handovers_waiting(scope: QuerySet[Handover], *, to: User) -> QuerySet[Handover]:
    """What a user has been asked to take over and has not answered, the earliest answer first. Cost: one query."""
    return with_count(scope.filter(to_user=to, state=HandoverState.PROPOSED)).order_by("answer_by", "pk")


def handovers_asked(scope: QuerySet[Handover], *, by: User, since: date) -> QuerySet[Handover]:
    """What a user has asked of others, or others have asked about theirs: what waits first, then lately answered. Cost: one query."""
    mine = scope.filter(Q(proposed_by=by) | Q(from_user=by)).exclude(to_user=by)
    lately = mine.filter(Q(state=HandoverState.PROPOSED) | Q(answered_at__date__gte=since))
    return with_count(lately).order_by(F("answered_at").desc(nulls_first=True), "answer_by", "pk")


def with_count(scope: QuerySet[Handover]) -> QuerySet[Handover]:
    return scope.select_related("from_user", "to_user", "proposed_by").annotate(item_count=Count("items"))


def responsibilities_in(handover: Handover) -> list[Responsibility]:
    """What is asked to be taken over, each with the person or the employer it is for. Cost: one query."""
    items = HandoverItem.objects.filter(handover=handover).select_related(*(f"responsibility__{path}" for path in ABOUT))
    return [item.responsibility for item in items.order_by("pk")]
