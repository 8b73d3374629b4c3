"""A day's work in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.appointments.models import AppointmentKind
from brobygger.appointments.moments import time_said_in
from brobygger.followup.due_dates import AGREED, NEVER, in_words
from brobygger.followup.today import DueDay, News, NewsKind, Stop, Today
from brobygger.jobdev.models import EmployerVisit
from brobygger.kernel.local_time import in_norway
from brobygger.kernel.phones import dialled
from brobygger.parties.models import Protection, Workplace
from brobygger.web.addresses import address_of
from brobygger.web.jobdev.words import map_url
from brobygger.web.phrases import number, on_day


def lead(today: Today, *, on: date) -> str:
    """«Torsdag 12. november. To venter på at du ringer, fem skal følges opp, og du har tre avtaler.»"""
    calls, due, agreed = len(today.calls), today.due.now_count, len(today.agreed.today)
    parts = []
    if calls:
        parts.append(ngettext("én venter på at du ringer", "%(count)s venter på at du ringer", calls) % {"count": number(calls)})
    if due:
        parts.append(ngettext("én skal følges opp", "%(count)s skal følges opp", due) % {"count": number(due)})
    if agreed:
        parts.append(ngettext("du har én avtale", "du har %(count)s avtaler", agreed) % {"count": number(agreed)})
    day = capfirst(date_format(on, _("l j. F")))
    said = capfirst(in_clauses(parts)) if parts else _("Ingen venter på deg akkurat nå")
    return _("%(day)s. %(said)s.") % {"day": day, "said": said}


def in_clauses(parts: list[str]) -> str:
    """Whole clauses after one another, which take a comma before «og» too."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(clauses)s, og %(last)s") % {"clauses": ", ".join(parts[:-1]), "last": parts[-1]}


@dataclass(frozen=True)
class Row:
    """One to follow up: who, when and why, whether it is late, and for whom one stands in."""

    name: str
    url: str
    phone: str
    is_protected: bool
    due: str
    why: str
    is_late: bool
    covers: str


def next_at(engagement: Any) -> datetime:
    return in_norway(datetime.fromisoformat(engagement.next_step["at"]))


def next_words(engagement: Any) -> str:
    """What is agreed next, in the words it was agreed in; what kind of thing it is when nobody wrote any."""
    return str(engagement.next_step["what"] or capfirst(AppointmentKind(engagement.next_step["kind"]).label))


def said_agreed(engagement: Any, *, on: date) -> str:
    """«Møte på kafeen kl. 10.» of what is agreed for the day somebody is due; empty for another day, or nothing."""
    if not engagement.next_step or next_at(engagement).date() != on:
        return ""
    words = next_words(engagement).rstrip(".")
    if engagement.next_step["is_all_day"] or time_said_in(words) is not None:
        return f"{words}."
    return _("%(what)s kl. %(time)s.") % {"what": words, "time": f"{next_at(engagement):%H.%M}"}


def row(engagement: Any, *, today: date) -> Row:
    person = engagement.person
    due, why = in_words(engagement, today=today)
    if engagement.due_phase == AGREED:
        why = said_agreed(engagement, on=engagement.due_on) or why
    return Row(
        name=str(person),
        url=address_of(person),
        phone=dialled(person.phone),
        is_protected=person.protection != Protection.NONE,
        due=due,
        why=why,
        is_late=engagement.due_on is not None and engagement.due_on < today,
        covers=covering(engagement, today=today),
    )


def covering(engagement: Any, *, today: date) -> str:
    """«For Jonas til 3. desember.» of somebody a colleague who is away follows up."""
    return instead_of(engagement.covers_for, engagement.covers_until, today=today) if engagement.is_covered else ""


def instead_of(name: str | None, until: date | None, *, today: date) -> str:
    """«For Jonas til 3. desember.»; nothing when there is no colleague one stands in for."""
    if not name or until is None:
        return ""
    return _("For %(name)s til %(day)s.") % {"name": name.split()[0], "day": on_day(until, today=today)}


def day_ahead(day: DueDay, *, today: date) -> str:
    """«I morgen», «Fredag 14. november»."""
    if (day.on - today).days == 1:
        return _("I morgen")
    return capfirst(date_format(day.on, _("l j. F")))


@dataclass(frozen=True)
class Drive:
    """One appointment as the route shows it; `kind` is empty for a visit, which its place says."""

    stop: Stop
    kind: str
    title: str
    url: str
    over: str
    purpose: str
    meets: str
    place: str
    before: str
    phone: str
    ring: str
    ring_of: str
    map_url: str


def drive(stop: Stop, *, today: date) -> Drive:
    appointment, workplace = stop.appointment, stop.appointment.workplace
    phone, whom = whom_to_ring(stop)
    before = (instead_of(stop.covers_for, stop.covers_until, today=today), been_there(stop, today=today))
    return Drive(
        stop=stop,
        kind="" if stop.visit is not None else capfirst(appointment.get_kind_display()),
        title=title_of(stop),
        url=address_of_stop(stop),
        over=how_far(stop),
        purpose=appointment.about,
        meets=meeting(stop.visit) if stop.visit is not None else "",
        place=where_of(stop),
        before=" ".join(filter(None, before)),
        phone=phone,
        ring=_("Ring %(name)s") % {"name": whom} if whom else _("Ring"),
        ring_of=title_of(stop) if stop.person is None else "",
        map_url=map_url(workplace) if workplace is not None else "",
    )


def title_of(stop: Stop) -> str:
    """With whom it is, or what it is when the reader may not know."""
    if stop.person is not None:
        return str(stop.person)
    if stop.appointment.workplace is not None:
        return str(stop.appointment.workplace)
    return str(stop.appointment.about or capfirst(stop.appointment.get_kind_display()))


