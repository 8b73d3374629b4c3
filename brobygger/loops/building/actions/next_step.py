"""What happens next in a loop, or for one in it, and who sees to it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.loops.models import Loop, NextStep, Participant


@transaction.atomic
def set_next_step(
    loop: Loop, *, participant: Participant | None = None, text: str, owner: User, due_on: date, actor: HasPublicId
) -> NextStep:
    """Say what happens next and who sees to it: for the loop, or for one who was at the kick-off. It takes the place of the one before."""
    before = NextStep.objects.select_for_update().filter(loop=loop, participant=participant)
    if participant is None:
        before = before.filter(done_at__isnull=True)
    step = before.first() or NextStep(loop=loop, participant=participant)
    step.text, step.owner, step.due_on, step.done_at = text, owner, due_on, None
    step.save()
    record("loops.next_step_set", step, actor=actor, owner=owner.public_id, due_on=due_on.isoformat())
    return step


@transaction.atomic
def finish_next_step(step: NextStep, *, now: datetime, actor: HasPublicId) -> NextStep:
    """Tick off the loop's next step, so another can be set."""
    step = NextStep.objects.select_for_update().get(pk=step.pk)
    step.done_at = step.done_at or now
    step.save(update_fields=["done_at"])
    record("loops.next_step_done", step, actor=actor)
    return step
