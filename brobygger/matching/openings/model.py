"""What a fit between one candidate's wishes and openings is worked out from. Nothing else is let in. Source: RULES M2, M3; ADR 0099."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class OpeningReason(StrEnum):
    """What is true of the wishes and an opening. Those of `AGAINST` speak against it, and are always given."""

    SAME_OCCUPATION = "same_occupation"  # facts: wished, offered; codes
    SAME_GROUP = "same_group"  # three digits in common
    SAME_BRANCH = "same_branch"  # two digits in common
    SAME_FIELD = "same_field"  # one digit in common; told, but not reckoned as a wish that is met
    WORD = "word"  # facts: word, in the wishes and in the tasks
    HOURS_WITHIN = "hours_within"  # facts: hours
    TIMES_WITHIN = "times_within"  # facts: times
    NEAR_ENOUGH = "near_enough"  # facts: km, minutes, limit
    NOT_WANTED = "not_wanted"  # facts: word
    FEWER_HOURS = "fewer_hours"  # facts: hours, wished
    MORE_HOURS = "more_hours"  # facts: hours, wished
    OTHER_TIMES = "other_times"  # facts: times, those that are not wished
    TOO_FAR = "too_far"  # facts: km, minutes, limit


AGAINST = frozenset(
    {
        OpeningReason.NOT_WANTED,
        OpeningReason.FEWER_HOURS,
        OpeningReason.MORE_HOURS,
        OpeningReason.OTHER_TIMES,
        OpeningReason.TOO_FAR,
    }
)


@dataclass(frozen=True)
class Wishes:
    """What one candidate has wished for, as gone through with them.

    Takes   occupations     codes of four digits
            words           of the wishes and what they can, by `words_of`
            unwanted        words of what they do not want
            travel_minutes  the most, one way
            travels_by      foot, public or car; empty when it isn't known
    """

    occupations: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    hours_from: float | None = None
    hours_to: float | None = None
    times: frozenset[str] = frozenset()
    travel_minutes: int | None = None
    travels_by: str = ""


@dataclass(frozen=True)
class Place:
    """An opening, and how far from the candidate's home it is.

    Takes   occupation   a code of one to four digits; empty when it isn't said
            distance_km  in a straight line, 0 or more; None when it isn't known
    """

    id: str
    words: frozenset[str] = frozenset()
    occupation: str = ""
    hours: float | None = None
    times: frozenset[str] = frozenset()
    distance_km: float | None = None

    def __post_init__(self) -> None:
        if self.distance_km is not None and self.distance_km < 0:
            raise ValueError(f"distance_km must be 0 or more, got {self.distance_km}")


@dataclass(frozen=True)
class About:
    """One reason with its values."""

    code: OpeningReason
    facts: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def is_against(self) -> bool:
        return self.code in AGAINST
