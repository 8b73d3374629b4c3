"""A day's work in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.followup.due_dates import NEVER, in_words
from brobygger.followup.today import DueDay, News, NewsKind, Stop, Today
from brobygger.jobdev.models import EmployerVisit
from brobygger.parties.models import Protection, Workplace
from brobygger.web.addresses import address_of
from brobygger.web.jobdev.words import map_url
from brobygger.web.phrases import number, on_day
from brobygger.web.templatetags.shell import tel


def lead(today: Today, *, on: date) -> str:
    """«Torsdag 12. november. To venter på at du ringer, fem skal følges opp, og du har tre besøk.»"""
    calls, due, visits = len(today.calls), today.due.now_count, len(today.visits.today)
    parts = []
    if calls:
        parts.append(ngettext("én venter på at du ringer", "%(count)s venter på at du ringer", calls) % {"count": number(calls)})
    if due:
        parts.append(ngettext("én skal følges opp", "%(count)s skal følges opp", due) % {"count": number(due)})
    if visits:
        parts.append(ngettext("du har ett besøk", "du har %(count)s besøk", visits) % {"count": number(visits)})
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


def row(engagement: Any, *, today: date) -> Row:
    person = engagement.person
    due, why = in_words(engagement, today=today)
    return Row(
        name=str(person),
        url=address_of(person),
        phone=tel(person.phone),
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
    """One visit as the route shows it."""

    stop: Stop
    over: str
    purpose: str
    meets: str
    place: str
    before: str
    phone: str
    ring: str
    map_url: str


def drive(stop: Stop, *, today: date) -> Drive:
    visit, person = stop.visit, stop.visit.meets.person if stop.visit.meets else None
    phone = (person.phone if person else "") or visit.workplace.phone
    whom = person.first_name if person and person.phone else ""
    return Drive(
        stop=stop,
        over=how_far(stop),
        purpose=visit.purpose,
        meets=meeting(visit),
        place=where(visit.workplace),
        before=" ".join(filter(None, (instead_of(stop.covers_for, stop.covers_until, today=today), been_there(stop, today=today)))),
        phone=phone,
        ring=_("Ring %(name)s") % {"name": whom} if whom else _("Ring"),
        map_url=map_url(visit.workplace),
    )


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
    """What the phone says of somebody: what was agreed last and when, else when they are due. Dates, since it may be read the day after."""
    if engagement.next_step:
        return _("%(what)s %(day)s.") % {"what": engagement.next_step.rstrip("."), "day": date_format(engagement.next_step_on, _("j. F"))}
    if engagement.due_phase == NEVER:
        return _("Ikke kontaktet ennå.")
    if engagement.due_on is None:
        return ""
    if engagement.due_on < today:
        return _("Skulle vært fulgt opp %(day)s.") % {"day": date_format(engagement.due_on, _("j. F"))}
    return _("Følges opp innen %(day)s.") % {"day": date_format(engagement.due_on, _("j. F"))}
