"""A loop that will not be held is called off before its plan is decided, and everybody who was asked is told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import phone
from brobygger.loops.building.actions.loop import being_built
from brobygger.loops.building.letters import CALLED_OFF, CALLED_OFF_TO_EMPLOYER
from brobygger.loops.messages import LINK_LASTS
from brobygger.loops.models import CalledOffBecause, Loop, LoopEmployer, NextStep, Participant
from brobygger.loops.states import CommitmentState, InvitationState, LoopState, move_loop
from brobygger.outbox.actions import cancel
from brobygger.outbox.letters import Letter
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Role
from brobygger.parties.reach import can_be_sent_to, letter_to


@dataclass(frozen=True)
class Told:
    """How many got a letter, and how many have to be called instead."""

    sent: int
    unreached: int


@transaction.atomic
def call_off_loop(loop: Loop, *, because: CalledOffBecause, now: datetime, actor: User) -> Told:
    """Call a loop off. What waits to be sent about it is taken back, and those who were asked get one letter that says so.

    Not told: a candidate who wants something else, and an employer that is out of it already.

    Raises  DomainError once the loop is decided or called off
    """
    loop = being_built(loop)
    loop.state = move_loop(loop.state, LoopState.CANCELLED)
    loop.called_off_because, loop.called_off_by, loop.called_off_at = because, actor, now
    loop.save(update_fields=["state", "called_off_because", "called_off_by", "called_off_at"])
    NextStep.objects.filter(loop=loop, participant__isnull=True, done_at__isnull=True).update(done_at=now)
    record("loops.loop_called_off", loop, actor=actor, because=str(because))
    candidates = Participant.objects.filter(loop=loop).select_related("person").order_by("pk")
    employers = LoopEmployer.objects.filter(loop=loop).select_related("contact").order_by("pk")
    for asked in [*candidates.values_list("public_id", flat=True), *employers.values_list("public_id", flat=True)]:
        cancel(asked)
    letters = [(CALLED_OFF, row, row.person, Role.CANDIDATE) for row in candidates if row.state != InvitationState.NO] + [
        (CALLED_OFF_TO_EMPLOYER, row, row.contact, Role.EMPLOYER) for row in employers if row.state != CommitmentState.WITHDRAWN
    ]
    sent = [tell(*each, loop=loop, because=because, now=now, actor=actor) for each in letters]
    return Told(sent=sum(sent), unreached=len(sent) - sum(sent))


def tell(
    letter: Letter,
    about: Participant | LoopEmployer,
    person: Person,
    role: Role,
    *,
    loop: Loop,
    because: CalledOffBecause,
    now: datetime,
    actor: HasPublicId,
) -> bool:
    """Whether a letter could be sent."""
    if not can_be_sent_to(person):
        return False
    link = open_link(person, role, until=local_day(now) + LINK_LASTS, actor=actor)
    with override(person.language):
        why = str(because.label)
    letter.put(
        once=str(about.public_id),
        to=letter_to(person),
        about=about.public_id,
        values={"loop": loop.name, "why": why, "owner": loop.coordinator.name, "phone": phone(loop.coordinator.phone)},
        link=link.public_id,
        now=now,
    )
    return True
