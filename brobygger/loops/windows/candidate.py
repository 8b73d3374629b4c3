"""What a candidate's and an employer's own pages ask: one loop at a time, and the one thing that waits. Source: ADR 0080, 0081."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.loops.kick_off.actions.inviting import shared_with_coordinator, shared_with_employer
from brobygger.loops.models import (
    FEWEST_TASKS,
    DateKind,
    Interview,
    Loop,
    LoopDate,
    LoopEmployer,
    NextStep,
    Participant,
    Side,
    Stay,
    Task,
    Wish,
)
from brobygger.loops.periods import SHARING_LASTS
from brobygger.loops.queries import employers_to_say_yes_to, interviews_of, round_starts, tasks_to_mark, turned_up
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT, CommitmentState, InvitationState, LoopState
from brobygger.parties.models import ContactPerson, Grant, Person, Protection, Workplace
from brobygger.parties.queries import holds_on, in_norwegian_order

LOOP_OF = ("loop__coordinator", "loop__driver", "loop__region", "loop__unit")
WITH_A_YEAR = (LoopState.RUNNING, LoopState.FINISHED)
WISHES_WAIT = timedelta(days=7)  # from the kick-off on: wishes are asked for, and are asked of nobody after the plan


@dataclass(frozen=True)
class Meeting:
    """An interview and when it begins."""

    starts_at: time
    interview: Interview


class CandidateWaits(StrEnum):
    """The one thing that waits for a candidate now."""

    ANSWER = "answer"
    NEWCOMERS = "newcomers"
    WISHES = "wishes"
    MARKS = "marks"
    PRESENTATION = "presentation"
    KICK_OFF = "kick_off"
    PLAN = "plan"
    NEXT_STEP = "next_step"
    NOTHING = "nothing"


@dataclass(frozen=True)
class OwnLoop:
    """A loop as one candidate sees it: what they have said and what comes, and nothing of the others."""

    participant: Participant
    employers: tuple[LoopEmployer, ...]
    newcomers: tuple[LoopEmployer, ...]
    task_count: int
    mark_count: int
    meetings: tuple[Meeting, ...]
    has_wished: bool
    stays: tuple[Stay, ...]
    next_step: NextStep | None

    @property
    def is_open(self) -> bool:
        return self.participant.loop.state in BEING_BUILT

    @property
    def waits(self) -> CandidateWaits:
        participant = self.participant
        if self.next_step is not None:
            return CandidateWaits.NEXT_STEP
        if not self.is_open or participant.state == InvitationState.NO:
            return CandidateWaits.NOTHING
        if participant.state == InvitationState.INVITED:
            return CandidateWaits.ANSWER
        if self.newcomers:
            return CandidateWaits.NEWCOMERS
        if participant.has_attended:
            return CandidateWaits.PLAN if self.has_wished else CandidateWaits.WISHES
        if self.mark_count < self.task_count:
            return CandidateWaits.MARKS
        return CandidateWaits.KICK_OFF if participant.presentation else CandidateWaits.PRESENTATION


def own_invitations(scope: QuerySet[Participant], *, today: date) -> list[Participant]:
    """A candidate's invitations, the one that matters now first; loop, people and next step loaded, and `has_stays`.

    A kick-off today or in the last week is first, then a year one is in, a new kick-off, a plan that waits for its start, and what is over;
    what one has said no to, and what is called off, is last. Among equals the newest kick-off is first.

    Cost    one query
    Source  ADR 0080, 0091
    """
    rows = (
        scope.annotate(has_stays=Exists(Stay.objects.filter(participant=OuterRef("pk"))))
        .select_related(*LOOP_OF, "person", "proposed_by", "next_step__owner", "went_to__workplace")
        .order_by("-loop__kick_off_on", "-pk")
    )
    return sorted(
        rows,
        key=lambda row: how_soon(row.loop, is_in=is_in_year(row, today=today), is_no=row.state == InvitationState.NO, today=today),
    )


def is_in_year(participant: Participant, *, today: date) -> bool:
    """Whether somebody is still in a year that runs. Takes one of `own_invitations`."""
    gone = participant.left_on is not None and participant.left_on < today
    return participant.loop.state == LoopState.RUNNING and has_a_year(participant) and not gone


def has_a_year(participant: Participant) -> bool:
    """Whether somebody has or had a place in a year that has begun. Takes one of `own_invitations`, or costs one query."""
    if participant.loop.state not in WITH_A_YEAR:
        return False
    stands = participant.has_stays if hasattr(participant, "has_stays") else participant.stays.exists()
    return bool(stands) or participant.left_on is not None


def how_soon(loop: Loop, *, is_in: bool, today: date, is_no: bool = False) -> int:
    """Where a loop stands among those of one window: the lower, the sooner."""
    if loop.state == LoopState.CANCELLED:
        return 6
    if is_no:
        return 5
    is_built = loop.state in BEING_BUILT
    if is_built and loop.kick_off_on is not None and timedelta() <= today - loop.kick_off_on <= WISHES_WAIT:
        return 0
    if is_in:
        return 1
    if is_built:
        return 2
    return 3 if loop.state == LoopState.DECIDED else 4


def own_loop(participant: Participant) -> OwnLoop:
    """Everything a candidate's page says about one loop.

    Takes   participant  one of `own_invitations`
    Cost    six queries at most, for any size of loop
    """
    is_open = participant.loop.state in BEING_BUILT
    is_in = is_open and participant.state == InvitationState.YES
    is_decided = participant.loop.state in AFTER_THE_DECISION
    listed = tasks_to_mark(participant) if is_open else []
    marks = [mark for each in listed for _task, mark in each.tasks]
    employers = tuple(each.employer for each in listed)
    wished = set(own_wishes(participant)) if is_in and participant.has_attended else set()
    return OwnLoop(
        participant=participant,
        employers=employers,
        newcomers=tuple(employers_to_say_yes_to(participant)) if is_in else (),
        task_count=len(marks),
        mark_count=sum(mark is not None for mark in marks),
        meetings=meetings(participant.loop, interviews_of(participant)) if is_in and participant.has_attended else (),
        has_wished=bool(employers) and {employer.pk for employer in employers} <= wished,
        stays=tuple(participant.stays.select_related("employer__workplace__postal_code").order_by("period")) if is_decided else (),
        next_step=NextStep.objects.filter(participant=participant).select_related("owner").first() if is_decided else None,
    )


def own_wishes(participant: Participant) -> dict[int, int]:
    """What a candidate has wished, by the employer's key. Cost: one query."""
    return dict(Wish.objects.filter(participant=participant, side=Side.CANDIDATE).values_list("employer_id", "value"))


