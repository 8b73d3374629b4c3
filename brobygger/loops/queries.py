"""What the pages of a loop ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from brobygger.loops.models import Interview, Loop, LoopEmployer, NextStep, Participant, Side, Task, TaskMark, Wish
from brobygger.loops.states import CommitmentState, InvitationState
from brobygger.parties.models import Grant

ROUNDS_BETWEEN_BREAKS = 3


def loops_by_kick_off(scope: QuerySet[Loop]) -> QuerySet[Loop]:
    """Loops, those without a day first, then the latest kick-off first.

    Gives  loops with `committed_count`, `coordinator` and `region`, and `open_steps` loaded (the loop's own next step)
    Cost   two queries for any number of rows
    """
    said_yes = LoopEmployer.objects.filter(loop=OuterRef("pk"), state=CommitmentState.COMMITTED).order_by().values("loop")
    own_step = NextStep.objects.filter(participant__isnull=True, done_at__isnull=True).select_related("owner").order_by("pk")
    return (
        scope.annotate(committed_count=Coalesce(Subquery(said_yes.annotate(n=Count("*")).values("n"), output_field=IntegerField()), 0))
        .select_related("coordinator", "region")
        .prefetch_related(Prefetch("next_steps", queryset=own_step, to_attr="open_steps"))
        .order_by("-kick_off_on", "-pk")
    )


def employers_of(scope: QuerySet[LoopEmployer], loop: Loop) -> QuerySet[LoopEmployer]:
    """The employers of a loop by name, with workplace, organisation, contact and `task_count`. Cost: one query."""
    tasks = Task.objects.filter(employer=OuterRef("pk")).order_by().values("employer").annotate(n=Count("*")).values("n")
    return (
        scope.filter(loop=loop)
        .exclude(state=CommitmentState.WITHDRAWN)
        .annotate(task_count=Coalesce(Subquery(tasks, output_field=IntegerField()), 0))
        .select_related("workplace__organisation", "workplace__postal_code", "contact", "loop")
        .order_by("workplace__name", "pk")
    )


def committed_employers(loop: Loop) -> QuerySet[LoopEmployer]:
    """The employers that have said yes, by name, with all that the plan needs. Cost: one query."""
    return (
        LoopEmployer.objects.filter(loop=loop, state=CommitmentState.COMMITTED)
        .select_related("workplace__postal_code", "workplace__organisation", "contact", "loop")
        .order_by("workplace__name", "pk")
    )


def participants_of(scope: QuerySet[Participant], loop: Loop) -> QuerySet[Participant]:
    """Candidates of a loop by first name, with person and counsellor. Cost: one query."""
    return (
        scope.filter(loop=loop)
        .select_related("person__postal_code", "proposed_by", "loop")
        .order_by("person__first_name", "person__last_name", "pk")
    )


def turned_up(loop: Loop) -> QuerySet[Participant]:
    """Those who came to the kick-off and are still in, by first name. Cost: one query."""
    return participants_of(Participant.objects.filter(has_attended=True, state=InvitationState.YES), loop)


@dataclass(frozen=True)
class InvitationCounts:
    """How many have been asked and answered. Counts only: before a yes the coordinator does not know who."""

    invited: int
    yes: int
    no: int


def invitation_counts(loop: Loop) -> InvitationCounts:
    """Cost: one query."""
    counts = Participant.objects.filter(loop=loop).aggregate(
        invited=Count("pk", filter=Q(state=InvitationState.INVITED)),
        yes=Count("pk", filter=Q(state=InvitationState.YES)),
        no=Count("pk", filter=Q(state=InvitationState.NO)),
    )
    return InvitationCounts(**counts)


@dataclass(frozen=True)
class TasksToMark:
    """An employer's tasks as one candidate sees them, with the mark they gave or None."""

    employer: LoopEmployer
    tasks: tuple[tuple[Task, str | None], ...]


def tasks_to_mark(participant: Participant) -> list[TasksToMark]:
    """Every task of the employers that have said yes, with this candidate's marks. Cost: three queries."""
    marks = dict(TaskMark.objects.filter(participant=participant).values_list("task", "mark"))
    employers = committed_employers(participant.loop).prefetch_related("tasks")
    return [TasksToMark(employer, tuple((task, marks.get(task.pk)) for task in employer.tasks.all())) for employer in employers]


@dataclass(frozen=True)
class Card:
    """What an employer sees of a candidate: first name, what they chose to write, and their marks on this employer's tasks."""

    participant: Participant
    first_name: str
    presentation: str
    marks: tuple[tuple[Task, str], ...]


def cards(scope: QuerySet[Participant], employer: LoopEmployer) -> list[Card]:
    """The candidates an employer may meet, by first name.

    Takes  scope  from access.rows(…, MEET, Participant): those who have said yes to being seen by this workplace
    Cost   two queries. No total and no order but the alphabet (RULES M3, M5)
    """
    marks = TaskMark.objects.filter(task__employer=employer).select_related("task").order_by("task__position")
    here = scope.filter(loop=employer.loop, state=InvitationState.YES).exclude(has_attended=False)
    rows = here.select_related("person").prefetch_related(Prefetch("marks", queryset=marks)).order_by("person__first_name", "pk")
    return [
        Card(row, row.person.first_name, row.presentation, tuple((mark.task, mark.mark) for mark in row.marks.all())) for row in rows
    ]


@dataclass(frozen=True)
class Round:
    """One round of interviews: when, and who is in each room (None: the room is empty). A break has no meetings."""

    number: int
    starts_at: time
    in_rooms: tuple[Participant | None, ...]
    has_begun: bool


@dataclass(frozen=True)
class InterviewDay:
    employers: tuple[LoopEmployer, ...]
    rounds: tuple[Round, ...]
    breaks_after: frozenset[int]  # the numbers of the rounds that a break of one round's length follows


def round_starts_at(loop: Loop, number: int) -> time:
    """When a round begins: one interview's length after the other, with a break of the same length after every third."""
    slots = number + number // ROUNDS_BETWEEN_BREAKS
    start = datetime.combine(date.min, loop.interviews_from) + timedelta(minutes=slots * loop.interview_minutes)
    return start.time()


def rounds_begun(loop: Loop, *, now: datetime) -> int:
    """How many planned rounds have started by now; none on any day but the kick-off. `now` is Norwegian time. Cost: one query."""
    if loop.kick_off_on is None or now.date() < loop.kick_off_on:
        return 0
    last = Interview.objects.filter(loop=loop).order_by("-round").values_list("round", flat=True).first()
    planned = 0 if last is None else last + 1
    if now.date() > loop.kick_off_on:
        return planned
    return sum(round_starts_at(loop, number) <= now.time() for number in range(planned))


def interview_day(loop: Loop, *, now: datetime) -> InterviewDay:
    """The interview plan as a grid, rooms by the employers' names. Cost: three queries."""
    employers = tuple(committed_employers(loop))
    begun = rounds_begun(loop, now=now)
    held: dict[tuple[int, int], Participant] = {}
    for interview in Interview.objects.filter(loop=loop).select_related("participant__person").order_by("round", "pk"):
        held[interview.round, interview.employer_id] = interview.participant
    count = max((number for number, _employer in held), default=-1) + 1
    rounds = tuple(
        Round(number, round_starts_at(loop, number), tuple(held.get((number, employer.pk)) for employer in employers), number < begun)
        for number in range(count)
    )
    breaks = frozenset(number for number in range(count - 1) if (number + 1) % ROUNDS_BETWEEN_BREAKS == 0)
    return InterviewDay(employers, rounds, breaks)


def interviews_of(participant: Participant) -> QuerySet[Interview]:
    """One candidate's own interviews in order, with employer. Cost: one query."""
    return participant.interviews.select_related("employer__workplace").order_by("round")


@dataclass(frozen=True)
class Answers:
    """Who has given their wishes and who has not: names only, never what."""

    employers: tuple[tuple[LoopEmployer, bool], ...]
    participants: tuple[tuple[Participant, bool], ...]

    @property
    def given(self) -> int:
        return sum(has for _row, has in (*self.employers, *self.participants))

    @property
    def wanted(self) -> int:
        return len(self.employers) + len(self.participants)


def answers(loop: Loop) -> Answers:
    """Has answered means: a wish for everyone who is there now, so one who came late shows as missing. Cost: three queries."""
    employers, participants = list(committed_employers(loop)), list(turned_up(loop))
    given = set(
        Wish.objects.filter(employer__in=employers, participant__in=participants).values_list("side", "participant_id", "employer_id")
    )
    return Answers(
        tuple((row, all((Side.EMPLOYER, one.pk, row.pk) in given for one in participants)) for row in employers),
        tuple((row, all((Side.CANDIDATE, row.pk, one.pk) in given for one in employers)) for row in participants),
    )


def employers_to_say_yes_to(participant: Participant) -> QuerySet[LoopEmployer]:
    """Employers that joined after the candidate's yes, and that therefore may not see them yet. Cost: one query."""
    yes = Grant.objects.filter(
        person=participant.person_id, subject_id=participant.loop.public_id, withdrawn_at__isnull=True, workplace=OuterRef("workplace")
    )
    return committed_employers(participant.loop).filter(~Exists(yes))


def next_steps_of(loop: Loop) -> QuerySet[NextStep]:
    """What happens next for everyone who was at the kick-off, in the order of the alphabet. Cost: one query."""
    return (
        NextStep.objects.filter(loop=loop, participant__isnull=False)
        .select_related("participant__person", "owner")
        .order_by("participant__person__first_name", "participant__person__last_name", "pk")
    )
