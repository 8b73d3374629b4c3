"""The year in words: where it is, what waits, and its dates as a list by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import in_norway, local_day
from brobygger.kernel.units import NO_BREAK_SPACE
from brobygger.loops.models import OF_A_STAY, TURNINGS, DateKind, Loop, LoopDate, Side, Stay
from brobygger.loops.the_year.collisions import Collision
from brobygger.loops.the_year.dates import Wanted
from brobygger.loops.the_year.queries import Year
from brobygger.web.addresses import address_of
from brobygger.web.phrases import clock, in_a_row, number, on_day, opening
from brobygger.web.year.common import Reading

WORD_JOINER = "\u2060"  # no line ends after the dash before it
MANY = {
    DateKind.START_MEETING: gettext_lazy("Oppstartsmøter"),
    DateKind.HOSPITATION: gettext_lazy("Hospiteringsdager"),
    DateKind.EVALUATION: gettext_lazy("Evalueringer"),
}
STATES = {
    AppointmentState.HELD: ("yes", gettext_lazy("Gjennomført")),
    AppointmentState.CALLED_OFF: ("no", gettext_lazy("Avlyst")),
    AppointmentState.PLANNED: ("ask", gettext_lazy("Ikke krysset av")),
}


# When


def day_in_words(moment: datetime, *, now: datetime) -> str:
    """«torsdag 31. desember», with the year when it is another one."""
    day = local_day(moment)
    return date_format(day, _("l j. F") if day.year == local_day(now).year else _("l j. F Y"))


def hours(starts_at: datetime, ends_at: datetime) -> str:
    """«kl. 10.00–13.00», which does not break over lines."""
    first, last = (in_norway(moment).time() for moment in (starts_at, ends_at))
    words = {"space": NO_BREAK_SPACE, "from": clock(first), "to": f"{WORD_JOINER}{clock(last)}"}
    return _("kl.%(space)s%(from)s–%(to)s") % words


def when(row: LoopDate, *, now: datetime) -> str:
    return _("%(day)s %(hours)s") % {"day": day_in_words(row.starts_at, now=now), "hours": hours(row.starts_at, row.ends_at)}


def when_in_its_month(row: LoopDate) -> str:
    """The same under the name of the month, which has the year."""
    return _("%(day)s %(hours)s") % {"day": date_format(local_day(row.starts_at), _("l j. F")), "hours": hours(row.starts_at, row.ends_at)}


# The calendar


@dataclass(frozen=True)
class Line:
    """One date of a stay among others at the same time: whose, where, and its page."""

    name: str
    place: str
    url: str


@dataclass(frozen=True)
class Happening:
    """What happens at one time: a date for all, or the dates of some stays."""

    title: str
    when: str
    place: str
    url: str
    lines: tuple[Line, ...]
    state: tuple[str, str] | None


@dataclass(frozen=True)
class Month:
    name: str
    happenings: tuple[Happening, ...]


def months(rows: Iterable[LoopDate], *, reading: Reading, now: datetime) -> list[Month]:
    """Dates in the order given, by month, with those of the same kind and time together."""
    found = []
    for _key, of_month in groupby(rows, key=lambda row: (local_day(row.starts_at).year, local_day(row.starts_at).month)):
        listed = list(of_month)
        together = groupby(listed, key=lambda row: (row.starts_at, row.ends_at, row.kind, row.state))
        name = capfirst(date_format(local_day(listed[0].starts_at), "F Y"))
        found.append(Month(name, tuple(happening(list(each), reading=reading, now=now) for _at, each in together)))
    return found


def happening(rows: Sequence[LoopDate], *, reading: Reading, now: datetime) -> Happening:
    first = rows[0]
    is_past = first.state != AppointmentState.PLANNED or first.ends_at <= now
    state = STATES[AppointmentState(first.state)] if is_past else None
    shown = (state[0], str(state[1])) if state else None
    if first.kind not in OF_A_STAY:
        return Happening(title_of(first, reading), when_in_its_month(first), first.place, address_of(first), (), shown)
    lines = tuple(
        Line(reading.named(row.participant).first_name, row.place or row.employer.workplace.name, address_of(row))
        for row in rows
        if row.participant is not None and row.employer is not None  # as every date of a stay has; see the model
    )
    title = capfirst(first.get_kind_display()) if len(rows) == 1 else str(MANY[DateKind(first.kind)])
    return Happening(title, when_in_its_month(first), "", "", lines, shown)


def title_of(row: LoopDate, reading: Reading) -> str:
    """«Rullering», «Oppstartsmøte for Amina»."""
    kind = capfirst(row.get_kind_display())
    if row.participant is None:
        return kind
    return _("%(kind)s for %(name)s") % {"kind": kind, "name": reading.named(row.participant).in_a_sentence}


# Where the year is


def lead(year: Year, *, runs: bool) -> str:
    """The page in one or two sentences."""
    today = local_day(year.now)
    first = year.next_turning
    if first is None:
        return _("Året er fullført. Her står hvem som var hvor, og hva som ble gjort.")
    day = on_day(local_day(first.starts_at), today=today)
    if year.period is None:
        return _("Oppstart er %(day)s.") % {"day": day}
    where = _("Periode %(now)s av %(all)s er i gang.") % {"now": number(year.period.number + 1), "all": number(len(year.periods))}
    if first.kind == DateKind.END:
        return _("%(where)s Året slutter %(day)s.") % {"where": where, "day": day}
    moving = sum(to_stay is not None and from_stay is not None for _way, from_stay, to_stay in year.moves(first.turning))
    if not runs or not moving:
        return _("%(where)s Neste rullering er %(day)s.") % {"where": where, "day": day}
    people = ngettext("%(count)s deltaker bytter plass", "%(count)s deltakere bytter plass", moving) % {"count": opening(moving)}
    return _("%(where)s %(people)s %(day)s.") % {"where": where, "people": people, "day": day}


@dataclass(frozen=True)
class Now:
    """What waits: the one coloured surface of the page."""

    title: str
    text: str = ""
    lines: tuple[str, ...] = ()
    url: str = ""
    label: str = ""
    is_late: bool = False


def turning_title(row: LoopDate, *, is_due: bool) -> str:
    if row.kind == DateKind.START:
        return _("Oppstarten skal krysses av") if is_due else _("Oppstart")
    if row.kind == DateKind.END:
        return _("Avslutningen skal krysses av") if is_due else _("Avslutning")
    return _("Rulleringen skal krysses av") if is_due else _("Rullering")


def waits(year: Year, reading: Reading, *, hole_lines: Sequence[str], repair_url: str) -> Now:
    """The one thing on top, for whoever runs the year: a turning that is due, a hole, evaluations that are missing, or what comes next.

    Cost    one query, also when something else comes before what it is about: a page costs the same however the year stands
    """
    loop, today = year.loop, local_day(year.now)
    missing = [each for each in year.evaluations_waited_for(reading.written) if each[0].participant_id in reading.seen]
    if year.due is not None:
        day = on_day(local_day(year.due.starts_at), today=today)
        text = _("Dagen var %(day)s.") % {"day": day} if local_day(year.due.starts_at) < today else _("Det er i dag.")
        url = reverse("year:turning", args=[loop.public_id, year.due.turning])
        return Now(turning_title(year.due, is_due=True), text, url=url, label=_("Se hvem som skal hvor"), is_late=True)
    if hole_lines:
        return Now(_("Noen mangler plass, eller en plass er tom"), "", tuple(hole_lines), repair_url, _("Finn en løsning"), is_late=True)
    if missing:
        title = _("Evalueringer mangler")
        return Now(title, _("Disse er det avtalt samtale om, og de er ikke skrevet:"), tuple(unwritten_lines(missing, reading)))
    if not year.ahead:
        return Now(_("Ingenting venter"), _("Året er fullført."))
    first = year.ahead[0]
    others = sum(row.starts_at < first.starts_at + timedelta(days=30) for row in year.ahead) - 1
    text = capfirst(_("%(when)s.") % {"when": when(first, now=year.now)})
    if others:
        text += " " + ngettext("Én dato til de neste 30 dagene.", "%(count)s datoer til de neste 30 dagene.", others) % {
            "count": opening(others)
        }
    return Now(
        _("Det neste er %(what)s") % {"what": uncapitalised(title_of(first, reading))}, text, url=address_of(first), label=_("Se på datoen")
    )


def uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


def unwritten_lines(missing: Sequence[tuple[Stay, Side]], reading: Reading) -> list[str]:
    """Who has not said how it went, a line for each stay."""
    found = []
    for _stay, of_stay in groupby(missing, key=lambda each: each[0].pk):
        rows = list(of_stay)
        stay = rows[0][0]
        named = reading.named(stay.participant)
        words = {"name": named.first_name, "place": stay.employer.workplace.name}
        if len(rows) == 2:
            found.append(_("%(name)s og %(place)s har ikke skrevet.") % words)
        elif rows[0][1] == Side.CANDIDATE:
            found.append(_("%(name)s har ikke skrevet om tiden hos %(place)s.") % words)
        else:
            words["name"] = named.in_a_sentence
            found.append(_("%(place)s har ikke skrevet om tiden med %(name)s.") % words)
    return found


# Before it begins


def laid_out(rows: Sequence[Wanted], *, now: datetime) -> list[str]:
    """What starting the year lays out, a line for each turning and one for each kind of the rest."""
    lines = []
    for row in sorted((row for row in rows if row.kind in TURNINGS), key=lambda row: row.turning):
        day = day_in_words(row.starts_at, now=now)
        lines.append(_("%(kind)s %(day)s.") % {"kind": capfirst(row.kind.label), "day": day})
    counts = {kind: [row for row in rows if row.kind == kind and row.starts_at > now] for kind in (DateKind.GATHERING, *OF_A_STAY)}
    sentences = {
        DateKind.GATHERING: ngettext(
            "%(count)s samling før rulleringene.", "%(count)s samlinger før rulleringene.", len(counts[DateKind.GATHERING])
        ),
        DateKind.START_MEETING: ngettext(
            "%(count)s oppstartsmøte i bedriftene.", "%(count)s oppstartsmøter i bedriftene.", len(counts[DateKind.START_MEETING])
        ),
        DateKind.HOSPITATION: ngettext(
            "%(count)s hospiteringsdag hos den som har plassen.",
            "%(count)s hospiteringsdager hos den som har plassen.",
            len(counts[DateKind.HOSPITATION]),
        ),
        DateKind.EVALUATION: ngettext(
            "%(count)s evaluering før hvert bytte.", "%(count)s evalueringer før hvert bytte.", len(counts[DateKind.EVALUATION])
        ),
    }
    return lines + [sentences[kind] % {"count": opening(len(found))} for kind, found in counts.items() if found]


def starts_lead(loop: Loop, *, today: date) -> str:
    if loop.starts_on is None:
        return _("Planen er vedtatt. Året er ikke satt i gang.")
    return _("Planen er vedtatt, og oppstart er %(day)s. Året er ikke satt i gang.") % {"day": on_day(loop.starts_on, today=today)}


# Moving a date


def moved_lines(moved: Sequence[LoopDate], reading: Reading, *, now: datetime) -> list[str]:
    """What moves along with a date, a line for each kind and day: «Samling til torsdag 7. januar kl. 10.00–13.00»."""
    found = []
    for (_kind, starts_at), of_time in groupby(
        sorted(moved, key=lambda row: (row.starts_at, row.kind)), key=lambda row: (row.kind, row.starts_at)
    ):
        rows = list(of_time)
        kind = title_of(rows[0], reading) if len(rows) == 1 else f"{opening(len(rows))} {str(MANY[DateKind(rows[0].kind)]).lower()}"
        found.append(_("%(what)s til %(day)s.") % {"what": kind, "day": day_in_words(starts_at, now=now)})
    return found


AT = {
    AppointmentKind.TALK: gettext_lazy("en samtale"),
    AppointmentKind.CALL: gettext_lazy("en telefonsamtale"),
    AppointmentKind.VISIT: gettext_lazy("et bedriftsbesøk"),
    AppointmentKind.THREE: gettext_lazy("et møte"),
    AppointmentKind.FIRST_DAY: gettext_lazy("en første dag"),
    AppointmentKind.STEP: gettext_lazy("noe annet"),
    AppointmentKind.OWN: gettext_lazy("et møte"),
}
MOST_BUSY_LINES = 6


def busy_lines(busy: Sequence[tuple[Collision, str]], row: LoopDate, *, now: datetime) -> list[str]:
    """Who would be in two places at once, with what they have: «Da har Lise Dalby allerede oppstartsmøte hos Bakeriet kl. 13.00.»

    Takes   busy  each with the name of the one it is about, as it stands in a sentence
            row   the date that is moved itself; of the others the day is said
    """
    lines = [
        busy_line(each, name, then=_("Da") if each.row == row else capfirst(day_in_words(each.row.starts_at, now=now)))
        for each, name in busy
    ]
    lines = list(dict.fromkeys(lines))
    more = len(lines) - MOST_BUSY_LINES
    if more <= 1:
        return lines
    return [*lines[:MOST_BUSY_LINES], ngettext("Og %(count)s til.", "Og %(count)s til.", more) % {"count": number(more)}]


def busy_line(collision: Collision, name: str, *, then: str) -> str:
    if not collision.is_told:
        return _("%(then)s er %(name)s opptatt.") % {"then": then, "name": name}
    at = clock(in_norway(collision.other.starts_at).time())
    return _("%(then)s har %(name)s allerede %(what)s kl. %(time)s.") % {
        "then": then,
        "name": name,
        "what": what_it_is(collision.other),
        "time": at,
    }


def what_it_is(appointment: Appointment) -> str:
    """«oppstartsmøte hos Bakeriet», «en samtale»; nothing of whom it is with."""
    is_of_a_loop = appointment.kind == AppointmentKind.LOOP
    what = appointment.loop_date.get_kind_display() if is_of_a_loop else str(AT[AppointmentKind(appointment.kind)])
    if appointment.workplace is None:
        return what
    return _("%(what)s hos %(place)s") % {"what": what, "place": appointment.workplace.name}


def told_sentence(names: Sequence[str]) -> str:
    if not names:
        return _("Ingen andre får beskjed.")
    return _("%(names)s får beskjed.") % {"names": capfirst(in_a_row(list(names)))}


def to_ring_sentence(names: Sequence[str]) -> str:
    return _("%(names)s har ikke e-post. Ring i stedet.") % {"names": capfirst(in_a_row(list(names)))}
