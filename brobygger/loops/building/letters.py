"""Whether a letter about the day, or about a loop that is called off, still applies when it is about to be sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.loops.models import LoopEmployer, Participant
from brobygger.loops.states import CommitmentState, InvitationState, LoopState


def kick_off_is_ahead(about: UUID, today: date) -> bool:
    """An invitation, or word of another day: the candidate has not said no, the kick-off is ahead, and the plan is not decided."""
    asked = Participant.objects.filter(public_id=about, state__in=[InvitationState.INVITED, InvitationState.YES])
    return asked.filter(loop__kick_off_on__gte=today, loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


def employer_comes_to_kick_off(about: UUID, today: date) -> bool:
    """Word of another day to an employer: it has not withdrawn, the kick-off is ahead, and the plan is not decided."""
    asked = LoopEmployer.objects.filter(public_id=about).exclude(state=CommitmentState.WITHDRAWN)
    return asked.filter(loop__kick_off_on__gte=today, loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


def candidate_was_asked(about: UUID, today: date) -> bool:
    """That the loop is called off, to a candidate who has not said no."""
    return Participant.objects.filter(public_id=about, loop__state=LoopState.CANCELLED).exclude(state=InvitationState.NO).exists()


def employer_was_asked(about: UUID, today: date) -> bool:
    """That the loop is called off, to an employer that has not withdrawn."""
    return LoopEmployer.objects.filter(public_id=about, loop__state=LoopState.CANCELLED).exclude(state=CommitmentState.WITHDRAWN).exists()
