"""From a plan, or an instance, to the exact shape of contracts/loop.md."""

from __future__ import annotations

from collections.abc import Callable

from brobygger.matching.loop.model import Instance, Plan, Reason

FORMAT = "brobygger-loop-plan/1"
INSTANCE_FORMAT = "brobygger-loop/1"
ENGINE_VERSION = "1"  # raised when the same instance may get another plan than before


def plan_as_json(plan: Plan, because: Callable[[Reason], str]) -> dict[str, object]:
    """The plan as values that `json` can write.

    Takes   because  makes the sentence of a reason
    Source  contracts/loop.md, «Plan»
    """
    proof: dict[str, object] = {
        "method": plan.proof.method,
        "upper_bound": plan.proof.upper_bound.figures,
        "seconds": round(plan.proof.seconds, 6),
    }
    if plan.proof.second is not None:
        proof["second"] = plan.proof.second.figures
    return {
        "format": FORMAT,
        "status": plan.status,
        "objective": plan.objective.figures,
        "paths": [{"candidate": path.candidate, "stays": list(path.stays)} for path in plan.paths],
        "not_joined": list(plan.not_joined),
        "blocking_pairs": [list(pair) for pair in plan.blocking_pairs],
        "reasons": [
            {"candidate": reason.candidate, "period": reason.period, "employer": reason.employer, "because": because(reason)}
            for reason in plan.reasons
        ],
        "proof": proof,
    }


def instance_as_json(instance: Instance) -> dict[str, object]:
    """An instance as values that `json` can write and `read_instance` reads back.

    Source  contracts/loop.md, «Instance»
    """
    return {
        "format": INSTANCE_FORMAT,
        "periods": instance.periods,
        "min_visits": instance.fewest_visits,
        "employers": [{"id": employer.id, "places": list(employer.places)} for employer in instance.employers],
        "candidates": [{"id": candidate} for candidate in instance.candidates],
        "candidate_wishes": {giver: dict(wishes) for giver, wishes in instance.candidate_wishes.items()},
        "employer_wishes": {giver: dict(wishes) for giver, wishes in instance.employer_wishes.items()},
        "fit": {candidate: dict(fits) for candidate, fits in instance.fit.items()},
        "vetoes": [
            {"candidate": veto.candidate, "employer": veto.employer, "period": veto.period, "reason": veto.reason}
            for veto in instance.vetoes
        ],
    }
