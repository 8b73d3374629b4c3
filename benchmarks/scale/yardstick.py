"""A fixed loop of Python like what pages are made of, timed beside them, so that bounds mean the same on another machine."""

from __future__ import annotations

import time
from dataclasses import dataclass

REFERENCE_MS = 166.0  # the least of many, on two cores of an AMD EPYC with Python 3.11, 2026-11-30
PAGES = 1_300
ROWS_EACH = 100
KINDS = ("phone", "at_work", "out", "no_answer")
LINE = '<li class="bb-{kind}" id="rad-{number}">{name}: {words}</li>'


@dataclass
class Row:
    number: int
    values: dict[str, object]

    @property
    def kind(self) -> str:
        return KINDS[self.number % len(KINDS)]

    def shown(self) -> str:
        return LINE.format(**{**self.values, "kind": self.kind, "number": self.number})


def milliseconds() -> float:
    """How long the loop takes this process, by the processor's time."""
    began = time.process_time()
    fixed_work()
    return (time.process_time() - began) * 1000


def fixed_work() -> int:
    """The same look-ups, dictionaries and strings each time. Gives the number of characters it made."""
    return sum(len(page(number)) for number in range(PAGES))


def page(number: int) -> str:
    lines = []
    for place in range(ROWS_EACH):
        row = Row(place, {"name": f"Rad {number + place}", "words": ", ".join(KINDS[: 1 + place % 4])})
        row.values["is_first"] = not lines
        lines.append(row.shown())
    return "\n".join(lines)
