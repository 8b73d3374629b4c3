"""How an intake goes on. There is no rejection to go to. Source: RULES W1."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.intake.models import IntakeState
from brobygger.kernel.errors import DomainError

MOVES: dict[IntakeState, set[IntakeState]] = {
    IntakeState.RECEIVED: {IntakeState.WAITING, IntakeState.ACCEPTED, IntakeState.HANDED_ON},
    IntakeState.WAITING: {IntakeState.WAITING, IntakeState.ACCEPTED, IntakeState.HANDED_ON},  # waiting again is another date
    IntakeState.ACCEPTED: set(),
    IntakeState.HANDED_ON: set(),
}


def move(now: str, to: IntakeState) -> IntakeState:
    """The state an intake gets when it may go from one to the other. Raises DomainError when it may not."""
    if to not in MOVES[IntakeState(now)]:
        raise DomainError(
            _("Henvisningen er besvart: «%(now)s». Trenger personen noe nytt, henvis på nytt.") % {"now": IntakeState(now).label}
        )
    return to
