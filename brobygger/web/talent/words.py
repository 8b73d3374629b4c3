"""A profile in words: its terms and values, and what one version changed from the one before."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.kernel.units import hours
from brobygger.reference.models import WorkTime
from brobygger.talent.models import TravelsBy, VocationalProfile
from brobygger.web.shell import Fact


class Changed(NamedTuple):
    """One version, and each thing that it says otherwise than the one before: term, before and after."""

    profile: VocationalProfile
    changes: list[tuple[str, str, str]]
    is_first: bool


def facts_of(profile: VocationalProfile) -> list[Fact]:
    """What is written, wishes first; what is not written is left out."""
    return [fact for fact in every_fact(profile) if fact.value]


def every_fact(profile: VocationalProfile) -> list[Fact]:
    return [
        Fact(_("Ønsker"), profile.wishes),
        Fact(_("Yrker å tenke på"), ", ".join(str(each) for each in profile.occupations.all())),
        Fact(_("Kan"), profile.resources),
        Fact(_("Tilrettelegging"), profile.accommodation),
        Fact(_("Det som hjelper"), profile.what_helps),
        Fact(_("Vil ikke"), profile.not_wanted),
        Fact(_("Reise"), travel_in_words(profile)),
        Fact(_("Timer i uka"), hours_in_words(profile)),
        Fact(_("Når på døgnet"), capfirst(", ".join(str(WorkTime(each).label) for each in profile.work_times))),
    ]


def travel_in_words(profile: VocationalProfile) -> str:
    """How long and with what: «Inntil 40 minutter med buss og tog.»"""
    way = TravelsBy(profile.travels_by) if profile.travels_by else None
    words = {"count": profile.travel_minutes}
    if profile.travel_minutes is None:
        return capfirst(str(way.label)) if way else ""
    match way:
        case TravelsBy.ON_FOOT_OR_BY_BICYCLE:
            return (
                ngettext(
                    "Inntil %(count)s minutt til fots eller på sykkel.",
                    "Inntil %(count)s minutter til fots eller på sykkel.",
                    profile.travel_minutes,
                )
                % words
            )
        case TravelsBy.PUBLIC_TRANSPORT:
            return (
                ngettext("Inntil %(count)s minutt med buss og tog.", "Inntil %(count)s minutter med buss og tog.", profile.travel_minutes)
                % words
            )
        case TravelsBy.CAR:
            return ngettext("Inntil %(count)s minutt med bil.", "Inntil %(count)s minutter med bil.", profile.travel_minutes) % words
    return ngettext("Inntil %(count)s minutt.", "Inntil %(count)s minutter.", profile.travel_minutes) % words


def hours_in_words(profile: VocationalProfile) -> str:
    first, last = profile.hours_from, profile.hours_to
    if first is not None and last is not None:
        return f"{hours(first)}–{hours(last)}" if first != last else hours(first)
    if first is not None:
        return _("Minst %(count)s") % {"count": hours(first)}
    return _("Høyst %(count)s") % {"count": hours(last)} if last is not None else ""


def changed_in(versions: Iterable[VocationalProfile]) -> list[Changed]:
    """What each version changed.

    Takes   versions  newest first
    Gives   one for each; the oldest of a cut list is left out, as nothing says what it changed
    """
    found = []
    for profile, before in pairwise([*versions, None]):
        if profile is None or (before is None and profile.version > 1):
            continue
        pairs = zip(every_fact(before), every_fact(profile), strict=True) if before is not None else []
        changes = [(str(old.label), str(old.value), str(new.value)) for old, new in pairs if old.value != new.value]
        found.append(Changed(profile, changes, is_first=before is None))
    return found
