"""What goes along when a date of the year is moved, and what stands in the way. Nothing is saved. Source: ADR 0087"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import in_norway, local_day, moment_on
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.loops.models import TURNINGS, DateKind, LoopDate
from brobygger.loops.the_year.dates import turnings_of

FARTHEST = timedelta(days=366)  # a mistyped year is farther
PREPARES = (DateKind.GATHERING, DateKind.HOSPITATION, DateKind.EVALUATION)  # for the turning it hangs on, so before it


def moved_dates(
    row: LoopDate, *, on: date, from_time: time, to_time: time, place: str, with_the_rest: bool, today: date, now: datetime
) -> list[LoopDate]:
    """The dates as they would stand, the one that is moved first. What hangs on a turning moves as many days, if it is still ahead.

    Takes   row            changed in hand
            with_the_rest  whether the turnings after it, and what hangs on them, move as many days too
    Raises  DomainError when it has been, nothing would change, it would be moved for years, or something would fall in the past or out of
            order
    Cost    three queries at most
    """
    if not may_be_moved(row, today=today):
        raise DomainError(_("Datoen har vært eller er avlyst, så den kan ikke flyttes."))
    require_our_time(on=on)
    if to_time <= from_time:
        raise DomainError(_("Slutten må være etter begynnelsen."), field="to_time")
    days = on - local_day(row.starts_at)
    if abs(days) > FARTHEST:
        raise DomainError(
            _("%(day)s er mer enn et år fra dagen den står på nå. Skriv en dag som er nærmere.") % {"day": day(on)}, field="on"
        )
    at = row.appointment
    before = (at.starts_at, at.ends_at, at.place)
    at.starts_at, at.ends_at, at.place = moment_on(on, from_time), moment_on(on, to_time), place.strip()
    if (at.starts_at, at.ends_at, at.place) == before:
        raise DomainError(_("Alt er som før. Endre dagen, tiden eller stedet."))
    if row.starts_at <= now:
        raise DomainError(_("Velg et tidspunkt som ikke har vært."), field="on")
    if row.kind == DateKind.START and row.loop.kick_off_on is not None and on <= row.loop.kick_off_on:
        raise DomainError(
            _("Oppstarten må være etter kick-off %(day)s. Velg en senere dag.") % {"day": day(row.loop.kick_off_on)}, field="on"
        )
    turns = row.kind in TURNINGS and bool(days)
    standing = others_ahead(row, now=now)
    moved = [row, *(shifted(standing, row, days=days, with_the_rest=with_the_rest) if turns else [])]
    require_order(moved, standing if turns else [], turnings=turnings_of(row.loop) | turnings_among(moved), today=today)
    return moved


def may_be_moved(row: LoopDate, *, today: date) -> bool:
    """A date that is ahead or today; and a turning until it is ticked off, as it may have been put off without anybody writing it down."""
    return row.state == AppointmentState.PLANNED and (row.kind in TURNINGS or local_day(row.starts_at) >= today)


def others_ahead(row: LoopDate, *, now: datetime) -> list[LoopDate]:
    """The other dates of the loop that are planned and have not begun, in order. Cost: one query."""
    ahead = LoopDate.objects.filter(loop=row.loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now)
    others = ahead.exclude(pk=row.pk).select_related("appointment", "participant__person", "employer__workplace")
    return list(others.order_by("appointment__starts_at", "pk"))


def shifted(standing: Iterable[LoopDate], turning: LoopDate, *, days: timedelta, with_the_rest: bool) -> list[LoopDate]:
    """Those that hang on a turning, and on those after it when they go along, as many days later at the same time of day."""
    rows = [row for row in standing if row.turning == turning.turning or (with_the_rest and row.turning > turning.turning)]
    for row in rows:
        at = row.appointment
        at.starts_at, at.ends_at = later(at.starts_at, days), later(at.ends_at, days)
    return rows


def later(moment: datetime, days: timedelta) -> datetime:
    """So many days later at the same time of day in Norway, also across a day when the clock is changed."""
    local = in_norway(moment)
    return moment_on(local.date() + days, local.time())


def turnings_among(rows: Iterable[LoopDate]) -> dict[int, date]:
    return {row.turning: local_day(row.starts_at) for row in rows if row.kind in TURNINGS}


def require_order(moved: list[LoopDate], standing: list[LoopDate], *, turnings: dict[int, date], today: date) -> None:
    """Raises DomainError, naming the date, when one falls in the past or on the wrong side of a turning.

    Takes   standing  what is ahead and may come to stand wrong although it is not moved itself
    """
    if any(turnings[number] >= turnings[number + 1] for number in range(len(turnings) - 1)):
        raise DomainError(_("Rulleringene må komme etter hverandre. Flytt resten av året også, eller velg en dag imellom."), field="on")
    for row in moved:
        if local_day(row.starts_at) < today:
            words = {"kind": capfirst(row.get_kind_display()), "day": day(local_day(row.starts_at))}
            raise DomainError(_("%(kind)s ville havnet %(day)s, og den dagen har vært. Velg en senere dag.") % words, field="on")
    for row in [*moved, *standing]:
        require_between(row, turnings)


def require_between(row: LoopDate, turnings: dict[int, date]) -> None:
    """A date is after the turning before the one it hangs on, and what prepares for a turning is before it."""
    on = local_day(row.starts_at)
    words = {"kind": capfirst(row.get_kind_display()), "day": day(on)}
    if row.turning > 0 and on <= turnings[row.turning - 1] and row.kind not in TURNINGS:
        message = _("%(kind)s %(day)s ville vært før rulleringen den kommer etter. Flytt resten av året også, eller velg en annen dag.")
        raise DomainError(message % words, field="on")
    if row.kind in PREPARES and on >= turnings[row.turning]:
        raise DomainError(_("%(kind)s må være før rulleringen eller avslutningen den forbereder.") % words, field="on")
