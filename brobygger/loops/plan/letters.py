"""Whether a letter about the plan still applies when it is about to be sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.loops.kick_off.letters import there
from brobygger.loops.models import LoopEmployer
from brobygger.loops.states import AFTER_THE_DECISION, CommitmentState


def candidate_was_there(about: UUID, today: date) -> bool:
    """A next step, for the loop or for something else, once the plan is decided: for those who turned up and were still in."""
    return there(about).filter(loop__state__in=AFTER_THE_DECISION).exists()


def employer_takes_part(about: UUID, today: date) -> bool:
    """Who comes when, once the plan is decided."""
    return LoopEmployer.objects.filter(public_id=about, state=CommitmentState.COMMITTED, loop__state__in=AFTER_THE_DECISION).exists()
