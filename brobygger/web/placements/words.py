"""A stay in words: what, where, when, and how it went."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.placements.chain import Chain, Link
from brobygger.placements.states import PlacementState
from brobygger.web.phrases import in_a_row

SHORTEST_GAP_DAYS = 7


def what(link: Link) -> str:
    """«Praksisplass». The word of the ladder itself, so that no two steps read the same."""
    return str(capfirst(link.kind.label))


def day_in_words(value: date, *, today: date) -> str:
    return date_format(value, _("j. F") if value.year == today.year else _("j. F Y"))


def when(link: Link, *, today: date) -> str:
    """«5. januar – 31. mars», «fra 2. november», «fra 1. desember til 28. februar 2027» while it goes on or is to come."""
    first = day_in_words(link.starts_on, today=today)
    if link.ends_on is None:
        return _("fra %(first)s") % {"first": first}
    last = day_in_words(link.ends_on, today=today)
    if link.state == PlacementState.ENDED:
        return _("%(first)s – %(last)s") % {"first": first, "last": last}
    return _("fra %(first)s til %(last)s") % {"first": first, "last": last}


def after_a_gap(link: Link) -> str:
    """«Etter 23 dager uten plass»; nothing when the days between are no more than a weekend or some days off."""
    if link.free_days_before < SHORTEST_GAP_DAYS:
        return ""
    return _("Etter %(count)s dager uten plass.") % {"count": link.free_days_before}


def months(link: Link, *, today: date) -> str:
    """The months of a stay that has ended: «januar–mars», «mai 2025», «november 2025–mars 2026»."""
    assert link.ends_on is not None
    first, last = link.starts_on, link.ends_on
    if first.year != last.year:
        return _("%(first)s–%(last)s") % {"first": date_format(first, _("F Y")), "last": date_format(last, _("F Y"))}
    ending = date_format(last, _("F") if last.year == today.year else _("F Y"))
    return ending if first.month == last.month else _("%(first)s–%(last)s") % {"first": date_format(first, _("F")), "last": ending}


def hours(link: Link, *, today: date) -> str:
    """«20», and when they have changed or are to: «20 fra 2. mars, 37,5 fra 1. juni»."""
    if not link.hours:
        return "–"
    if len(link.hours) == 1 and link.hours[0].from_on is None:
        return str(floatformat(link.hours[0].hours_per_week))
    said = [(floatformat(each.hours_per_week), day_in_words(each.from_on or link.starts_on, today=today)) for each in link.hours]
    return ", ".join(_("%(hours)s fra %(day)s") % {"hours": hours, "day": day} for hours, day in said)


def hours_one_by_one(link: Link, *, today: date) -> list[tuple[str, UUID]]:
    """Each of the hours with its day, and what it is called in an address: «20 timer i uka, fra 2. mars»."""
    return [
        (
            _("%(hours)s timer i uka, fra %(day)s")
            % {"hours": floatformat(each.hours_per_week), "day": day_in_words(each.from_on or link.starts_on, today=today)},
            each.public_id,
        )
        for each in link.hours
    ]


def how_it_went(link: Link) -> str:
    """For staff only: the cause and the words of an ending are never read by an employer or a mentor. Source: RULES A7."""
    match link.state:
        case PlacementState.PLANNED:
            return _("Planlagt")
        case PlacementState.ACTIVE:
            return _("Pågår")
        case PlacementState.CANCELLED:
            if link.taken_out_because:
                return _("Skrevet ved en feil. %(because)s") % {"because": link.taken_out_because}
            return _("Ble ikke noe av")
    cause = str(capfirst(link.end_cause.label)) if link.end_cause else ""
    return f"{cause}. {link.end_words}" if link.end_words else cause


def in_one_sentence(chain: Chain) -> str:
    """The title of the drawing, for those who hear it: every kind in its order."""
    return _("Veien så langt: %(kinds)s. Tabellen under har datoene.") % {"kinds": in_a_row([str(link.kind.label) for link in chain.links])}


def followed_until_in_words(chain: Chain) -> str:
    if chain.followed_until is None:
        return ""
    return _("Vi følger opp til %(month)s") % {"month": date_format(chain.followed_until, _("F Y"))}
