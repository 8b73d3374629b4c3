"""The plan in sentences: the lead of the page, how sure it is, what is heeded, and what a change costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.loops.models import Loop, VetoKind
from brobygger.loops.periods import periods
from brobygger.loops.plan.gathering import Gathering
from brobygger.loops.plan.instance import Prepared
from brobygger.loops.plan.queries import PlanReading, Price
from brobygger.web.loops.words import period_label
from brobygger.web.phrases import number, opening


def lead(reading: PlanReading | None, loop: Loop) -> str:
    """The whole page in two sentences."""
    if reading is None:
        return _("Planen sier hvem som begynner hvor, og hvor de flytter etterpå. Du ser hvorfor, og det er du som bestemmer.")
    joined, places = len(reading.walks), len(reading.employers)
    people = ngettext("%(count)s deltaker", "%(count)s deltakere", joined) % {"count": opening(joined)}
    employers = ngettext("%(count)s bedrift", "%(count)s bedrifter", places) % {"count": number(places)}
    rounds = ngettext("%(count)s periode", "%(count)s perioder", loop.periods) % {"count": number(loop.periods)}
    filled = (
        _("Alle %(places)s plassene er fylt.") % {"places": reading.places}
        if reading.is_full
        else _("%(visits)s av %(places)s plasser er fylt.") % {"visits": reading.objective["visits"], "places": reading.places}
    )
    return (
        _("%(people)s, %(employers)s og %(rounds)s. Ingen er på samme sted to ganger.")
        % {
            "people": people,
            "employers": employers,
            "rounds": rounds,
        }
        + f" {filled}"
    )


def proof(reading: PlanReading | None) -> str:
    """How sure it is that no plan is better, in words that hold for what was asked. Source: contracts/loop.md, «status»."""
    if reading is None:
        return ""
    if reading.status == "best_found":
        return _("Det er ikke regnet helt ferdig. Planen er den beste som ble funnet på tiden.")
    asked = _("Alle planer der hver deltaker får minst %(minimum)s, er regnet gjennom.") % {"minimum": in_periods(reading.minimum)}
    if reading.is_adjusted:
        asked += " " + _("Parene du har låst eller unngått, er tatt for gitt.")
    if reading.status == "relaxed":
        fewest = _("I alle er det noen som heller ville begynt sammen, og her er det færrest mulig.")
        return f"{asked} {fewest}"
    best = _(
        "Blant dem der ingen heller ville begynt sammen, fyller ingen flere plasser enn denne. "
        "Av dem som fyller like mange, med like mange deltakere, er dette den som er best for den som får minst."
    )
    return f"{asked} {best}"


def in_periods(count: int) -> str:
    return ngettext("%(count)s periode", "%(count)s perioder", count) % {"count": number(count)}


@dataclass(frozen=True)
class Heeded:
    """Something the plan heeds: whom and where, why, and the id of what a person has stated."""

    about: str
    words: str
    stated_id: UUID | None


def heeded(prepared: Prepared, loop: Loop) -> list[Heeded]:
    calendar = periods(loop)
    found = []
    for veto in prepared.vetoes:
        words = {"person": prepared.gathering.named(veto.participant).first_name, "place": veto.employer.workplace.name}
        if veto.period is None or veto.period >= len(calendar):
            about = _("%(person)s og %(place)s: ikke i år.") % words
        else:
            about = _("%(person)s og %(place)s: ikke %(months)s.") % {**words, "months": period_label(calendar[veto.period])}
        found.append(Heeded(about, veto.words, veto.stated.public_id if veto.stated else None))
    return found


def heeded_then(reading: PlanReading, gathering: Gathering, stated: Mapping[tuple[str, str, str], str]) -> list[Heeded]:
    """What the plan took account of when it was proposed, as it was kept with it: what has changed since changes nothing of it.

    Takes   stated  what people had stated, in their words; of what was worked out, only the kind of reason is kept
    """
    people = {str(row.public_id): gathering.named(row).first_name for row in gathering.participants}
    places = {str(row.public_id): row.workplace.name for row in gathering.employers}
    shut: dict[tuple[str, str, str], set[int]] = {}
    for veto in reading.proposal.inputs["vetoes"]:
        shut.setdefault((veto["candidate"], veto["employer"], veto["reason"]), set()).add(veto["period"])
    found = []
    for (candidate, employer, reason), numbers in shut.items():
        words = {"person": people[candidate], "place": places[employer]}
        kind = VetoKind(reason).label if reason in VetoKind else _("koordinatoren ville unngå det")
        because = stated.get((candidate, employer, reason)) or f"{capfirst(kind)}."
        if len(numbers) == len(reading.periods):
            found.append(Heeded(_("%(person)s og %(place)s: ikke i år.") % words, because, None))
            continue
        months = ", ".join(period_label(reading.periods[number]) for number in sorted(numbers))
        found.append(Heeded(_("%(person)s og %(place)s: ikke %(months)s.") % {**words, "months": months}, because, None))
    return sorted(found, key=attrgetter("about"))


def price_lines(price: Price | None) -> list[str]:
    """What a change costs, the weightiest first; nothing is said of what stays as it is, except that the places are filled."""
    if price is None:
        return []
    before, after = price.before, price.after
    lines = [
        _("%(moved)s av %(visits)s opphold flyttes.") % {"moved": price.moved_stays, "visits": before.visits}
        if price.moves
        else _("Planen blir den samme.")
    ]
    lines += [
        _("%(name)s begynner hos %(place)s.") % {"name": move.named.first_name, "place": move.starts_at.workplace.name}
        for move in price.moves
        if move.starts_at is not None
    ]
    lines += [
        _("%(name)s får et annet neste steg enn loopen.") % {"name": move.named.first_name}
        for move in price.moves
        if move.starts_at is None
    ]
    lines += [
        _("Ett ønske får vente: %(name)s og %(place)s ville begge heller begynt sammen.")
        % {"name": named.first_name, "place": employer.workplace.name}
        for named, employer in price.new_blocking
    ]
    if after.visits != before.visits:
        lines.append(_("%(after)s plasser fylles i stedet for %(before)s.") % {"after": after.visits, "before": before.visits})
    else:
        lines.append(_("Like mange plasser er fylt, %(visits)s.") % {"visits": after.visits})
    if after.selected != before.selected:
        lines.append(_("%(after)s deltakere er med i stedet for %(before)s.") % {"after": after.selected, "before": before.selected})
    if not price.new_blocking and after.blocking < before.blocking:
        lines.append(_("Færre ville heller begynt sammen enn nå."))
    if after.worst < before.worst:
        lines.append(_("Den som får gjøre minst av det de ønsker, får gjøre enda mindre av det."))
    elif after.worst > before.worst:
        lines.append(_("Den som får gjøre minst av det de ønsker, får gjøre mer av det."))
    if after.total < before.total:
        lines.append(_("Til sammen passer ønsker og oppgaver dårligere."))
    elif after.total > before.total:
        lines.append(_("Til sammen passer ønsker og oppgaver bedre."))
    return lines
