"""A loop gets another coordinator, when the one it had has moved or is away."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.loop import require_coordinator
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions.dates import bring_in


@transaction.atomic
def hand_over_coordinator(loop: Loop, *, to: User, today: date, now: datetime, actor: HasPublicId) -> Loop:
    """Let somebody else in the loop's unit decide its plan. Giving it to the one who has it already changes nothing.

    The dates of the year concern the new one from now on, who is reminded of them; the one before is not any more.

    Raises  DomainError when the loop is called off, or the new one is not a coordinator in the loop's unit today
    Source  RULES A11
    """
    loop = Loop.objects.select_for_update().get(pk=loop.pk)
    if loop.state == LoopState.CANCELLED:
        raise DomainError(_("Loopen er «%(state)s», så dette kan ikke endres lenger.") % {"state": loop.get_state_display()})
    require_coordinator(to, unit=loop.unit, today=today)
    if loop.coordinator_id != to.pk:
        before, loop.coordinator = loop.coordinator, to
        loop.save(update_fields=["coordinator"])
        record("loops.coordinator_changed", loop, actor=actor, before=before.public_id, coordinator=to.public_id)
        bring_in(loop, now=now)
    return loop
