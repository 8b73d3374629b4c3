"""What a choice costs, in whole points; one kilometre is one point. Source: docs/matching.md, «Assignment»; ADR 0096."""

from __future__ import annotations

from brobygger.matching.assignment.model import Knowing, Pair, Specialist, Waiting

WORKING_RANGE_FROM, FULL = 15, 20
"""People in a full position: the working range. Source: RULES W12"""

EVERYBODY_SPEAKS = "nb"

EACH_PERSON, EACH_IN_RANGE, EACH_ABOVE = 4, 14, 114
"""What one more costs below the range, in it, and above it: those with few get the next, and nobody goes above for a language."""

NO_COMMON_LANGUAGE = 120
FARTHEST_KM, UNKNOWN_KM = 100, 25
KNOWS: dict[Knowing | None, int] = {Knowing.FOLLOWED: 0, Knowing.MET: 30, None: 60}


def per_full_position(people: int, work_percent: int) -> int:
    """How many people it would be in a full position, rounded up."""
    return -(-people * 100 // work_percent)


def room(people: int, work_percent: int) -> int:
    """How many more somebody can take within the working range; 0 for one who has as many as that, or more."""
    return max(0, FULL * work_percent // 100 - people)


def slot_cost(people: int, work_percent: int) -> int:
    """What it costs that somebody gets this many people, counting the last one. It never falls as people grow.

    Takes   people  with the new one, 1 or more
    """
    load = per_full_position(people, work_percent)
    in_range, above = max(0, load - WORKING_RANGE_FROM), max(0, load - FULL)
    return EACH_PERSON * load + (EACH_IN_RANGE - EACH_PERSON) * in_range + (EACH_ABOVE - EACH_IN_RANGE) * above


def pair_cost(waiting: Waiting, specialist: Specialist, pair: Pair) -> int:
    """What it costs that just these two meet: language, distance, and whether they know each other."""
    language = 0 if speaks(specialist, waiting.language) else NO_COMMON_LANGUAGE
    distance = UNKNOWN_KM if pair.distance_km is None else min(pair.distance_km, FARTHEST_KM)
    return language + distance + KNOWS[pair.knowing]


def speaks(specialist: Specialist, language: str) -> bool:
    return language == EVERYBODY_SPEAKS or language in specialist.languages
