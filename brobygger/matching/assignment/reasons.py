"""What is true of one who waits and one specialist, as codes with values. Source: RULES M4; ADR 0096."""

from __future__ import annotations

from brobygger.matching.assignment.costs import EVERYBODY_SPEAKS, room, speaks
from brobygger.matching.assignment.model import AssignmentInstance, AssignmentReason, Because, Knowing, Specialist, Waiting

KNOWN: dict[Knowing, AssignmentReason] = {
    Knowing.FOLLOWED: AssignmentReason.FOLLOWED_BEFORE,
    Knowing.MET: AssignmentReason.MET_BEFORE,
}


def reasons_for(instance: AssignmentInstance, waiting: Waiting, specialist: Specialist) -> tuple[Because, ...]:
    """Room, language, acquaintance and distance, in that order; what isn't known is left out."""
    pair = instance.pair(waiting, specialist)
    left = room(specialist.people, specialist.work_percent)
    reasons = [
        Because(AssignmentReason.HAS_ROOM, {"room": left})
        if left
        else Because(AssignmentReason.IS_FULL, {"people": specialist.people, "work_percent": specialist.work_percent})
    ]
    if waiting.language != EVERYBODY_SPEAKS:
        code = AssignmentReason.SPEAKS if speaks(specialist, waiting.language) else AssignmentReason.DOES_NOT_SPEAK
        reasons.append(Because(code, {"language": waiting.language}))
    if pair.knowing is not None and pair.year is not None:
        reasons.append(Because(KNOWN[pair.knowing], {"year": pair.year}))
    if pair.distance_km is not None:
        reasons.append(Because(AssignmentReason.IS_NEAR, {"km": pair.distance_km}))
    return tuple(reasons)
