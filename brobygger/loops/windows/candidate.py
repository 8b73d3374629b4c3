"""What a candidate's own page asks until the year begins: one loop at a time, and the one thing that waits. Source: ADR 0080, 0081."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from brobygger.loops.kick_off.interview_day import Meeting, interviews_of, meetings
from brobygger.loops.kick_off.queries import tasks_to_mark
from brobygger.loops.models import LoopEmployer, NextStep, Participant, Side, Stay, Wish
from brobygger.loops.sharing import employers_to_say_yes_to, shared_with_coordinator, shared_with_employer
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT, InvitationState, LoopState
from brobygger.loops.windows.order import LOOP_OF, WITH_A_YEAR, how_soon
from brobygger.parties.models import Grant, Workplace
from brobygger.parties.queries import holds_on


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
