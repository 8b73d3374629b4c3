"""What is agreed, as those who are asked there read it: when, where and with whom, never what it is about. Source: RULES A7; ADR 0119."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.appointments.calendar_file import CalendarDate, Method, calendar_file
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.queries import There, named_at_work, named_to_nobody, those_there, to_come, with_those_there
from brobygger.appointments.states import AppointmentState
from brobygger.followup.own_calendar import safe_place
from brobygger.kernel.units import phone
from brobygger.loops.models import Participant
from brobygger.parties.models import Role
from brobygger.parties.named import Named
from brobygger.talent.models import Disclosure
from brobygger.web.page import page
from brobygger.web.phrases import in_a_row
from brobygger.web.request import Request
from brobygger.web.window.pages import opened_by

# A loop's dates stand in the windows by themselves, and what staff do among themselves is theirs.
SHOWN = (AppointmentKind.TALK, AppointmentKind.CALL, AppointmentKind.VISIT, AppointmentKind.THREE, AppointmentKind.FIRST_DAY)
FILE_NAME = "avtale.ics"


@dataclass(frozen=True)
class Meeting:
    """One appointment in a window.

    Takes   whom   whom to ring when it does not suit; none when nobody of the staff is to be there
            is_off  that it is called off, which is said until its day has been
    """

    row: Appointment
    what: str
    place: str
    whom: User | None
    is_off: bool

    @property
    def help(self) -> str:
        if self.whom is None:
            return ""
        words = {"name": self.whom.name, "phone": phone(self.whom.phone)}
        return (_("Passer det ikke? Ring %(name)s, %(phone)s.") if self.whom.phone else _("Passer det ikke? Si fra til %(name)s.")) % words


def own_meetings(request: Request) -> list[Meeting]:
    """What the holder of the link is asked to and is not over. Cost: one query, and one to write down which candidates are named."""
    principal = request.principal
    rows = with_those_there(shown(request), is_known=named(request))
    told = [(row, those_there(row)) for row in rows]
    door.seen(
        principal, [each.person for _row, there in told for each in there if each.person and each.is_known], Purpose.APPOINTMENTS_AT_WORK
    )
    return [meeting(row, there, role_of(request)) for row, there in told]


def shown(request: Request) -> Any:
    return to_come(door.rows(request.principal, Verb.READ, Appointment, kind__in=SHOWN), now=request.now)


def named(request: Request) -> Any:
    """A workplace names those who let it know who they are, or share with it in a loop; a candidate reads of no other."""
    if role_of(request) == Role.CANDIDATE:
        return named_to_nobody()
    principal = request.principal
    return named_at_work(told=door.rows(principal, Verb.READ, Disclosure), met=door.rows(principal, Verb.MEET, Participant))


def role_of(request: Request) -> Role:
    assert request.principal.link is not None
    return Role(request.principal.link.role)


def meeting(row: Appointment, there: list[There], role: Role) -> Meeting:
    staff = [each.user for each in there if each.user is not None]
    candidates = [Named(each.person, each.is_known) for each in there if each.person is not None and each.role == Role.CANDIDATE]
    words = what_candidate(row, staff) if role == Role.CANDIDATE else what_at_work(row, staff, candidates)
    return Meeting(
        row=row,
        what=words,
        place=where(row, role),
        whom=staff[0] if staff else None,
        is_off=row.state == AppointmentState.CALLED_OFF,
    )


def where(row: Appointment, role: Role) -> str:
    """Where it is, but for the workplace's own name, which stands beside it; those who work there know the rest as well.

    What somebody has written may name one that those at work do not know of.
    """
    if row.workplace is None:
        return row.place if role == Role.CANDIDATE else safe_place(row)
    is_there = not row.place or row.place.startswith(row.workplace.name)
    if is_there and role != Role.CANDIDATE:
        return ""
    if is_there:
        return row.workplace.street_and_town
    return row.place if role == Role.CANDIDATE else safe_place(row)


def names_of(staff: list[User]) -> str:
    return in_a_row([user.name for user in staff]) or _("en av oss")


def what_candidate(row: Appointment, staff: list[User]) -> str:
    words = {"who": names_of(staff), "place": row.workplace.name if row.workplace is not None else ""}
    match row.kind:
        case AppointmentKind.CALL:
            return _("%(who)s ringer deg") % words
        case AppointmentKind.FIRST_DAY if row.workplace is not None:
            return _("Første dag hos %(place)s") % words
        case AppointmentKind.FIRST_DAY:
            return _("Første dag")
        case AppointmentKind.THREE | AppointmentKind.VISIT if row.workplace is not None:
            return _("Møte hos %(place)s, sammen med %(who)s") % words
    return _("Samtale med %(who)s") % words


def what_at_work(row: Appointment, staff: list[User], candidates: list[Named]) -> str:
    who = names_of(staff)
    begins = in_a_row([each.first_name for each in candidates])
    meets = in_a_row([*(each.in_a_sentence for each in candidates), *(user.name for user in staff)]) or who
    match row.kind:
        case AppointmentKind.CALL:
            return _("%(who)s ringer dere") % {"who": who}
        case AppointmentKind.FIRST_DAY if candidates:
            return _("%(name)s begynner hos dere") % {"name": begins}
        case AppointmentKind.VISIT:
            return _("%(who)s kommer til dere") % {"who": who}
        case AppointmentKind.TALK:
            return _("Samtale med %(who)s") % {"who": meets}
    return _("Møte med %(who)s") % {"who": meets}


@opened_by(Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR)
@require_safe
@page(Verb.READ, Appointment)
def appointment_file(request: Request, appointment: Appointment) -> HttpResponse:
    """One to keep in a calendar. No candidate is named in the file: it goes where calendars go."""
    row = with_those_there(shown(request), is_known=named_to_nobody()).filter(pk=appointment.pk).first()
    if row is None:
        raise Http404
    found = meeting(row, those_there(row), role_of(request))
    entry = CalendarDate(
        uid=row.uid,
        sequence=row.sequence,
        summary=found.what,
        starts_at=row.on if row.is_all_day else row.starts_at,
        ends_at=row.on if row.is_all_day else row.ends_at,
        changed_at=row.changed_at,
        description=found.help,
        location=found.place,
        cancelled=found.is_off,
    )
    return HttpResponse(
        calendar_file([entry], method=Method.PUBLISH, name="Brobygger", made_at=request.now),
        content_type=Method.PUBLISH.content_type,
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "private, no-store"},
    )
