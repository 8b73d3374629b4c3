"""What the one who follows somebody up does with a stay; one that belongs to a loop is left to the loop. Source: MISSION §7.4."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId
from brobygger.followup.actions.first_days import first_day_follows
from brobygger.followup.actions.suggesting import begins_after_all, begins_no_more
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day, phone
from brobygger.loops.models import Loop
from brobygger.parties.models import Person
from brobygger.placements import actions as placements
from brobygger.placements.models import EndCause, Placement, PlacementHours, PlacementKind
from brobygger.placements.states import BEGUN, PlacementState


@transaction.atomic
def start_placement(person: Person, *, today: date, now: datetime, actor: User, **said: Any) -> Placement:
    """Write down where somebody is to be, or has been since a day; the first day is agreed when it is ahead.

    Takes   said  as `placements.actions.start_placement`
    """
    placement = placements.start_placement(person, today=today, actor=actor, **said)
    first_day_follows(placement, now=now, actor=actor)
    return placement


@transaction.atomic
def begin_placement(placement: Placement, *, now: datetime, actor: User, today: date) -> Placement:
    """Say that somebody has begun. Raises DomainError before the first day, and for a stay in a loop."""
    placement = to_change(placement)
    if placement.starts_on > today:
        words = {"name": placement.person, "day": day(placement.starts_on)}
        raise DomainError(_("%(name)s begynner %(day)s. Begynte det før, så endre første dag.") % words)
    begun = placements.begin(placement, actor=actor)
    first_day_follows(begun, now=now, actor=actor)
    return begun


@transaction.atomic
def end_placement(placement: Placement, *, on: date, cause: EndCause, words: str = "", actor: HasPublicId, today: date) -> Placement:
    """Say when a stay ended, and why. Only staff read why.

    Raises  DomainError for a day that has not come, one before the first day, one that has not begun or has ended, and a stay in a loop
    Source  RULES A7; MISSION §3.9
    """
    placement = to_change(placement)
    if on > today:
        raise DomainError(_("%(day)s er ikke kommet. Endre siste dag nå, og avslutt når dagen er der.") % {"day": day(on)}, field="on")
    return placements.end(placement, on=on, cause=cause, words=words, actor=actor)


@transaction.atomic
def correct_end(placement: Placement, *, on: date, cause: EndCause, words: str = "", actor: HasPublicId, today: date) -> Placement:
    """Put right when and why a stay ended. Raises DomainError as `end_placement`."""
    placement = to_change(placement)
    if on > today:
        raise DomainError(_("%(day)s er ikke kommet. Går det videre, så ta opp plassen igjen.") % {"day": day(on)}, field="on")
    return placements.correct_end(placement, on=on, cause=cause, words=words, actor=actor)


@transaction.atomic
def change_placement(
    placement: Placement, *, kind: PlacementKind, starts_on: date, ends_on: date | None, now: datetime, actor: User, today: date
) -> Placement:
    """Put right what kind of stay it is, and its days.

    Raises  DomainError when one under way or over would begin ahead, when one that is over would end ahead, for days in the wrong order,
            for one that came to nothing, and for a stay in a loop
    """
    placement = to_change(placement)
    if placement.state in BEGUN and starts_on > today:
        words = {"name": placement.person, "day": day(starts_on)}
        raise DomainError(_("%(name)s har begynt, så første dag kan ikke være %(day)s.") % words, field="starts_on")
    if placement.state == PlacementState.ENDED and ends_on is not None and ends_on > today:
        raise DomainError(_("%(day)s er ikke kommet. Går det videre, så ta opp plassen igjen.") % {"day": day(ends_on)}, field="ends_on")
    corrected = placements.correct(placement, kind=kind, starts_on=starts_on, ends_on=ends_on, actor=actor)
    first_day_follows(corrected, now=now, actor=actor)
    return corrected


@transaction.atomic
def set_hours(placement: Placement, *, hours_per_week: Decimal, from_on: date | None, actor: HasPublicId) -> Placement:
    """Write the hours of a week from a day on. Raises DomainError for a day outside the stay, and for a stay in a loop."""
    return placements.set_hours(to_change(placement), hours_per_week=hours_per_week, from_on=from_on, actor=actor)


@transaction.atomic
def withdraw_hours(hours: PlacementHours, *, now: datetime, actor: HasPublicId) -> PlacementHours:
    """Take back hours that were written by mistake. Raises DomainError for a stay in a loop."""
    to_change(hours.placement)
    return placements.withdraw_hours(hours, now=now, actor=actor)


@transaction.atomic
def restore_hours(hours: PlacementHours, *, actor: HasPublicId) -> PlacementHours:
    """Let hours that were taken back stand again. Raises DomainError when others stand there, and for a stay in a loop."""
    to_change(hours.placement)
    return placements.restore_hours(hours, actor=actor)


@transaction.atomic
def call_off_placement(placement: Placement, *, now: datetime, actor: User) -> Placement:
    """Say that a planned stay comes to nothing; an opening it was to fill has room again.

    Raises  DomainError when it has begun, and for a stay in a loop
    """
    called_off = placements.call_off(to_change(placement), actor=actor)
    first_day_follows(called_off, now=now, actor=actor)
    if called_off.opening_id is not None:
        begins_no_more(called_off, now=now, actor=actor)
    return called_off


@transaction.atomic
def take_out_placement(placement: Placement, *, because: str, now: datetime, actor: User) -> Placement:
    """Take out a stay that was written down by mistake; an opening it filled has room again. It is kept, for staff.

    Raises  DomainError without a reason, and for a stay in a loop
    Source  ADR 0123
    """
    taken_out = placements.take_out(to_change(placement), because=because, actor=actor)
    first_day_follows(taken_out, now=now, actor=actor)
    if taken_out.opening_id is not None:
        begins_no_more(taken_out, now=now, actor=actor)
    return taken_out


@transaction.atomic
def let_placement_be_as_before(placement: Placement, *, now: datetime, actor: User) -> Placement:
    """Take back that a stay ended, was called off or was taken out. The opening it was to fill is taken again.

    Raises  DomainError for one that is planned or under way, when somebody else has the place by now, and for a stay in a loop
    """
    placement = to_change(placement)
    was_nothing = placement.state == PlacementState.CANCELLED
    again = placements.let_be_as_before(placement, actor=actor)
    if again.first_day is not None:
        first_day_follows(again, now=now, actor=actor)
    if was_nothing and again.opening is not None:
        begins_after_all(again, again.opening, now=now, actor=actor)
    return again


def to_change(placement: Placement) -> Placement:
    """The stay under lock. Raises DomainError when it belongs to a loop, whose pages move all that hangs on it."""
    found = placements.locked(placement)
    loop = loop_of(found)
    if loop is not None:
        words = {"loop": loop.name, "name": loop.coordinator.name, "phone": phone(loop.coordinator.phone)}
        raise DomainError(_("Denne plassen hører til %(loop)s og endres fra loopens sider. Ring %(name)s på %(phone)s.") % words)
    return found


def loop_of(placement: Placement) -> Loop | None:
    """The loop a stay belongs to, coordinator loaded; None for any other. Cost: one query."""
    return Loop.objects.filter(participants__stays__placement=placement).select_related("coordinator").first()
