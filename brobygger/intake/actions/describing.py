"""Putting right what was said of the way to a job when somebody was taken in. Source: MISSION §6.1; ADR 0122."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.intake.models import Engagement, Pathway
from brobygger.parties.changes import record_change

WAY_FIELDS = ("pathway", "worked_lately", "hours_wished")


@transaction.atomic
def correct_way(
    engagement: Engagement, *, pathway: Pathway, worked_lately: bool | None, hours_wished: Decimal | None, actor: User
) -> Engagement:
    """Put right which way somebody is on, whether they were in work lately, and the hours they wish; the history keeps what stood there.

    Takes   worked_lately  none when it is not known
    """
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    stands = {"pathway": pathway, "worked_lately": worked_lately, "hours_wished": hours_wished}
    changed = [name for name, value in stands.items() if getattr(engagement, name) != value]
    if not changed:
        return engagement
    for name in changed:
        setattr(engagement, name, stands[name])
    engagement.save(update_fields=changed)
    record_change("intake.way_corrected", engagement, actor=actor, fields="+".join(changed))
    return engagement
