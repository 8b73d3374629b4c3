"""Everyone of a loop, in and out, with what they have said. Read once, and shared by the plan, its page and its forms."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from brobygger.loops.kick_off.queries import Answers, who_has_answered
from brobygger.loops.models import Loop, LoopEmployer, Participant, Side, Task, TaskMark, Wish
from brobygger.loops.queries import participants_of
from brobygger.loops.sharing import Pair, protected_among
from brobygger.loops.states import CommitmentState, InvitationState
from brobygger.parties.models import Grant
from brobygger.parties.named import Named


@dataclass(frozen=True)
class Gathering:
    """The rows of a loop as they were read. A pair is the keys of a participant and an employer."""

    participants: tuple[Participant, ...]  # by first name
    employers: tuple[LoopEmployer, ...]  # by the workplace's name
    wishes: dict[tuple[Side, Pair], int]
    marks: dict[Pair, list[str]]
    task_counts: dict[int, int]
    not_said_yes_to: frozenset[Pair]
    seen: frozenset[int]

    @property
    def here(self) -> list[Participant]:
        """Those who turned up and are still in."""
        return [row for row in self.participants if row.has_attended and row.state == InvitationState.YES]

    @property
    def committed(self) -> list[LoopEmployer]:
        return [row for row in self.employers if row.state == CommitmentState.COMMITTED]

    @property
    def answers(self) -> Answers:
        """As `queries.answers`. Cost: no query."""
        here, committed = self.here, self.committed
        given = {(str(side), *pair) for side, pair in self.wishes}
        return who_has_answered(committed, here, given=given, unmet=self.not_said_yes_to | protected_among(here, committed))

    @property
    def missing(self) -> list[str]:
        """Who has not answered, as the reader may name them. Cost: no query."""
        found = self.answers
        employers = [row.workplace.name for row, has in found.employers if not has]
        return employers + [self.named(row).first_name for row, has in found.participants if not has]

    def named(self, row: Participant) -> Named:
        return Named(row.person, row.pk in self.seen)


def gather(loop: Loop, *, seen: QuerySet[Participant] | None = None) -> Gathering:
    """Read everyone of a loop.

    Takes   seen  the participants the reader may see, from access.rows(…, READ, Participant); one who got a protected address or took
                  a yes back stays in the plan, and `named` has no name for them. None: no names are shown
    Cost    two queries for any size of loop
    Source  RULES A3, A4; ADR 0061
    """
    yes = Grant.objects.filter(person=OuterRef("person"), subject_id=loop.public_id, withdrawn_at__isnull=True).order_by("pk")
    wished = Wish.objects.filter(participant=OuterRef("pk")).order_by("pk")
    marked = TaskMark.objects.filter(participant=OuterRef("pk")).order_by("pk")
    people = participants_of(Participant.objects.all(), loop).annotate(
        is_seen=Value(True) if seen is None else Exists(seen.filter(pk=OuterRef("pk"))),
        shared_with=ArraySubquery(yes.values("workplace")),
        wished=ArraySubquery(wished.values(json=JSONObject(side="side", employer="employer", value="value"))),
        marked=ArraySubquery(marked.values(json=JSONObject(employer="task__employer", mark="mark"))),
    )
    tasks = Task.objects.filter(employer=OuterRef("pk")).order_by().values("employer").annotate(n=Count("*")).values("n")
    places = (
        LoopEmployer.objects.filter(loop=loop)
        .annotate(task_count=Coalesce(Subquery(tasks, output_field=IntegerField()), 0))
        .select_related("workplace__postal_code", "workplace__organisation", "contact", "loop")
        .order_by("workplace__name", "pk")
    )
    wishes: dict[tuple[Side, Pair], int] = {}
    marks: dict[Pair, list[str]] = {}
    not_said_yes_to: set[Pair] = set()
    employers = list(places)
    participants = list(people)
    for row in participants:
        wishes |= {(Side(wish["side"]), (row.pk, wish["employer"])): wish["value"] for wish in row.wished}
        for mark in row.marked:
            marks.setdefault((row.pk, mark["employer"]), []).append(mark["mark"])
        if row.shared_with:
            not_said_yes_to |= {(row.pk, employer.pk) for employer in employers if employer.workplace_id not in row.shared_with}
    keys = frozenset(row.pk for row in participants if row.is_seen)
    return Gathering(
        participants=tuple(participants),
        employers=tuple(employers),
        wishes=wishes,
        marks=marks,
        task_counts={row.pk: row.task_count for row in employers},
        not_said_yes_to=frozenset(not_said_yes_to),
        seen=keys,
    )
