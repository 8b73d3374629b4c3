"""A stored repair as its page shows it: what is changed and why, who is where after it, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.loops.periods import Period
from brobygger.loops.plan.reasons import Names
from brobygger.loops.repair.reasons import because_changed, because_repaired
from brobygger.loops.the_year.dates import year_of
from brobygger.matching import RepairCode
from brobygger.parties.named import somebody
from brobygger.proposals.models import Proposal, ProposalKind

CAME = {RepairCode.NEWCOMER_BEGINS, RepairCode.NEWCOMER_GOES_ON, RepairCode.FILLS_GAP, RepairCode.MOVED}


@dataclass(frozen=True)
class NewWay:
    """One candidate's way after the repair, from the period on."""

    name: str
    stays: tuple[tuple[Period, LoopEmployer | None], ...]


@dataclass(frozen=True)
class RepairReading:
    proposal: Proposal
    periods: tuple[Period, ...]  # those that may be changed
    changes: tuple[str, ...]
    news: tuple[str, ...]  # who is somewhere they were not, and why
    ways: tuple[NewWay, ...]  # by name
    starts_on: date
    is_decided: bool

    @property
    def changes_nothing(self) -> bool:
        return not self.changes and not self.news


def latest_repair(loop: Loop) -> Proposal | None:
    """The newest repair that was proposed. Cost: one query."""
    found = Proposal.objects.filter(kind=ProposalKind.LOOP_REPAIR, subject_id=loop.public_id).select_related("decision")
    return found.order_by("-pk").first()


def read_repair(loop: Loop, proposal: Proposal, people: Iterable[Participant], employers: Iterable[LoopEmployer]) -> RepairReading:
    """A repair with the names the reader may see.

    Takes   people  those the reader may read; others are called a participant
    Cost    one query
    """
    names = Names(
        {path["candidate"]: somebody() for path in proposal.result["plan"]["paths"]}
        | {str(row.public_id): row.person.first_name for row in people},
        {str(row.public_id): row.workplace.name for row in employers},
    )
    places = {str(row.public_id): row for row in employers}
    first = proposal.settings["from_period"]
    new = [reason for reason in proposal.result["reasons"] if reason["period"] >= first and reason["code"] in CAME]
    calendar = year_of(loop)[first:]
    ways = [
        NewWay(
            names.candidates[path["candidate"]],
            tuple((period, places.get(stay)) for period, stay in zip(calendar, path["stays"][first:], strict=True)),
        )
        for path in proposal.result["plan"]["paths"]
    ]
    return RepairReading(
        proposal=proposal,
        periods=calendar,
        changes=tuple(because_changed(change, names) for change in proposal.result["changes"]),
        news=tuple(because_repaired(reason, names) for reason in new),
        ways=tuple(sorted(ways, key=lambda way: way.name)),
        starts_on=date.fromisoformat(proposal.settings["starts_on"]),
        is_decided=hasattr(proposal, "decision"),
    )
