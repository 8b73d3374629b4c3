"""Visits to employers: planned, moved, called off, made, and the next step afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.actions import Party, book, call_off, hold, move, restore
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When, time_said_in
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import record
from brobygger.jobdev.actions.openings import OpeningCard, find_opening
from brobygger.jobdev.models import EmployerVisit, VisitKind, VisitState
from brobygger.jobdev.states import move_visit_on
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.parties.models import ContactPerson, Role, Unit, Workplace

LONGEST_PURPOSE = 160
LONGEST_SPOKE_WITH = 120
LONGEST_NEED = 600
LONGEST_NEXT_STEP = 200
APPOINTMENTS = {VisitKind.VISIT: AppointmentKind.VISIT, VisitKind.PHONE: AppointmentKind.CALL}
CLOCK_SKEW = timedelta(minutes=10)  # a phone's clock may run a little before ours


@dataclass(frozen=True)
class Outcome:
    """What came of a visit or a call.

    Takes   held_at  when it was; none for now
            opening  what was found there; none for nothing yet
    """

    spoke_with_decider: bool
    kind: VisitKind = VisitKind.VISIT
    held_at: datetime | None = None
    meets: ContactPerson | None = None
    spoke_with: str = ""
    need: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    opening: OpeningCard | None = None

    def fields(self) -> dict[str, object]:
        """The fields of the row, apart from when it was and the next step."""
        return {
            "kind": self.kind,
            "meets": self.meets,
            "spoke_with": self.spoke_with.strip(),
            "spoke_with_decider": self.spoke_with_decider,
            "need": self.need.strip(),
        }

    def step(self) -> dict[str, object]:
        """The next step, as a visit tells it."""
        return {"next_step": self.next_step.strip(), "next_step_on": self.next_step_on}


@transaction.atomic
def plan_visit(
    workplace: Workplace,
    *,
    unit: Unit,
    when: When,
    purpose: str = "",
    meets: ContactPerson | None = None,
    kind: VisitKind = VisitKind.VISIT,
    key: UUID,
    now: datetime,
    actor: User,
) -> EmployerVisit:
    """Plan a visit or a call of one's own. That a colleague was there lately is for the page to say: it stops nobody.

    Takes   key  made on the phone: the same again gives the same visit
    Raises  DomainError for a day that has been, a contact at another workplace, and a key used for something else
    Source  MISSION §7.3, two colleagues never knock on the same door unaware
    """
    require_at(workplace, meets)
    fields: dict[str, object] = {"workplace": workplace, "visitor": actor, "kind": kind, "meets": meets}
    standing = EmployerVisit.objects.select_related("appointment").filter(key=key).first()
    if standing is not None:
        require_same(standing, fields)
        require_same_appointment(standing, when, purpose)
        return standing
    require_to_come(when.on, today=local_day(now))
    appointment = book(
        APPOINTMENTS[kind],
        when,
        unit=unit,
        parties=parties_of(actor, meets),
        workplace=workplace,
        place=place_of(workplace),
        about=purpose,
        key=key,
        now=now,
        actor=actor,
    )
    visit, is_new = EmployerVisit.objects.get_or_create(
        key=key, defaults=fields | {"unit": unit, "appointment": appointment, "recorded_at": now}
    )
    if is_new:
        record("jobdev.visit_planned", visit, actor=actor, workplace=workplace.public_id)
    return visit


def parties_of(visitor: User, meets: ContactPerson | None) -> list[Party]:
    there = [Party(person=meets.person, role=Role.EMPLOYER)] if meets is not None else []
    return [Party(user=visitor), *there]


def place_of(workplace: Workplace) -> str:
    """The name and the street, as a calendar shows where."""
    return ", ".join(part for part in (workplace.name, workplace.street) if part)[:160]


def require_same_appointment(visit: EmployerVisit, when: When, purpose: str) -> None:
    agreed = visit.appointment
    if agreed is None or (agreed.on, agreed.at, agreed.about) != (when.on, when.at, purpose.strip()):
        raise already_saved()


@transaction.atomic
def log_visit(workplace: Workplace, *, unit: Unit, outcome: Outcome, key: UUID, now: datetime, actor: User) -> EmployerVisit:
    """Write down a visit or a call that was not planned. What was found becomes an opening in the same breath.

    Takes   key  made on the phone: the same again gives the same visit, and no second opening
    Raises  DomainError for a moment to come, a next step without a day, and a key used for something else
    Source  MISSION §7.3
    """
    require_sound(workplace, outcome, now=now)
    fields = outcome.fields() | {"workplace": workplace, "visitor": actor}
    visit, is_new = EmployerVisit.objects.get_or_create(
        key=key, defaults=fields | {"unit": unit, "held_at": outcome.held_at or now, "recorded_at": now}
    )
    if not is_new:
        require_same_outcome(visit, outcome, fields)
        return visit
    return made(visit, outcome, now=now, actor=actor)


@transaction.atomic
def hold_visit(visit: EmployerVisit, *, outcome: Outcome, now: datetime, actor: User) -> EmployerVisit:
    """Write down how a planned visit went. The one who writes it is the one who was there: the deputy when that one went instead.

    Gives   the visit; the same again changes nothing
    Raises  DomainError as `log_visit`, for one that was called off, and for one that is written down with other words
    """
    visit = locked(visit)
    require_sound(visit.workplace, outcome, now=now)
    fields = outcome.fields() | {"visitor": actor}
    if visit.state == VisitState.HELD:
        require_same_outcome(visit, outcome, fields)
        return visit
    move_visit_on(visit.state, VisitState.HELD)
    visit.held_at = outcome.held_at or now
    for name, value in fields.items():
        setattr(visit, name, value)
    visit.save(update_fields=["held_at", *fields])
    if visit.appointment is not None:
        visit.appointment = hold(visit.appointment, now=now, actor=actor)
    return made(visit, outcome, now=now, actor=actor)


def made(visit: EmployerVisit, outcome: Outcome, *, now: datetime, actor: User) -> EmployerVisit:
    """What follows from a visit that was made: the next step is agreed, and what was found is an opening."""
    agree_next_step(visit, outcome, now=now, actor=actor)
    record("jobdev.visit_held", visit, actor=actor, workplace=visit.workplace.public_id, decider=outcome.spoke_with_decider)
    if outcome.opening is not None:
        find_opening(visit.workplace, unit=visit.unit, owner=actor, card=outcome.opening, visit=visit, now=now, actor=actor)
    return visit


def agree_next_step(visit: EmployerVisit, outcome: Outcome, *, now: datetime, actor: User) -> None:
    """What one has said one will do for the employer stands on a day of one's own."""
    if not outcome.next_step.strip() or outcome.next_step_on is None:
        return
    visit.agreed = book(
        AppointmentKind.STEP,
        When(outcome.next_step_on, time_said_in(outcome.next_step)),
        unit=visit.unit,
        parties=parties_of(actor, outcome.meets),
        workplace=visit.workplace,
        about=outcome.next_step,
        now=visit.held_at or now,  # written down late, it was agreed when they met
        actor=actor,
    )
    visit.save(update_fields=["agreed"])


