"""The interviews of the kick-off, round by round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from brobygger.kernel.local_time import local_day
from brobygger.loops.models import Interview, Loop, LoopEmployer, Participant

ROUNDS_BETWEEN_BREAKS = 3


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
class Meeting:
    """An interview and when it begins."""

    starts_at: time
    interview: Interview


def meetings(loop: Loop, interviews: Iterable[Interview]) -> tuple[Meeting, ...]:
    return tuple(Meeting(round_starts(loop, interview.round).time(), interview) for interview in interviews)
