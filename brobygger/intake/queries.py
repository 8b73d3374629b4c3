"""Who picks up for somebody, and whom somebody follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from brobygger.accounts.models import User
from brobygger.intake.models import Engagement, Part, Responsibility
from brobygger.parties.queries import holds_on, in_norwegian_order


@dataclass(frozen=True)
class PickUp:
    """The two to ring about one engagement; either may be missing, which is for the leader to put right."""

    engagement: Engagement
    responsible: User | None
    deputy: User | None

    @property
    def answers(self) -> User | None:
        """The one to ring first."""
        return self.responsible or self.deputy


def who_picks_up(scope: QuerySet[Engagement], *, today: date) -> list[PickUp]:
    """The responsible person and the deputy today, for each running engagement of a scope, the longest running first.

    Takes   scope  the engagements the reader may see; narrow it to one person or one engagement
    Gives   an answer for each engagement that runs today, unit loaded
    Cost    two queries for any number of rows
    Source  RULES W2
    """
    held = Responsibility.objects.filter(holds_on(today)).select_related("user").order_by("pk")
    running = (
        scope.filter(holds_on(today))
        .select_related("unit")
        .prefetch_related(Prefetch("responsibilities", held))
        .order_by("starts_on", "pk")
    )
    answers = []
    for engagement in running:
        users = {held.part: held.user for held in engagement.responsibilities.all()}
        answers.append(PickUp(engagement, users.get(Part.RESPONSIBLE), users.get(Part.DEPUTY)))
    return answers


def caseload(scope: QuerySet[Engagement], *, user: User, today: date) -> QuerySet[Engagement]:
    """The engagements a user is responsible for or stands in for today, by the person's name.

    Gives   engagements with `is_mine`: responsible, not deputy; person and unit loaded
    Cost    one query for any number of rows
    """
    held = Responsibility.objects.filter(holds_on(today), engagement=OuterRef("pk"), user=user)
    return (
        scope.filter(holds_on(today))
        .filter(Exists(held))
        .annotate(is_mine=Exists(held.filter(part=Part.RESPONSIBLE)))
        .select_related("person", "unit")
        .order_by(in_norwegian_order("person__last_name"), in_norwegian_order("person__first_name"), "pk")
    )
