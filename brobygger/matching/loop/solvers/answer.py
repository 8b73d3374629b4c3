"""What a solver says about the largest value of a sum."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """The best values found, if any; an upper bound, if any; and whether the solver says that it is done.

    Done without values means that no plan meets the rows.
    """

    values: list[int] | None
    bound: int | None
    is_proven: bool
