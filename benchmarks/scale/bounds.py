"""What a page may cost. Milliseconds are those of the machine on which yardstick.REFERENCE_MS was measured, and are scaled to this one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST_QUERIES = 12
MOST_HTML_KB = 15.0
MOST_STATIC_KB = 100.0
PROCESSOR_MS = {"i dag": 45, "folk": 20, "person": 35, "uka": 60, "min uke": 60, "inntak": 25, "året": 50, "notat": 30}
DATABASE_MS = 15
TODAY, TODAY_WITH_TWO_VISITORS_MS = "i dag", 120

FEW, MANY = 20, 2_000
MORE_FOR_MANY = 2.5


@dataclass(frozen=True)
class Measured:
    """One page for one asker with so many people in view. What two visitors waited is None for what is only sent."""

    page: str
    asker: str
    people: int
    query_count: int
    processor_ms: float
    least_processor_ms: float
    database_ms: float
    html_kb: float
    static_kb: float
    median_ms: float | None = None
    ninety_fifth_ms: float | None = None


def allowance(people: int) -> float:
    """How many times its bound a page may cost: once with 20 people in view, 2.5 times with 2,000, and evenly between."""
    return 1 + (MORE_FOR_MANY - 1) * (people - FEW) / (MANY - FEW)


@dataclass(frozen=True)
class Machine:
    """Where the pages were measured."""

    pace: float  # what the fixed loop took, beside what it took where the bounds were set
    load: float = 0.0  # tasks to each core before the measuring began

    @property
    def clock_pace(self) -> float:
        """How much longer things take by the clock, which runs on while others' tasks have the cores."""
        return self.pace * max(1.0, self.load)


def broken(measured: Sequence[Measured], machine: Machine) -> list[str]:
    """What is over its bound on this machine, in words."""
    return [words for each in measured for words in broken_by(each, machine)] + uneven(measured)


def broken_by(each: Measured, machine: Machine) -> list[str]:
    more = allowance(each.people)
    return [
        f"{each.page}, {each.asker}: {value:.4g} {unit}, grensen er {most:.4g}"
        for value, most, unit in (
            (each.query_count, MOST_QUERIES, "spørringer"),
            (each.processor_ms, PROCESSOR_MS[each.page] * more * machine.pace, "ms prosessortid"),
            (each.database_ms, DATABASE_MS * more * machine.clock_pace, "ms i databasen"),
            (each.ninety_fifth_ms or 0, most_waited_ms(each, machine), "ms for to om gangen (95 %)"),
            (each.html_kb, MOST_HTML_KB, "kB HTML"),
            (each.static_kb, MOST_STATIC_KB, "kB CSS og JS"),
        )
        if value > most
    ]


def most_waited_ms(each: Measured, machine: Machine) -> float:
    """What one of two visitors may wait one time in twenty. Only Today with 20 people is judged."""
    return TODAY_WITH_TWO_VISITORS_MS * machine.clock_pace if each.page == TODAY and each.people <= FEW else math.inf


def uneven(measured: Sequence[Measured]) -> list[str]:
    """Pages that cost another number of queries when more people are in view."""
    pages = {each.page for each in measured}
    counts = {page: {each.query_count for each in measured if each.page == page} for page in pages}
    return [
        f"{page}: {sorted(found)} spørringer etter hvor mange som er i bildet" for page, found in sorted(counts.items()) if len(found) > 1
    ]
