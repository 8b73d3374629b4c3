"""From an interview plan to the exact shape of contracts/loop.md."""

from __future__ import annotations

from brobygger.matching.interviews.model import InterviewPlan

FORMAT = "brobygger-interview-plan/1"


def interviews_as_json(plan: InterviewPlan) -> dict[str, object]:
    """The plan as values that `json` can write."""
    return {
        "format": FORMAT,
        "rounds": plan.rounds,
        "meetings": [{"candidate": meeting.candidate, "employer": meeting.employer, "round": meeting.round} for meeting in plan.meetings],
    }
