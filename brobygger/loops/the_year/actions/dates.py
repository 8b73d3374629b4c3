"""The dates of a loop's year: laid out from the plan, moved, held and called off, with everybody told once. Source: ADR 0087."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.actions import book_each, call_off_each, hold, move_each, restore
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.loops.models import OF_A_STAY, TURNINGS, DateKind, Loop, LoopDate, Stay
from brobygger.loops.periods import Period
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.dates import is_ahead, key_of, periods_between, turnings_of, wanted_dates
from brobygger.loops.the_year.moving import moved_dates
from brobygger.loops.the_year.parties_of_dates import set_parties
from brobygger.loops.the_year.telling.actions import tell_of_changes
from brobygger.loops.the_year.telling.reminders import forget, remind, remind_each
from brobygger.placements.actions import begin, change_days
from brobygger.placements.states import PlacementState


@transaction.atomic
def lay_out_dates(loop: Loop, turnings: dict[int, date], *, actor: HasPublicId, now: datetime) -> list[LoopDate]:
    """Make the dates the year asks for and call off those it no longer does. A date that has been, that stands already or that
    somebody has called off, is left alone; those who come to concern it now are reminded of it.

    Gives   the dates that were made or called off
    """
    wanted = {each.key: each for each in wanted_dates(loop, turnings, stays_of(loop), now=now)}
    rows = list(under_lock(LoopDate.objects.filter(loop=loop)))
    standing = {key_of(row): row for row in rows if row.state != AppointmentState.CALLED_OFF}
    unwanted = {key_of(row) for row in rows if row.called_off_by_id is not None}
    made = [
        each.dated(loop, now=now)
        for key, each in wanted.items()
        if key not in standing.keys() | unwanted and (each.starts_at > now or each.kind in TURNINGS)
    ]
    book_each([row.appointment for row in made])
    LoopDate.objects.bulk_create(made)
    unasked = [row for key, row in standing.items() if key not in wanted and is_ahead(row, now=now)]
    call_off(unasked, now=now)
    gone = [*unasked, *call_off_after_the_end(loop, now=now)]
    record("loops.dates_laid_out", loop, actor=actor, made=len(made), called_off=len(gone))
    bring_in(loop, now=now)
    return [*made, *gone]


def bring_in(loop: Loop, *, now: datetime) -> None:
    """Let each planned date concern those it should now, and remind those who are new to it."""
    new = {party.pk for party in set_parties(loop, today=local_day(now))}
    remind_each(new, now=now)


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
    row = current(row, sequence=sequence)
    require_within_its_stay(row, on=on)
    before, was_on = periods_between(turnings_of(loop)), local_day(row.starts_at)
    moved = moved_dates(row, on=on, from_time=from_time, to_time=to_time, place=place, with_the_rest=with_the_rest, today=today, now=now)
    move_each([each.appointment for each in moved], now=now)
    if row.kind in TURNINGS and on != was_on:
        move_stays(loop, before=before, actor=actor)
        called_off = call_off_after_the_end(loop, now=now)
        gone = {each.pk for each in called_off}
        moved = [*(each for each in moved if each.pk not in gone), *called_off]
    if row.kind == DateKind.START:
        loop.starts_on = on
        loop.save(update_fields=["starts_on"])
    record("loops.date_moved", row, actor=actor, days=(on - was_on).days, moved=len(moved))
    remind(moved, now=now)
    tell_of_changes(loop, moved, actor=actor, now=now)
    return moved


@transaction.atomic
def call_off_date(row: LoopDate, *, sequence: int, because: str = "", actor: User, now: datetime) -> LoopDate:
    """Call off a date that is not a turning; nobody is reminded, and those concerned are told unless it has been already.

    Takes   because  for those who lead the loop; the letters don't say it
    Raises  DomainError for a turning, which is moved instead, and when somebody else has changed the date
    """
    loop = running(row.loop)
    if row.kind in TURNINGS:
        raise DomainError(_("Oppstart, rullering og avslutning kan flyttes, men ikke avlyses."))
    row = current(row, sequence=sequence)
    call_off([row], by=actor, because=because.strip(), now=now)
    record("loops.date_called_off", row, actor=actor)
    if row.starts_at > now:
        tell_of_changes(loop, [row], actor=actor, now=now)
    return row


@transaction.atomic
def restore_date(row: LoopDate, *, sequence: int, actor: User, now: datetime) -> LoopDate:
    """A date that somebody has called off is on again; those concerned get a new letter, and are reminded. One that is
    on already is left as it is.

    Raises  DomainError for one that the plan called off, or that has been, when there is another in its place, and when somebody else
            has changed it
    Source  ADR 0124
    """
    loop = running(row.loop)
    row = under_lock(LoopDate.objects.select_related("loop")).get(pk=row.pk)
    if row.state == AppointmentState.PLANNED:
        return row
    if row.sequence != sequence or row.state != AppointmentState.CALLED_OFF:
        raise DomainError(_("Noen andre har endret denne datoen. Last siden på nytt og se."))
    if row.called_off_by_id is None:
        raise DomainError(_("Datoen falt bort da planen ble endret, og kan ikke hentes tilbake."))
    if row.starts_at <= now:
        raise DomainError(_("Datoen har vært, og blir stående som avlyst."))
    others = LoopDate.objects.filter(
        loop=loop, kind=row.kind, turning=row.turning, participant=row.participant_id, employer=row.employer_id
    )
    if others.exclude(pk=row.pk).exclude(appointment__state=AppointmentState.CALLED_OFF).exists():
        raise DomainError(_("Det er satt en ny dato i stedet. Flytt den."))
    row.called_off_by = None  # first, as only what is called off says by whom
    row.save(update_fields=["called_off_by"])
    row.appointment = restore(row.appointment, now=now, actor=actor)
    record("loops.date_restored", row, actor=actor)
    set_parties(loop, today=local_day(now))
    remind([row], now=now)
    tell_of_changes(loop, [row], actor=actor, now=now)
    return row


@transaction.atomic
def mark_held(row: LoopDate, *, actor: User, now: datetime) -> LoopDate:
    """Say that a date was held; a stay whose first day is after its turning begins with its start meeting. Again changes nothing.

    Raises  DomainError for a day that has not come, or for a turning, which is done by rotating
    """
    running(row.loop)
    today = local_day(now)
    row = under_lock(LoopDate.objects.all()).get(pk=row.pk)
    if row.kind in TURNINGS:
        raise DomainError(_("Oppstart, rullering og avslutning krysses av når plassene byttes."))
    if local_day(row.starts_at) > today:
        raise DomainError(_("Denne datoen er ikke før %(day)s.") % {"day": day(local_day(row.starts_at))})
    if row.state == AppointmentState.HELD:
        return row
    row.appointment = hold(row.appointment, now=now, actor=actor)
    if row.kind == DateKind.START_MEETING:
        for stay in stays_of(row.loop):
            if (stay.participant_id, stay.employer_id) == (row.participant_id, row.employer_id):
                begin_late(stay, actor=actor, today=today)
    forget([row])
    record("loops.date_held", row, actor=actor)
    return row


def require_within_its_stay(row: LoopDate, *, on: date) -> None:
    """Raises DomainError when a date about a stay would fall after its last day."""
    stay = Stay.objects.filter(participant=row.participant_id, employer=row.employer_id).select_related("participant__person").first()
    if stay is not None and on > stay.ends_on:
        words = {"name": stay.participant, "day": day(stay.ends_on)}
        raise DomainError(_("%(name)s er der til og med %(day)s. Velg den dagen eller en før.") % words, field="on")


def call_off_after_the_end(loop: Loop, *, now: datetime) -> list[LoopDate]:
    """Call off what was moved by itself, and stands after the last day of the stay it is about. Cost: two queries when there is none."""
    ends: dict[tuple[int | None, int | None], date]
    ends = {(stay.participant_id, stay.employer_id): stay.ends_on for stay in Stay.objects.filter(participant__loop=loop)}
    of_a_stay = under_lock(LoopDate.objects.filter(loop=loop, kind__in=OF_A_STAY))
    ahead = of_a_stay.filter(appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now)
    keyed = [(row, ends.get((row.participant_id, row.employer_id))) for row in ahead.order_by("pk")]
    gone = [row for row, last in keyed if last is not None and local_day(row.starts_at) > last]
    call_off(gone, now=now)
    return gone


def call_off(rows: Sequence[LoopDate], *, now: datetime, by: User | None = None, because: str = "") -> None:
    """Call off dates and forget their reminders. Takes `by`: the one who did so, who is nobody when a change of the plan did.

    Cost    four queries at most; none when there is nothing to call off
    """
    if not rows:
        return
    call_off_each([row.appointment for row in rows], because=because, now=now)
    if by is not None:
        for row in rows:
            row.called_off_by = by
        LoopDate.objects.bulk_update(rows, ["called_off_by"])
    forget(rows)


def current(row: LoopDate, *, sequence: int) -> LoopDate:
    """The date under lock, as it was on the screen. Raises DomainError when somebody else has changed it since."""
    row = under_lock(LoopDate.objects.select_related("loop")).get(pk=row.pk)
    if row.sequence != sequence or row.state != AppointmentState.PLANNED:
        raise DomainError(_("Noen andre har endret denne datoen. Last siden på nytt og se."))
    return row


def under_lock(rows: QuerySet[LoopDate]) -> QuerySet[LoopDate]:
    """Dates with their appointments, both locked."""
    return rows.select_for_update(of=("self", "appointment")).select_related("appointment")


def move_stays(loop: Loop, *, before: Sequence[Period], actor: HasPublicId) -> None:
    """Let the stays, and the placements behind them, begin and end with the turnings. One who begins late or leaves early keeps that day.

    Takes   before  the periods as they were when the stays were given their days
    Raises  DomainError when somebody would begin after the last day
    """
    after = periods_between(turnings_of(loop))
    is_later = any(new.starts_on > old.starts_on or new.ends_on > old.ends_on for old, new in zip(before, after, strict=True))
    for stay in sorted(stays_of(loop), key=lambda stay: stay.starts_on, reverse=is_later):  # so that no two overlap on the way
        if stay.placement is not None and stay.placement.state in {PlacementState.ENDED, PlacementState.CANCELLED}:
            continue
        starts_on, ends_on = days_in(stay, before[stay.period], after[stay.period])
        if (starts_on, ends_on) == (stay.starts_on, stay.ends_on):
            continue
        if ends_on < starts_on and ends_on < after[stay.period].ends_on:
            words = {"name": stay.participant, "place": stay.employer, "day": day(ends_on)}
            raise DomainError(
                _("%(name)s skal være hos %(place)s til og med %(day)s, og ville ikke rukket å begynne. Velg en tidligere dag.") % words,
                field="on",
            )
        if ends_on < starts_on:
            words = {"name": stay.participant, "day": day(starts_on)}
            raise DomainError(_("%(name)s begynner først %(day)s, og da er perioden over. Velg en senere dag.") % words, field="on")
        stay.starts_on, stay.ends_on = starts_on, ends_on
        stay.save(update_fields=["starts_on", "ends_on"])
        if stay.placement is not None:
            change_days(stay.placement, starts_on=starts_on, ends_on=ends_on, actor=actor)


def begin_late(stay: Stay, *, actor: HasPublicId, today: date) -> None:
    """A stay whose first day is after its turning has begun when that day has come and somebody says so; at a turning all others do."""
    placement = stay.placement
    if placement is None or placement.state != PlacementState.PLANNED or stay.starts_on > today:
        return
    turned = LoopDate.objects.filter(loop=stay.participant.loop_id, kind__in=TURNINGS, turning=stay.period)
    if turned.filter(appointment__state=AppointmentState.HELD).exists():
        begin(placement, actor=actor)


def days_in(stay: Stay, before: Period, after: Period) -> tuple[date, date]:
    """The first and last day of a stay when its period is moved: never after the last day of the candidate or of the employer."""
    has_begun = stay.placement is not None and stay.placement.state == PlacementState.ACTIVE
    is_late = stay.starts_on > before.starts_on
    starts_on = stay.starts_on if has_begun else max(stay.starts_on, after.starts_on) if is_late else after.starts_on
    last_days = (after.ends_on, stay.participant.left_on, stay.employer.dropped_out_on)
    return starts_on, min(last for last in last_days if last is not None)


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
