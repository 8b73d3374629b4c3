"""Appointments as sentences: on the page of a person and of an employer, and in the windows. Source: RULES A3, A7; ADR 0119."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.queries import AS_AGREED, There, named_to_staff, those_there, with_those_there
from brobygger.appointments.states import AppointmentState
from brobygger.followup.contacts import with_what_is_told
from brobygger.kernel.local_time import local_day, midnight
from brobygger.parties.models import ContactPerson, Person, Role, Workplace
from brobygger.parties.named import Named
from brobygger.web.addresses import PAGES, address_of
from brobygger.web.phrases import clock, in_a_row
from brobygger.web.request import Request

LATELY = timedelta(days=60)
MOST = 60  # of one person or employer, from lately on
STATE_IS = {AppointmentState.PLANNED: "ask", AppointmentState.HELD: "yes", AppointmentState.CALLED_OFF: "no"}


@dataclass(frozen=True)
class Agreed:
    """One appointment on a page for staff.

    Takes   url      its own page; empty as long as it has none
            who      those who meet there, but for the one the page is about
            seen     people whom the words name
            is_over  that its time has been
    """

    row: Any
    when: str
    what: str
    who: str
    about: str
    state: str
    state_is: str
    url: str
    is_over: bool
    seen: tuple[Person, ...] = ()
    is_agreed: bool = True  # what the list of contacts tells the two apart by


def agreed(request: Request, scope: QuerySet[Appointment], about: Person | Workplace) -> list[Agreed]:
    """Appointments from sixty days ago on, in order, as sentences.

    Takes   scope  those the reader may see, with the person or the employer that the page is about, who goes without saying
    Cost    one query, and one to write down whom the words name
    """
    principal = request.principal
    lately = with_what_is_told(scope).filter(starts_at__gte=midnight(principal.today - LATELY)).order_by(*AS_AGREED)
    is_known = named_to_staff(people=door.rows(principal, Verb.READ, Person), contacts=door.rows(principal, Verb.READ, ContactPerson))
    found = [one(row, about, now=request.now) for row in with_those_there(lately, is_known=is_known)[:MOST]]
    door.seen(principal, [person for each in found for person in each.seen], Purpose.APPOINTMENTS)
    return found


def one(row: Any, about: Person | Workplace, *, now: datetime) -> Agreed:
    others = [each for each in those_there(row) if each.person is None or each.person != about]
    names = [name_in_words(each) for each in others]
    return Agreed(
        row=row,
        when=when_words(row, today=local_day(now)),
        what=", ".join(filter(None, (str(capfirst(row.get_kind_display())), where_words(row, about)))),
        who=_("Med %(names)s") % {"names": in_a_row(names)} if names else "",
        about=row.about,
        state=state_words(row, now=now),
        state_is=STATE_IS[AppointmentState(row.state)],
        url=address_of(row) if Appointment in PAGES else "",
        is_over=is_over(row, now=now),
        seen=tuple(each.person for each in others if each.person is not None and each.is_known and each.role == Role.CANDIDATE),
    )


def name_in_words(each: There) -> str:
    if each.person is None:
        return each.user.name if each.user is not None else ""
    return str(each.person) if each.is_known else Named(each.person, is_seen=False).in_a_sentence


def is_over(row: Appointment, *, now: datetime) -> bool:
    """Held, or its time has been; one that is called off is on the page until its day has been."""
    if row.state == AppointmentState.CALLED_OFF:
        return row.on < local_day(now)
    return row.state == AppointmentState.HELD or row.ends_at <= now


def state_words(row: Appointment, *, now: datetime) -> str:
    """What has become of it, when that is not what one would think."""
    if row.state == AppointmentState.CALLED_OFF:
        return _("Avlyst: %(why)s") % {"why": row.called_off_because} if row.called_off_because else _("Avlyst")
    if row.state == AppointmentState.HELD:
        return str(capfirst(row.get_state_display()))
    if row.ends_at > now:
        return ""
    return _("Ikke gjort") if row.kind == AppointmentKind.STEP else _("Ikke logget")


def where_words(row: Appointment, about: Person | Workplace) -> str:
    """The workplace and the place, without what goes without saying: a name twice, and the employer whose page it is."""
    if row.workplace is None or not row.place:
        return row.workplace.name if row.workplace is not None and row.workplace != about else row.place
    if row.place.startswith(row.workplace.name):
        return "" if row.workplace == about else row.place
    return row.place if row.workplace == about else f"{row.workplace.name}, {row.place}"


def when_words(row: Appointment, *, today: date) -> str:
    """«I dag kl. 10.00», «Torsdag 3. desember kl. 10.00», «Torsdag 3. desember» for any time that day."""
    day = str(capfirst(day_words(row.on, today=today)))
    return _("%(day)s kl. %(time)s") % {"day": day, "time": clock(row.at)} if row.at is not None else day


def day_words(value: date, *, today: date) -> str:
    if value == today:
        return _("i dag")
    return date_format(value, _("l j. F") if value.year == today.year else _("l j. F Y"))


def history(contacts: Sequence[Any], been: Iterable[Agreed], *, has_older: bool) -> list[Any]:
    """What was written down, and what had been agreed, newest first, as far back as the page goes.

    What a note tells of is not said twice, nor what was held on a day when something was written down.
    """
    days = {local_day(each.happened_at) for each in contacts}
    oldest = contacts[-1].happened_at if contacts and has_older else None
    untold = [each for each in been if each.row.state != AppointmentState.HELD or not (each.row.is_told or each.row.on in days)]
    shown = [each for each in untold if oldest is None or each.row.starts_at >= oldest]
    both: list[Any] = [*contacts, *shown]
    return sorted(both, key=moment_of, reverse=True)


def moment_of(each: Any) -> datetime:
    moment: datetime = each.row.starts_at if isinstance(each, Agreed) else each.happened_at
    return moment
