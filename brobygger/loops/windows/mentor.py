"""What a mentor's own page asks: those one is mentor for, and whom to ask. Source: RULES A7; ADR 0091"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from brobygger.accounts.models import User
from brobygger.loops.models import Loop, LoopDate, LoopEmployer, Participant, Stay, Task
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.loops.the_year.queries import dates_ahead
from brobygger.parties.models import ContactPerson, Person
from brobygger.parties.queries import holds_on, in_norwegian_order


def who_answers_mentor(person: Person, *, today: date) -> User | None:
    """The coordinator of the newest loop that a mentor's own workplace is in. Cost: one query."""
    here = ContactPerson.objects.filter(holds_on(today), person=person, workplace=OuterRef("workplace"))
    rows = LoopEmployer.objects.filter(Exists(here), state=CommitmentState.COMMITTED).exclude(loop__state=LoopState.CANCELLED)
    newest = rows.select_related("loop__coordinator").order_by("-loop__kick_off_on", "-pk").first()
    return newest.loop.coordinator if newest is not None else None


@dataclass(frozen=True)
class Mentored:
    """One stay as its mentor has it: when, what one does there, and the goals. Nothing else. Source: RULES A7."""

    stay: Stay
    person: Person | None
    tasks: tuple[Task, ...]

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.person is not None else ""

    @property
    def goals(self) -> str:
        return self.stay.goals if self.person is not None else ""


@dataclass(frozen=True)
class MentorYear:
    """Those somebody is mentor for, and the dates that concern them."""

    here: tuple[Mentored, ...]
    coming: tuple[Mentored, ...]
    been: tuple[Mentored, ...]
    dates: tuple[LoopDate, ...]

    @property
    def all(self) -> tuple[Mentored, ...]:
        return self.here + self.coming + self.been

    @property
    def named(self) -> dict[int, Person]:
        return {each.stay.participant_id: each.person for each in self.all if each.person is not None}

    @property
    def loops(self) -> list[Loop]:
        """Each once, by what begins first."""
        return list({each.stay.participant.loop_id: each.stay.participant.loop for each in self.all}.values())


def mentor_year(
    scope: QuerySet[Stay], *, meets: QuerySet[Participant], dates: QuerySet[LoopDate], today: date, now: datetime
) -> MentorYear:
    """Everything a mentor's page says.

    Takes   scope  from access.rows(…, READ, Stay)
            meets  from access.rows(…, MEET, Participant), for who may be named
            dates  from access.rows(…, READ, LoopDate)
    Cost    four queries for any number of stays
    """
    stays = (
        scope.annotate(is_named=Exists(meets.filter(pk=OuterRef("participant"))))
        .select_related("participant__person", "participant__loop__coordinator", "employer__workplace")
        .prefetch_related(Prefetch("employer__tasks", Task.objects.order_by("position", "pk")))
        .order_by("starts_on", in_norwegian_order("participant__person__first_name"), "pk")
    )
    rows = [Mentored(stay, stay.participant.person if stay.is_named else None, tuple(stay.employer.tasks.all())) for stay in stays]
    return MentorYear(
        here=tuple(row for row in rows if row.stay.starts_on <= today <= row.stay.ends_on),
        coming=tuple(row for row in rows if row.stay.starts_on > today),
        been=tuple(row for row in rows if row.stay.ends_on < today),
        dates=tuple(dates_ahead(dates, now=now)),
    )
