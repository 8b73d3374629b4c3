"""Sentences that more than one window has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.kernel.units import NO_BREAK_SPACE
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from brobygger.web.phrases import on_day, opening

DAYS_IN_DAYS = 14  # fewer are counted in days, more in weeks


def day_of(value: date, *, today: date) -> str:
    """A day as one says it, which does not break over lines."""
    return on_day(value, today=today).replace(" ", NO_BREAK_SPACE)


def left_in_words(last: date, *, today: date) -> str:
    days = (last - today).days
    if days == 0:
        return _("Siste dag.")
    if days < DAYS_IN_DAYS:
        return ngettext("Én dag igjen.", "%(count)s dager igjen.", days) % {"count": opening(days)}
    return ngettext("Én uke igjen.", "%(count)s uker igjen.", days // 7) % {"count": opening(days // 7)}


@dataclass(frozen=True)
class Other:
    """Another loop of the same window: its name, what it is, and whether it asks something."""

    name: str
    what: str
    url: str
    asks: bool


def kick_off_is(loop: Loop, *, today: date) -> str:
    if loop.kick_off_on is None:
        return _("Dagen for kick-off er ikke satt ennå.")
    if loop.kick_off_on < today:
        return _("Kick-off har vært.")
    return _("Kick-off er %(day)s.") % {"day": day_of(loop.kick_off_on, today=today)}


def state_words(loop: Loop, *, today: date) -> str:
    """What a loop is when its kick-off is behind it."""
    if loop.state == LoopState.DECIDED and loop.starts_on is not None:
        return _("Planen er klar. Oppstart er %(day)s.") % {"day": day_of(loop.starts_on, today=today)}
    if loop.state == LoopState.RUNNING:
        return _("Året er i gang.")
    return _("Fullført.") if loop.state == LoopState.FINISHED else _("Avlyst.")