def address_of_stop(stop: Stop) -> str:
    """The page of what it is for; of a step the person's, and else its own."""
    about = stop.visit or getattr(stop.appointment, "after_visit", None) or getattr(stop.appointment, "suggestion", None)
    if about is None and stop.appointment.kind == AppointmentKind.STEP:
        about = stop.person
    return address_of(about or stop.appointment)


def whom_to_ring(stop: Stop) -> tuple[str, str]:
    """The number, and the first name of whose it is; no name for a switchboard's."""
    if stop.visit is not None:
        person = stop.visit.meets.person if stop.visit.meets else None
        if person is None or not person.phone:
            return stop.visit.workplace.phone, ""
        return person.phone, person.first_name
    return (stop.person.phone, stop.person.first_name) if stop.person is not None and stop.person.phone else ("", "")


def where_of(stop: Stop) -> str:
    workplace = stop.appointment.workplace
    if workplace is None:
        return str(stop.appointment.place)
    name = workplace.name if stop.person is not None else ""
    return " ".join(part for part in (f"{name}." if name else "", where(workplace)) if part)


def how_far(stop: Stop) -> str:
    if not stop.minutes:  # unknown, or within one postal code, where nobody knows how far it is
        return ""
    if stop.is_first:
        return _("omtrent %(minutes)s min fra kontoret") % {"minutes": stop.minutes}
    return _("omtrent %(minutes)s min videre") % {"minutes": stop.minutes}


def meeting(visit: EmployerVisit) -> str:
    if visit.meets is None:
        return ""
    if visit.meets.can_decide:
        return _("Treffe %(name)s, som kan bestemme.") % {"name": visit.meets.person}
    return _("Treffe %(name)s.") % {"name": visit.meets.person}


@dataclass(frozen=True)
class ToDo:
    """What one has said one will do for somebody: the words, for whom, when when it is late or has a time."""

    row: Any
    words: str
    title: str
    url: str
    when: str
    is_late: bool


def to_do(stop: Stop, *, today: date) -> ToDo:
    on, at = stop.appointment.on, stop.appointment.at
    is_late = on < today
    when = _("Skulle vært gjort %(day)s.") % {"day": on_day(on, today=today)} if is_late else ""
    return ToDo(
        row=stop.appointment,
        words=stop.appointment.about,
        title=title_of(stop),
        url=address_of_stop(stop),
        when=when or (_("Klokka %(time)s.") % {"time": f"{at:%H.%M}"} if at else ""),
        is_late=is_late,
    )


def where(workplace: Workplace) -> str:
    """«Kaigata 4. Gå inn ved varemottaket.»"""
    parts = [workplace.street, workplace.way_in]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def been_there(stop: Stop, *, today: date) -> str:
    """«Per Aunvik var her 3. november.» and who has the contact; nothing when nobody else has been or has."""
    parts = []
    if stop.knock is not None:
        day = on_day(stop.knock["at"].date(), today=today)
        who = stop.knock["who"].split()[0] if stop.knock["is_ours"] else stop.knock["unit"]
        if stop.knock["is_ours"] and stop.knock["who"] == stop.contact:
            return _("%(who)s var her %(day)s og har kontakten.") % {"who": who, "day": day}
        parts.append(_("%(who)s var her %(day)s.") % {"who": who, "day": day})
    if stop.contact:
        parts.append(_("%(who)s har kontakten.") % {"who": stop.contact.split()[0]})
    return " ".join(parts)


def line(news: News, *, today: date) -> str:
    """What a piece of news says after the name of the one who did it."""
    until = on_day(news.until, today=today) if news.until else ""
    match news.kind:
        case NewsKind.INTAKE if not news.who and until:
            return _("svarer på en du har henvist selv. Svar innen %(day)s.") % {"day": until}
        case NewsKind.INTAKE if not news.who:
            return _("svarer på en du har henvist selv. Svar om dere kan begynne.")
        case NewsKind.INTAKE if until:
            return _("har henvist én til deg. Svar innen %(day)s.") % {"day": until}
        case NewsKind.INTAKE:
            return _("har henvist én til deg. Svar om dere kan begynne.")
        case NewsKind.HANDOVER:
            return ngettext(
                "vil overføre én til deg. Svar innen %(day)s.", "vil overføre %(count)s til deg. Svar innen %(day)s.", news.count
            ) % {"count": number(news.count), "day": until}
        case NewsKind.OPENING:
            return _("har en mulighet: %(what)s.") % {"what": news.what.rstrip(".")}


def back_again(covers: dict[str, date | None], *, today: date) -> list[str]:
    """«Jonas er borte til og med 3. desember. Du svarer imens.»"""
    return [
        _("%(name)s er borte til og med %(day)s. Du svarer imens.") % {"name": name, "day": on_day(until, today=today)}
        for name, until in sorted(covers.items())
        if until is not None
    ]


def next_step(engagement: Any, *, today: date) -> str:
    """What the phone says of somebody: what is agreed and when, else when they are due. Dates, since it may be read the day after."""
    if engagement.next_step:
        at = next_at(engagement)
        words = {"what": next_words(engagement).rstrip("."), "day": date_format(at, _("j. F")), "time": f"{at:%H.%M}"}
        return _("%(what)s %(day)s.") % words if engagement.next_step["is_all_day"] else _("%(what)s %(day)s kl. %(time)s.") % words
    if engagement.due_phase == NEVER:
        return _("Ikke kontaktet ennå.")
    if engagement.due_on is None:
        return ""
    if engagement.due_on < today:
        return _("Skulle vært fulgt opp %(day)s.") % {"day": date_format(engagement.due_on, _("j. F"))}
    return _("Følges opp innen %(day)s.") % {"day": date_format(engagement.due_on, _("j. F"))}
