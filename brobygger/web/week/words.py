"""A week's work in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.appointments.models import AppointmentKind
from brobygger.appointments.states import AppointmentState
from brobygger.followup.due_dates import in_words
from brobygger.followup.week import Agreed, Day, NotAgreed, Week
from brobygger.kernel.local_time import in_norway
from brobygger.kernel.phones import dialled
from brobygger.web.addresses import address_of
from brobygger.web.appointment_words import meeting, title_of, where_of
from brobygger.web.jobdev.words import map_url
from brobygger.web.leader.words import days_of
from brobygger.web.phrases import clock, opening
from brobygger.web.today.words import covering
from brobygger.web.week.drawing import Hours, Place, hours_for, place_of, side_by_side

LOOKS: dict[str, str] = {
    AppointmentKind.VISIT: "is-firm",
    AppointmentKind.THREE: "is-three",
    AppointmentKind.FIRST_DAY: "is-first",
    AppointmentKind.OWN: "is-own",
    AppointmentKind.LOOP: "is-own",
}  # the others look like a talk


@dataclass(frozen=True)
class Event:
    """One appointment as week/_event.html shows it. Texts and yes or no only, as a stamp takes them."""

    url: str
    title: str
    kind: str
    looks: str
    at: str
    quarters: str
    time: str
    until: str
    leg: str
    where: str
    map_url: str
    more: str
    is_held: bool
    is_not_logged: bool
    lies: str


@dataclass(frozen=True)
class Column:
    """One day: its place in the week, what is for any time that day, and what has a time."""

    number: int
    short: str
    figure: int
    heading: str
    counts: str
    spoken: str
    is_today: bool
    any_time: list[Event]
    events: list[Event]
    away: str
    clashes: list[str]

    @property
    def looks(self) -> str:
        return f"{' is-today' if self.is_today else ''}{' is-away' if self.away else ''}"


@dataclass(frozen=True)
class Drawn:
    """The days, and which hours they show."""

    columns: list[Column]
    hours: Hours
    shown: int


def drawn(week: Week, *, today: date) -> Drawn:
    """The day that is shown first on a phone is today, or else the first with something on it."""
    laid = [(day, [each for each in day.agreed if each.appointment.is_all_day], timed(day)) for day in week.days]
    places = [side_by_side([place_of(each.appointment.starts_at, each.appointment.ends_at) for each in those]) for _d, _a, those in laid]
    columns = [column(day, any_time, those, at, today=today) for (day, any_time, those), at in zip(laid, places, strict=True)]
    first = next((each.number for each in columns if each.is_today), None)
    shown = first or next((each.number for each in columns if each.events or each.any_time), 1)
    return Drawn(columns, hours_for(place for those in places for place in those), shown)


def timed(day: Day) -> list[Agreed]:
    return sorted((each for each in day.agreed if not each.appointment.is_all_day), key=lambda each: each.appointment.starts_at)


def column(day: Day, any_time: Sequence[Agreed], those: Sequence[Agreed], places: Sequence[Place], *, today: date) -> Column:
    count = len(day.agreed)
    counted = ngettext("%(count)s avtale", "%(count)s avtaler", count) % {"count": count} if count else _("ingen avtaler")
    return Column(
        number=day.on.isoweekday(),
        short=date_format(day.on, "D"),
        figure=day.on.day,
        heading=capfirst(date_format(day.on, _("l j."))),
        counts=capfirst(
            _("%(counted)s, %(minutes)s min på veien") % {"counted": counted, "minutes": day.minutes} if day.minutes else counted
        ),
        spoken=counted,
        is_today=day.on == today,
        any_time=[event(each, Place(0, 0)) for each in any_time],
        events=[event(each, place) for each, place in zip(those, places, strict=True)],
        away=away(day),
        clashes=clashes(those),
    )


def event(agreed: Agreed, place: Place) -> Event:
    appointment = agreed.appointment
    at, until = appointment.at, appointment.until
    return Event(
        url=address_of(appointment),
        title=title_of(appointment, agreed.people),
        kind=capfirst(str(appointment.get_kind_display())),
        looks=LOOKS.get(appointment.kind, "is-talk"),
        at=place.at,
        quarters=str(place.length),
        time=clock(at) if at else "",
        until=f"–{clock(until)}" if until else "",
        leg=leg(agreed),
        where=where_of(appointment),
        map_url=map_url(appointment.workplace) if appointment.workplace and appointment.kind != AppointmentKind.CALL else "",
        more=more(agreed),
        is_held=appointment.state == AppointmentState.HELD,
        is_not_logged=agreed.is_not_logged,
        lies=place.lies,
    )


def leg(agreed: Agreed) -> str:
    """«12 min fra kontoret»; nothing when nobody knows, or both are within one postal code."""
    if not agreed.minutes:
        return ""
    words = _("%(minutes)s min fra kontoret") if agreed.is_first else _("%(minutes)s min")
    return words % {"minutes": agreed.minutes}


def more(agreed: Agreed) -> str:
    """About what, with whom, and instead of whom."""
    about = agreed.appointment.about
    parts = [about if not about or about.endswith((".", "?", "!")) else f"{about}.", meeting(agreed.employers)]
    parts += [_("Sammen med %(name)s.") % {"name": each.name} for each in agreed.colleagues]
    if agreed.covers_for:
        parts.append(_("For %(name)s, som er borte.") % {"name": agreed.covers_for})
    return " ".join(filter(None, parts))


def away(day: Day) -> str:
    if not day.is_away:
        return ""
    return _("Borte. %(name)s svarer imens.") % {"name": day.stand_in.name} if day.stand_in else _("Borte.")


def clashes(those: Sequence[Agreed]) -> list[str]:
    """What is at the same time, as a sentence each."""
    pairs = combinations(those, 2)
    at_once = [(one, other) for one, other in pairs if other.appointment.starts_at < one.appointment.ends_at]
    return [_("%(one)s og %(other)s er på samme tid.") % {"one": called(one), "other": called(other)} for one, other in at_once]


def called(agreed: Agreed) -> str:
    return title_of(agreed.appointment, agreed.people)


def lead(week: Week) -> str:
    """«30. november–4. desember. Elleve avtaler. Tre skal følges opp uten at dere har avtalt tid.»"""
    span = f"{days_of(week.monday, week.days[-1].on)}."
    count = sum(len(day.agreed) for day in week.days)
    said = [span, ngettext("Én avtale.", "%(count)s avtaler.", count) % {"count": opening(count)} if count else _("Ingen avtaler ennå.")]
    if week.not_agreed_count:
        words = ngettext(
            "Én skal følges opp uten at dere har avtalt tid.",
            "%(count)s skal følges opp uten at dere har avtalt tid.",
            week.not_agreed_count,
        )
        said.append(words % {"count": opening(week.not_agreed_count)})
    return " ".join(said)


@dataclass(frozen=True)
class NotAgreedRow:
    """Somebody to follow up with nothing agreed, as week/_not_agreed.html shows it."""

    name: str
    url: str
    phone: str
    due: str
    why: str
    covers: str
    free: str
    new_url: str
    is_late: bool


def not_agreed_row(each: NotAgreed, *, today: date, back: str) -> NotAgreedRow:
    engagement, person = each.engagement, each.engagement.person
    due, why = in_words(engagement, today=today)
    asked: dict[str, str] = {"person": str(person.public_id)}
    if each.free_at is not None:
        local = in_norway(each.free_at)
        asked |= {"dag": local.date().isoformat(), "kl": f"{local:%H%M}"}
    return NotAgreedRow(
        name=str(person),
        url=address_of(person),
        phone=dialled(person.phone),
        due=due,
        why=why,
        covers=covering(engagement, today=today),
        free=free_in_words(each.free_at, today=today),
        new_url=f"{address_of('appointments:new')}?{urlencode(asked | {'neste': back})}",
        is_late=engagement.due_on is not None and engagement.due_on < today,
    )


def free_in_words(free_at: datetime | None, *, today: date) -> str:
    """«Ledig luke fredag 10.00.»"""
    if free_at is None:
        return ""
    local = in_norway(free_at)
    day = _("i dag") if local.date() == today else date_format(local.date(), "l").lower()
    return _("Ledig luke %(day)s %(time)s.") % {"day": day, "time": clock(local.time())}
