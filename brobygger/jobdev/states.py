"""The moves between the states of a visit, of an opening, and of a suggestion."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.jobdev.models import OpeningState, SuggestionState, VisitState
from brobygger.kernel.errors import DomainError

VISIT_MOVES: dict[VisitState, set[VisitState]] = {
    VisitState.PLANNED: {VisitState.HELD, VisitState.CALLED_OFF},
    VisitState.HELD: set(),
    VisitState.CALLED_OFF: {VisitState.PLANNED},  # by «Angre»
}

OPENING_MOVES: dict[OpeningState, set[OpeningState]] = {
    OpeningState.OPEN: {OpeningState.FILLED, OpeningState.CLOSED},
    OpeningState.FILLED: {OpeningState.OPEN},
    OpeningState.CLOSED: {OpeningState.OPEN},
}

S = SuggestionState
# Each before the next, so that nobody asks an employer about one who has not said yes. A candidate may change a «not now» of their own.
SUGGESTION_MOVES: dict[SuggestionState, set[SuggestionState]] = {
    S.THOUGHT_OF: {S.CANDIDATE_ASKED, S.NOT_NOW},
    S.CANDIDATE_ASKED: {S.CANDIDATE_WILL, S.NOT_NOW},
    S.CANDIDATE_WILL: {S.EMPLOYER_ASKED, S.NOT_NOW},
    S.EMPLOYER_ASKED: {S.WILL_MEET, S.BEGINS, S.NOT_NOW},
    S.WILL_MEET: {S.WILL_MEET, S.BEGINS, S.NOT_NOW},
    S.BEGINS: {S.NOT_NOW},  # by calling the placement off
    # A mistake is taken back to where it had come; a placement that was called off may stand again.
    S.NOT_NOW: {S.THOUGHT_OF, S.CANDIDATE_ASKED, S.CANDIDATE_WILL, S.EMPLOYER_ASKED, S.WILL_MEET, S.BEGINS},
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


def move_suggestion_on(now: str, to: SuggestionState) -> SuggestionState:
    """The state a suggestion gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in SUGGESTION_MOVES[SuggestionState(now)]:
        raise DomainError(_("Forslaget er «%(now)s» og kan ikke bli «%(to)s».") % {"now": SuggestionState(now).label, "to": to.label})
    return to
