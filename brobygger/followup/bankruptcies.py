"""What hangs on an employer, and so ends when it goes bankrupt. Source: MISSION §3.9, §5.7; ADR 0100."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from brobygger.jobdev.models import EmployerVisit, Opening, OpeningState, Suggestion, SuggestionState
from brobygger.jobdev.queries import visits_to_come
from brobygger.loops.models import LoopEmployer, Stay
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.parties.models import Organisation
from brobygger.placements.models import Placement
from brobygger.placements.states import UNDER_WAY, PlacementState
from brobygger.talent.models import Disclosure

NOT_SETTLED = tuple(state for state in SuggestionState if state not in {SuggestionState.BEGINS, SuggestionState.NOT_NOW})


@dataclass(frozen=True)
class AtTheEmployer:
    """What is under way or planned at all the workplaces of an organisation.

    `placements` are all of them, those in loops too; what the loops do with theirs is for the loops to say. `visits` are those to come.
    """

    placements: tuple[Placement, ...]
    openings: tuple[Opening, ...]
    in_running_loops: tuple[LoopEmployer, ...]
    in_loops_being_built: tuple[LoopEmployer, ...]
    in_loops_about_to_begin: tuple[LoopEmployer, ...]
    visits: tuple[EmployerVisit, ...]

    @property
    def running(self) -> tuple[Placement, ...]:
        return tuple(each for each in self.placements if each.state == PlacementState.ACTIVE)

    @property
    def planned(self) -> tuple[Placement, ...]:
        return tuple(each for each in self.placements if each.state == PlacementState.PLANNED)

    @property
    def is_empty(self) -> bool:
        return not (self.placements or self.openings or self.in_running_loops or self.in_loops_being_built)

    @property
    def employers_in_loops(self) -> tuple[LoopEmployer, ...]:
        return self.in_running_loops + self.in_loops_being_built + self.in_loops_about_to_begin


def at_the_employer(organisation: Organisation, *, today: date, met: Q | None = None) -> AtTheEmployer:
    """All that an organisation has with anybody now, whoever may read it; a page shows only what its reader may see.

    Takes   met  for a page: whose placements count, from access.fence, so that nobody behind the fence is told of by a number
    Cost    four queries; people, workplaces, loops and coordinators come loaded
    """
    here = "workplace__organisation"
    employers: dict[LoopState, list[LoopEmployer]] = {}
    for employer in (
        LoopEmployer.objects.filter(**{here: organisation}, state__in=[CommitmentState.ASKED, CommitmentState.COMMITTED])
        .exclude(loop__state__in=[LoopState.FINISHED, LoopState.CANCELLED])
        .select_related("loop__coordinator", "workplace")
        .order_by("loop__name", "pk")
    ):
        employers.setdefault(LoopState(employer.loop.state), []).append(employer)
    return AtTheEmployer(
        placements=tuple(open_placements(organisation).filter(met or Q())),
        openings=tuple(
            Opening.objects.filter(**{here: organisation}, state=OpeningState.OPEN).select_related("workplace").order_by("title", "pk")
        ),
        in_running_loops=tuple(each for each in employers.get(LoopState.RUNNING, []) if each.state == CommitmentState.COMMITTED),
        in_loops_being_built=tuple(employers.get(LoopState.RECRUITING, []) + employers.get(LoopState.OPEN, [])),
        in_loops_about_to_begin=tuple(employers.get(LoopState.DECIDED, [])),
        visits=tuple(visits_to_come(EmployerVisit.objects.filter(**{here: organisation}), today=today)),
    )


def open_placements(organisation: Organisation) -> QuerySet[Placement]:
    """Planned and running placements at the workplaces of an organisation, by first day. Cost: one query, person and workplace loaded."""
    return (
        Placement.objects.filter(workplace__organisation=organisation, state__in=UNDER_WAY)
        .select_related("person", "workplace")
        .order_by("starts_on", "pk")
    )


def spoken_of(organisation: Organisation) -> QuerySet[Suggestion]:
    """Suggestions that have come to nothing yet, neither yes nor no. Cost: one query."""
    here = Suggestion.objects.filter(opening__workplace__organisation=organisation, state__in=NOT_SETTLED)
    return here.order_by("pk")


def told_there(organisation: Organisation) -> QuerySet[Disclosure]:
    """What its workplaces may know, as far as it is in force. Cost: one query."""
    in_force = Disclosure.objects.filter(replaced_at__isnull=True, withdrawn_at__isnull=True)
    return in_force.filter(workplace__organisation=organisation).order_by("pk")


def outside_loops(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Those that are no stay in a loop."""
    return placements.exclude(pk__in=Stay.objects.filter(placement__isnull=False).values("placement"))
