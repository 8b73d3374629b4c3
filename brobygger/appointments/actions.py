"""Agreeing to meet: made, moved, called off, taken up again, and done. Source: RULES W9; ADR 0119."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty
from brobygger.appointments.moments import When
from brobygger.appointments.states import AppointmentState, move_on
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.parties.employer_cards import require_in_business
from brobygger.parties.models import Person, Role, Unit, Workplace

AT_AN_EMPLOYERS = (AppointmentKind.VISIT, AppointmentKind.THREE, AppointmentKind.FIRST_DAY)
AGREED = ("kind", "starts_at", "ends_at", "workplace", "place", "about")  # what makes two sendings the same


@dataclass(frozen=True)
class Party:
    """One whom it concerns: a user of the staff, or another person, who has a role in it."""

    user: User | None = None
    person: Person | None = None
    role: Role | None = None


@transaction.atomic
def book(
    kind: AppointmentKind,
    when: When,
    *,
    unit: Unit,
    parties: Iterable[Party],
    workplace: Workplace | None = None,
    place: str = "",
    about: str = "",
    key: UUID | None = None,
    now: datetime,
    actor: HasPublicId,
) -> Appointment:
    """Agree to meet.

    Takes   key  made with the form: the same again gives the same appointment
    Raises  DomainError for a day that has been, and an end before the start
    """
    require_to_come(when, now=now)
    if workplace is not None and kind in AT_AN_EMPLOYERS:
        require_in_business(workplace, field="on")
    starts_at, ends_at = when.span(kind)
    fields = {
        "unit": unit,
        "kind": kind,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "is_all_day": when.at is None,
        "workplace": workplace,
        "place": place.strip(),
        "about": about.strip(),
        "changed_at": now,
    }
    appointment, is_new = Appointment.objects.get_or_create(key=key or uuid4(), defaults=fields)
    if not is_new and any(getattr(appointment, name) != fields[name] for name in AGREED):
        raise DomainError(
            _("Det er allerede lagret en annen avtale fra det samme skjemaet. Åpne skjemaet på nytt, og skriv dette en gang til.")
        )
    if is_new:
        concern(appointment, parties)
        record("appointments.booked", appointment, actor=actor, kind=kind.value, on=when.on.isoformat())
    return appointment


def concern(appointment: Appointment, parties: Iterable[Party]) -> None:
    """Let an appointment concern some more; nobody stands there twice."""
    rows = [AppointmentParty(appointment=appointment, role=each.role or "", user=each.user, person=each.person) for each in parties]
    AppointmentParty.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def move(
    appointment: Appointment,
    when: When,
    *,
    place: str | None = None,
    about: str | None = None,
    now: datetime,
    actor: HasPublicId,
) -> Appointment:
    """Move an appointment, or say where or about what. Nothing new changes nothing.

    Takes   place, about  None for what stands there
    Raises  DomainError for one that has been held or called off, and for a day that has been
    """
    found = locked(appointment)
    require_planned(found)
    require_to_come(when, now=now)
    starts_at, ends_at = when.span(AppointmentKind(found.kind))
    new = (
        starts_at,
        ends_at,
        when.at is None,
        found.place if place is None else place.strip(),
        found.about if about is None else about.strip(),
    )
    if new == (found.starts_at, found.ends_at, found.is_all_day, found.place, found.about):
        return found
    found.starts_at, found.ends_at, found.is_all_day, found.place, found.about = new
    changed(found, "starts_at", "ends_at", "is_all_day", "place", "about", now=now)
    record("appointments.moved", found, actor=actor, to=when.on.isoformat())
    return found


@transaction.atomic
def call_off(appointment: Appointment, *, because: str = "", now: datetime, actor: HasPublicId) -> Appointment:
    """It will not be. Doing it again changes nothing. Raises DomainError for one that was held."""
    found = locked(appointment)
    if found.state == AppointmentState.CALLED_OFF:
        return found
    found.state = move_on(found.state, AppointmentState.CALLED_OFF)
    found.called_off_because = because.strip()
    changed(found, "state", "called_off_because", now=now)
    record("appointments.called_off", found, actor=actor)
    return found


@transaction.atomic
def restore(appointment: Appointment, *, now: datetime, actor: HasPublicId) -> Appointment:
    """It will be after all, as it was agreed. Doing it again changes nothing.

    Raises  DomainError when its day has been
    """
    found = locked(appointment)
    if found.state == AppointmentState.PLANNED:
        return found
    if found.on < local_day(now):
        raise DomainError(_("Tidspunktet har vært. Avtal en ny tid i stedet."))
    found.state, found.called_off_because = move_on(found.state, AppointmentState.PLANNED), ""
    changed(found, "state", "called_off_because", now=now)
    record("appointments.restored", found, actor=actor)
    return found


@transaction.atomic
def hold(appointment: Appointment, *, now: datetime, actor: HasPublicId) -> Appointment:
    """It has been. Doing it again changes nothing; what somebody has in their calendar stays as it is."""
    found = locked(appointment)
    if found.state == AppointmentState.HELD:
        return found
    found.state, found.changed_at = move_on(found.state, AppointmentState.HELD), now
    found.save(update_fields=["state", "changed_at"])
    record("appointments.held", found, actor=actor)
    return found


@transaction.atomic
def say_held(appointment: Appointment, *, now: datetime, actor: HasPublicId) -> Appointment:
    """Somebody says so on its own page. Raises DomainError for one whose day has not come."""
    if appointment.on > local_day(now):
        raise DomainError(_("%(day)s er ikke kommet. Flytt avtalen, eller avlys den.") % {"day": day(appointment.on)})
    return hold(appointment, now=now, actor=actor)


@transaction.atomic
def hold_no_more(appointment: Appointment, *, now: datetime, actor: HasPublicId) -> Appointment:
    """What was written down of it is taken back: it stands as agreed again, also when its day has been."""
    found = locked(appointment)
    if found.state != AppointmentState.HELD:
        return found
    found.state, found.changed_at = move_on(found.state, AppointmentState.PLANNED), now
    found.save(update_fields=["state", "changed_at"])
    record("appointments.held_no_more", found, actor=actor)
    return found


def hand_on(appointments: Iterable[Appointment], *, from_user: User, to_user: User) -> None:
    """Let one user go where another should have gone. Cost: three statements."""
    keys = [each.pk for each in appointments]
    going = AppointmentParty.objects.filter(appointment__in=keys, user=from_user)
    there = set(AppointmentParty.objects.filter(appointment__in=keys, user=to_user).values_list("appointment_id", flat=True))
    going.filter(appointment__in=there).delete()
    going.update(user=to_user)


# Many at once: what made them has rules of its own for when they may be, has them under lock, and records what was done


def book_each(appointments: Iterable[Appointment]) -> None:
    """Agree on each. Cost: one statement."""
    Appointment.objects.bulk_create(appointments)


def move_each(appointments: Collection[Appointment], *, now: datetime) -> None:
    """Save those that have another time or place in hand. Cost: one statement."""
    changed_each(appointments, "starts_at", "ends_at", "place", now=now)


def call_off_each(appointments: Collection[Appointment], *, because: str = "", now: datetime) -> None:
    """They will not be. Raises DomainError for one that was held, or called off before. Cost: one statement."""
    for appointment in appointments:
        appointment.state = move_on(appointment.state, AppointmentState.CALLED_OFF)
        appointment.called_off_because = because
    changed_each(appointments, "state", "called_off_because", now=now)


def changed_each(appointments: Collection[Appointment], *fields: str, now: datetime) -> None:
    for appointment in appointments:
        appointment.sequence += 1
        appointment.changed_at = now
    Appointment.objects.bulk_update(appointments, [*fields, "sequence", "changed_at"])


def locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)


def changed(appointment: Appointment, *fields: str, now: datetime) -> None:
    """Save what is another than before, so that the calendars that have it read it anew."""
    appointment.sequence += 1
    appointment.changed_at = now
    appointment.save(update_fields=[*fields, "sequence", "changed_at"])


def require_planned(appointment: Appointment) -> None:
    if appointment.state != AppointmentState.PLANNED:
        words = {"now": AppointmentState(appointment.state).label}
        raise DomainError(_("Avtalen er «%(now)s» og kan ikke flyttes.") % words)


def require_to_come(when: When, *, now: datetime) -> None:
    """A time earlier today is taken: one agrees on the telephone while it happens."""
    if when.on < local_day(now):
        raise DomainError(_("%(day)s har vært. Velg en dag som kommer.") % {"day": day(when.on)}, field="on")
