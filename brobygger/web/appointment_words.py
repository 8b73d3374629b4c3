"""An appointment in words: what it is called, where it is, whom one meets, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.parties.models import Person
from brobygger.parties.named import Named
from brobygger.web.phrases import clock, in_a_row

MOST_NAMED = 3  # a date of a loop concerns many


def title_of(appointment: Appointment, people: Sequence[Named]) -> str:
    """Whom it is with: the candidates, or else the workplace, or else what it is about."""
    if 0 < len(people) <= MOST_NAMED:
        return in_a_row([str(each) for each in people])
    if appointment.workplace is not None:
        return str(appointment.workplace)
    return appointment.about or appointment.place or capfirst(str(appointment.get_kind_display()))


def where_of(appointment: Appointment) -> str:
    """«Klarbekk renhold, Industrivegen 8»; the workplace's name only when the appointment is called something else."""
    workplace = appointment.workplace
    if appointment.kind == AppointmentKind.CALL:
        return _("På telefon")
    if workplace is None:
        return appointment.place
    said = appointment.place.removeprefix(workplace.name).removeprefix(", ")
    name = "" if appointment.kind == AppointmentKind.VISIT else workplace.name
    street = "" if workplace.street in said else workplace.street
    return ", ".join(part for part in (name, said, street) if part)


def meeting(employers: Iterable[Person]) -> str:
    names = [str(each) for each in employers]
    return _("Med %(names)s.") % {"names": in_a_row(names)} if names else ""


def when_of(appointment: Appointment, *, today: date) -> str:
    """«Torsdag 3. desember kl. 10.00–10.30», «Torsdag 3. desember, når som helst»."""
    day = capfirst(date_format(appointment.on, _("l j. F") if appointment.on.year == today.year else _("l j. F Y")))
    if appointment.at is None or appointment.until is None:
        return _("%(day)s, når som helst") % {"day": day}
    return _("%(day)s kl. %(from)s–%(to)s") % {"day": day, "from": clock(appointment.at), "to": clock(appointment.until)}
