"""The kick-off day: who is here, and who meets whom when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.loops.building.actions.loop import being_built
from brobygger.loops.kick_off.actions.inviting import committed
from brobygger.loops.kick_off.queries import turned_up
from brobygger.loops.models import Interview, Loop, Participant
from brobygger.loops.states import InvitationState
from brobygger.loops.vetoes import vetoed_throughout
from brobygger.matching import plan_interviews


@transaction.atomic
def take_attendance(
    loop: Loop, *, present: Collection[Participant], among: Collection[Participant] | None = None, today: date, actor: HasPublicId
) -> None:
    """Write down who of those who said yes is here. The interviews of one who left are taken out.

    Takes   among  those who stood on the list that was ticked, when it was not everyone; about the others nothing is known
    Raises  DomainError before the kick-off day, and for somebody who has not said yes to this loop
    """
    loop = being_built(loop)
    if loop.kick_off_on is None:
        raise DomainError(_("Sett dagen for kick-off, før du krysser av hvem som er her."))
    if today < loop.kick_off_on:
        raise DomainError(_("Kick-off er %(day)s. Vent til da med å krysse av hvem som er her.") % {"day": day(loop.kick_off_on)})
    invited = list(Participant.objects.select_for_update().filter(loop=loop, state=InvitationState.YES).order_by("pk"))
    if among is not None:
        listed = {participant.pk for participant in among}
        invited = [participant for participant in invited if participant.pk in listed]
    here = {participant.pk for participant in present}
    if not here <= {participant.pk for participant in invited}:
        raise DomainError(_("Noen av dem du krysset av for, har ikke sagt ja. Last siden på nytt og se hvem som står der."))
    for participant in invited:
        participant.has_attended = participant.pk in here
        participant.save(update_fields=["has_attended"])
    Interview.objects.filter(loop=loop).exclude(participant__in=turned_up(loop).values("pk")).delete()
    record("loops.attendance_taken", loop, actor=actor, present=len(here))


@transaction.atomic
def plan_interview_day(loop: Loop, *, rounds_begun: int = 0, actor: HasPublicId) -> int:
    """Let everyone who turned up meet every employer, except where a veto holds all year. Nobody is in two rooms at once.

    Takes   rounds_begun  rounds that have started; their interviews stand, and only what remains is planned anew after them
    Gives   how many rounds the day has
    Raises  DomainError when nobody is here or no employer has said yes
    """
    loop = being_built(loop)
    present, employers = list(turned_up(loop)), committed(loop)
    if not present or not employers:
        raise DomainError(_("Kryss av hvem som er her, før du lager intervjuplanen."))
    Interview.objects.filter(loop=loop, round__gte=rounds_begun).delete()
    held = set(Interview.objects.filter(loop=loop).values_list("participant_id", "employer_id"))
    never = vetoed_throughout(loop, present, employers)
    people = {str(person.public_id): person for person in present}
    rooms = {str(employer.public_id): employer for employer in employers}
    meetings = tuple(
        (candidate, room)
        for candidate, person in sorted(people.items())
        for room, employer in sorted(rooms.items())
        if (person.pk, employer.pk) not in held | never
    )
    plan = plan_interviews(tuple(sorted(rooms)), meetings)
    Interview.objects.bulk_create(
        Interview(loop=loop, participant=people[meeting.candidate], employer=rooms[meeting.employer], round=rounds_begun + meeting.round)
        for meeting in plan.meetings
    )
    record("loops.interviews_planned", loop, actor=actor, rounds=rounds_begun + plan.rounds)
    return rounds_begun + plan.rounds
