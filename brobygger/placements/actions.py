"""What happens to a placement, whichever service it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record, record_each
from brobygger.jobdev.models import Opening, OpeningState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.parties.changes import record_change, versions_of
from brobygger.parties.employer_cards import require_in_business
from brobygger.parties.models import Person, Workplace
from brobygger.placements.models import EndCause, Placement, PlacementHours, PlacementKind
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
        opening=opening,
    )
    placement.save(force_insert=True)
    if hours_per_week is not None:
        PlacementHours.objects.create(placement=placement, hours_per_week=hours_per_week)
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
    opening: Opening | None = None,
) -> Placement:
    """A placement that is not written down yet.

    Raises  DomainError for a place that is not said, or days in the wrong order
    """
    require_our_time(starts_on=starts_on, ends_on=ends_on)
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
    Raises  DomainError when the same is written down already, the opening is not open or is elsewhere, the firm was bankrupt by then, or
            the place or the days are wrong
    Source  RULES W5
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # two who write the same at once: the second is told
    if opening is not None:
        opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
        if opening.state != OpeningState.OPEN or opening.workplace_id != (workplace.pk if workplace is not None else None):
            raise DomainError(_("Muligheten er ikke åpen på dette arbeidsstedet. Velg en annen, eller ingen."), field="opening")
    if workplace is not None and starts_on > (workplace.organisation.bankrupt_on or starts_on):
        require_in_business(workplace, field="starts_on")
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
    require_our_time(on=on)
    placement = locked(placement)
    placement.state = move(placement.state, PlacementState.ENDED)
    return how_it_ended(placement, on=on, cause=cause, words=words, event="placements.ended", actor=actor)


@transaction.atomic
def correct_end(placement: Placement, *, on: date, cause: EndCause, actor: HasPublicId, words: str = "") -> Placement:
    """Put right when a placement ended, and why. Raises DomainError for one that has not ended, and as `end`."""
    placement = locked(placement)
    if placement.state != PlacementState.ENDED:
        raise DomainError(_("Plasseringen er «%(now)s», så det er ingen slutt å rette.") % {"now": placement.get_state_display()})
    return how_it_ended(placement, on=on, cause=cause, words=words, event="placements.end_corrected", actor=actor)


def how_it_ended(placement: Placement, *, on: date, cause: EndCause, words: str, event: str, actor: HasPublicId) -> Placement:
    if on < placement.starts_on:
        raise DomainError(_("Siste dag kan ikke være før %(day)s, som var første dag.") % {"day": day(placement.starts_on)}, field="on")
    placement.ends_on, placement.end_cause, placement.end_words = on, cause, words.strip()
    placement.save(update_fields=["state", "ends_on", "end_cause", "end_words"])
    record_change(event, placement, actor=actor)
    return placement


@transaction.atomic
def call_off(placement: Placement, *, actor: HasPublicId) -> Placement:
    """Say that a planned placement will not be."""
    placement = locked(placement)
    if placement.state != PlacementState.PLANNED:
        words = {"now": placement.get_state_display(), "to": PlacementState.CANCELLED.label}
        raise DomainError(_("Plasseringen er «%(now)s» og kan ikke bli «%(to)s».") % words)
    placement.state = move(placement.state, PlacementState.CANCELLED)
    placement.save(update_fields=["state"])
    record_change("placements.called_off", placement, actor=actor)
    return placement


@transaction.atomic
def take_out(placement: Placement, *, because: str, actor: HasPublicId) -> Placement:
    """Take out of somebody's way a placement that was written down by mistake. It is kept, with the reason, for staff.

    Raises  DomainError without a reason, and for one that came to nothing already
    Source  ADR 0123
    """
    placement = locked(placement)
    if not because.strip():
        raise DomainError(_("Skriv hvorfor plassen tas ut."), field="because")
    placement.state = move(placement.state, PlacementState.CANCELLED)
    placement.taken_out_because = because.strip()
    placement.end_cause = placement.end_words = ""
    placement.save(update_fields=["state", "taken_out_because", "end_cause", "end_words"])
    record_change("placements.taken_out", placement, actor=actor)
    return placement


@transaction.atomic
def let_be_as_before(placement: Placement, *, actor: HasPublicId) -> Placement:
    """Take back that a placement ended, was called off or was taken out: it is again what the history says it was before.

    Raises  DomainError for one that is under way or planned
    """
    placement = locked(placement)
    events = versions_of(placement).order_by("pgh_id")
    match placement.state:
        case PlacementState.ENDED:
            was = events.filter(state=PlacementState.ACTIVE).last()
        case PlacementState.CANCELLED:
            was = events.exclude(state=PlacementState.CANCELLED).last()
        case _:
            raise DomainError(_("Plasseringen er «%(now)s», så det er ikke noe å angre.") % {"now": placement.get_state_display()})
    placement.state = move(placement.state, PlacementState(was.state) if was is not None else PlacementState.ACTIVE)
    placement.ends_on = was.ends_on if was is not None else None
    placement.end_cause, placement.end_words = (was.end_cause, was.end_words) if was is not None else ("", "")
    placement.taken_out_because = ""
    placement.save(update_fields=["state", "ends_on", "end_cause", "end_words", "taken_out_because"])
    record_change("placements.let_be_as_before", placement, actor=actor, state=placement.state)
    return placement


@transaction.atomic
def change_days(placement: Placement, *, starts_on: date, ends_on: date | None, actor: HasPublicId) -> Placement:
    """Move a placement's first or last day, as long as it has not ended."""
    require_our_time(starts_on=starts_on, ends_on=ends_on)
    placement = locked(placement)
    if placement.state not in UNDER_WAY:
        raise DomainError(_("Plasseringen er «%(now)s» og kan ikke flyttes.") % {"now": placement.get_state_display()})
    return put_right(placement, kind=PlacementKind(placement.kind), starts_on=starts_on, ends_on=ends_on, actor=actor)


