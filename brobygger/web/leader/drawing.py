"""The small drawings of the leader's page, as the numbers an SVG takes. What they show stands beside them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BASE = 8, 232, 20, 104
MOST = 25  # people in a full position, at the end of the line
RANGE = (15, 20)


@dataclass(frozen=True)
class Curve:
    """Figures week by week as a line, the field under it, and a dot at the last. A week without a figure is left out."""

    line: str
    area: str
    dot_x: str
    dot_y: str


def curve(values: Sequence[float | None]) -> Curve | None:
    """Takes   values  the oldest first, 0 or more; None where there is none

    Gives   a curve from 0 at the base to the highest near the top; None when there is nothing to draw
    """
    known = [(number, value) for number, value in enumerate(values) if value is not None]
    if not known:
        return None
    highest = max(value for _number, value in known) or 1
    step = (RIGHT - LEFT) / max(1, len(values) - 1)
    points = [(LEFT + number * step, BASE - (BASE - TOP) * value / highest) for number, value in known]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    (first, _), (last, height) = points[0], points[-1]
    return Curve(line, f"{line}L{last:.1f} {BASE}L{first:.1f} {BASE}Z", f"{last:.1f}", f"{height:.1f}")


def along(people: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(people, MOST) / MOST


def load_at(people: float) -> str:
    """Where on the line from 0 to 25 a caseload stands; what is more stands at the end."""
    return f"{along(people):.1f}"


BAND_FROM, BAND_WIDTH = f"{along(RANGE[0]):.1f}", f"{along(RANGE[1]) - along(RANGE[0]):.1f}"
