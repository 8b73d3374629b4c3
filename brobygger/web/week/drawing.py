"""Where an appointment lies among the hours: the page has quarter hours as rows, and app.css knows which row each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from brobygger.kernel.local_time import in_norway

EARLIEST, LATEST = 7 * 4, 18 * 4  # the quarter hours of a day that the page has rows for, from midnight
FROM_EIGHT, TO_FOUR = 8 * 4, 16 * 4  # those it shows when nothing is earlier or later
LEAST_SHOWN = 2  # quarters: what is shorter has no room for its words


@dataclass(frozen=True)
class Place:
    """From which quarter hour of the day, and how many of them; beside another when both are at the same time."""

    quarter: int
    length: int
    is_beside: bool = False
    has_beside: bool = False
    is_close: bool = False  # right after the one before, so that nothing can stand between them

    @property
    def at(self) -> str:
        """«0915», as app.css has it."""
        return f"{self.quarter // 4:02}{self.quarter % 4 * 15:02}"

    @property
    def lies(self) -> str:
        """How it lies among the others, as app.css has it."""
        said = (("is-beside", self.is_beside), ("has-beside", self.has_beside), ("is-close", self.is_close))
        return "".join(f" {name}" for name, is_so in said if is_so)

    @property
    def end(self) -> int:
        return self.quarter + self.length


def place_of(starts_at: datetime, ends_at: datetime) -> Place:
    """What is outside the rows of the page stands at their edge; its time is written on it."""
    quarter = min(max(quarter_of(in_norway(starts_at).time()), EARLIEST), LATEST - LEAST_SHOWN)
    length = -(-(ends_at - starts_at).total_seconds() // 900)
    return Place(quarter, max(LEAST_SHOWN, min(int(length), LATEST - quarter)))


def quarter_of(at: time) -> int:
    return at.hour * 4 + at.minute // 15


def side_by_side(places: Sequence[Place]) -> list[Place]:
    """The same places, in order of time, where those that overlap stand in two halves. A third lies on top of the first."""
    laid: list[Place] = []
    for place in places:
        before = laid[-1] if laid else None
        if before is not None and place.quarter < before.end:
            laid[-1] = replace(before, has_beside=not before.is_beside)
            place = replace(place, is_beside=not before.is_beside, has_beside=before.is_beside)
        elif before is not None and place.quarter <= before.end:
            place = replace(place, is_close=True)
        laid.append(place)
    return laid


@dataclass(frozen=True)
class Hours:
    """Which hours the page shows."""

    is_early: bool
    is_late: bool

    @property
    def looks(self) -> str:
        return f"{' bb-week--early' if self.is_early else ''}{' bb-week--late' if self.is_late else ''}"

    @property
    def marks(self) -> list[tuple[str, str]]:
        first, last = 7 if self.is_early else 8, 18 if self.is_late else 16
        return [(f"{hour:02}00", f"{hour:02}") for hour in range(first, last + 1)]


def hours_for(places: Iterable[Place]) -> Hours:
    listed = list(places)
    return Hours(is_early=any(each.quarter < FROM_EIGHT for each in listed), is_late=any(each.end > TO_FOUR for each in listed))
