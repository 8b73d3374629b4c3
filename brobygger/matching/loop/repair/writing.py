"""From a repair to the shape of contracts/loop.md."""

from __future__ import annotations

from collections.abc import Callable

from brobygger.matching.loop.model import Reason
from brobygger.matching.loop.repair.model import Change, Repair, RepairReason
from brobygger.matching.loop.writing import plan_as_json


def repair_as_json(
    repair: Repair, because: Callable[[Reason | RepairReason], str], because_changed: Callable[[Change], str]
) -> dict[str, object]:
    """The repaired plan with its changes, as values that `json` can write and `read_plan` reads back.

    Takes   because          makes the sentence of a reason
            because_changed  makes the sentence of a change
    Source  contracts/loop.md, «Repair»
    """
    written = plan_as_json(repair.plan, because)
    written["reasons"] = [
        {"candidate": reason.candidate, "period": reason.period, "employer": reason.employer, "because": because(reason)}
        for reason in repair.reasons
    ]
    proof = written.pop("proof")
    written["changes"] = [
        {
            "candidate": change.candidate,
            "period": change.period,
            "from": change.planned,
            "to": change.now,
            "because": because_changed(change),
        }
        for change in repair.changes
    ]
    return {**written, "proof": proof}
