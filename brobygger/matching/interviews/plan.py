"""Making an interview plan: as few rounds as there can be, then as little waiting as the search finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from brobygger.matching.interviews.model import InterviewPlan, Meeting, TooFewRounds
from brobygger.matching.interviews.rounds import NOBODY, Rounds
from brobygger.matching.interviews.waiting import shorten_waiting


def plan_interviews(employers: tuple[str, ...], meetings: tuple[tuple[str, str], ...], rounds: int | None = None) -> InterviewPlan:
    """Rounds for the interviews of a kick-off day.

    Takes   employers  ids
            meetings   (candidate, employer), each once; their order means nothing
            rounds     how many rounds there is time for, or None
    Gives   as many rounds as the busiest person or employer has meetings, which always suffices; then few gaps for candidates, then
            for employers
    Raises  TooFewRounds when more rounds are needed; ValueError for an unknown employer or a meeting asked for twice
    Cost    a fixed number of steps, under three seconds for any kick-off day
    Source  contracts/loop.md, «plan-interviews»; ADR 0013
    """
    ordered = sorted(set(meetings))
    if len(ordered) < len(meetings):
        raise ValueError("a meeting is asked for twice")
    if unknown := {employer for _, employer in ordered} - set(employers):
        raise ValueError(f"unknown employers: {sorted(unknown)}")
    needed = max(most(candidate for candidate, _ in ordered), most(employer for _, employer in ordered))
    if rounds is not None and rounds < needed:
        raise TooFewRounds(needed, rounds)
    names = [*sorted({candidate for candidate, _ in ordered}), *sorted(employers)]
    candidates = len(names) - len(employers)
    number = {name: place for place, name in enumerate(names[:candidates])}
    numbered = [(number[candidate], names.index(employer, candidates)) for candidate, employer in ordered]
    table = shorten_waiting(Rounds(len(names), numbered, needed), candidates)
    placed = [
        Meeting(names[candidate], names[employer], round_)
        for round_ in range(needed)
        for employer in range(candidates, len(names))
        if (candidate := table.partner[employer][round_]) != NOBODY
    ]
    return InterviewPlan(needed, tuple(placed))


def most(names: Iterable[str]) -> int:
    """How many times the most frequent name occurs."""
    return max(Counter(names).values(), default=0)
