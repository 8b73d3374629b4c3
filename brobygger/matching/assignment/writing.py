"""An instance and its answers as values that `json` can write, the same for the same people in any order."""

from __future__ import annotations

from collections.abc import Sequence

from brobygger.matching.assignment.model import AssignmentInstance, Because

ASSIGNMENT_VERSION = "1"  # raised when the same instance may get another answer than before


def instance_as_json(instance: AssignmentInstance) -> dict[str, object]:
    return {
        "waiting": [{"id": each.id, "language": each.language} for each in sorted(instance.waiting, key=lambda each: each.id)],
        "specialists": [
            {"id": each.id, "people": each.people, "work_percent": each.work_percent, "languages": sorted(each.languages)}
            for each in sorted(instance.specialists, key=lambda each: each.id)
        ],
        "pairs": [
            {
                "waiting": pair.waiting,
                "specialist": pair.specialist,
                "distance_km": pair.distance_km,
                "knowing": str(pair.knowing) if pair.knowing else None,
                "year": pair.year,
                "is_barred": pair.is_barred,
            }
            for pair in sorted(instance.pairs, key=lambda pair: (pair.waiting, pair.specialist))
        ],
    }


def because_as_json(because: Sequence[Because]) -> list[dict[str, object]]:
    return [{"code": str(each.code), "facts": dict(each.facts)} for each in because]
