"""An appointment as an entry of a calendar outside Brobygger: when, where, and «samtale» or «besøk»; never whom, never about what.

Source  RULES W9; ADR 0126
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from brobygger.appointments.calendar_file import Addressee, CalendarDate
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.states import AppointmentState

VISITS = frozenset({AppointmentKind.VISIT, AppointmentKind.THREE, AppointmentKind.FIRST_DAY})  # at an employer's


def entry_of(
    appointment: Appointment, *, place: str, organizer: Addressee | None = None, attendee: Addressee | None = None
) -> CalendarDate:
    """The entry, in the language that is active. Cost: no query"""
    starts_at, ends_at = span(appointment)
    return CalendarDate(
        uid=appointment.uid,
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
    """«Besøk» for what is at an employer's, «Samtale» for all else: no calendar outside tells more."""
    is_visit = appointment.kind in VISITS or (appointment.kind == AppointmentKind.LOOP and appointment.workplace_id is not None)
    return _("Besøk") if is_visit else _("Samtale")
