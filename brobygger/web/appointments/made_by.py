"""What made an appointment, when something did: it is moved and called off on the page of that, so that what it stands for follows."""

from __future__ import annotations

from typing import Any

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.loops.models import LoopDate

# By which name a row that points at an appointment of a kind is found from it.
POINTS_HERE: dict[str, tuple[str, ...]] = {
    AppointmentKind.VISIT: ("visit",),
    AppointmentKind.CALL: ("visit",),
    AppointmentKind.THREE: ("suggestion",),
    AppointmentKind.FIRST_DAY: ("placement",),
    AppointmentKind.STEP: ("after_visit",),
    AppointmentKind.LOOP: ("loop_date",),
}


def own_page(principal: Principal, appointment: Appointment) -> Any | None:
    """The row whose page it is, when the reader may open it. Cost: a query for each kind of row, and one for whether it may be read"""
    for name in POINTS_HERE.get(appointment.kind, ()):
        row: Any = getattr(appointment, name, None)
        if row is not None and may_open(principal, row):
            return row
    return None


def may_open(principal: Principal, row: Any) -> bool:
    """A date of a loop's year is read with the loop."""
    read = row.loop if isinstance(row, LoopDate) else row
    return door.rows(principal, Verb.READ, type(read)).filter(pk=read.pk).exists()
