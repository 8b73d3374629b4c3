"""A reminder of each date to each whom it concerns, some days before. Source: RULES W8; ADR 0092"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from brobygger.appointments.models import AppointmentParty
from brobygger.kernel.local_time import reminder_moment
from brobygger.loops.messages import WHO
from brobygger.loops.models import DateKind, LoopDate
from brobygger.loops.the_year.dates import is_ahead
from brobygger.loops.the_year.letters import date_is_ahead
from brobygger.loops.the_year.telling.attachments import calendar_files
from brobygger.loops.the_year.telling.readers import Links, date_of, loaded, open_links, parties_of, reader_of
from brobygger.loops.the_year.telling.words import NOBODY, Named, draft_of, line_of, named_by_role
from brobygger.outbox.actions import Draft, cancel_many, enqueue_many
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.words import LINK, Lines
from brobygger.parties.models import SignedLink

REMIND_AT = time(9)
DAYS_BEFORE: dict[DateKind, int] = {
    DateKind.START: 3,
    DateKind.ROTATION: 7,
    DateKind.END: 7,
    DateKind.GATHERING: 3,
    DateKind.START_MEETING: 2,
    DateKind.HOSPITATION: 2,
    DateKind.EVALUATION: 2,
}


def remind(dates: Iterable[LoopDate], *, now: datetime) -> None:
    """Put a reminder to each party in the outbox for its day, in place of those that wait for another."""
    parties = parties_of(row for row in dates if is_ahead(row, now=now))
    drafts = reminders_of(parties, now=now)
    cancel_many([party.public_id for party in parties], template=REMINDER.name, but=[draft.once for draft in drafts])
    enqueue_many(drafts, now=now)


def remind_each(keys: Iterable[int], *, now: datetime) -> None:
    """Put a reminder in the outbox to each party, of a date that is ahead.

    Takes   keys  the parties' own
    Cost    two queries, and as for keeping links open and for putting many messages in the outbox
    """
    enqueue_many(reminders_of(loaded(AppointmentParty.objects.filter(pk__in=keys)), now=now), now=now)


def reminders_of(parties: Iterable[AppointmentParty], *, now: datetime) -> list[Draft]:
    """A reminder to each who can be reached; one whose time has come is due now. Nobody is named until it is sent."""
    ahead = [party for party in parties if is_ahead(date_of(party), now=now) and reader_of(party).to.address]
    links = open_links(ahead)
    drafts = [reminder_of(party, named=NOBODY, links=links) for party in ahead]
    return [replace(draft, send_after=max(draft.send_after or now, now)) for draft in drafts]


def reminder_of(party: AppointmentParty, *, named: Named, links: Links) -> Draft:
    """The reminder of a date to one of its parties, at nine o'clock some days before. One that is moved back gets a new one too.

    Source  RULES W8: one for each subject, kind and day; late after an outage, never after the event
    """
    row, reader = date_of(party), reader_of(party)
    with override(reader.to.language):
        words = line_of(party).words(named)
    once = f"{row.public_id}:{row.sequence}:{party.public_id}"
    return replace(
        draft_of(REMINDER, reader, [row], loop=row.loop, about=party.public_id, once=once, links=links, words=words),
        send_after=reminder_moment(row.starts_at, days_before=DAYS_BEFORE[DateKind(row.kind)], at=REMIND_AT),
        send_before=row.starts_at,
    )


def reminder_as_it_is_now(party_id: UUID, today: date) -> Draft | None:
    """A reminder written anew just before it is sent: it may have waited for months.

    Since then a coordinator has handed over, somebody has become protected or has another address.
    """
    found = loaded(AppointmentParty.objects.filter(public_id=party_id))
    if not found:
        return None
    party, key = found[0], reader_of(found[0]).link_key
    link = SignedLink.objects.filter(person=key[0], role=key[1]).first() if key is not None else None
    links = {key: link.public_id} if key is not None and link is not None else {}
    return reminder_of(party, named=named_by_role([date_of(party)], today=today), links=links)


def forget(dates: Iterable[LoopDate]) -> None:
    """Take back the reminders of dates that wait to be sent. Cost: two queries."""
    forget_each(AppointmentParty.objects.filter(appointment__in=[row.appointment_id for row in dates]))


def forget_each(parties: Iterable[AppointmentParty], *, due_by: datetime | None = None) -> None:
    """Take back the reminders to some parties; only those that would be sent by a moment, when one is given. Cost: as `cancel_many`."""
    cancel_many([party.public_id for party in parties], template=REMINDER.name, due_by=due_by)


REMINDER = Letter(
    "loops/reminder",
    to=Audience.EVERYBODY,
    subject=_("%(what)s %(day)s klokka %(time)s"),
    text=(
        _("Vi minner om dette:"),
        Lines("%(what)s", _("Når: %(day)s klokka %(time)s"), Lines(_("Hvor: %(place)s"), given="place")),
        Lines(_("Datoen følger med som kalenderfil."), given="by_email"),
        Lines(_("Mer står på siden din:"), LINK, given="link"),
        _("Kan du ikke komme, eller lurer du på noe, ring %(owner)s på %(phone)s."),
    ),
    applies=date_is_ahead,
    anew=reminder_as_it_is_now,
    along=calendar_files,
    needs_link=False,
    example={**WHO, "what": "Oppstartsmøte, Bakeriet", "day": "04.01.2027", "time": "09.00", "place": "Biblioteket"},
)
