"""An appointment as an entry of a calendar outside Brobygger: when, where, and «samtale» or «besøk»; never whom, never about what.

Source  RULES W9; ADR 0126
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from brobygger.appointments.calendar_file import Addressee, CalendarDate
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.states import AppointmentState

TALKS = (AppointmentKind.TALK, AppointmentKind.CALL, AppointmentKind.THREE)
VISITS = (AppointmentKind.VISIT, AppointmentKind.FIRST_DAY)


def entry_of(
    appointment: Appointment, *, place: str, organizer: Addressee | None = None, attendee: Addressee | None = None
) -> CalendarDate:
    """The entry, in the language that is active. Cost: no query"""
    starts_at, ends_at = span(appointment)
    return CalendarDate(
        uid=f"{appointment.public_id}@brobygger",
        sequence=appointment.sequence,
        summary=summary_of(appointment),
        starts_at=starts_at,
        ends_at=ends_at,
        changed_at=appointment.changed_at,
        location=place,
        cancelled=appointment.state == AppointmentState.CALLED_OFF,
        organizer=organizer,
        attendee=attendee,
    )


def span(appointment: Appointment) -> tuple[date, date]:
    """Two moments, or the whole day twice."""
    return (appointment.on, appointment.on) if appointment.is_all_day else (appointment.starts_at, appointment.ends_at)


def summary_of(appointment: Appointment) -> str:
    if appointment.kind in TALKS:
        return _("Samtale")
    return _("Besøk") if appointment.kind in VISITS else _("Avtale")
