"""What the pages of a loop ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.kernel.local_time import local_day
from brobygger.loops.models import (
    FEWEST_TASKS,
    TURNINGS,
    Closure,
    Interview,
    Loop,
    LoopDate,
    LoopEmployer,
    NextStep,
    Participant,
    Side,
    Task,
    TaskMark,
    Wish,
)
from brobygger.loops.periods import periods
from brobygger.loops.states import CommitmentState, DateState, InvitationState, LoopState
from brobygger.parties.models import Grant, Protection

Pair = tuple[int, int]  # the keys of a participant and an employer

ROUNDS_BETWEEN_BREAKS = 3
LOOPS_ON_A_PAGE = 25


def loops_by_kick_off(scope: QuerySet[Loop]) -> QuerySet[Loop]:
    """Loops, those without a day first, then the latest kick-off first.

    Gives  loops with `committed_count`, `coordinator` and `region`, `open_steps` (the loop's own next step), and in `turns_at` and
           `turns_as` the first turning of the year that is not ticked off
    Cost   two queries for any number of rows
    """
    said_yes = LoopEmployer.objects.filter(loop=OuterRef("pk"), state=CommitmentState.COMMITTED).order_by().values("loop")
    turning = LoopDate.objects.filter(loop=OuterRef("pk"), kind__in=TURNINGS, state=DateState.PLANNED).order_by("turning")
    own_step = NextStep.objects.filter(participant__isnull=True, done_at__isnull=True).select_related("owner").order_by("pk")
    return (
        scope.annotate(
            committed_count=Coalesce(Subquery(said_yes.annotate(n=Count("*")).values("n"), output_field=IntegerField()), 0),
            turns_at=Subquery(turning.values("starts_at")[:1]),
            turns_as=Subquery(turning.values("kind")[:1]),
        )
        .select_related("coordinator", "region")
        .prefetch_related(Prefetch("next_steps", queryset=own_step, to_attr="open_steps"))
        .order_by("-kick_off_on", "-pk")
    )


@dataclass(frozen=True)
class LoopsPage:
    """Some loops in order, and whether there are others before and after."""

    loops: tuple[Loop, ...]
    newer_than: Loop | None  # the first here, when there are newer ones
    older_than: Loop | None  # the last here, when there are older ones


def loops_page(scope: QuerySet[Loop], *, older_than: Loop | None = None, newer_than: Loop | None = None) -> LoopsPage:
    """One page of `loops_by_kick_off`, beside a loop of another page. Cost: two queries, however far one has come."""
    rows = loops_by_kick_off(scope)
    if newer_than is not None:
        back = rows.filter(comes_before(newer_than)).order_by(F("kick_off_on").asc(nulls_last=True), "pk")
        found = list(back[: LOOPS_ON_A_PAGE + 1])
        here = found[:LOOPS_ON_A_PAGE][::-1]
        return LoopsPage(tuple(here), here[0] if len(found) > LOOPS_ON_A_PAGE else None, here[-1] if here else None)
    if older_than is not None:
        rows = rows.filter(~comes_before(older_than) & ~Q(pk=older_than.pk))
    found = list(rows[: LOOPS_ON_A_PAGE + 1])
    here = found[:LOOPS_ON_A_PAGE]
    return LoopsPage(
        tuple(here),
        here[0] if here and older_than is not None else None,
        here[-1] if len(found) > LOOPS_ON_A_PAGE else None,
    )


def comes_before(loop: Loop) -> Q:
    """The loops that stand before this one in the order of `loops_by_kick_off`."""
    if loop.kick_off_on is None:
        return Q(kick_off_on__isnull=True, pk__gt=loop.pk)
    later = Q(kick_off_on__isnull=True) | Q(kick_off_on__gt=loop.kick_off_on)
    return later | Q(kick_off_on=loop.kick_off_on, pk__gt=loop.pk)


class Lacks(StrEnum):
    """What a loop still needs; the page decides where each is put right."""

    EMPLOYERS = "employers"
    KICK_OFF = "kick_off"
    TASKS = "tasks"
    POSTAL_CODE = "postal_code"
    INVITATIONS = "invitations"
    NEXT_STEP = "next_step"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in words, and the employer it concerns, if it is one."""

    what: Lacks
    words: str
    employer: LoopEmployer | None = None


def missing(loop: Loop, *, employers: Sequence[LoopEmployer], invited: InvitationCounts, next_step: NextStep | None) -> tuple[Missing, ...]:
    """What a loop needs before its plan can be decided. Nothing once it is decided or called off.

    Takes   employers  as `employers_of` gives them
    Cost    no query
    """
    if loop.state not in {LoopState.RECRUITING, LoopState.OPEN}:
        return ()
    found = []
    committed = [employer for employer in employers if employer.state == CommitmentState.COMMITTED]
    lacking = loop.employers_wanted - len(committed)
    if lacking > 0:
        words = ngettext("Én bedrift til må si ja.", "%(count)s bedrifter til må si ja.", lacking) % {"count": lacking}
        found.append(Missing(Lacks.EMPLOYERS, words))
    if loop.kick_off_on is None:
        found.append(Missing(Lacks.KICK_OFF, _("Dagen er ikke satt.")))
    for employer in committed:
        if getattr(employer, "task_count", 0) < FEWEST_TASKS:  # counted by employers_of
            found.append(Missing(Lacks.TASKS, _("Oppgavene til %(employer)s mangler.") % {"employer": employer}, employer))
        if employer.workplace.postal_code_id is None:
            words = _("Postnummeret til %(employer)s mangler, så vi vet ikke hvor langt det er dit.") % {"employer": employer}
            found.append(Missing(Lacks.POSTAL_CODE, words, employer))
    if loop.state == LoopState.OPEN and loop.kick_off_on is not None and invited.asked == 0:
        found.append(Missing(Lacks.INVITATIONS, _("Ingen er invitert ennå.")))
    if next_step is None:
        found.append(Missing(Lacks.NEXT_STEP, _("Neste steg er ikke satt.")))
    return tuple(found)


def waiting_step(loop: Loop) -> NextStep | None:
    """The loop's own next step, with owner. Cost: one query."""
    return NextStep.objects.filter(loop=loop, participant__isnull=True, done_at__isnull=True).select_related("owner").first()


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


def closures_of(employer: LoopEmployer) -> list[Closure]:
    """When an employer is closed, in order. Cost: one query."""
    return list(employer.closures.order_by("starts_on", "pk"))


@dataclass(frozen=True)
class InvitationCounts:
    """How many have been asked and answered. Counts only: before a yes the coordinator does not know who."""

    invited: int
    yes: int
    no: int

    @property
    def asked(self) -> int:
        return self.invited + self.yes + self.no


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
    return [Card(row, row.person.first_name, row.presentation, tuple((mark.task, mark.mark) for mark in row.marks.all())) for row in rows]


@dataclass(frozen=True)
class Seat:
    """One room in one round. Taken without a participant: somebody the reader may not see."""

    employer: LoopEmployer
    participant: Participant | None = None
    is_taken: bool = False


@dataclass(frozen=True)
class Round:
    """One round of interviews: when, and who is in each room."""

    number: int
    starts_at: time
    seats: tuple[Seat, ...]
    has_begun: bool
    break_at: time | None  # when the break after it begins, if one follows


@dataclass(frozen=True)
class InterviewDay:
    employers: tuple[LoopEmployer, ...]
    rounds: tuple[Round, ...]
    ends_at: time | None  # when the last interview is over
    runs_late: bool  # past the end of the kick-off


def round_starts(loop: Loop, number: int) -> datetime:
    """When a round begins: one interview's length after the other, with a break of the same length after every third."""
    slots = number + number // ROUNDS_BETWEEN_BREAKS
    return datetime.combine(loop.kick_off_on or date.min, loop.interviews_from) + timedelta(minutes=slots * loop.interview_minutes)


def rounds_begun(loop: Loop, *, now: datetime) -> int:
    """How many planned rounds have started by now; none before the kick-off. `now` is Norwegian time. Cost: one query."""
    if loop.kick_off_on is None or local_day(now) < loop.kick_off_on:
        return 0
    last = Interview.objects.filter(loop=loop).order_by("-round").values_list("round", flat=True).first()
    planned = 0 if last is None else last + 1
    return sum(round_starts(loop, number) <= now.replace(tzinfo=None) for number in range(planned))


def interview_day(loop: Loop, *, employers: Sequence[LoopEmployer], participants: Sequence[Participant], now: datetime) -> InterviewDay:
    """The interview plan as a grid.

    Takes   employers     the rooms, in the order of the page
            participants  those the reader may see; anybody else's seat is only taken
    Cost    one query
    """
    readable = {participant.pk: participant for participant in participants}
    held = {
        (interview.round, interview.employer_id): interview.participant_id
        for interview in Interview.objects.filter(loop=loop).order_by("round", "pk")
    }
    count = max((number for number, _employer in held), default=-1) + 1
    length = timedelta(minutes=loop.interview_minutes)

    def seat(number: int, employer: LoopEmployer) -> Seat:
        key = held.get((number, employer.pk))
        return Seat(employer) if key is None else Seat(employer, readable.get(key), is_taken=True)

    def planned(number: int) -> Round:
        starts = round_starts(loop, number)
        has_break = (number + 1) % ROUNDS_BETWEEN_BREAKS == 0 and number + 1 < count
        return Round(
            number,
            starts.time(),
            tuple(seat(number, employer) for employer in employers),
            has_begun=loop.kick_off_on is not None and starts <= now.replace(tzinfo=None),
            break_at=(starts + length).time() if has_break else None,
        )

    ends = round_starts(loop, count - 1) + length if count else None
    closes = datetime.combine(loop.kick_off_on or date.min, loop.kick_off_to)
    return InterviewDay(
        tuple(employers),
        tuple(planned(number) for number in range(count)),
        ends_at=ends.time() if ends else None,
        runs_late=ends is not None and ends > closes,
    )


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

    @property
    def missing(self) -> list[str]:
        """Who has not answered, by name."""
        return [str(row) for row, has in (*self.employers, *self.participants) if not has]


def answers(loop: Loop) -> Answers:
    """Who has answered of all who are there. Cost: four queries."""
    return answers_among(loop, list(committed_employers(loop)), list(turned_up(loop)))


def answers_among(loop: Loop, employers: Sequence[LoopEmployer], participants: Sequence[Participant]) -> Answers:
    """Has answered means: a wish for everyone one meets who is there now, so one who came late shows as missing.

    Takes   participants  those who turned up, as the reader may see them, with person
    Cost    two queries
    """
    given = Wish.objects.filter(employer__in=employers, participant__in=participants)
    return who_has_answered(
        employers,
        participants,
        given=set(given.values_list("side", "participant_id", "employer_id")),
        unmet=not_said_yes_to(loop, participants, employers) | protected_among(participants, employers),
    )


def who_has_answered(
    employers: Sequence[LoopEmployer],
    participants: Sequence[Participant],
    *,
    given: Set[tuple[str, int, int]],
    unmet: Set[Pair],
) -> Answers:
    """As `answers_among`, from what has been read: an employer is not waited for because of somebody it may not meet.

    One that meets nobody of those who are here has nothing to answer.

    Takes   given  side, participant and employer of each wish
            unmet  the pairs in which the employer may not see the participant
    """

    def has_wished(employer: LoopEmployer) -> bool:
        meets = [row for row in participants if (row.pk, employer.pk) not in unmet]
        return bool(participants) and all((Side.EMPLOYER, row.pk, employer.pk) in given for row in meets)

    return Answers(
        tuple((row, has_wished(row)) for row in employers),
        tuple((row, bool(employers) and all((Side.CANDIDATE, row.pk, one.pk) in given for one in employers)) for row in participants),
    )


def not_said_yes_to(loop: Loop, participants: Iterable[Participant], employers: Iterable[LoopEmployer]) -> set[Pair]:
    """The pairs in which somebody who shares with the loop has not said yes to being met by that employer. Cost: one query.

    Source  RULES A5; ADR 0077
    """
    by_person = {row.person_id: row.pk for row in participants}
    yes = Grant.objects.filter(person__in=by_person, subject_id=loop.public_id, withdrawn_at__isnull=True)
    shared: dict[int, set[int | None]] = {}
    for person, workplace in yes.values_list("person", "workplace"):
        shared.setdefault(by_person[person], set()).add(workplace)
    return {(participant, row.pk) for row in employers for participant, places in shared.items() if row.workplace_id not in places}


def protected_among(participants: Iterable[Participant], employers: Iterable[LoopEmployer]) -> set[Pair]:
    """The pairs with somebody whom no employer is shown. Takes participants with person. Source: RULES A3."""
    protected = [row.pk for row in participants if row.person.protection != Protection.NONE]
    return {(participant, row.pk) for row in employers for participant in protected}


def employers_to_say_yes_to(participant: Participant) -> QuerySet[LoopEmployer]:
    """Employers that joined after the candidate's yes, or whose yes ends before the loop, since the start was moved. Cost: one query."""
    loop = participant.loop
    yes = Grant.objects.filter(
        person=participant.person_id, subject_id=loop.public_id, withdrawn_at__isnull=True, workplace=OuterRef("workplace")
    )
    year = periods(loop)
    needed_until = year[-1].ends_on if year else loop.kick_off_on
    if needed_until:
        yes = yes.filter(ends_on__gte=needed_until)
    return committed_employers(loop).filter(~Exists(yes))


def with_next_steps(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """The same people in the same order, each with `next_step` and its owner loaded. Cost: one query."""
    return rows.select_related("next_step__owner")
