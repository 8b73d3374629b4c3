"""A loop's year: it begins, people move on at each rotation, and it ends. Source: MISSION §5.5–5.9; RULES W5."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.appointments.actions import hold
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.loops.models import TURNINGS, DateKind, DropOut, LeftFor, Loop, LoopDate, Stay
from brobygger.loops.periods import periods
from brobygger.loops.states import LoopState, move_loop
from brobygger.loops.the_year.actions.dates import begin_late, bring_in, lay_out_dates, move_stays, running, stays_of, under_lock
from brobygger.loops.the_year.dates import usual_turnings
from brobygger.loops.the_year.telling.actions import tell_of_the_year
from brobygger.loops.the_year.telling.reminders import forget
from brobygger.parties.models import ContactPerson
from brobygger.placements import actions as placements
from brobygger.placements.models import EndCause, PlacementKind
from brobygger.placements.states import PlacementState

CAUSES = {LeftFor.JOB: EndCause.GOT_JOB, LeftFor.EDUCATION: EndCause.BEGAN_EDUCATION, LeftFor.OTHER: EndCause.OTHER}
DROP_OUT_CAUSES = {DropOut.BANKRUPT: EndCause.EMPLOYER_BANKRUPT, DropOut.OTHER: EndCause.EMPLOYER_LEFT}


@transaction.atomic
def start_year(loop: Loop, *, actor: User, today: date, now: datetime) -> Loop:
    """Set the year of a decided loop going: each stay becomes a placement, every date is laid out, and all are told once.

    Raises  DomainError unless the plan is decided and the last day is ahead
    """
    loop = Loop.objects.select_for_update(of=("self",)).select_related("coordinator").get(pk=loop.pk)
    loop.state = move_loop(loop.state, LoopState.RUNNING)
    turnings = usual_turnings(loop)
    if turnings[max(turnings)] <= today:
        raise DomainError(_("Året ville vært slutt %(day)s. Lag en ny loop i stedet.") % {"day": day(turnings[max(turnings)])})
    loop.save(update_fields=["state"])
    give_placements(stays_of(loop), actor=actor)
    lay_out_dates(loop, turnings, actor=actor, now=now)
    move_stays(loop, before=periods(loop), actor=actor)
    record("loops.year_started", loop, actor=actor)
    tell_of_the_year(loop, actor=actor, now=now)
    return loop


def give_placements(stays: Sequence[Stay], *, actor: User) -> None:
    """Let each stay be a planned one in work training, with the mentor of the workplace when it has one. Cost: four queries."""
    workplaces = {stay.employer.workplace_id for stay in stays}
    mentors = ContactPerson.objects.filter(workplace__in=workplaces, is_mentor=True, ends_on__isnull=True)
    first_mentor = {mentor.workplace_id: mentor for mentor in mentors.order_by("-pk")}
    made = []
    for stay in stays:
        stay.mentor = stay.mentor or first_mentor.get(stay.employer.workplace_id)
        stay.placement = placements.planned(
            stay.participant.person,
            kind=PlacementKind.WORK_TRAINING,
            workplace=stay.employer.workplace,
            starts_on=stay.starts_on,
            ends_on=stay.ends_on,
            actor=actor,
        )
        made.append(stay.placement)
    placements.place_each(made, actor=actor)
    Stay.objects.bulk_update(stays, ["placement", "mentor"])


@transaction.atomic
def rotate(loop: Loop, *, turning: int, actor: User, now: datetime) -> LoopDate:
    """Say that a turning has happened: those who had a place move on, and the next stays begin.

    Takes   turning  0 for the start, 1 and on for rotations, the number of periods for the end
    Gives   the date of the turning, held
    Raises  DomainError before the day, out of order, or when it is done already; nothing is changed then
    Source  MISSION §5.6
    """
    loop, today = running(loop), local_day(now)
    row = under_lock(LoopDate.objects.filter(loop=loop, kind__in=TURNINGS, turning=turning)).first()
    if row is None:
        raise DomainError(_("Loopen har ingen slik rullering."))
    if row.state == AppointmentState.HELD:
        raise DomainError(_("Dette er allerede krysset av."))
    if local_day(row.starts_at) > today:
        raise DomainError(_("Dette skjer ikke før %(day)s. Flytt dagen om det skal skje nå.") % {"day": day(local_day(row.starts_at))})
    before = LoopDate.objects.filter(loop=loop, kind__in=TURNINGS, turning__lt=turning)
    if before.filter(appointment__state=AppointmentState.PLANNED).exists():
        raise DomainError(_("Kryss av det som skulle skjedd før dette, først."))
    for stay in stays_of(loop):
        turn(stay, turning, actor=actor, today=today)
    row.appointment = hold(row.appointment, now=now, actor=actor)
    forget([row])
    if row.kind == DateKind.END:
        loop.state = move_loop(loop.state, LoopState.FINISHED)
        loop.save(update_fields=["state"])
    record("loops.rotated", loop, actor=actor, turning=turning)
    return row


def turn(stay: Stay, turning: int, *, actor: User, today: date) -> None:
    """End a stay of the period before, begin one of the period that comes. One whose first day is ahead waits for that day."""
    placement = stay.placement
    if placement is None:
        return
    if stay.period <= turning and placement.state == PlacementState.PLANNED and stay.starts_on <= today:
        placement = placements.begin(placement, actor=actor)
    if stay.period < turning and placement.state == PlacementState.ACTIVE:
        placements.end(placement, on=stay.ends_on, cause=cause_of(stay), actor=actor)


def cause_of(stay: Stay) -> EndCause:
    """Why a stay ended on its last day: as planned, unless the candidate or the employer had given notice."""
    if stay.participant.left_on == stay.ends_on:
        return CAUSES[LeftFor(stay.participant.left_for)]
    if stay.employer.dropped_out_on == stay.ends_on:
        return DROP_OUT_CAUSES[DropOut(stay.employer.dropped_out_because)]
    return EndCause.AS_PLANNED


@transaction.atomic
def agree_on_goals(stay: Stay, *, goals: str, mentor: ContactPerson | None, actor: User, now: datetime) -> Stay:
    """Write down what the four agreed at the start meeting: the goals of the training, and the mentor, whom the dates concern now.

    Raises  DomainError for a mentor who does not work there, or once the year is over
    """
    loop = running(stay.participant.loop)
    stay = Stay.objects.select_for_update(of=("self",)).select_related("employer", "participant", "placement").get(pk=stay.pk)
    if mentor is not None and mentor.workplace_id != stay.employer.workplace_id:
        raise DomainError(_("Velg en fadder som arbeider der."), field="mentor")
    stay.goals, stay.mentor = goals.strip(), mentor
    stay.save(update_fields=["goals", "mentor"])
    begin_late(stay, actor=actor, today=local_day(now))
    bring_in(loop, now=now)
    record("loops.goals_agreed", stay.participant, actor=actor, employer=stay.employer.public_id)
    return stay
