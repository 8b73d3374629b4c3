"""The clock of one who waits to be rung: stopped by whoever talks with them, and going again when that is taken back. Source: RULES W3."""

from __future__ import annotations

from datetime import datetime

from brobygger.accounts.models import User
from brobygger.appointments.actions import hold, hold_no_more
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import record
from brobygger.followup.contacts import standing
from brobygger.followup.models import CallBack, Contact, ContactKind, ContactWith

WITH_THE_CANDIDATE = (ContactWith.CANDIDATE, ContactWith.BOTH)


def stop(call: CallBack, *, at: datetime, actor: User) -> None:
    """Somebody has talked with them. The reminder that waits is dropped when its time comes, since nobody waits by then."""
    call.rung_at, call.rung_by = at, actor
    call.save(update_fields=["rung_at", "rung_by"])
    if call.appointment is not None and call.appointment.state == AppointmentState.PLANNED:
        hold(call.appointment, now=at, actor=actor)
    record("followup.rung_back", call, actor=actor, late=at > call.due_at)


def stop_by(contact: Contact) -> None:
    """A talk with a candidate who waits, however it came about, is the answer they waited for; a talk from before they asked is not.

    Nor is an attempt without an answer: they still wait.
    """
    if contact.whom not in WITH_THE_CANDIDATE or contact.kind == ContactKind.NO_ANSWER:
        return
    asked = CallBack.objects.filter(
        engagement_id=contact.engagement_id, person_id=contact.person_id, rung_at__isnull=True, asked_at__lte=contact.happened_at
    )
    for call in asked.select_related("appointment").select_for_update(of=("self",)):
        stop(call, at=contact.happened_at, actor=contact.written_by)


def start_again_after(contact: Contact) -> None:
    """The talk did not happen: those whose clock it stopped wait again with the deadline they had, unless they have asked anew.

    When there was another talk after they asked, that one is their answer.
    """
    stopped = (
        CallBack.objects.select_related("appointment")
        .select_for_update(of=("self",))
        .filter(
            engagement_id=contact.engagement_id, person_id=contact.person_id, rung_at=contact.happened_at, rung_by=contact.written_by_id
        )
    )
    has_asked_anew = CallBack.objects.filter(
        engagement_id=contact.engagement_id, person_id=contact.person_id, rung_at__isnull=True
    ).exists()
    for call in stopped:
        other = talk_since(call.asked_at, instead_of=contact)
        if other is not None:
            call.rung_at, call.rung_by = other.happened_at, other.written_by
        elif has_asked_anew:
            continue
        else:
            call.rung_at = call.rung_by = None
            if call.appointment is not None:
                hold_no_more(call.appointment, now=contact.written_at, actor=contact.written_by)
        call.save(update_fields=["rung_at", "rung_by"])
        record("followup.waits_again" if other is None else "followup.rung_another_time", call, actor=contact.written_by)


def talk_since(moment: datetime, *, instead_of: Contact) -> Contact | None:
    """The first talk with the same candidate since a moment, of those that are not taken back. Cost: one query."""
    talks = Contact.objects.filter(engagement_id=instead_of.engagement_id, whom__in=WITH_THE_CANDIDATE, happened_at__gte=moment)
    return standing(talks).exclude(kind=ContactKind.NO_ANSWER).select_related("written_by").order_by("happened_at", "pk").first()
