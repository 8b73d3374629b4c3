"""What happens to a placement, whichever service it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record, record_each
from brobygger.jobdev.models import Opening, OpeningState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Workplace
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import UNDER_WAY, PlacementState, move


@transaction.atomic
def place(
    person: Person,
    *,
    kind: PlacementKind,
    starts_on: date,
    actor: User,
    workplace: Workplace | None = None,
    place_name: str = "",
    ends_on: date | None = None,
    hours_per_week: Decimal | None = None,
    opening: Opening | None = None,
) -> Placement:
    """Write down that a person will be somewhere from a day on. It is planned until somebody says that it began.

    Raises  as `planned`
    """
    placement = planned(
        person,
        kind=kind,
        starts_on=starts_on,
        actor=actor,
        workplace=workplace,
        place_name=place_name,
        ends_on=ends_on,
        hours_per_week=hours_per_week,
        opening=opening,
    )
    placement.save(force_insert=True)
    record("placements.placed", placement, actor=actor, kind=str(kind))
    return placement


@transaction.atomic
def place_each(placements: Sequence[Placement], *, actor: User) -> None:
    """Write down many at once. Takes them as `planned` gives them. Cost: two queries."""
    Placement.objects.bulk_create(placements)
    record_each("placements.placed", [(placement, {"kind": str(placement.kind)}) for placement in placements], actor=actor)


def planned(
    person: Person,
    *,
    kind: PlacementKind,
    starts_on: date,
    actor: User,
    workplace: Workplace | None = None,
    place_name: str = "",
    ends_on: date | None = None,
    hours_per_week: Decimal | None = None,
    opening: Opening | None = None,
) -> Placement:
    """A placement that is not written down yet.

    Raises  DomainError for a place that is not said, or days in the wrong order
    """
    if workplace is None and not place_name.strip():
        raise DomainError(_("Skriv hvor det er."), field="place_name")
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("Siste dag kan ikke være før første dag."), field="ends_on")
    return Placement(
        person=person,
        kind=kind,
        workplace=workplace,
        place_name=place_name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        hours_per_week=hours_per_week,
        opening=opening,
        recorded_by=actor,
    )


@transaction.atomic
def start_placement(
    person: Person,
    *,
    kind: PlacementKind,
    starts_on: date,
    today: date,
    actor: User,
    workplace: Workplace | None = None,
    place_name: str = "",
    ends_on: date | None = None,
    hours_per_week: Decimal | None = None,
    opening: Opening | None = None,
) -> Placement:
    """Write down where somebody is to be, or has been since a day. Today and ahead it is planned, until somebody says that it began.

    Takes   opening  the tasks it came of, at the same workplace
    Gives   the placement; under way when its first day has been
    Raises  DomainError when the same is written down already, the opening is not open or is elsewhere, or the place or the days are wrong
    Source  RULES W5
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # two who write the same at once: the second is told
    if opening is not None:
        opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
        if opening.state != OpeningState.OPEN or opening.workplace_id != (workplace.pk if workplace is not None else None):
            raise DomainError(_("Muligheten er ikke åpen på dette arbeidsstedet. Velg en annen, eller ingen."), field="opening")
    same = Placement.objects.filter(person=person, kind=kind, state__in=UNDER_WAY, workplace=workplace)
    if workplace is None:
        same = same.filter(place_name__iexact=place_name.strip())
    if (before := same.order_by("starts_on", "pk").first()) is not None:
        words = {"name": person, "place": before.place, "day": day(before.starts_on)}
        raise DomainError(_("%(name)s har allerede denne plassen hos %(place)s fra %(day)s. Endre den i stedet.") % words)
    placement = place(
        person,
        kind=kind,
        starts_on=starts_on,
        actor=actor,
        workplace=workplace,
        place_name=place_name,
        ends_on=ends_on,
        hours_per_week=hours_per_week,
        opening=opening,
    )
    return begin(placement, actor=actor) if starts_on < today else placement


@transaction.atomic
def begin(placement: Placement, *, actor: HasPublicId) -> Placement:
    """Say that a placement has begun."""
    placement = locked(placement)
    placement.state = move(placement.state, PlacementState.ACTIVE)
    placement.save(update_fields=["state"])
    record("placements.begun", placement, actor=actor)
    return placement


@transaction.atomic
def end(placement: Placement, *, on: date, cause: EndCause, actor: HasPublicId, words: str = "") -> Placement:
    """End a placement that is under way.

    Takes   words  more about how it ended; staff only, as the cause is
    Raises  DomainError for a last day before the first; nothing is changed then
    Source  RULES A7
    """
    placement = locked(placement)
    if on < placement.starts_on:
        raise DomainError(_("Siste dag kan ikke være før %(day)s, som var første dag.") % {"day": day(placement.starts_on)}, field="on")
    placement.state, placement.ends_on, placement.end_cause = move(placement.state, PlacementState.ENDED), on, cause
    placement.end_words = words.strip()
    placement.save(update_fields=["state", "ends_on", "end_cause", "end_words"])
    record("placements.ended", placement, actor=actor)
    return placement


@transaction.atomic
def call_off(placement: Placement, *, actor: HasPublicId) -> Placement:
    """Say that a planned placement will not be."""
    placement = locked(placement)
    placement.state = move(placement.state, PlacementState.CANCELLED)
    placement.save(update_fields=["state"])
    record("placements.called_off", placement, actor=actor)
    return placement


@transaction.atomic
def change_days(placement: Placement, *, starts_on: date, ends_on: date | None, actor: HasPublicId) -> Placement:
    """Move a placement's first or last day, as long as it has not ended."""
    placement = locked(placement)
    if placement.state not in UNDER_WAY:
        raise DomainError(_("Plasseringen er «%(now)s» og kan ikke flyttes.") % {"now": placement.get_state_display()})
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("Siste dag kan ikke være før første dag."), field="ends_on")
    placement.starts_on, placement.ends_on = starts_on, ends_on
    placement.save(update_fields=["starts_on", "ends_on"])
    record("placements.moved", placement, actor=actor)
    return placement


@transaction.atomic
def change_hours(placement: Placement, *, hours_per_week: Decimal | None, actor: HasPublicId) -> Placement:
    """Set the hours of a week of a placement that has not ended."""
    placement = locked(placement)
    if placement.state not in UNDER_WAY:
        raise DomainError(_("Plasseringen er «%(now)s», så timene kan ikke endres.") % {"now": placement.get_state_display()})
    placement.hours_per_week = hours_per_week
    placement.save(update_fields=["hours_per_week"])
    record("placements.hours_changed", placement, actor=actor)
    return placement


def locked(placement: Placement) -> Placement:
    return Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
