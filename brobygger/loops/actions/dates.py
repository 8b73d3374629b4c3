"""The dates of a loop's year: laid out from the plan, moved, held and called off, with everybody told once. Source: ADR 0087."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import moment_on
from brobygger.kernel.units import day
from brobygger.loops.actions.telling import forget, remind, tell_of_changes
from brobygger.loops.models import TURNINGS, DateKind, Loop, LoopDate, Stay
from brobygger.loops.parties_of_dates import set_parties
from brobygger.loops.states import DateState, LoopState, move_date_state
from brobygger.loops.year import key_of, local_day, periods_between, turnings_of, wanted_dates
from brobygger.placements.actions import change_days
from brobygger.placements.states import PlacementState


@transaction.atomic
def lay_out_dates(loop: Loop, turnings: dict[int, date], *, actor: HasPublicId, now: datetime) -> list[LoopDate]:
    """Make the dates the year asks for and call off those it no longer does. A date that has been, or stands already, is left alone.

    Gives   the dates that were made or called off
    """
    wanted = {each.key: each for each in wanted_dates(loop, turnings, stays_of(loop), now=now)}
    standing = {key_of(row): row for row in LoopDate.objects.select_for_update().filter(loop=loop).exclude(state=DateState.CANCELLED)}
    made = [
        LoopDate(
            loop=loop,
            kind=each.kind,
            turning=each.turning,
            participant=each.participant,
            employer=each.employer,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            place=each.place,
            changed_at=now,
        )
        for key, each in wanted.items()
        if key not in standing and (each.starts_at > now or each.kind in TURNINGS)
    ]
    LoopDate.objects.bulk_create(made)
    gone = [row for key, row in standing.items() if key not in wanted and row.state == DateState.PLANNED and row.starts_at > now]
    for row in gone:
        call_off(row, now=now)
    record("loops.dates_laid_out", loop, actor=actor, made=len(made), called_off=len(gone))
    set_parties(loop)
    remind(made, now=now)
    return [*made, *gone]


@transaction.atomic
def move_date(
    row: LoopDate,
    *,
    on: date,
    from_time: time,
    to_time: time,
    place: str,
    sequence: int,
    with_the_rest: bool = False,
    actor: User,
    today: date,
    now: datetime,
) -> list[LoopDate]:
    """Move a date; what hangs on a turning moves as many days, and the stays begin and end with it. Everybody concerned is told once.

    Takes   sequence       the one that was on the screen
            with_the_rest  whether the turnings after it, and what hangs on them, move as many days too
    Gives   the dates that were moved
    Raises  DomainError when somebody else has changed it, it has been, or something would fall in the past or out of order
    Source  ADR 0087
    """
    loop = running(row.loop)
    row = LoopDate.objects.select_for_update().get(pk=row.pk)
    if row.sequence != sequence or row.state != DateState.PLANNED:
        raise DomainError(_("Noen andre har endret denne datoen. Last siden på nytt og se."))
    if local_day(row.starts_at) < today:
        raise DomainError(_("Datoen har vært, så den kan ikke flyttes."))
    if to_time <= from_time:
        raise DomainError(_("Slutten må være etter begynnelsen."), field="to_time")
    days = on - local_day(row.starts_at)
    row.starts_at, row.ends_at, row.place = moment_on(on, from_time), moment_on(on, to_time), place.strip()
    moved = [row, *(shift(loop, row, days=days, with_the_rest=with_the_rest) if row.kind in TURNINGS else [])]
    require_order(loop, moved, today=today)
    for each in moved:
        each.sequence += 1
        each.changed_at = now
    LoopDate.objects.bulk_update(moved, ["starts_at", "ends_at", "place", "sequence", "changed_at"])
    if row.kind in TURNINGS and days:
        move_stays(loop, actor=actor)
    record("loops.date_moved", row, actor=actor, days=days.days, moved=len(moved))
    remind(moved, now=now)
    tell_of_changes(loop, moved, actor=actor, now=now)
    return moved


@transaction.atomic
def call_off_date(row: LoopDate, *, sequence: int, actor: User, now: datetime) -> LoopDate:
    """Call off a date that is not a turning; those concerned are told, and nobody is reminded.

    Raises  DomainError for a turning, which is moved instead, and when somebody else has changed the date
    """
    loop = running(row.loop)
    row = LoopDate.objects.select_for_update().get(pk=row.pk)
    if row.kind in TURNINGS:
        raise DomainError(_("Oppstart, rullering og avslutning kan flyttes, men ikke avlyses."))
    if row.sequence != sequence:
        raise DomainError(_("Noen andre har endret denne datoen. Last siden på nytt og se."))
    call_off(row, now=now)
    record("loops.date_called_off", row, actor=actor)
    tell_of_changes(loop, [row], actor=actor, now=now)
    return row


@transaction.atomic
def mark_held(row: LoopDate, *, actor: User, today: date) -> LoopDate:
    """Say that a date was held. Raises DomainError for a day that has not come, or for a turning, which is done by rotating."""
    running(row.loop)
    row = LoopDate.objects.select_for_update().get(pk=row.pk)
    if row.kind in TURNINGS:
        raise DomainError(_("Oppstart, rullering og avslutning krysses av når plassene byttes."))
    if local_day(row.starts_at) > today:
        raise DomainError(_("Denne datoen er ikke før %(day)s.") % {"day": day(local_day(row.starts_at))})
    row.state = move_date_state(row.state, DateState.HELD)
    row.save(update_fields=["state"])
    record("loops.date_held", row, actor=actor)
    return row


def call_off(row: LoopDate, *, now: datetime) -> None:
    row.state = move_date_state(row.state, DateState.CANCELLED)
    row.sequence += 1
    row.changed_at = now
    row.save(update_fields=["state", "sequence", "changed_at"])
    forget([row])


def shift(loop: Loop, turning: LoopDate, *, days: timedelta, with_the_rest: bool) -> list[LoopDate]:
    """What hangs on a turning, and on those after it when they go along, moved as many days at the same time of day."""
    numbers = {"turning__gte": turning.turning} if with_the_rest else {"turning": turning.turning}
    hanging = LoopDate.objects.select_for_update().filter(loop=loop, state=DateState.PLANNED, **numbers).exclude(pk=turning.pk)
    rows = list(hanging.order_by("starts_at", "pk"))
    for row in rows:
        row.starts_at, row.ends_at = later(row.starts_at, days), later(row.ends_at, days)
    return rows


def later(moment: datetime, days: timedelta) -> datetime:
    """So many days later at the same time of day in Norway, also across a day when the clock is changed."""
    local = moment.astimezone(OSLO)
    return moment_on(local.date() + days, local.time())


def require_order(loop: Loop, moved: Iterable[LoopDate], *, today: date) -> None:
    """Raises DomainError, naming the date, when one falls in the past, or on the wrong side of a turning."""
    changed = list(moved)
    days = turnings_of(loop) | {row.turning: local_day(row.starts_at) for row in changed if row.kind in TURNINGS}
    if any(days[number] >= days[number + 1] for number in range(len(days) - 1)):
        raise DomainError(_("Rulleringene må komme etter hverandre. Flytt resten av året også, eller velg en dag imellom."), field="on")
    for row in changed:
        on = local_day(row.starts_at)
        words = {"kind": row.get_kind_display(), "day": day(on)}
        if on < today:
            raise DomainError(_("%(kind)s ville havnet %(day)s, og den dagen har vært. Flytt den først.") % words, field="on")
        if row.kind not in TURNINGS and row.kind != DateKind.START_MEETING and on >= days[row.turning]:
            raise DomainError(_("%(kind)s må være før rulleringen den henger på.") % words, field="on")


def move_stays(loop: Loop, *, actor: HasPublicId) -> None:
    """Let the stays, and the placements behind them, begin and end with the turnings. One who began late or left early keeps that day."""
    year = {period.number: period for period in periods_between(turnings_of(loop))}
    for stay in stays_of(loop):
        period = year[stay.period]
        has_begun = stay.placement is not None and stay.placement.state != PlacementState.PLANNED
        if stay.placement is not None and stay.placement.state in {PlacementState.ENDED, PlacementState.CANCELLED}:
            continue
        stay.starts_on, stay.ends_on = stay.starts_on if has_begun else period.starts_on, period.ends_on
        stay.save(update_fields=["starts_on", "ends_on"])
        if stay.placement is not None:
            change_days(stay.placement, starts_on=stay.starts_on, ends_on=stay.ends_on, actor=actor)


def stays_of(loop: Loop) -> list[Stay]:
    """Every stay of a loop, by period, with all that its dates need. Cost: one query."""
    rows = Stay.objects.filter(participant__loop=loop).select_related(
        "placement", "mentor__person", "participant__person", "participant__proposed_by", "employer__workplace", "employer__contact"
    )
    return list(rows.order_by("period", "pk"))


def running(loop: Loop) -> Loop:
    """The loop under lock. Raises DomainError unless its year is under way."""
    loop = Loop.objects.select_for_update(of=("self",)).select_related("coordinator").get(pk=loop.pk)
    if loop.state != LoopState.RUNNING:
        raise DomainError(_("Loopen er «%(state)s», så året kan ikke endres.") % {"state": loop.get_state_display()})
    return loop
