"""A decided loop of three employers and three candidates, each with a whole round; and the same with its year under way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from brobygger.loops.models import Loop, LoopEmployer, Participant, Stay
from brobygger.loops.periods import periods
from brobygger.loops.the_year.actions.turnings import start_year
from tests.factories import LoopEmployerFactory, LoopFactory, ParticipantFactory, StayFactory

DECIDED_ON = date(2026, 9, 7)  # a Monday; the loop starts the Monday after, and rotates on 11.01.2027 and 10.05.2027
NOW = datetime(2026, 9, 7, 8, tzinfo=UTC)


class Round(NamedTuple):
    loop: Loop
    employers: tuple[LoopEmployer, ...]
    participants: tuple[Participant, ...]

    def stay(self, participant: int, period: int) -> Stay:
        return Stay.objects.get(participant=self.participants[participant], period=period)


def decided_round(*, starts_on: date = date(2026, 9, 14), **fields: object) -> Round:
    loop = LoopFactory(decided=True, kick_off_on=starts_on - timedelta(days=13), starts_on=starts_on, **fields)
    employers = tuple(
        LoopEmployerFactory(
            loop=loop,
            committed=True,
            with_contact=True,
            contact__email=f"bedrift{number}@brovik.example",
            tasks=["Ta imot", "Rydde", "Selge"],
        )
        for number in range(3)
    )
    participants = tuple(
        ParticipantFactory(loop=loop, turned_up=True, granted=True, person__email=f"deltaker{number}@brovik.example") for number in range(3)
    )
    for number, participant in enumerate(participants):
        for period in periods(loop):
            StayFactory(
                participant=participant,
                employer=employers[(number + period.number) % 3],
                period=period.number,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
            )
    return Round(loop, employers, participants)


def running_round(*, starts_on: date = date(2026, 9, 14), **fields: object) -> Round:
    """The year is set going a week before it starts."""
    made = decided_round(starts_on=starts_on, **fields)
    before = starts_on - timedelta(days=7)
    start_year(made.loop, actor=made.loop.coordinator, today=before, now=datetime(before.year, before.month, before.day, 8, tzinfo=UTC))
    made.loop.refresh_from_db()
    return made
