"""How well a candidate's wishes meet an employer's tasks: about this wish and this work, never about the person.

Source  ADR 0070; RULES M3
"""

from __future__ import annotations

from collections.abc import Iterable

from brobygger.loops.models import Mark


def fit(marks: Iterable[str], task_count: int) -> int:
    """100 × (want + ½ can) ÷ tasks, rounded to the nearest whole number, halves up.

    Takes   marks       what one candidate has marked on one employer's tasks; an unmarked task counts as nothing
            task_count  how many tasks the employer has listed
    Gives   an integer 0–100; 0 when there are no tasks
    """
    given = list(marks)
    if task_count == 0:
        return 0
    half_points = 2 * given.count(Mark.WANT) + given.count(Mark.CAN)
    return (100 * half_points + task_count) // (2 * task_count)
