"""What is asked up to the kick-off and on the day: who marks and meets what, and who has answered."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from brobygger.loops.models import Loop, LoopEmployer, Participant, Side, Task, TaskMark, Wish
from brobygger.loops.queries import committed_employers, participants_of
from brobygger.loops.sharing import Pair, not_said_yes_to, protected_among
from brobygger.loops.states import InvitationState


def turned_up(loop: Loop) -> QuerySet[Participant]:
    """Those who came to the kick-off and are still in, by first name. Cost: one query."""
    return participants_of(Participant.objects.filter(has_attended=True, state=InvitationState.YES), loop)


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


def with_next_steps(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """The same people in the same order, each with `next_step` and its owner loaded. Cost: one query."""
    return rows.select_related("next_step__owner")
