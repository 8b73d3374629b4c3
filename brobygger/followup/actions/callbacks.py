"""Somebody is to be rung back: they ask for it, a colleague writes down that they rang, and somebody rings. Source: RULES W3; ADR 0097."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.actions import Party, book, hold_no_more, move
from brobygger.appointments.models import AppointmentKind
from brobygger.appointments.moments import When
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import record
from brobygger.audit.undoing import require_undoable
from brobygger.followup.actions.clocks import stop
from brobygger.followup.actions.contacts import log_contact, withdraw_contact
from brobygger.followup.call_letters import tell_of_call
from brobygger.followup.contacts import standing
from brobygger.followup.models import CallBack, CallBackKind, Contact, ContactKind, ContactWith
from brobygger.followup.working_time import ring_back_by
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import ContactPerson, Person, Role
from brobygger.parties.queries import holds_on

About = Engagement | EmployerRelation


@transaction.atomic
def ask_to_be_rung(about: About, *, today: date, now: datetime, actor: Person) -> CallBack:
    """A candidate, or a contact at an employer, asks to be rung. Asking twice while one waits gives the same one, with the first deadline.

    Raises  DomainError when the follow-up or the contact with the employer has ended
    Source  RULES W3; MISSION §6.3
    """
    return wait(about, actor, kind=CallBackKind.RING_ME, recorded_by=None, today=today, now=now)


@transaction.atomic
def record_missed_call(about: About, *, person: Person, today: date, now: datetime, actor: User) -> CallBack:
    """Staff write down that somebody rang without getting hold of the one they wanted; a colleague who took the phone can too.

    Takes   person  who rang: the candidate, or a contact at the workplace
    Gives   the call-back; the one that waits already, when there is one
    Raises  DomainError when the follow-up or the contact with the employer has ended, or the person has nothing to do with it
    """
    return wait(about, person, kind=CallBackKind.MISSED_CALL, recorded_by=actor, today=today, now=now)


def wait(about: About, person: Person, *, kind: CallBackKind, recorded_by: User | None, today: date, now: datetime) -> CallBack:
    about = locked(about)
    if about.starts_on > today or (about.ends_on is not None and about.ends_on < today):
        raise DomainError(_("Oppfølgingen er avsluttet, så ingen ringer tilbake. Ring kontoret."))
    require_theirs(about, person, today=today)
    subject = {"engagement": about} if isinstance(about, Engagement) else {"relation": about}
    waiting = CallBack.objects.filter(person=person, rung_at__isnull=True, **subject).first()
    if waiting is not None:
        return waiting
    call = CallBack.objects.create(person=person, kind=kind, asked_at=now, due_at=ring_back_by(now), recorded_by=recorded_by, **subject)
    record("followup.call_back_asked_for", call, actor=recorded_by or person, kind=str(kind), due=code(call.due_at))
    tell_of_call(call, today=today, now=now, actor_key=recorded_by.pk if recorded_by is not None else 0)
    return call


def code(moment: datetime) -> str:
    """A moment as the log takes it."""
    return moment.isoformat(timespec="minutes").lower()


def locked(about: About) -> About:
    """Under lock, so that two who ask at once get the same one."""
    if isinstance(about, Engagement):
        return Engagement.objects.select_for_update(of=("self",)).select_related("unit").get(pk=about.pk)
    return EmployerRelation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=about.pk)


def require_theirs(about: About, person: Person, *, today: date) -> None:
    if isinstance(about, Engagement):
        is_theirs = about.person_id == person.pk
    else:
        is_theirs = ContactPerson.objects.filter(holds_on(today), person=person, workplace=about.workplace_id).exists()
    if not is_theirs:
        raise DomainError(_("%(name)s hører ikke til her. Velg den som ringte.") % {"name": person}, field="person")


@transaction.atomic
def agree_to_ring(call: CallBack, *, when: When, now: datetime, actor: User) -> CallBack:
    """Agree when one rings; agreed again it is moved. The clock goes on until they have been rung.

    Raises  DomainError for one who has been rung, and for a day that has been
    """
    call = found(call)
    if call.rung_at is not None:
        raise DomainError(_("%(name)s er ringt, så det er ingenting å avtale. Avtal heller et nytt møte.") % {"name": call.person})
    if call.appointment is not None and call.appointment.state == AppointmentState.PLANNED:
        call.appointment = move(call.appointment, when, now=now, actor=actor)
        return call
    about = call.engagement or call.relation
    assert about is not None  # a constraint of the database
    call.appointment = book(
        AppointmentKind.CALL,
        when,
        unit=about.unit,
        parties=[Party(user=actor), Party(person=call.person, role=Role.CANDIDATE if call.engagement is not None else Role.EMPLOYER)],
        workplace=call.relation.workplace if call.relation is not None else None,
        now=now,
        actor=actor,
    )
    call.save(update_fields=["appointment"])
    record("followup.ringing_agreed", call, actor=actor, on=when.on.isoformat())
    return call


def found(call: CallBack) -> CallBack:
    """The call under lock, with what it is about."""
    rows = CallBack.objects.select_for_update(of=("self",))
    about = ("engagement__person", "engagement__unit", "relation__unit", "relation__workplace")
    return rows.select_related(*about, "person", "rung_by", "appointment").get(pk=call.pk)


@transaction.atomic
def ring_back(call: CallBack, *, now: datetime, actor: User) -> CallBack:
    """Somebody has rung back and talked with them. Saying so twice, or after another has said it, changes nothing.

    A call to a candidate is written in the log as a contact by telephone, so that nobody writes it twice.
    """
    call = found(call)
    if call.rung_at is not None:
        return call
    stop(call, at=now, actor=actor)
    if call.engagement is not None:
        log_contact(
            call.engagement,
            kind=ContactKind.PHONE,
            whom=ContactWith.CANDIDATE,
            happened_at=now,
            line="",
            key=uuid4(),
            now=now,
            actor=actor,
        )
    return call


@transaction.atomic
def not_rung_after_all(call: CallBack, *, now: datetime, actor: User) -> CallBack:
    """Undo that one has said one rang: they wait again with the deadline they had, and the contact that was written of it is taken back.

    Raises  DomainError when another said it, on a later day, and when they have asked anew
    Source  ADR 0124
    """
    call = found(call)
    if call.rung_at is None:
        return call
    require_undoable(call, "followup.rung_back", now=now, actor=actor)
    if CallBack.objects.filter(
        person=call.person_id, engagement=call.engagement_id, relation=call.relation_id, rung_at__isnull=True
    ).exists():
        raise DomainError(_("%(name)s har bedt om å bli ringt på nytt, og venter allerede.") % {"name": call.person})
    written = Contact.objects.filter(engagement=call.engagement_id, happened_at=call.rung_at, written_by=actor, kind=ContactKind.PHONE)
    for contact in standing(written) if call.engagement_id is not None else ():
        withdraw_contact(contact, now=now, actor=actor)
    call.refresh_from_db()
    if call.rung_by_id == actor.pk:
        call.rung_at = call.rung_by = None
        call.save(update_fields=["rung_at", "rung_by"])
        if call.appointment is not None:
            hold_no_more(call.appointment, now=now, actor=actor)
        record("followup.waits_again", call, actor=actor)
    return call
