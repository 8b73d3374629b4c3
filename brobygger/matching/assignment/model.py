"""What the assignment is worked out from, and what it answers. Nothing else about anybody is let in. Source: RULES M2; ADR 0096."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Knowing(StrEnum):
    """How a specialist knows somebody from before."""

    FOLLOWED = "followed"  # has been responsible or deputy for them
    MET = "met"  # has been in touch with them


class AssignmentReason(StrEnum):
    """Why this specialist; each is true of the pair, also those that speak against it."""

    HAS_ROOM = "has_room"  # facts: room, how many more within the working range
    IS_FULL = "is_full"  # facts: people, work_percent
    SPEAKS = "speaks"  # facts: language; said only of other languages than Norwegian
    DOES_NOT_SPEAK = "does_not_speak"  # facts: language
    IS_NEAR = "is_near"  # facts: km, in a straight line
    FOLLOWED_BEFORE = "followed_before"  # facts: year
    MET_BEFORE = "met_before"  # facts: year


@dataclass(frozen=True)
class Specialist:
    """Somebody who can take one more.

    Takes   people        how many they follow now, with those given to them and not taken in yet; 0 or more
            work_percent  1–100
            languages     codes; Norwegian needs not be among them
    """

    id: str
    people: int
    work_percent: int = 100
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits, and the language they talk best in."""

    id: str
    language: str


@dataclass(frozen=True)
class Pair:
    """What is between one who waits and one specialist. A pair nothing is known of needs not be there.

    Takes   distance_km  in a straight line, 0 or more; None when it isn't known
            year         the last year they had to do with each other
            is_barred    the specialist could not open it; why is not the engine's to know
    """

    waiting: str
    specialist: str
    distance_km: int | None = None
    knowing: Knowing | None = None
    year: int | None = None
    is_barred: bool = False


@dataclass(frozen=True)
class AssignmentInstance:
    """Those who wait, those who can take them, and what is between them. The order means nothing.

    Raises  ValueError for an id that stands twice or isn't there, and for figures out of range
    """

    waiting: tuple[Waiting, ...]
    specialists: tuple[Specialist, ...]
    pairs: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        waiting, specialists = [each.id for each in self.waiting], [each.id for each in self.specialists]
        between = [(pair.waiting, pair.specialist) for pair in self.pairs]
        if any(len(set(ids)) < len(ids) for ids in (waiting, specialists, between)):
            raise ValueError("an id or a pair stands twice")
        if unknown := sorted({each for each, _ in between} - set(waiting) | {each for _, each in between} - set(specialists)):
            raise ValueError(f"pairs name somebody who isn't there: {', '.join(unknown)}")
        for each in self.specialists:
            if not (each.people >= 0 and 1 <= each.work_percent <= 100):
                raise ValueError(f"people must be 0 or more and work_percent 1–100, got {each.people} and {each.work_percent}")
        for pair in self.pairs:
            if pair.distance_km is not None and pair.distance_km < 0:
                raise ValueError(f"distance_km must be 0 or more, got {pair.distance_km}")

    @cached_property
    def between(self) -> Mapping[tuple[str, str], Pair]:
        return {(pair.waiting, pair.specialist): pair for pair in self.pairs}

    def pair(self, waiting: Waiting, specialist: Specialist) -> Pair:
        return self.between.get((waiting.id, specialist.id), Pair(waiting.id, specialist.id))


@dataclass(frozen=True)
class Because:
    """One reason with its values."""

    code: AssignmentReason
    facts: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Assigned:
    """Who is proposed for one who waits; nobody when every specialist is barred."""

    waiting: str
    specialist: str | None
    because: tuple[Because, ...] = ()
