"""The letters about a loop's dates, what they say to each, and the calendar files that go along. Source: RULES W8, W9, A3, A7; ADR 0092"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.kernel.local_time import in_norway, local_day, reminder_moment
from brobygger.kernel.units import day, phone
from brobygger.loops.messages import WHO
from brobygger.loops.models import DateKind, DateParty, Loop, LoopDate, Stay
from brobygger.loops.states import DateState
from brobygger.loops.the_year.calendar_file import Addressee, CalendarDate, Method, calendar_file
from brobygger.loops.the_year.calendars import LOADED, calendar_dates, named_to, summary_of
from brobygger.loops.the_year.letters import date_is_ahead, year_is_under_way
from brobygger.outbox.actions import Draft, Recipient
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.models import Message
from brobygger.outbox.words import LINK, Attachment, Lines
from brobygger.parties.models import STAFF_ROLES, Person, Role, SignedLink
from brobygger.parties.reach import letter_to

REMIND_AT = time(9)
LINK_LASTS_AFTER = timedelta(days=120)  # the last date one is told of
DAYS_BEFORE: dict[DateKind, int] = {
    DateKind.START: 3,
    DateKind.ROTATION: 7,
    DateKind.END: 7,
    DateKind.GATHERING: 3,
    DateKind.START_MEETING: 2,
    DateKind.HOSPITATION: 2,
    DateKind.EVALUATION: 2,
}
PARTY_LOADED = ("person__user", "user", *(f"date__{name}" for name in LOADED))


@dataclass(frozen=True)
class Line:
    """A date as one reader has it.

    Takes   is_theirs  whether it still concerns the reader
    """

    row: LoopDate
    role: Role
    is_theirs: bool = True


def reader_of(party: DateParty) -> Person | User:
    """Who a letter is for. One who is both of the staff and somebody in the loop gets one letter."""
    if party.user is not None:
        return party.user
    assert party.person is not None
    return party.person.user or party.person


def reader_key(person: Person) -> UUID:
    """As `reader_of` has it."""
    return person.user.public_id if person.user is not None else person.public_id


def of_reader(key: str) -> Q:
    """The parties of one reader, by the public id that stands in a letter."""
    return Q(user__public_id=key) | Q(person__public_id=key) | Q(person__user__public_id=key)


def recipient_of(party: DateParty) -> Recipient:
    if party.person is not None:
        return letter_to(party.person)
    assert party.user is not None
    return letter_to_user(party.user)


def loaded(parties: QuerySet[DateParty]) -> list[DateParty]:
    """In order, with all that a letter needs. Cost: one query."""
    return list(parties.select_related(*PARTY_LOADED).order_by("date__starts_at", "date", "pk"))


def link_key(party: DateParty) -> tuple[int, Role] | None:
    """The link a party enters by; staff sign in."""
    if party.person_id is None or party.role in STAFF_ROLES:
        return None
    return party.person_id, Role(party.role)


def named_by_role(rows: Iterable[LoopDate], *, today: date) -> dict[Role, set[int]]:
    """The dates whose candidate may be named, for each role that reads. Cost: three queries. Source: RULES A3, A7"""
    listed = list(rows)
    at_work = named_to(listed, for_role=Role.EMPLOYER, today=today)
    return {
        Role.CANDIDATE: set(),
        Role.EMPLOYER: at_work,
        Role.MENTOR: at_work,
        Role.LOOP_COORDINATOR: named_to(listed, for_role=Role.LOOP_COORDINATOR, today=today),
        Role.COUNSELLOR: named_to(listed, for_role=Role.COUNSELLOR, today=today),
    }


def what(row: LoopDate, *, role: Role, named: Collection[int], person_key: int | None) -> str:
    """What a date is called to one reader: «Samling», «Oppstartsmøte med Amina»."""
    if row.participant is None:
        return capfirst(row.get_kind_display())
    return summary_of(row, for_role=role, is_named=row.pk in named, person_key=person_key)


def words_of_line(line: Line, *, named: Mapping[Role, Collection[int]], person_key: int | None) -> str:
    """One date on one line, in the language that is active: «04.01.2027 kl. 09.00: Samling, Brohuset»."""
    row, local = line.row, in_norway(line.row.starts_at)
    words = {
        "day": day(local.date()),
        "time": f"{local:%H.%M}",
        "what": what(row, role=line.role, named=named.get(line.role, ()), person_key=person_key),
        "place": row.place,
    }
    if row.state == DateState.CANCELLED:
        return _("%(day)s kl. %(time)s: %(what)s. Avlyst.") % words
    if not line.is_theirs:
        return _("%(day)s kl. %(time)s: %(what)s. Gjelder ikke deg lenger.") % words
    if row.place and row.participant is None:
        return _("%(day)s kl. %(time)s: %(what)s, %(place)s") % words
    return _("%(day)s kl. %(time)s: %(what)s") % words


def who_to_call(loop: Loop) -> dict[str, str | int]:
    return {"loop": loop.name, "owner": loop.coordinator.name, "phone": phone(loop.coordinator.phone)}


def for_reader(reader: UUID, role: Role, rows: Iterable[LoopDate]) -> dict[str, str | int]:
    """What the calendar files are made of when the letter is sent. Source: `reader_of` for whose public id it is"""
    return {
        "reader": str(reader),
        "role": str(role),
        "date_ids": " ".join(str(row.public_id) for row in rows),
    }


def reminder_of(party: DateParty, *, named: Collection[int], link: UUID | None) -> Draft:
    """The reminder of a date to one of its parties, at nine o'clock some days before. One that is moved back gets a new one too.

    Source  RULES W8: one for each subject, kind and day; late after an outage, never after the event
    """
    row, to = party.date, recipient_of(party)
    with override(to.language):
        local = in_norway(row.starts_at)
        values = {
            **who_to_call(row.loop),
            **for_reader(reader_of(party).public_id, Role(party.role), [row]),
            "what": what(row, role=Role(party.role), named=named, person_key=party.person_id),
            "day": day(local.date()),
            "time": f"{local:%H.%M}",
            "place": row.place,
        }
    return REMINDER.draft(
        once=f"{row.public_id}:{row.sequence}:{party.public_id}",
        to=to,
        about=party.public_id,
        values=values,
        link=link,
        send_after=reminder_moment(row.starts_at, days_before=DAYS_BEFORE[DateKind(row.kind)], at=REMIND_AT),
        send_before=row.starts_at,
    )


def reminder_as_it_is_now(party_id: UUID, today: date) -> Draft | None:
    """A reminder written anew just before it is sent: it may have waited for months.

    Since then a coordinator has handed over, somebody has become protected or has another address.
    """
    found = loaded(DateParty.objects.filter(public_id=party_id))
    if not found:
        return None
    party = found[0]
    key = link_key(party)
    link = SignedLink.objects.filter(person=key[0], role=key[1]).first() if key is not None else None
    named = named_by_role([party.date], today=today)
    return reminder_of(party, named=named.get(Role(party.role), ()), link=link.public_id if link is not None else None)


def calendar_files(message: Message, now: datetime) -> tuple[Attachment, ...]:
    """The dates of a letter as files for its reader's calendar, from the rows as they are now.

    Gives   one file with every date that stands, and one for each that does not: called off, or no longer the reader's
    Cost    seven queries at most
    Source  RULES W9; ADR 0092
    """
    if not message.is_email:
        return ()
    rows = LoopDate.objects.filter(public_id__in=str(message.values["date_ids"]).split(), ends_at__gt=now).exclude(state=DateState.HELD)
    with override(message.language):
        standing, gone = entries(message, rows.select_related(*LOADED).order_by("starts_at", "pk"), today=local_day(now))
        files = [attachment(str(_("datoer")), standing, Method.PUBLISH, message, now)] if standing else []
        called_off = _("avlyst")
        for number, entry in enumerate(gone, start=1):
            files.append(attachment(f"{called_off}-{number}", [entry], Method.CANCEL, message, now))
    return tuple(files)


def entries(message: Message, rows: Iterable[LoopDate], *, today: date) -> tuple[list[CalendarDate], list[CalendarDate]]:
    """The dates that stand for a reader, and those to take out of the calendar."""
    listed, key = list(rows), str(message.values["reader"])
    roles = {party.date_id: Role(party.role) for party in DateParty.objects.filter(of_reader(key), date__in=listed)}
    person = Person.objects.filter(Q(public_id=key) | Q(user__public_id=key)).first()
    named = named_by_role(listed, today=today)
    standing, gone = [], []
    for row in listed:
        role = roles.get(row.pk, Role(str(message.values["role"])))
        (entry,) = calendar_dates(
            [row],
            for_role=role,
            named=named.get(role, ()),
            person_key=person.pk if person is not None else None,
            to=Addressee(message.recipient_name, message.recipient_address),
        )
        if row.state == DateState.PLANNED and row.pk in roles:
            standing.append(entry)
        else:
            gone.append(replace(entry, cancelled=True))
    return standing, gone


def attachment(name: str, dates: list[CalendarDate], method: Method, message: Message, now: datetime) -> Attachment:
    content = calendar_file(dates, method=method, name=str(message.values["loop"]), made_at=now)
    return Attachment(f"{name}.ics", content, method.content_type)


def once_for(to: UUID, dates: Iterable[LoopDate], stays: Iterable[Stay] = (), text: str = "") -> str:
    """A key made of what a letter tells, so that telling the same twice is telling once."""
    told = [f"{row.public_id} {row.sequence} {row.state}" for row in dates]
    told += [f"{stay.pk} {stay.starts_on} {stay.ends_on}" for stay in stays]
    return f"{to}:{sha256('|'.join([*sorted(told), text]).encode()).hexdigest()[:32]}"


def lasts_after(moment: datetime) -> date:
    """The last day of a link in a letter about a date."""
    return local_day(moment) + LINK_LASTS_AFTER


OF_DATES = {**WHO, "dates": "04.01.2027 kl. 09.00: Samling, Brohuset"}
IF_NOT = _("Passer noe ikke, eller lurer du på noe, ring %(owner)s på %(phone)s.")
YEAR = Letter(
    "loops/year",
    to=Audience.EVERYBODY,
    subject=_("Datoene for året i %(loop)s"),
    text=(
        _("Året i %(loop)s er i gang. Dette er datoene som gjelder deg:"),
        "%(dates)s",
        Lines(_("Datoene følger med som kalenderfil. Åpne den, så står de i kalenderen din."), given="by_email"),
        _("Du får en påminnelse før hver av dem, og beskjed om noe flyttes."),
        Lines(_("Du ser dem også her:"), LINK, given="link"),
        IF_NOT,
    ),
    applies=year_is_under_way,
    along=calendar_files,
    needs_link=False,
    example=OF_DATES,
)
CHANGED = Letter(
    "loops/dates_changed",
    to=Audience.EVERYBODY,
    subject=_("Nytt om datoene i %(loop)s"),
    text=(
        _("Noe er endret i %(loop)s. Slik er det nå:"),
        "%(dates)s",
        Lines(_("Endringene følger med som kalenderfiler. Åpne dem, så blir kalenderen din riktig."), given="by_email"),
        Lines(_("Du ser alle datoene her:"), LINK, given="link"),
        IF_NOT,
    ),
    applies=year_is_under_way,
    along=calendar_files,
    needs_link=False,
    example=OF_DATES,
)
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