def locked(visit: EmployerVisit) -> EmployerVisit:
    rows = EmployerVisit.objects.select_for_update(of=("self",)).select_related("workplace", "unit", "appointment", "agreed")
    return rows.get(pk=visit.pk)


def require_to_come(on: date, *, today: date) -> None:
    require_our_time(on=on)
    if on < today:
        raise DomainError(_("%(day)s har vært. Velg en dag som kommer, eller skriv ned at du var der.") % {"day": day(on)}, field="on")


def require_at(workplace: Workplace, contact: ContactPerson | None) -> None:
    if contact is not None and contact.workplace_id != workplace.pk:
        raise DomainError(_("%(name)s er ikke på %(place)s.") % {"name": contact.person, "place": workplace}, field="meets")


def require_sound(workplace: Workplace, outcome: Outcome, *, now: datetime) -> None:
    require_at(workplace, outcome.meets)
    held_at = outcome.held_at or now
    require_our_time(on=held_at, next_step_on=outcome.next_step_on)
    if held_at > now + CLOCK_SKEW:
        raise DomainError(_("Dette har ikke vært ennå. Skriv når det var, eller planlegg et besøk."), field="on")
    if outcome.next_step.strip() and outcome.next_step_on is None:
        raise DomainError(_("Skriv når neste steg skal være."), field="next_step_on")
    if outcome.next_step_on is not None and not outcome.next_step.strip():
        raise DomainError(_("Skriv hva neste steg er, eller ta bort datoen."), field="next_step")
    if outcome.next_step_on is not None and outcome.next_step_on < local_day(held_at):
        raise DomainError(_("Neste steg kan ikke være før besøket. Skriv en senere dag."), field="next_step_on")


