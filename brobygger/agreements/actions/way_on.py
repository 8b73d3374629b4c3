"""What one does after the loop: aim, what helps, the first step, who helps and by when. Source: MISSION §5.9."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.agreements.models import WayOn
from brobygger.agreements.queries import WITH_A_YEAR
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.loops.models import Participant


@transaction.atomic
def write_way_on(
    participant: Participant,
    *,
    aim: str,
    first_step: str,
    owner: User,
    due_on: date,
    helps: str = "",
    today: date,
    now: datetime,
    actor: User,
) -> WayOn:
    """Write down the way on with a candidate; written again it takes the place of what stood there, which the history keeps.

    Takes   owner  who helps; somebody who works here
    Raises  DomainError before the year has begun, for a step without words, and for a day that has been
    Source  ADR 0090
    """
    participant = Participant.objects.select_for_update(of=("self",)).select_related("loop", "person").get(pk=participant.pk)
    if participant.loop.state not in WITH_A_YEAR:
        raise DomainError(_("Året har ikke begynt. Bruk neste steg til da."))
    if not aim.strip():
        raise DomainError(_("Skriv hva %(name)s vil, med egne ord.") % {"name": participant}, field="aim")
    if not first_step.strip():
        raise DomainError(_("Skriv det første som skal gjøres."), field="first_step")
    require_our_time(due_on=due_on)
    if due_on < today:
        raise DomainError(_("Velg en dag som ikke har vært."), field="due_on")
    way_on, _made = WayOn.objects.update_or_create(
        participant=participant,
        defaults={
            "aim": aim.strip(),
            "help": helps.strip(),
            "first_step": first_step.strip(),
            "owner": owner,
            "due_on": due_on,
            "changed_at": now,
        },
    )
    record("agreements.way_on_written", way_on, actor=actor, owner=owner.public_id, due_on=due_on.isoformat())
    return way_on


@transaction.atomic
def reword_aim(way_on: WayOn, *, aim: str, now: datetime, actor: HasPublicId) -> WayOn:
    """The candidate says the aim in words of their own. The rest stands. Raises DomainError for no words."""
    way_on = WayOn.objects.select_for_update(of=("self",)).get(pk=way_on.pk)
    if not aim.strip():
        raise DomainError(_("Skriv hva du vil, med egne ord."), field="aim")
    way_on.aim, way_on.changed_at = aim.strip(), now
    way_on.save(update_fields=["aim", "changed_at"])
    record("agreements.aim_reworded", way_on, actor=actor)
    return way_on
