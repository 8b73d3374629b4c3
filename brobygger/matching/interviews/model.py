"""What an interview plan is."""

from __future__ import annotations

from dataclasses import dataclass

from brobygger.matching.bad_instance import BadInstance


@dataclass(frozen=True)
class Meeting:
    """A candidate meets an employer in a round, numbered from 0."""

    candidate: str
    employer: str
    round: int


@dataclass(frozen=True)
class InterviewPlan:
    """All meetings of the day, in order of round, employer and candidate."""

    rounds: int
    meetings: tuple[Meeting, ...]


class TooFewRounds(BadInstance):
    """More rounds are needed than were given; the sentence and `needed` say how many."""

    def __init__(self, needed: int, given: int) -> None:
        self.needed = needed
        super().__init__(f"«rounds» er {given}, men det trengs {needed} runder for at alle skal rekke møtene sine.")