@transaction.atomic
def correct(placement: Placement, *, kind: PlacementKind, starts_on: date, ends_on: date | None, actor: HasPublicId) -> Placement:
    """Put right what kind a placement is, and its days, also after it has ended. The history keeps what stood there.

    Raises  DomainError for one that came to nothing, days in the wrong order, and one that has ended without a last day
    """
    placement = locked(placement)
    if placement.state == PlacementState.CANCELLED:
        raise DomainError(_("Plasseringen er «%(now)s» og kan ikke rettes.") % {"now": placement.get_state_display()})
    return put_right(placement, kind=kind, starts_on=starts_on, ends_on=ends_on, actor=actor)


def put_right(placement: Placement, *, kind: PlacementKind, starts_on: date, ends_on: date | None, actor: HasPublicId) -> Placement:
    """As `correct`, of one that is under lock."""
    if placement.state == PlacementState.ENDED and ends_on is None:
        raise DomainError(_("Plassen er avsluttet. Skriv siste dag, eller ta den opp igjen."), field="ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("Siste dag kan ikke være før første dag."), field="ends_on")
    if (placement.kind, placement.starts_on, placement.ends_on) == (kind, starts_on, ends_on):
        return placement
    placement.kind, placement.starts_on, placement.ends_on = kind, starts_on, ends_on
    placement.save(update_fields=["kind", "starts_on", "ends_on"])
    let_hours_follow(placement)
    record_change("placements.corrected", placement, actor=actor, kind=str(kind), first=starts_on.isoformat())
    return placement


def let_hours_follow(placement: Placement) -> None:
    """Of the hours that were to change by the first day, the last are those from the first day on; the others never held."""
    early = list(standing_hours(placement).filter(from_on__lte=placement.starts_on).order_by("from_on"))
    if early:
        first = early[-1]
        standing_hours(placement).filter(Q(from_on__isnull=True) | Q(from_on__lt=first.from_on)).delete()
        first.from_on = None
        first.save(update_fields=["from_on"])


@transaction.atomic
def set_hours(placement: Placement, *, hours_per_week: Decimal, from_on: date | None, actor: HasPublicId) -> Placement:
    """Write the hours of a week of a placement from a day on. Those before stand for the days before; the same day again puts it right.

    Takes   from_on  none for from the first day
    Raises  DomainError for one that came to nothing, and for a day outside it
    Source  ADR 0123
    """
    placement = locked(placement)
    if placement.state == PlacementState.CANCELLED:
        raise DomainError(_("Plasseringen er «%(now)s», så timene kan ikke endres.") % {"now": placement.get_state_display()})
    require_our_time(from_on=from_on)
    if from_on is not None and from_on < placement.starts_on:
        raise DomainError(
            _("Plassen begynner %(day)s. Velg den dagen eller en senere.") % {"day": day(placement.starts_on)}, field="from_on"
        )
    if from_on is not None and placement.ends_on is not None and from_on > placement.ends_on:
        raise DomainError(_("Siste dag er %(day)s. Velg en dag før det.") % {"day": day(placement.ends_on)}, field="from_on")
    from_on = None if from_on == placement.starts_on else from_on
    hours = standing_hours(placement).filter(from_on=from_on).first() or PlacementHours(placement=placement, from_on=from_on)
    if hours.hours_per_week != hours_per_week:
        hours.hours_per_week = hours_per_week
        hours.save()
        record_change("placements.hours_set", hours, actor=actor, placement=placement.public_id)
    return placement


@transaction.atomic
def withdraw_hours(hours: PlacementHours, *, now: datetime, actor: HasPublicId) -> PlacementHours:
    """Take back hours that were written by mistake; those before go on. Doing it again changes nothing."""
    placement = locked(hours.placement)
    hours = PlacementHours.objects.get(pk=hours.pk)
    if hours.withdrawn_at is None:
        hours.withdrawn_at = now
        hours.save(update_fields=["withdrawn_at"])
        record_change("placements.hours_withdrawn", hours, actor=actor, placement=placement.public_id)
    return hours


@transaction.atomic
def restore_hours(hours: PlacementHours, *, actor: HasPublicId) -> PlacementHours:
    """Let hours that were taken back stand again. Raises DomainError when others are written from the same day since."""
    placement = locked(hours.placement)
    hours = PlacementHours.objects.get(pk=hours.pk)
    if hours.withdrawn_at is None:
        return hours
    if standing_hours(placement).filter(from_on=hours.from_on).exists():
        raise DomainError(_("Det er skrevet andre timer fra samme dag. De står."))
    hours.withdrawn_at = None
    hours.save(update_fields=["withdrawn_at"])
    record_change("placements.hours_restored", hours, actor=actor, placement=placement.public_id)
    return hours


def standing_hours(placement: Placement) -> QuerySet[PlacementHours]:
    return PlacementHours.objects.filter(placement=placement, withdrawn_at__isnull=True)


def locked(placement: Placement) -> Placement:
    return Placement.objects.select_for_update(of=("self",)).select_related("first_day", "workplace").get(pk=placement.pk)
