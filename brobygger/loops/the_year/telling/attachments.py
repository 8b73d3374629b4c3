"""The dates of a letter as files for its reader's calendar. Source: RULES W9; ADR 0092"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.appointments.calendar_file import Addressee, CalendarDate, Method, calendar_file
from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import LoopDate
from brobygger.loops.the_year.calendars import LOADED, calendar_dates
from brobygger.loops.the_year.telling.words import named_by_role
from brobygger.outbox.models import Message
from brobygger.outbox.words import Attachment
from brobygger.parties.models import Person, Role


def calendar_files(message: Message, now: datetime) -> tuple[Attachment, ...]:
    """The dates of a letter as files for its reader's calendar, from the rows as they are now.

    Gives   one file with every date that stands, and one for each that does not: called off, or no longer the reader's
    Cost    seven queries at most
    """
    if not message.is_email:
        return ()
    told = LoopDate.objects.filter(public_id__in=str(message.values["date_ids"]).split(), appointment__ends_at__gt=now)
    rows = told.exclude(appointment__state=AppointmentState.HELD).select_related(*LOADED).order_by("appointment__starts_at", "pk")
    with override(message.language):
        standing, gone = entries(message, rows, today=local_day(now))
        files = [attachment(_("datoer"), standing, Method.PUBLISH, message, now)] if standing else []
        called_off = _("avlyst")
        for number, entry in enumerate(gone, start=1):
            files.append(attachment(f"{called_off}-{number}", [entry], Method.CANCEL, message, now))
    return tuple(files)


def entries(message: Message, rows: Iterable[LoopDate], *, today: date) -> tuple[list[CalendarDate], list[CalendarDate]]:
    """The dates that stand for a reader, and those to take out of the calendar."""
    listed, key = list(rows), str(message.values["reader"])
    theirs = Q(user__public_id=key) | Q(person__public_id=key) | Q(person__user__public_id=key)  # as `Reader` has it
    parties = AppointmentParty.objects.filter(theirs, appointment__in=[row.appointment_id for row in listed])
    roles = {party.appointment_id: Role(party.role) for party in parties}
    person = Person.objects.filter(Q(public_id=key) | Q(user__public_id=key)).first()
    named = named_by_role(listed, today=today)
    standing, gone = [], []
    for row in listed:
        role = roles.get(row.appointment_id, Role(str(message.values["role"])))
        (entry,) = calendar_dates(
            [row],
            for_role=role,
            named=named.get(role, ()),
            person_key=person.pk if person is not None else None,
            to=Addressee(message.recipient_name, message.recipient_address),
        )
        if row.state == AppointmentState.PLANNED and row.appointment_id in roles:
            standing.append(entry)
        else:
            gone.append(replace(entry, cancelled=True))
    return standing, gone


def attachment(name: str, dates: list[CalendarDate], method: Method, message: Message, now: datetime) -> Attachment:
    content = calendar_file(dates, method=method, name=str(message.values["loop"]), made_at=now)
    return Attachment(f"{name}.ics", content, method.content_type)
