"""The day of the kick-off is set and moved, and those who are asked are told."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.clock import age_on
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.loops.building.actions.loop import being_built
from brobygger.loops.building.letters import INVITATION, KICK_OFF_MOVED, KICK_OFF_MOVED_TO_EMPLOYER
from brobygger.loops.messages import LINK_LASTS, kick_off_words
from brobygger.loops.models import MAX_AGE, MIN_AGE, Loop, LoopEmployer, Participant
from brobygger.loops.states import CommitmentState, InvitationState
from brobygger.outbox.actions import cancel
from brobygger.outbox.letters import Letter
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Role
from brobygger.parties.reach import can_be_sent_to, letter_to


@transaction.atomic
def plan_kick_off(
    loop: Loop,
    *,
    on: date,
    from_time: time,
    to_time: time,
    place: str,
    interviews_from: time,
    interview_minutes: int,
    starts_on: date,
    today: date,
    now: datetime,
    actor: HasPublicId,
) -> Loop:
    """Set the kick-off day and the start at the employers. Those who are invited and the employers are told when the day, the time or the
    place changes.

    Raises  DomainError for a day that has been, a start that is not after the kick-off, a day that ends before it begins,
            a day when somebody who is invited is too young or too old, or a move after attendance is taken
    """
    loop = being_built(loop)
    moves = is_moved(loop, on=on, from_time=from_time, place=place)
    if moves and Participant.objects.filter(loop=loop, has_attended__isnull=False).exists():
        raise DomainError(_("Oppmøtet er lagret, så dagen, tiden og stedet kan ikke endres."), field="on")
    require_our_time(on=on, starts_on=starts_on)
    if on < today:
        raise DomainError(_("%(day)s har vært. Velg en dag fra i dag av.") % {"day": day(on)}, field="on")
    if starts_on <= on:
        raise DomainError(_("Oppstarten må være etter kick-off %(day)s.") % {"day": day(on)}, field="starts_on")
    if not from_time <= interviews_from < to_time:
        raise DomainError(_("Intervjuene må begynne mellom kick-offens start og slutt."), field="interviews_from")
    if not 5 <= interview_minutes <= 60:
        raise DomainError(_("Et intervju varer fra 5 til 60 minutter."), field="interview_minutes")
    require_invited_of_age(loop, on=on)
    loop.kick_off_on, loop.kick_off_from, loop.kick_off_to, loop.kick_off_place = on, from_time, to_time, place
    loop.interviews_from, loop.interview_minutes, loop.starts_on = interviews_from, interview_minutes, starts_on
    loop.save(
        update_fields=[
            "kick_off_on", "kick_off_from", "kick_off_to", "kick_off_place", "interviews_from", "interview_minutes", "starts_on",
        ]
    )  # fmt: skip
    record("loops.kick_off_planned", loop, actor=actor, on=on.isoformat(), starts_on=starts_on.isoformat(), moved=moves)
    if moves:
        tell_of_the_move(loop, now=now, actor=actor)
    return loop


def is_moved(loop: Loop, *, on: date, from_time: time, place: str) -> bool:
    """Whether a day that was set gets another date, time or place."""
    before = (loop.kick_off_on, loop.kick_off_from, loop.kick_off_place)
    return loop.kick_off_on is not None and before != (on, from_time, place)


def tell_of_the_move(loop: Loop, *, now: datetime, actor: HasPublicId) -> None:
    """A letter to each who is invited or has said yes, and to each employer.

    What waits with the old day is taken back; an invitation goes anew instead.
    """
    for participant in Participant.objects.filter(loop=loop).exclude(state=InvitationState.NO).select_related("person").order_by("pk"):
        is_unsent = cancel(participant.public_id, template=INVITATION.name) > 0
        cancel(participant.public_id, template=KICK_OFF_MOVED.name)
        letter = INVITATION if is_unsent else KICK_OFF_MOVED
        send_word(letter, participant, participant.person, Role.CANDIDATE, loop=loop, now=now, actor=actor)
    for employer in (
        LoopEmployer.objects.filter(loop=loop).exclude(state=CommitmentState.WITHDRAWN).select_related("contact").order_by("pk")
    ):
        cancel(employer.public_id, template=KICK_OFF_MOVED_TO_EMPLOYER.name)
        send_word(KICK_OFF_MOVED_TO_EMPLOYER, employer, employer.contact, Role.EMPLOYER, loop=loop, now=now, actor=actor)


def send_word(
    letter: Letter, about: Participant | LoopEmployer, person: Person, role: Role, *, loop: Loop, now: datetime, actor: HasPublicId
) -> None:
    """A letter with when and where the kick-off is, to one whom a letter can reach; the others are called."""
    if not can_be_sent_to(person):
        return
    link = open_link(person, role, until=(loop.kick_off_on or local_day(now)) + LINK_LASTS, actor=actor)
    letter.put(
        once=f"{about.public_id}:{now.isoformat()}",
        to=letter_to(person),
        about=about.public_id,
        values=kick_off_words(loop, person),
        link=link.public_id,
        now=now,
    )


def require_invited_of_age(loop: Loop, *, on: date) -> None:
    """Counts only: before a yes nobody but the counsellor knows who."""
    born = Participant.objects.filter(loop=loop).exclude(state=InvitationState.NO)
    ages = [age_on(born_on, on) for born_on in born.values_list("person__born_on", flat=True) if born_on]
    outside = sum(not MIN_AGE <= age <= MAX_AGE for age in ages)
    if outside:
        raise DomainError(
            ngettext(
                "Én av de inviterte er ikke fra 18 til og med 30 år %(day)s. Velg en annen dag, eller snakk med veilederne først.",
                "%(count)s av de inviterte er ikke fra 18 til og med 30 år %(day)s. Velg en annen dag, eller snakk med veilederne først.",
                outside,
            )
            % {"count": outside, "day": day(on)},
            field="on",
        )