def require_same(visit: EmployerVisit, fields: dict[str, object]) -> None:
    """What comes with a key that is used must be what was saved with it, by the same user; else what is saved stands."""
    if any(getattr(visit, name) != value for name, value in fields.items()):
        raise already_saved()


def require_same_outcome(visit: EmployerVisit, outcome: Outcome, fields: dict[str, object]) -> None:
    held = {"held_at": outcome.held_at} if outcome.held_at is not None else {}
    require_same(visit, fields | held | outcome.step() | {"state": VisitState.HELD})
    found = visit.openings.order_by("pk").first()
    if (found.tasks if found else None) != (outcome.opening.tasks if outcome.opening else None):
        raise already_saved()


def already_saved() -> DomainError:
    return DomainError(
        _("Det er allerede lagret noe annet herfra. Det står som det var. Se gjennom, og lagre på nytt om dette var et besøk til.")
    )


@transaction.atomic
def move_visit(visit: EmployerVisit, *, when: When, now: datetime, actor: User) -> EmployerVisit:
    """Move a planned visit. To the same day and time changes nothing.

    Raises  DomainError for one that is not planned any more, and for a day that has been
    """
    visit = locked(visit)
    appointment = planned(visit)
    require_to_come(when.on, today=local_day(now))
    was = appointment.sequence
    visit.appointment = move(appointment, when, now=now, actor=actor)
    if visit.appointment.sequence != was:
        record("jobdev.visit_moved", visit, actor=actor, to=when.on.isoformat())
    return visit


def planned(visit: EmployerVisit) -> Appointment:
    """When it is to be. Raises DomainError for one that has been, or was called off."""
    if visit.state != VisitState.PLANNED or visit.appointment is None:
        raise DomainError(_("Besøket er «%(now)s» og kan ikke flyttes.") % {"now": VisitState(visit.state).label})
    return visit.appointment


@transaction.atomic
def call_off_visit(visit: EmployerVisit, *, because: str = "", now: datetime, actor: User) -> EmployerVisit:
    """There will be no visit. Doing it again changes nothing.

    Takes   because  needed from another than the one who was to go
    Raises  DomainError for one that was made, and when the reason is missing
    """
    visit = locked(visit)
    if visit.state == VisitState.CALLED_OFF:
        return visit
    move_visit_on(visit.state, VisitState.CALLED_OFF)
    if visit.visitor_id != actor.pk and not because.strip():
        raise DomainError(_("Besøket er %(name)s sitt. Skriv hvorfor det avlyses.") % {"name": visit.visitor.name}, field="because")
    assert visit.appointment is not None  # a constraint: what has not been is agreed
    visit.appointment = call_off(visit.appointment, because=because, now=now, actor=actor)
    record("jobdev.visit_called_off", visit, actor=actor)
    return visit


@transaction.atomic
def restore_visit(visit: EmployerVisit, *, now: datetime, actor: User) -> EmployerVisit:
    """There will be a visit after all, as it was agreed. Raises DomainError when its day has been. Source: ADR 0124."""
    visit = locked(visit)
    if visit.state == VisitState.PLANNED or visit.appointment is None:
        return visit
    move_visit_on(visit.state, VisitState.PLANNED)
    visit.appointment = restore(visit.appointment, now=now, actor=actor)
    record("jobdev.visit_restored", visit, actor=actor)
    return visit


@transaction.atomic
def do_next_step(visit: EmployerVisit, *, now: datetime, actor: User) -> EmployerVisit:
    """Say that the next step after a visit is done. Doing it again changes nothing.

    Raises  DomainError for a visit without one
    """
    visit = locked(visit)
    if visit.agreed is None:
        raise DomainError(_("Det er ikke skrevet noe neste steg etter dette besøket."))
    if visit.agreed.state == AppointmentState.HELD:
        return visit
    visit.agreed = hold(visit.agreed, now=now, actor=actor)
    record("jobdev.next_step_done", visit, actor=actor)
    return visit
