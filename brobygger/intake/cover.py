"""Who answers for somebody on a day: the responsible person, or the deputy while that person is away. Source: RULES W2, W3; ADR 0097."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.intake.models import Absence, EmployerRelation, Engagement, Part, Responsibility
from brobygger.kernel.sql import Keys
from brobygger.parties.models import Membership
from brobygger.parties.queries import holds_on, in_norwegian_order

A_DAY = timedelta(days=1)
LONG_AWAY = timedelta(weeks=2)  # away for longer than this from today, nobody new is given to them; ADR 0096


@dataclass(frozen=True)
class TheTwo:
    """The responsible person and the deputy on a day; either may be missing, which is for the leader to put right.

    `away_until` is the last day the responsible one is away, when they are away on the day; `deputy_away_until` the same for the deputy.
    """

    responsible: User | None
    deputy: User | None
    away_until: date | None = None
    deputy_away_until: date | None = None

    @property
    def is_away(self) -> bool:
        """Whether somebody is responsible and away on the day."""
        return self.away_until is not None

    @property
    def answers(self) -> User | None:
        """The one to ring: the responsible, the deputy while that one is away, and nobody when both are."""
        if self.responsible is not None and self.away_until is None:
            return self.responsible
        return self.deputy if self.deputy_away_until is None else None


@dataclass(frozen=True, kw_only=True)
class EmployerPickUp(TheTwo):
    """The two to ring about one employer."""

    relation: EmployerRelation


def works_here(today: date, user: str = "user") -> Q:
    """Users who have not left: one who has had a role somewhere, and has none on the day, answers for nobody any more."""
    memberships = Membership.objects.filter(user=OuterRef(user))
    return Q(**{f"{user}__is_active": True}) & (Exists(memberships.filter(holds_on(today))) | ~Exists(memberships))


def deputy_of(about: Engagement | EmployerRelation, *, today: date) -> User | None:
    """Who stands in for somebody, or for an employer, on a day. Cost: one query."""
    held = about.responsibilities.filter(holds_on(today), part=Part.DEPUTY).select_related("user").first()
    return held.user if held is not None else None


def held_on(today: date) -> QuerySet[Responsibility]:
    """What is held on a day by those who have not left, with `away_until`: the last day the user is away, None for one at work.

    Cost  one query; users come loaded
    """
    away = Absence.objects.filter(holds_on(today), user=OuterRef("user")).values("ends_on")[:1]
    held = Responsibility.objects.filter(holds_on(today), works_here(today))
    return held.annotate(away_until=away).select_related("user").order_by("pk")


def the_two(held: Iterable[Responsibility]) -> TheTwo:
    """The two among what is held for one engagement or one employer, from `held_on`."""
    by_part = {each.part: each for each in held}
    responsible, deputy = by_part.get(Part.RESPONSIBLE), by_part.get(Part.DEPUTY)
    return TheTwo(
        responsible=responsible.user if responsible else None,
        deputy=deputy.user if deputy else None,
        away_until=getattr(responsible, "away_until", None),
        deputy_away_until=getattr(deputy, "away_until", None),
    )


def who_picks_up_for_employers(scope: QuerySet[EmployerRelation], *, today: date) -> list[EmployerPickUp]:
    """The responsible person and the deputy today, for each running employer relation of a scope, by the workplace's name.

    Takes   scope  the relations the reader may see; narrow it to one workplace or one relation
    Gives   an answer for each relation that runs today; workplace and unit loaded
    Cost    two queries for any number of rows
    Source  RULES W2, W3
    """
    running = (
        scope.filter(holds_on(today))
        .select_related("workplace", "unit")
        .prefetch_related(Prefetch("responsibilities", held_on(today)))
        .order_by(in_norwegian_order("workplace__name"), "pk")
    )
    return [EmployerPickUp(relation=each, **vars(the_two(each.responsibilities.all()))) for each in running]


def long_away_until(absences: Iterable[tuple[date, date]], *, today: date) -> date | None:
    """The last day of somebody who is away today and for more than the next two weeks; None for all others.

    Takes   absences  first and last day of those that are not over, in the order of time; those that follow each other are one
    """
    until = None
    for starts_on, ends_on in absences:
        if starts_on <= (today if until is None else until + A_DAY):
            until = ends_on
    return until if until is not None and until >= today + LONG_AWAY else None


def answered_by(user: User, *, today: date, path: str) -> Q:
    """Rows about an engagement, or about an employer, that a user answers for on a day; the rule is that of `TheTwo.answers`.

    Takes   path  the row's way there, `engagement` or `relation`
    """
    return Q(**{f"{path}__in": Keys("intake_answered_by", user.pk, today, column=f"{path}_id")})
