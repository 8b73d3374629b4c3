"""The dates of a loop's year as entries of a calendar, in the words of the one whose calendar it is. Source: RULES W9, A7; ADR 0086"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.appointments.calendar_file import Addressee, CalendarDate
from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.intake.models import Responsibility
from brobygger.kernel.units import phone
from brobygger.loops.models import LoopDate
from brobygger.parties.models import Grant, Protection, Role
from brobygger.parties.named import Named
from brobygger.parties.queries import holds_on

AT_WORK = (Role.EMPLOYER, Role.MENTOR)
LOADED = ("appointment", "loop__coordinator", "loop__unit", "participant__person", "employer__workplace")  # what a row must come with


def calendar_dates(
    rows: Iterable[LoopDate],
    *,
    for_role: Role,
    named: Collection[int],
    person_key: int | None = None,
    url: str | None = None,
    to: Addressee | None = None,
) -> list[CalendarDate]:
    """Dates of the year as one reader's calendar has them, in the language that is active.

    Takes   rows        in the order they are to stand, with LOADED loaded
            for_role    in which capacity the reader is concerned; it decides the words
            named       keys of the dates whose candidate the reader may know by first name; any other is «en deltaker»
            person_key  of a candidate whose calendar it is: on a hospitation day the one who holds the place is there too
            url         where the entry leads, a whole address
            to          whom a letter goes to; without it the entry is to be published
    Cost    no query
    """
    return [
        CalendarDate(
            uid=uid_of(row),
            sequence=row.sequence,
            summary=summary_of(row, for_role=for_role, is_named=row.pk in named, person_key=person_key),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            changed_at=row.appointment.changed_at,
            description=description_of(row),
            location=row.place,
            cancelled=row.state == AppointmentState.CALLED_OFF,
            organizer=Addressee(row.loop.coordinator.name, row.loop.coordinator.email) if to is not None else None,
            attendee=to,
            url=url,
        )
        for row in rows
    ]


def uid_of(row: LoopDate) -> str:
    """The same for ever, however often the date is moved, and in whatever calendar it stands. Source: RULES W9"""
    return f"{row.appointment.public_id}@brobygger"


def summary_of(row: LoopDate, *, for_role: Role, is_named: bool, person_key: int | None) -> str:
    """What the date is called: «Samling, Brovik-loopen», «Oppstartsmøte med Amina»."""
    words = {"kind": capfirst(row.get_kind_display()), "loop": row.loop.name}
    if row.participant is None or row.employer is None:
        return _("%(kind)s, %(loop)s") % words
    words |= {"place": row.employer.workplace.name, "name": Named(row.participant.person, is_named).in_a_sentence}
    if for_role == Role.CANDIDATE and row.participant.person_id == person_key:
        return _("%(kind)s, %(place)s") % words
    if for_role == Role.CANDIDATE:
        return _("En annen deltaker er med deg en dag, %(place)s") % words
    if for_role in AT_WORK:
        return _("%(kind)s med %(name)s") % words
    return _("%(kind)s, %(name)s hos %(place)s") % words


def description_of(row: LoopDate) -> str:
    """Who to call when something does not fit."""
    coordinator = row.loop.coordinator
    if not coordinator.phone:
        return _("Passer det ikke? Si fra til %(name)s.") % {"name": coordinator.name}
    return _("Passer det ikke? Ring %(name)s, %(phone)s.") % {"name": coordinator.name, "phone": phone(coordinator.phone)}


def named_to(rows: Iterable[LoopDate], *, for_role: Role, today: date) -> set[int]:
    """The dates whose candidate may be named in a letter: not protected, and shared with the reader's workplace or the loop's unit.

    Takes   rows  of one reader, with LOADED loaded; the employer's are at the reader's own workplaces
    Gives   their keys, for `calendar_dates(named=…)`. A page asks the access table instead
    Cost    one query; two for a counsellor
    Source  RULES A2, A3, A5, A7
    """
    if for_role == Role.COUNSELLOR:
        rows = followed_by_its_counsellor(rows, today=today)
    open_rows = [row for row in rows if row.participant is not None and row.participant.person.protection == Protection.NONE]
    if for_role not in {*AT_WORK, Role.LOOP_COORDINATOR}:
        return {row.pk for row in open_rows}
    people = {row.participant.person_id for row in open_rows if row.participant is not None}
    shared = set(
        Grant.objects.filter(holds_on(today), person__in=people, withdrawn_at__isnull=True).values_list(
            "person_id", "subject_id", "workplace_id", "unit_id"
        )
    )
    return {
        row.pk
        for row in open_rows
        if row.participant is not None
        and row.employer is not None
        and (row.participant.person_id, row.loop.public_id, *recipient_of(row, for_role)) in shared
    }


def followed_by_its_counsellor(rows: Iterable[LoopDate], *, today: date) -> list[LoopDate]:
    """The dates but for those of a candidate whom others follow up now, and none of those they go to as counsellors. Cost: two queries."""
    listed = list(rows)
    held = Responsibility.objects.filter(holds_on(today), holds_on(today, "engagement__"))
    of_candidate = held.filter(engagement__person=OuterRef("participant__person"))
    gone_on = LoopDate.objects.filter(Exists(of_candidate), pk__in=[row.pk for row in listed])
    still = AppointmentParty.objects.filter(
        Exists(held.filter(engagement__person=OuterRef("appointment__loop_date__participant__person"), user=OuterRef("user"))),
        appointment__in=[row.appointment_id for row in listed],
        role=Role.COUNSELLOR,
    )
    others = set(gone_on.values_list("pk", flat=True)) - set(still.values_list("appointment__loop_date", flat=True))
    return [row for row in listed if row.pk not in others]


def recipient_of(row: LoopDate, role: Role) -> tuple[int | None, int | None]:
    """The workplace or the unit that a yes must be for, as a grant has them."""
    if role in AT_WORK and row.employer is not None:
        return row.employer.workplace_id, None
    return None, row.loop.unit_id