def meetings(loop: Loop, interviews: Iterable[Interview]) -> tuple[Meeting, ...]:
    return tuple(Meeting(round_starts(loop, interview.round).time(), interview) for interview in interviews)


@dataclass(frozen=True)
class Sharing:
    """Those who will see the same, and what. Without names it is the coordinator's unit."""

    names: tuple[str, ...]
    items: str


def sharing(employers: Iterable[LoopEmployer], *, with_coordinator: bool) -> list[Sharing]:
    """Who a yes shows what, in the words that are kept with it."""
    names = tuple(str(employer) for employer in employers)
    first = [Sharing((), shared_with_coordinator())] if with_coordinator else []
    return [*first, Sharing(names, shared_with_employer())] if names else first


@dataclass(frozen=True)
class Given:
    """A yes as the person reads it back: for which loop, and to whom."""

    grant: Grant
    participant: Participant
    workplace: Workplace | None


def given_by(scope: QuerySet[Grant], invitations: Iterable[Participant], *, today: date) -> list[Given]:
    """The sharing that holds today, by loop and then by who sees it. Cost: two queries.

    Once a plan is decided, an employer nobody is sent to sees nothing, as `shown_here` has it.
    """
    of_loop = {row.loop.public_id: row for row in invitations}
    stays = Stay.objects.filter(participant__in=[row.pk for row in of_loop.values()])
    goes_to = set(stays.values_list("participant__loop__public_id", "employer__workplace"))
    live = scope.filter(holds_on(today), withdrawn_at__isnull=True, subject_id__in=of_loop).select_related("workplace")
    ordered = live.order_by("subject_id", "workplace__name", "pk")
    seen = [
        grant
        for grant in ordered
        if grant.workplace_id is None
        or of_loop[grant.subject_id].loop.state in BEING_BUILT
        or (grant.subject_id, grant.workplace_id) in goes_to
    ]
    rows = sorted(seen, key=lambda grant: grant.workplace_id is not None)
    order = list(of_loop)
    return [Given(grant, of_loop[grant.subject_id], grant.workplace) for grant in sorted(rows, key=lambda g: order.index(g.subject_id))]


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
    ends = LoopDate.objects.filter(loop=OuterRef("loop"), kind=DateKind.END, starts_at__date__gte=over)
    return scope.exclude(
        Q(state=CommitmentState.WITHDRAWN)
        | Q(state=CommitmentState.DROPPED_OUT, dropped_out_on__lt=over)
        | Q(state=CommitmentState.ASKED, loop__state__in=WITH_A_YEAR)
        | Q(~Exists(stays), ~Exists(ends), loop__state=LoopState.FINISHED)
    )


def shown_here(scope: QuerySet[Participant], employer: LoopEmployer, *, today: date) -> QuerySet[Participant]:
    """Those who have said yes to being seen by this very workplace; once the plan is decided, only those who come to it.

    Who has been there, is seen for twelve weeks after their last day. When the loop is called off, that is nobody.

    Takes   scope  from access.rows(…, MEET, Participant), which knows the loop but not which of the holder's workplaces
    Source  ADR 0081, 0091; RULES A7, M5
    """
    yes = Grant.objects.filter(
        holds_on(today),
        withdrawn_at__isnull=True,
        person=OuterRef("person"),
        subject_id=employer.loop.public_id,
        workplace=employer.workplace_id,
    )
    rows = scope.filter(Exists(yes), loop=employer.loop)
    if employer.loop.state in BEING_BUILT:
        return rows
    stays = Stay.objects.filter(participant=OuterRef("pk"), employer=employer, ends_on__gte=today - SHARING_LASTS)
    return rows.filter(Exists(stays))


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


def who_answers_mentor(person: Person, *, today: date) -> User | None:
    """The coordinator of the newest loop that a mentor's own workplace is in. Cost: one query."""
    here = ContactPerson.objects.filter(holds_on(today), person=person, workplace=OuterRef("workplace"))
    rows = LoopEmployer.objects.filter(Exists(here), state=CommitmentState.COMMITTED).exclude(loop__state=LoopState.CANCELLED)
    newest = rows.select_related("loop__coordinator").order_by("-loop__kick_off_on", "-pk").first()
    return newest.loop.coordinator if newest is not None else None
