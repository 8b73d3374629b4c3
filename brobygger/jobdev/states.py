"""The moves between the states of a visit, and between those of an opening."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.jobdev.models import OpeningState, VisitState
from brobygger.kernel.errors import DomainError

VISIT_MOVES: dict[VisitState, set[VisitState]] = {
    VisitState.PLANNED: {VisitState.HELD, VisitState.CALLED_OFF},
    VisitState.HELD: set(),
    VisitState.CALLED_OFF: set(),
}

OPENING_MOVES: dict[OpeningState, set[OpeningState]] = {
    OpeningState.OPEN: {OpeningState.FILLED, OpeningState.CLOSED},
    OpeningState.FILLED: {OpeningState.OPEN},
    OpeningState.CLOSED: {OpeningState.OPEN},
}


def move_visit_on(now: str, to: VisitState) -> VisitState:
    """The state a visit gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in VISIT_MOVES[VisitState(now)]:
        raise DomainError(_("Besøket er «%(now)s» og kan ikke bli «%(to)s».") % {"now": VisitState(now).label, "to": to.label})
    return to


def move_opening_on(now: str, to: OpeningState) -> OpeningState:
    """The state an opening gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in OPENING_MOVES[OpeningState(now)]:
        raise DomainError(_("Muligheten er «%(now)s» og kan ikke bli «%(to)s».") % {"now": OpeningState(now).label, "to": to.label})
    return to
