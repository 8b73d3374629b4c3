"""What the one who follows somebody up does with a stay; one that belongs to a loop is left to the loop. Source: MISSION §7.4."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId
from brobygger.followup.actions.suggesting import begins_no_more
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day, phone
from brobygger.loops.models import Loop
from brobygger.placements import actions as placements
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState


@transaction.atomic
def begin_placement(placement: Placement, *, actor: HasPublicId, today: date) -> Placement:
    """Say that somebody has begun. Raises DomainError before the first day, and for a stay in a loop."""
    placement = to_change(placement)
    if placement.starts_on > today:
        words = {"name": placement.person, "day": day(placement.starts_on)}
        raise DomainError(_("%(name)s begynner %(day)s. Begynte det før, så endre første dag.") % words)
    return placements.begin(placement, actor=actor)


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
def change_placement(
    placement: Placement, *, starts_on: date, ends_on: date | None, hours_per_week: Decimal | None, actor: HasPublicId, today: date
) -> Placement:
    """Set the days and the hours of a stay that has not ended.

    Raises  DomainError when it has ended, when one under way would begin ahead, for days in the wrong order, and for a stay in a loop
    """
    placement = to_change(placement)
    if placement.state == PlacementState.ACTIVE and starts_on > today:
        words = {"name": placement.person, "day": day(starts_on)}
        raise DomainError(_("%(name)s har begynt, så første dag kan ikke være %(day)s.") % words, field="starts_on")
    if (placement.starts_on, placement.ends_on) != (starts_on, ends_on):
        placement = placements.change_days(placement, starts_on=starts_on, ends_on=ends_on, actor=actor)
    if placement.hours_per_week != hours_per_week:
        placement = placements.change_hours(placement, hours_per_week=hours_per_week, actor=actor)
    return placement


@transaction.atomic
def call_off_placement(placement: Placement, *, now: datetime, actor: User) -> Placement:
    """Say that a planned stay comes to nothing; an opening it was to fill has room again.

    Raises  DomainError when it has begun, and for a stay in a loop
    """
    called_off = placements.call_off(to_change(placement), actor=actor)
    if called_off.opening_id is not None:
        begins_no_more(called_off, now=now, actor=actor)
    return called_off


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
