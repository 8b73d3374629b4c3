"""Agreeing to meet, moving it and calling it off, so that the candidate hears of it in the same breath. Source: RULES W9; ADR 0126."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.appointments import actions, letters
from brobygger.appointments.actions import Party
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When
from brobygger.appointments.states import AppointmentState
from brobygger.outbox.actions import cancel
from brobygger.parties.models import Person, Role, Unit, Workplace

WHO_AGREE = (Role.COUNSELLOR, Role.SPECIALIST, Role.BUSINESS_COORDINATOR)


def kind_of(*, person: Person | None, workplace: Workplace | None, by_phone: bool) -> AppointmentKind:
    """What it is follows from whom it is with."""
    if by_phone and (person or workplace):
        return AppointmentKind.CALL
    if person and workplace:
        return AppointmentKind.THREE
    if person:
        return AppointmentKind.TALK
    return AppointmentKind.VISIT if workplace else AppointmentKind.OWN


@transaction.atomic
def agree(
    kind: AppointmentKind,
    when: When,
    *,
    unit: Unit,
    person: Person | None = None,
    workplace: Workplace | None = None,
    meets: Collection[Person] = (),
    place: str = "",
    about: str = "",
    tell: bool,
    key: UUID,
    now: datetime,
    actor: User,
) -> Appointment:
    """Agree to meet, for oneself.

    Takes   meets  those at the workplace who are to be there
            tell   whether the candidate is sent word of it
            key    made with the form: the same again gives the same appointment, and no second letter
    Raises  DomainError as `book`
    """
    parties = [Party(user=actor)]
    parties += [Party(role=Role.CANDIDATE, person=person)] if person is not None else []
    parties += [Party(role=Role.EMPLOYER, person=each) for each in meets]
    is_new = not Appointment.objects.filter(key=key).exists()
    booked = actions.book(
        kind, when, unit=unit, parties=parties, workplace=workplace, place=place, about=about, key=key, now=now, actor=actor
    )
    if tell and is_new:
        letters.tell(letters.MADE, booked, owner=actor, now=now, actor=actor)
    return booked


@transaction.atomic
def move(appointment: Appointment, when: When, *, place: str, about: str, tell: bool, now: datetime, actor: User) -> Appointment:
    """Move it, or say where or about what. Nobody is told of what is the same as before, nor of what it is about."""
    before = (appointment.starts_at, appointment.ends_at, appointment.place)
    moved = actions.move(appointment, when, place=place, about=about, now=now, actor=actor)
    if (moved.starts_at, moved.ends_at, moved.place) != before:
        cancel(moved.public_id)
        if tell:
            letters.tell(letters.MOVED, moved, owner=actor, now=now, actor=actor)
    return moved


@transaction.atomic
def call_off(appointment: Appointment, *, because: str, tell: bool, now: datetime, actor: User) -> Appointment:
    """Call it off. Doing it again changes nothing, and sends nothing."""
    was_planned = actions.locked(appointment).state == AppointmentState.PLANNED
    off = actions.call_off(appointment, because=because, now=now, actor=actor)
    if was_planned:
        cancel(off.public_id)
        if tell:
            letters.tell(letters.CALLED_OFF, off, owner=actor, now=now, actor=actor)
    return off


@transaction.atomic
def restore(appointment: Appointment, *, now: datetime, actor: User) -> Appointment:
    """Take it up again. Who has been told that it is off hears that it is on; word that still waits is taken back instead."""
    was_off = actions.locked(appointment).state == AppointmentState.CALLED_OFF
    restored = actions.restore(appointment, now=now, actor=actor)
    if was_off:
        cancel(restored.public_id)
        if letters.was_told_it_is_off(restored):
            letters.tell(letters.MADE, restored, owner=actor, now=now, actor=actor)
    return restored
