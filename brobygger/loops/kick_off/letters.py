"""Whether a question about tasks or wishes still applies when it is about to be sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.loops.models import LoopEmployer, Participant
from brobygger.loops.states import CommitmentState, InvitationState, LoopState


def candidate_may_wish(about: UUID, today: date) -> bool:
    """A question about a candidate's wishes: they turned up and are still in, and the plan is not decided."""
    return there(about).filter(loop__state=LoopState.OPEN).exists()


def employer_may_wish(about: UUID, today: date) -> bool:
    """A question about an employer's wishes: they take part, and the plan is not decided."""
    return LoopEmployer.objects.filter(public_id=about, state=CommitmentState.COMMITTED, loop__state=LoopState.OPEN).exists()


def employer_may_list_tasks(about: UUID, today: date) -> bool:
    """A question about an employer's tasks: they have not withdrawn, and the loop is still being built."""
    asked = LoopEmployer.objects.filter(public_id=about).exclude(state=CommitmentState.WITHDRAWN)
    return asked.filter(loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


def there(about: UUID) -> QuerySet[Participant]:
    return Participant.objects.filter(public_id=about, state=InvitationState.YES, has_attended=True)
