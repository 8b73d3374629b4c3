"""What a note says of appointments: the next step is one, and what was agreed for now has been. Source: RULES W4; ADR 0119."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.actions import Party, book, call_off, hand_on, hold_no_more, restore
from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty
from brobygger.appointments.moments import When, time_said_in
from brobygger.appointments.states import AppointmentState
from brobygger.audit.undoing import require_undoable
from brobygger.followup.contacts import standing
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.jobdev.models import EmployerVisit
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day, midnight
from brobygger.parties.models import Role

A_LITTLE_BEFORE = timedelta(minutes=10)  # one often meets a little before the time
ASKED_FOR = timedelta(days=60)  # a step from longer ago is not what somebody has talked of now
TALKS = (AppointmentKind.TALK, AppointmentKind.CALL, AppointmentKind.THREE, AppointmentKind.FIRST_DAY)


def agreed_next(contact: Contact, *, at: time | None, where: str, instead_of: Contact | None) -> Appointment | None:
    """The next step of a note as an appointment; the one that stands when a note that is put right says the same."""
    if not contact.next_step or contact.next_step_on is None:
        return None
    if instead_of is not None and says_the_same(instead_of, contact, at=at):
        return instead_of.agreed
    at = at or time_said_in(contact.next_step)
    return book(
        kind_of_step(contact, at=at),
        When(contact.next_step_on, at),
        unit=contact.engagement.unit,
        parties=[Party(user=contact.written_by), Party(person=contact.person, role=Role.CANDIDATE)],
        place=where,
        about=contact.next_step,
        now=contact.happened_at,  # written down late, it was agreed when they talked
        actor=contact.written_by,
    )


def says_the_same(before: Contact, contact: Contact, *, at: time | None) -> bool:
    is_same = (before.next_step, before.next_step_on) == (contact.next_step, contact.next_step_on)
    return is_same and before.agreed is not None and at in (None, before.agreed.at)


def kind_of_step(contact: Contact, *, at: time | None) -> AppointmentKind:
    """With a time of day the candidate is to be there; without one it is something to do that day."""
    if at is None or contact.whom not in (ContactWith.CANDIDATE, ContactWith.BOTH):
        return AppointmentKind.STEP
    return AppointmentKind.TALK if contact.whom == ContactWith.CANDIDATE else AppointmentKind.THREE


def fulfilled_by(contact: Contact, *, instead_of: Contact | None) -> Appointment | None:
    """What was agreed with the candidate and has begun, the latest: this note tells of it. An attempt or a message is not it."""
    if contact.kind in (ContactKind.NO_ANSWER, ContactKind.MESSAGE):
        return None
    on, moment = local_day(contact.happened_at), contact.happened_at
    is_step = Q(kind=AppointmentKind.STEP, starts_at__gte=midnight(on) - ASKED_FOR)
    is_talk = Q(kind__in=TALKS, starts_at__gte=midnight(on)) & how_they_meet(contact)
    with_them = contact.whom in (ContactWith.CANDIDATE, ContactWith.BOTH)
    party = AppointmentParty.objects.filter(appointment=OuterRef("pk"), person=contact.person_id)
    stands = Q(state=AppointmentState.PLANNED)
    if instead_of is not None and instead_of.fulfils_id is not None:
        stands |= Q(pk=instead_of.fulfils_id)
    found = Appointment.objects.filter(
        Exists(party),
        stands,
        is_step | is_talk if with_them else is_step,
        unit=contact.engagement.unit_id,
        starts_at__lte=moment + A_LITTLE_BEFORE,
    )
    return found.order_by("-starts_at", "-pk").first()


def how_they_meet(contact: Contact) -> Q:
    """A call is what was agreed when that was a call, or a talk nobody has said where is; it is no meeting somewhere."""
    if contact.kind != ContactKind.PHONE:
        return Q()
    return Q(kind=AppointmentKind.CALL) | Q(kind=AppointmentKind.TALK, place="", workplace__isnull=True)


def take_back_what_it_said(contact: Contact, *, now: datetime, actor: User) -> None:
    """The next step falls away, and what it told of stands as agreed again, unless another note says the same."""
    if (
        contact.agreed is not None
        and not standing(contact.agreed.agreed_in.all()).exists()
        and contact.agreed.state == AppointmentState.PLANNED
    ):
        call_off(contact.agreed, now=now, actor=actor)
    if contact.fulfils is not None and not standing(contact.fulfils.told_in.all()).exists():
        hold_no_more(contact.fulfils, now=now, actor=actor)


def let_stand_again(agreed: Appointment, *, now: datetime, actor: User) -> None:
    """What a note agreed on, when that note is written again; one whose day has been stays called off."""
    if agreed.state == AppointmentState.CALLED_OFF and agreed.on >= local_day(now):
        restore(agreed, now=now, actor=actor)


def let_go_instead(about: Engagement | EmployerRelation, *, from_user: User, to_user: User, starts_on: date) -> None:
    """What one user has agreed with somebody who is handed over, from a day on, is the other's to go to."""
    ahead = Appointment.objects.filter(unit=about.unit_id, state=AppointmentState.PLANNED, starts_at__gte=midnight(starts_on))
    if isinstance(about, Engagement):
        with_whom = AppointmentParty.objects.filter(appointment=OuterRef("pk"), person=about.person_id)
        ahead = ahead.filter(Exists(with_whom))
    else:
        ahead = ahead.filter(workplace=about.workplace_id, kind__in=(AppointmentKind.VISIT, AppointmentKind.CALL, AppointmentKind.STEP))
    rows = list(ahead.order_by("pk"))
    hand_on(rows, from_user=from_user, to_user=to_user)
    EmployerVisit.objects.filter(appointment__in=rows, visitor=from_user).update(visitor=to_user)


@transaction.atomic
def step_not_done(appointment: Appointment, *, now: datetime, actor: User) -> Appointment:
    """Undo that one has said a next step is done: it stands as agreed again. Doing it again changes nothing.

    Raises  DomainError for what is no step, when a note tells of it, when another said it was done, and on a later day
    Source  ADR 0124
    """
    if appointment.state != AppointmentState.HELD:
        return appointment
    if appointment.kind != AppointmentKind.STEP:
        raise DomainError(_("Dette står også et annet sted. Rett det der."))
    return not_held_after_all(appointment, now=now, actor=actor)


def not_held_after_all(appointment: Appointment, *, now: datetime, actor: User) -> Appointment:
    """Undo that one has said an appointment was held. Raises DomainError when a note tells of it, another said it, and on a later day."""
    if appointment.state != AppointmentState.HELD:
        return appointment
    if standing(appointment.told_in.all()).exists():
        raise DomainError(_("Dette står også et annet sted. Rett det der."))
    require_undoable(appointment, "appointments.held", now=now, actor=actor)
    return hold_no_more(appointment, now=now, actor=actor)
