"""What happens next in a loop, or for one in it, and who sees to it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.our_time import require_our_time
from brobygger.loops.models import Loop, NextStep, Participant


@transaction.atomic
def set_next_step(
    loop: Loop, *, participant: Participant | None = None, text: str, owner: User, due_on: date, actor: HasPublicId
) -> NextStep:
    """Say what happens next and who sees to it: for the loop, or for one who was at the kick-off. It takes the place of the one before."""
    require_our_time(due_on=due_on)
    before = NextStep.objects.select_for_update().filter(loop=loop, participant=participant)
    if participant is None:
        before = before.filter(done_at__isnull=True)
    step = before.first() or NextStep(loop=loop, participant=participant)
    step.text, step.owner, step.due_on, step.done_at = text, owner, due_on, None
    step.set_while = Loop.objects.values_list("state", flat=True).get(pk=loop.pk)
    step.save()
    record("loops.next_step_set", step, actor=actor, owner=owner.public_id, due_on=due_on.isoformat())
    return step


@transaction.atomic
def renew_next_step(step: NextStep, *, actor: HasPublicId) -> NextStep:
    """Say that a step from before the loop had come so far still is the next one."""
    step = NextStep.objects.select_for_update(of=("self",)).select_related("loop").get(pk=step.pk)
    step.set_while = step.loop.state
    step.save(update_fields=["set_while"])
    record("loops.next_step_renewed", step, actor=actor)
    return step


@transaction.atomic
def finish_next_step(step: NextStep, *, now: datetime, actor: HasPublicId) -> NextStep:
    """Tick off the loop's next step, so another can be set."""
    step = NextStep.objects.select_for_update().get(pk=step.pk)
    step.done_at = step.done_at or now
    step.save(update_fields=["done_at"])
    record("loops.next_step_done", step, actor=actor)
    return step


@transaction.atomic
def step_is_not_done(loop: Loop, *, actor: HasPublicId) -> NextStep | None:
    """Undo that the loop's last step was ticked off. One that waits already stands; none gives none.

    Source  ADR 0124
    """
    steps = NextStep.objects.select_for_update().filter(loop=loop, participant__isnull=True)
    waiting = steps.filter(done_at__isnull=True).first()
    last = waiting or steps.order_by("-done_at", "-pk").first()
    if waiting is not None or last is None:
        return waiting
    last.done_at = None
    last.save(update_fields=["done_at"])
    record("loops.next_step_not_done", last, actor=actor)
    return last
