from __future__ import annotations

import pytest

from brobygger.loops.plan.fit import fit

WANT, CAN, NOT = "want", "can", "rather_not"


@pytest.mark.parametrize(
    ("marks", "tasks", "expected"),
    [
        ([], 0, 0),
        ([], 5, 0),
        ([WANT] * 5, 5, 100),
        ([CAN] * 4, 4, 50),
        ([NOT] * 4, 4, 0),
        ([WANT, CAN, NOT], 3, 50),
        ([WANT], 3, 33),
        ([WANT, WANT], 3, 67),
        ([CAN], 4, 13),
        ([CAN], 8, 6),
        ([WANT], 8, 13),
    ],
)
def test_wishes_count_whole_and_abilities_half_with_halves_up(marks, tasks, expected):
    assert fit(marks, tasks) == expected


def test_the_order_of_the_marks_says_nothing():
    assert fit([WANT, CAN, NOT, CAN], 6) == fit([CAN, NOT, CAN, WANT], 6) == 33
