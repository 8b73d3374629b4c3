"""The first day of somebody at a workplace is an appointment of whoever wrote it down, and follows the placement. Source: ADR 0119."""

from __future__ import annotations

from datetime import datetime

from brobygger.accounts.models import User
from brobygger.appointments.actions import Party, book, call_off, hold, move, restore
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When
from brobygger.appointments.states import AppointmentState
from brobygger.intake.models import Engagement
from brobygger.jobdev.actions.visits import place_of
from brobygger.kernel.local_time import local_day
from brobygger.parties.models import Role
from brobygger.parties.queries import holds_on
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState

S = AppointmentState


def first_day_follows(placement: Placement, *, now: datetime, actor: User) -> None:
    """Agree on the first day when it is ahead, move it with the placement, and call it off when that comes to nothing.

    Cost    one query when there is nothing to change
    """
    agreed = placement.first_day
    if placement.state == PlacementState.CANCELLED:
        if agreed is not None and agreed.state == S.PLANNED:
            call_off(agreed, now=now, actor=actor)
    elif placement.state != PlacementState.PLANNED:
        if agreed is not None and agreed.state == S.PLANNED:
            hold(agreed, now=now, actor=actor)
    elif placement.starts_on >= local_day(now):
        agree(placement, agreed, now=now, actor=actor)


def agree(placement: Placement, agreed: Appointment | None, *, now: datetime, actor: User) -> None:
    if agreed is None:
        book_first_day(placement, now=now, actor=actor)
        return
    if agreed.state == S.CALLED_OFF:
        agreed = restore(agreed, now=now, actor=actor)
    if agreed.state == S.PLANNED and agreed.on != placement.starts_on:
        move(agreed, When(placement.starts_on, agreed.at, agreed.until), now=now, actor=actor)


def book_first_day(placement: Placement, *, now: datetime, actor: User) -> None:
    """For a workplace we know, and somebody who is followed up; nobody goes along on the first day of another."""
    running = Engagement.objects.filter(holds_on(local_day(now)), person=placement.person_id).select_related("unit")
    engagement = running.order_by("starts_on", "pk").first()
    if engagement is None or placement.workplace is None:
        return
    placement.first_day = book(
        AppointmentKind.FIRST_DAY,
        When(placement.starts_on),
        unit=engagement.unit,
        parties=[Party(user=actor), Party(person=placement.person, role=Role.CANDIDATE)],
        workplace=placement.workplace,
        place=place_of(placement.workplace),
        now=now,
        actor=actor,
    )
    placement.save(update_fields=["first_day"])
