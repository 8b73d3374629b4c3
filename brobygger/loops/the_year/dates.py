"""Which dates a loop's year has, and when each of them usually is. A date hangs on a turning, so many days before it.

Source  MISSION §5.5, §5.6, §5.9; the design's calendar (04-aret-mitt); ADR 0087
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day, moment_on
from brobygger.loops.models import TURNINGS, DateKind, Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.loops.periods import Period, periods


@dataclass(frozen=True)
class Usual:
    """How many days before its turning a kind of date usually is, and the time of day."""

    days_before: int
    from_time: time
    to_time: time


USUAL: dict[DateKind, Usual] = {
    DateKind.START: Usual(0, time(9), time(10)),
    DateKind.ROTATION: Usual(0, time(9), time(10)),
    DateKind.END: Usual(0, time(12), time(14)),
    DateKind.START_MEETING: Usual(5, time(13), time(14)),  # the Wednesday before a Monday
    DateKind.GATHERING: Usual(11, time(10), time(13)),  # the Thursday of the week before the last
    DateKind.EVALUATION: Usual(12, time(13), time(14)),  # the Wednesday, so that it is known at the gathering
    DateKind.HOSPITATION: Usual(20, time(9), time(14)),  # the Tuesday three weeks before, at the first employer
}
HOSPITATION_DAYS = (20, 19, 18, 17, 14, 13)  # before the turning, an employer each: whoever shows the place is not away at another
FRIDAY = 4
LATE_START_MEETING = time(9)  # on the first day, when the usual day has been
Key = tuple[str, int, int | None, int | None]  # kind, turning, participant, employer
LAST_DAY_IS = timedelta(days=2)  # before the Sunday that the last period ends on: a Friday


@dataclass(frozen=True)
class Wanted:
    """A date the year asks for."""

    kind: DateKind
    turning: int
    starts_at: datetime
    ends_at: datetime
    place: str
    participant: Participant | None = None
    employer: LoopEmployer | None = None

    @property
    def key(self) -> Key:
        return (
            self.kind,
            self.turning,
            self.participant.pk if self.participant is not None else None,
            self.employer.pk if self.employer is not None else None,
        )

    def dated(self, loop: Loop, *, now: datetime) -> LoopDate:
        """The date with its appointment, neither of them saved."""
        appointment = Appointment(
            unit_id=loop.unit_id,
            kind=AppointmentKind.LOOP,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            workplace_id=self.employer.workplace_id if self.employer is not None else None,
            place=self.place,
            changed_at=now,
        )
        return LoopDate(
            loop=loop,
            kind=self.kind,
            turning=self.turning,
            participant=self.participant,
            employer=self.employer,
            appointment=appointment,
        )


def key_of(row: LoopDate) -> Key:
    return row.kind, row.turning, row.participant_id, row.employer_id


def usual_turnings(loop: Loop) -> dict[int, date]:
    """The day of each turning when nothing has been moved: the first day of each period, and the last Friday of the last."""
    year = periods(loop)
    return {period.number: period.starts_on for period in year} | {len(year): year[-1].ends_on - LAST_DAY_IS}


def turnings_of(loop: Loop) -> dict[int, date]:
    """The day of each turning as it stands now. Cost: one query."""
    rows = LoopDate.objects.filter(loop=loop, kind__in=TURNINGS).select_related("appointment").order_by("turning")
    return {row.turning: local_day(row.starts_at) for row in rows}


def year_of(loop: Loop) -> tuple[Period, ...]:
    """The periods of a loop whose year has begun, as its turnings have them; before that, as they are planned. Cost: one query."""
    turnings = turnings_of(loop)
    return periods_between(turnings) if turnings else periods(loop)


def periods_between(turnings: dict[int, date]) -> tuple[Period, ...]:
    last = max(turnings)
    return tuple(
        Period(number, turnings[number], turnings[number + 1] if number + 1 == last else turnings[number + 1] - timedelta(days=1))
        for number in range(last)
    )


def wanted_dates(loop: Loop, turnings: dict[int, date], stays: Iterable[Stay], *, now: datetime) -> list[Wanted]:
    """Every date the year asks for, whether it has been or not.

    Takes   turnings  the day of each, from `turnings_of` or `usual_turnings`
            stays     with participant, employer and workplace loaded
            now       a start meeting whose usual day has been is held on the first day
    """
    last, stays = max(turnings), list(stays)
    numbers = {key: number for number, key in enumerate(sorted({stay.employer_id for stay in stays}))}
    found = [turning(loop, number, day, last=last) for number, day in turnings.items()]
    found += [usual(DateKind.GATHERING, number, turnings[number], place=loop.kick_off_place) for number in range(1, last)]
    for stay in stays:
        found.append(start_meeting(stay, turnings[stay.period], now=now))
        evaluation = at_employer(DateKind.EVALUATION, stay.period + 1, turnings[stay.period + 1], stay)
        if local_day(evaluation.starts_at) <= stay.ends_on:  # not for a stay that is cut short
            found.append(evaluation)
        if stay.period > 0:
            found.append(hospitation(stay, turnings[stay.period], number=numbers[stay.employer_id]))
    return found


def turning(loop: Loop, number: int, day: date, *, last: int) -> Wanted:
    kind = DateKind.START if number == 0 else DateKind.END if number == last else DateKind.ROTATION
    return usual(kind, number, day, place=loop.kick_off_place if kind == DateKind.END else "")


def usual(kind: DateKind, number: int, day: date, *, place: str) -> Wanted:
    """So many days before a turning; on the Friday before when that is a Saturday or a Sunday."""
    rule = USUAL[kind]
    on = day - timedelta(days=rule.days_before)
    if rule.days_before:
        on -= timedelta(days=max(0, on.weekday() - FRIDAY))
    return Wanted(kind, number, moment_on(on, rule.from_time), moment_on(on, rule.to_time), place)


def at_employer(kind: DateKind, number: int, day: date, stay: Stay) -> Wanted:
    at = usual(kind, number, day, place=place_of(stay.employer))
    return Wanted(kind, number, at.starts_at, at.ends_at, at.place, stay.participant, stay.employer)


def start_meeting(stay: Stay, turns_on: date, *, now: datetime) -> Wanted:
    """The usual day, or the first day at the employer when the usual one has been."""
    at = at_employer(DateKind.START_MEETING, stay.period, turns_on, stay)
    if at.starts_at > now and stay.starts_on == turns_on:
        return at
    begins = moment_on(stay.starts_on, LATE_START_MEETING)
    return Wanted(at.kind, at.turning, begins, begins + (at.ends_at - at.starts_at), at.place, at.participant, at.employer)


def hospitation(stay: Stay, turns_on: date, *, number: int) -> Wanted:
    """A day beside whoever has the place now. Each employer has a day of its own, in the order of `number`."""
    earlier = timedelta(days=HOSPITATION_DAYS[number % len(HOSPITATION_DAYS)] - USUAL[DateKind.HOSPITATION].days_before)
    return at_employer(DateKind.HOSPITATION, stay.period, turns_on - earlier, stay)


def place_of(employer: LoopEmployer) -> str:
    """The name and street of an employer's workplace, as a calendar shows where."""
    workplace = employer.workplace
    return ", ".join(part for part in (workplace.name, workplace.street) if part)[:160]


def is_ahead(row: LoopDate, *, now: datetime) -> bool:
    return row.state == AppointmentState.PLANNED and row.starts_at > now
