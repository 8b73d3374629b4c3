"""Occupations in a form: looked for with a word, and picked from what is found. Works without a script."""

from __future__ import annotations

from collections.abc import Sequence

from brobygger.reference.models import Occupation
from brobygger.reference.queries import FoundOccupation, find_occupations

MOST_FOUND = 6


def new_occupations(sought: str, chosen: Sequence[Occupation]) -> list[tuple[Occupation, str]]:
    """What a search gives beside what is chosen, with the word that was hit when it is another. Cost: two queries, none without a word."""
    return new_among(find_occupations(sought, MOST_FOUND), chosen) if sought else []


def new_among(found: Sequence[FoundOccupation], chosen: Sequence[Occupation]) -> list[tuple[Occupation, str]]:
    """The occupations a search found that are not chosen yet, each once, with the word that was hit when it is another."""
    listed: dict[str, tuple[Occupation, str]] = {}
    for each in found:
        occupation = each.occupation
        if occupation is not None and occupation.level == Occupation.UNIT_LEVEL and occupation not in chosen:
            listed.setdefault(occupation.code, (occupation, each.label if each.label != occupation.label else ""))
    return list(listed.values())
