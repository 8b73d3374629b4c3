"""What an employer's own page asks until the year begins: one loop at a time, and the one thing that waits. Source: ADR 0080, 0081"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.loops.kick_off.interview_day import Meeting, meetings, round_starts
from brobygger.loops.kick_off.queries import turned_up
from brobygger.loops.models import FEWEST_TASKS, DateKind, Interview, LoopDate, LoopEmployer, Participant, Side, Stay, Task, Wish
from brobygger.loops.sharing import SHARING_LASTS, shown_here
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT, CommitmentState, InvitationState, LoopState
from brobygger.loops.windows.order import LOOP_OF, WITH_A_YEAR, how_soon
from brobygger.parties.models import Person, Protection
from brobygger.parties.queries import in_norwegian_order


class EmployerWaits(StrEnum):
    """The one thing that waits for an employer now."""

    TASKS = "tasks"
    WISHES = "wishes"
    MEET = "meet"
    ARRIVALS = "arrivals"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Arrival:
    """When somebody comes to an employer, and who: nobody is named who does not share with it now."""

    starts_on: date
    ends_on: date
    person: Person | None

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.person is not None else ""


@dataclass(frozen=True)
class OwnPlace:
    """A loop as one employer sees it: its own tasks, room and people, and nothing of the other employers'."""

    employer: LoopEmployer
    tasks: tuple[Task, ...]
    expected: tuple[Participant, ...]  # whom the employer may see, before the plan is decided
    present: tuple[Participant, ...]  # of them, those who turned up
    unseen_count: int  # turned up, but have not said yes to this employer
    meetings: tuple[Meeting, ...]
    has_wished: bool
    arrivals: tuple[Arrival, ...]
    arrival: Arrival | None  # the next to begin

    @property
    def is_open(self) -> bool:
        return self.employer.loop.state in BEING_BUILT

    @property
    def waits(self) -> EmployerWaits:
        if self.arrival is not None:
            return EmployerWaits.ARRIVALS
        if not self.is_open:
            return EmployerWaits.NOTHING
        if len(self.tasks) < FEWEST_TASKS:
            return EmployerWaits.TASKS
        if self.present and not self.has_wished:
            return EmployerWaits.WISHES
        return EmployerWaits.MEET if self.expected and not self.present else EmployerWaits.NOTHING


def own_places(scope: QuerySet[LoopEmployer], *, today: date) -> list[LoopEmployer]:
    """The loops an employer is in, the one that matters now first, as `own_invitations` has it; all loaded.

    Cost    one query
    Source  ADR 0080, 0091
    """
    rows = still_open(scope, today=today).select_related(*LOOP_OF, "workplace", "contact").order_by("-loop__kick_off_on", "-pk")
    return sorted(
        rows,
        key=lambda row: how_soon(
            row.loop, is_in=row.loop.state == LoopState.RUNNING and row.state == CommitmentState.COMMITTED, today=today
        ),
    )


def still_open(scope: QuerySet[LoopEmployer], *, today: date) -> QuerySet[LoopEmployer]:
    """Those whose pages are still there: not withdrawn, and for twelve weeks after the loop is over or they left it. Source: RULES A7"""
    over = today - SHARING_LASTS
    stays = Stay.objects.filter(participant__loop=OuterRef("loop"), ends_on__gte=over)
    ends = LoopDate.objects.filter(loop=OuterRef("loop"), kind=DateKind.END, appointment__starts_at__date__gte=over)
    return scope.exclude(
        Q(state=CommitmentState.WITHDRAWN)
        | Q(state=CommitmentState.DROPPED_OUT, dropped_out_on__lt=over)
        | Q(state=CommitmentState.ASKED, loop__state__in=WITH_A_YEAR)
        | Q(~Exists(stays), ~Exists(ends), loop__state=LoopState.FINISHED)
    )


def own_place(employer: LoopEmployer, scope: QuerySet[Participant], *, today: date) -> OwnPlace:
    """Everything an employer's page says about one loop.

    Takes   employer  one of `own_places`
            scope     from access.rows(…, MEET, Participant)
    Cost    six queries at most, for any size of loop
    """
    is_open = employer.loop.state in BEING_BUILT
    expected = tuple(people_to_meet(scope, employer, today=today)) if is_open else ()
    present = tuple(row for row in expected if row.has_attended)
    wished = set(wishes_at(employer)) if present else set()
    seen = {row.pk for row in present}
    interviews = Interview.objects.filter(employer=employer, participant__in=seen).select_related("participant__person").order_by("round")
    arrivals = arrivals_at(employer, shown_here(scope, employer, today=today)) if employer.loop.state in AFTER_THE_DECISION else ()
    return OwnPlace(
        employer=employer,
        tasks=tuple(employer.tasks.all()),
        expected=expected,
        present=present,
        unseen_count=turned_up(employer.loop).filter(person__protection=Protection.NONE).count() - len(present) if present else 0,
        meetings=meetings(employer.loop, interviews) if present else (),
        has_wished=bool(present) and seen <= wished,
        arrivals=arrivals,
        arrival=next((arrival for arrival in arrivals if arrival.starts_on >= today), None),
    )


def arrivals_at(employer: LoopEmployer, shown: QuerySet[Participant]) -> tuple[Arrival, ...]:
    """Who comes to an employer when. One with a protected address is left out; one who has taken their yes back has dates only.

    Takes   shown  those who share with the workplace today
    Cost    one query
    Source  ADR 0061, 0083
    """
    rows = (
        employer.stays.filter(participant__person__protection=Protection.NONE)
        .annotate(shares=Exists(shown.filter(pk=OuterRef("participant"))))
        .select_related("participant__person")
        .order_by("starts_on", "ends_on", "-shares", "participant__person__first_name", "pk")
    )
    return tuple(Arrival(stay.starts_on, stay.ends_on, stay.participant.person if stay.shares else None) for stay in rows)


def people_to_meet(scope: QuerySet[Participant], employer: LoopEmployer, *, today: date) -> QuerySet[Participant]:
    """Those an employer meets, in the order of the alphabet. Cost: one query."""
    rows = shown_here(scope, employer, today=today).filter(state=InvitationState.YES).exclude(has_attended=False)
    return rows.select_related("person").order_by(in_norwegian_order("person__first_name"), "pk")


def wishes_at(employer: LoopEmployer) -> dict[int, int]:
    """What an employer has wished, by the participant's key. Cost: one query."""
    return dict(Wish.objects.filter(employer=employer, side=Side.EMPLOYER).values_list("participant_id", "value"))


def times_at(employer: LoopEmployer) -> dict[int, time]:
    """When an employer meets each candidate, by the participant's key. Cost: one query."""
    rows = Interview.objects.filter(employer=employer).values_list("participant_id", "round")
    return {participant: round_starts(employer.loop, number).time() for participant, number in rows}
