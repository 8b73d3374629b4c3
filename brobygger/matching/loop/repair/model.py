"""What a repair is asked and what it answers: frozen values beside those of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from brobygger.matching.loop.model import Objective, Plan, Proof, Reason, Veto


@dataclass(frozen=True)
class Newcomers:
    """People who come in from a period on, and what they and the employers wish.

    One whom the loop knew but had no place for may come in too; where nothing is said here, what the instance says holds.
    """

    candidates: tuple[str, ...] = ()
    candidate_wishes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    employer_wishes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fit: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    vetoes: tuple[Veto, ...] = ()


NOBODY = Newcomers()


class RepairCode(StrEnum):
    """Why a planned stay cannot stand, or why somebody has a stay. docs/matching.md, «Repair», says when each is true."""

    EMPLOYER_CLOSED = "employer_closed"
    NO_PLACE = "no_place"
    VETOED = "vetoed"
    CANDIDATE_DOES_NOT_WISH = "candidate_does_not_wish"
    EMPLOYER_DOES_NOT_WISH = "employer_does_not_wish"
    TOO_FEW_PLACES = "too_few_places"

    STANDS = "stands"
    KEPT = "kept"
    MOVED = "moved"
    NEWCOMER_BEGINS = "newcomer_begins"
    NEWCOMER_GOES_ON = "newcomer_goes_on"
    FILLS_GAP = "fills_gap"


@dataclass(frozen=True)
class Change:
    """A stay that was planned and is another now, or none. The code says why it could not stand."""

    candidate: str
    period: int
    planned: str
    now: str | None
    code: RepairCode
    facts: Mapping[str, int | str]


@dataclass(frozen=True)
class RepairReason:
    """Why somebody is at an employer in a period after the repair, where the plan's own reason does not say it."""

    candidate: str
    period: int
    employer: str
    code: RepairCode
    facts: Mapping[str, int | str]


@dataclass(frozen=True)
class Repair:
    """The plan after the repair, the changes it took, and a reason for every stay in order of candidate and then period.

    `plan.reasons` are those of the old plan that are still true; `reasons` has them too, and those the repair gives.
    """

    from_period: int
    plan: Plan
    changes: tuple[Change, ...]
    reasons: tuple[Reason | RepairReason, ...]

    @property
    def objective(self) -> Objective:
        """How good the repaired plan is."""
        return self.plan.objective

    @property
    def proof(self) -> Proof:
        """Who says that there are no fewer changes, and with as few no better plan."""
        return self.plan.proof
