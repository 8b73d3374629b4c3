"""Openings: found on a visit or told of by the employer, followed up, and filled or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.audit.actions import record
from brobygger.jobdev.letters import TOLD
from brobygger.jobdev.models import EmployerVisit, Opening, OpeningState
from brobygger.jobdev.states import move_opening_on
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.parties.employer_cards import require_in_business
from brobygger.parties.models import Person, Unit, Workplace
from brobygger.reference.models import Occupation

LONGEST_TITLE = 100
LONGEST_TASKS = 600
MOST_PLACES = 20
MOST_HOURS = 60


@dataclass(frozen=True)
class OpeningCard:
    """What an opening is: the tasks, and how much, when and for how many as far as it is known."""

    title: str
    tasks: str
    hours_per_week: Decimal | int | None = None
    work_times: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    places: int = 1
    occupation: Occupation | None = None

    def fields(self) -> dict[str, object]:
        """The fields of the row, those of an occupation too."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return plain | {"work_times": list(self.work_times)}


def require_whole(card: OpeningCard) -> None:
    if not card.tasks.strip():
        raise DomainError(_("Skriv hva arbeidet er."), field="tasks")
    if not card.title.strip():
        raise DomainError(_("Gi muligheten et kort navn, for eksempel «dekkskift»."), field="title")
    require_our_time(starts_on=card.starts_on, ends_on=card.ends_on)
    if card.starts_on and card.ends_on and card.ends_on < card.starts_on:
        raise DomainError(_("Siste dag kan ikke være før første dag. Skriv en senere dag, eller la den stå tom."), field="ends_on")
    if not 1 <= card.places <= MOST_PLACES:
        raise DomainError(_("Skriv hvor mange plasser, fra 1 til 20."), field="places")
    if card.hours_per_week is not None and not 1 <= card.hours_per_week <= MOST_HOURS:
        raise DomainError(_("Skriv timer i uka, fra 1 til 60, eller la feltet stå tomt."), field="hours_per_week")


@transaction.atomic
def find_opening(
    workplace: Workplace, *, unit: Unit, owner: User, card: OpeningCard, visit: EmployerVisit | None = None, now: datetime, actor: User
) -> Opening:
    """Write down that an employer has work somebody could do. The owner follows it up.

    Takes   visit  the one it was found on, when there was one
    Raises  DomainError for a card without tasks or a title, or with numbers or days that cannot be, and at a firm that is bankrupt
    """
    require_whole(card)
    require_in_business(workplace)
    opening = Opening.objects.create(
        workplace=workplace, unit=unit, visit=visit, owner=owner, found_at=now, followed_up_at=now, **card.fields()
    )
    record("jobdev.opening_found", opening, actor=actor, workplace=workplace.public_id, owner=owner.public_id)
    return opening


@transaction.atomic
def tell_of_opening(workplace: Workplace, *, unit: Unit, owner: User, card: OpeningCard, now: datetime, actor: Person) -> Opening:
    """An employer says that there is room for one more. The one who answers for them gets a letter at once, and follows it up.

    Takes   owner  from `who_hears_from`, or whom else the employer calls
    Raises  DomainError as `find_opening`
    Source  MISSION §7.3
    """
    require_whole(card)
    opening = Opening.objects.create(
        workplace=workplace, unit=unit, owner=owner, told_by=actor, found_at=now, followed_up_at=now, **card.fields()
    )
    record("jobdev.opening_told", opening, actor=actor, workplace=workplace.public_id, owner=owner.public_id)
    TOLD.put(
        once=str(opening.public_id),
        to=letter_to_user(owner),
        about=opening.public_id,
        values={"workplace": workplace.name},
        now=now,
    )
    return opening


def locked(opening: Opening) -> Opening:
    return Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)


@transaction.atomic
def follow_up_opening(opening: Opening, *, now: datetime, actor: User) -> Opening:
    """Say that something has been done about an opening, so that it is not the one that has waited longest.

    Raises  DomainError for one that is not open
    """
    opening = locked(opening)
    if opening.state != OpeningState.OPEN:
        raise DomainError(_("Muligheten er ikke åpen lenger. Åpne den igjen først."))
    opening.followed_up_at = now
    opening.save(update_fields=["followed_up_at"])
    record("jobdev.opening_followed_up", opening, actor=actor)
    return opening


@transaction.atomic
def correct_opening(opening: Opening, *, card: OpeningCard, owner: User, now: datetime, actor: User) -> Opening:
    """Put right what an opening is, or let somebody else follow it up. The history keeps what stood there.

    Raises  DomainError as `find_opening`
    """
    require_whole(card)
    opening = locked(opening)
    fields = card.fields() | {"owner": owner, "followed_up_at": now}
    for name, value in fields.items():
        setattr(opening, name, value)
    opening.save(update_fields=list(fields))
    record("jobdev.opening_corrected", opening, actor=actor, owner=owner.public_id)
    return opening


@transaction.atomic
def fill_opening(opening: Opening, *, actor: User) -> Opening:
    """Somebody has begun, and there is no more room. Raises DomainError for one that is not open."""
    return changed(opening, OpeningState.FILLED, "jobdev.opening_filled", actor)


@transaction.atomic
def close_opening(opening: Opening, *, actor: User) -> Opening:
    """There is no opening any more. Raises DomainError for one that is not open."""
    return changed(opening, OpeningState.CLOSED, "jobdev.opening_closed", actor)


@transaction.atomic
def reopen_opening(opening: Opening, *, now: datetime, actor: User) -> Opening:
    """There is room again. It counts as followed up now. Raises DomainError for one that is open."""
    opening = changed(opening, OpeningState.OPEN, "jobdev.opening_reopened", actor)
    opening.followed_up_at = now
    opening.save(update_fields=["followed_up_at"])
    return opening


def changed(opening: Opening, to: OpeningState, event: str, actor: User) -> Opening:
    opening = locked(opening)
    opening.state = move_opening_on(opening.state, to)
    opening.save(update_fields=["state"])
    record(event, opening, actor=actor)
    return opening
