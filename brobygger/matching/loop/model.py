"""What a loop is and what a plan for it says: frozen values, no arithmetic beyond comparing two objectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KINDS = ("fair", "sum", "leximin")
"""The objectives a plan can be made for, the default first."""

HIGHEST_WISH = 5
HIGHEST_FIT = 100


@dataclass(frozen=True)
class Employer:
    """An employer in the loop and how many places it has in each period; 0 is closed."""

    id: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Veto:
    """A visit that must not happen, and why; the reason is for the coordinator only."""

    candidate: str
    employer: str
    period: int
    reason: str = ""


@dataclass(frozen=True)
class Instance:
    """One loop to be planned: contracts/loop.md, «Instance». The order of candidates, employers and vetoes means nothing."""

    periods: int
    employers: tuple[Employer, ...]
    candidates: tuple[str, ...]
    candidate_wishes: Mapping[str, Mapping[str, int]]
    employer_wishes: Mapping[str, Mapping[str, int]]
    fit: Mapping[str, Mapping[str, int]]
    vetoes: tuple[Veto, ...] = ()
    min_visits: int | None = None

    @property
    def fewest_visits(self) -> int:
        """How many periods everyone who joins is placed in at least; a full round when nothing is said."""
        return self.longest_round if self.min_visits is None else self.min_visits

    @property
    def longest_round(self) -> int:
        """The most periods anybody can be placed in, as nobody visits an employer twice."""
        return min(self.periods, len(self.employers))


@dataclass(frozen=True)
class Objective:
    """How good a plan is. `fits` is the sorted list of everyone's fit, and is empty where only a bound is known."""

    blocking: int
    visits: int
    selected: int
    worst: int
    total: int
    fits: tuple[int, ...] = field(default=(), repr=False)

    def key(self, kind: str) -> tuple[int, ...]:
        """A tuple that is larger for the better plan, in the order of contracts/loop.md, «What is best».

        Takes   kind  fair, sum or leximin; two keys are compared only when they are of one kind
        Raises  ValueError for another kind
        """
        start = (-self.blocking, self.visits, self.selected)
        if kind == "fair":
            return (*start, self.worst, self.total)
        if kind == "sum":
            return (*start, self.total, self.worst)
        if kind == "leximin":
            return (*start, *(self.fits or (self.worst,)))
        raise ValueError(f"objective must be one of {', '.join(KINDS)}, got {kind!r}")

    @property
    def figures(self) -> dict[str, int]:
        """The five figures of the contract, in its order."""
        return {
            "blocking": self.blocking,
            "visits": self.visits,
            "selected": self.selected,
            "worst": self.worst,
            "total": self.total,
        }


@dataclass(frozen=True)
class Path:
    """Where one person is in each period; None is a gap."""

    candidate: str
    stays: tuple[str | None, ...]


class ReasonCode(StrEnum):
    """Why somebody is where the plan has them. docs/matching.md says exactly when each is true, and which facts come with it."""

    PINNED = "pinned"
    BOTH_WISHED_MOST = "both_wished_most"
    CANDIDATE_WISHED_MOST = "candidate_wished_most"
    WISHED_MORE_IS_IMPOSSIBLE = "wished_more_is_impossible"
    WISHED_MORE_IS_FULL = "wished_more_is_full"
    WISHED_MORE_WOULD_COST = "wished_more_would_cost"
    COMPLETES_THE_ROUND = "completes_the_round"
    ONLY_PERIOD_POSSIBLE = "only_period_possible"
    ONLY_EMPLOYER_POSSIBLE = "only_employer_possible"
    OTHERS_ARE_FULL = "others_are_full"
    BOTH_WANTED = "both_wanted"


@dataclass(frozen=True)
class Reason:
    """Why a candidate is at an employer in a period, as a code and its facts; the edge makes the sentence."""

    candidate: str
    period: int
    employer: str
    code: ReasonCode
    facts: Mapping[str, int | str]


class WhyNotCode(StrEnum):
    """Why somebody does not start at an employer. docs/matching.md says exactly when each is true, and which facts come with it."""

    CANDIDATE_DID_NOT_WISH = "candidate_did_not_wish"
    EMPLOYER_DID_NOT_WISH = "employer_did_not_wish"
    CLOSED_AT_START = "closed_at_start"
    VETOED_AT_START = "vetoed_at_start"
    ROUND_TOO_SHORT = "round_too_short"
    MORE_BLOCKING_PAIRS = "more_blocking_pairs"
    FEWER_VISITS = "fewer_visits"
    FEWER_SELECTED = "fewer_selected"
    LOWER_WORST_FIT = "lower_worst_fit"
    LOWER_TOTAL_FIT = "lower_total_fit"
    LESS_EVEN = "less_even"
    EQUALLY_GOOD = "equally_good"
    NOT_WORKED_OUT = "not_worked_out"


@dataclass(frozen=True)
class WhyNot:
    """Why a candidate does not start at an employer, and how good the best plan is where they do."""

    candidate: str
    employer: str
    code: WhyNotCode
    facts: Mapping[str, int | str]
    objective_if_pinned: Objective | None = None


@dataclass(frozen=True)
class Proof:
    """Who says that the plan cannot be better. `second` is the bound of the second witness, None when none was asked for."""

    method: str
    upper_bound: Objective
    seconds: float
    second: Objective | None = None


@dataclass(frozen=True)
class Plan:
    """Everybody's path, how good it is, which pairs block, why, and the proof: contracts/loop.md, «Plan»."""

    status: str
    objective: Objective
    paths: tuple[Path, ...]
    not_joined: tuple[str, ...]
    blocking_pairs: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]
    proof: Proof


@dataclass(frozen=True)
class Price:
    """The best plan with and without a change, side by side, and those whose path is another."""

    before: Objective
    after: Objective
    plan: Plan
    moved: tuple[str, ...]


class NoPlan(ValueError):
    """A required start is impossible. `facts` has `code` and, where one pin is at fault, `candidate` and `employer`.

    The code is a `WhyNotCode` for a start that is impossible in itself, or `unknown`, `two_starts`, `too_many_starts`,
    `starts_do_not_fit_together` or `not_found_in_time`.
    """

    def __init__(self, facts: Mapping[str, int | str]) -> None:
        self.facts = dict(facts)
        super().__init__(f"no plan with this start: {self.facts}")


class SolversDisagree(RuntimeError):
    """Two independent proofs contradict each other, so no optimum may be claimed."""


class BrokenPlan(AssertionError):
    """A plan breaks one of the rules of contracts/loop.md. Raised by our own check, also under `python -O`."""
