"""A driver asks employers one by one, until as many as the loop wants have said yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.loops.building.actions.loop import being_built, committed_count
from brobygger.loops.models import MOST_PLACES, Closure, Interview, Loop, LoopEmployer
from brobygger.loops.states import CommitmentState, LoopState, move_commitment, move_loop
from brobygger.parties.actions import EmployerCard, register_employer
from brobygger.parties.models import Grant, Person, Workplace


@transaction.atomic
def ask_employer(
    loop: Loop,
    *,
    workplace: Workplace,
    contact: Person,
    places: Sequence[int] = (),
    commitments: str = "",
    shifts: Sequence[str] = (),
    cannot_arrange: Sequence[str] = (),
    actor: HasPublicId,
) -> LoopEmployer:
    """Write down that an employer has been asked to join, with one place in every period unless told otherwise.

    One that has been out of the loop is asked again.

    Raises  DomainError when the loop is decided, the employer is in it already, or the places are out of range
    """
    loop = being_built(loop)
    employer = LoopEmployer.objects.select_for_update().filter(loop=loop, workplace=workplace).first()
    if employer is None:
        employer = LoopEmployer(loop=loop, workplace=workplace)
    elif employer.state != CommitmentState.WITHDRAWN:
        raise DomainError(_("%(place)s er allerede med i loopen.") % {"place": workplace}, field="workplace")
    else:
        employer.state = move_commitment(employer.state, CommitmentState.ASKED)
    employer.contact = contact
    employer.places = valid_places(loop, places or [1] * loop.periods)
    employer.commitments, employer.shifts, employer.cannot_arrange = commitments, list(shifts), list(cannot_arrange)
    employer.save()
    record("loops.employer_asked", employer, actor=actor, loop=loop.public_id)
    return employer


@transaction.atomic
def ask_new_employer(loop: Loop, *, card: EmployerCard, today: date, actor: HasPublicId) -> LoopEmployer:
    """Register an employer and write down that it has been asked: both or neither.

    Raises  DomainError as `register_employer` and `ask_employer`
    """
    contact = register_employer(card, today=today, actor=actor)
    return ask_employer(loop, workplace=contact.workplace, contact=contact.person, actor=actor)


@transaction.atomic
def change_employer(
    employer: LoopEmployer,
    *,
    contact: Person,
    places: Sequence[int],
    commitments: str,
    room: str,
    shifts: Sequence[str],
    cannot_arrange: Sequence[str],
    actor: HasPublicId,
) -> LoopEmployer:
    """Change what an employer brings to the loop, until the plan is decided."""
    loop = being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    employer.contact = contact
    employer.places = valid_places(loop, places)
    employer.commitments, employer.room = commitments, room
    employer.shifts, employer.cannot_arrange = list(shifts), list(cannot_arrange)
    employer.save(update_fields=["contact", "places", "commitments", "room", "shifts", "cannot_arrange"])
    record("loops.employer_changed", employer, actor=actor)
    return employer


def valid_places(loop: Loop, places: Sequence[int]) -> list[int]:
    if len(places) != loop.periods or not all(0 <= count <= MOST_PLACES for count in places) or not any(places):
        raise DomainError(
            _("Skriv plasser for hver av de %(periods)s periodene, fra 0 (stengt) til 6, og minst én plass til sammen.")
            % {"periods": loop.periods},
            field="places",
        )
    return list(places)


@transaction.atomic
def commit_employer(employer: LoopEmployer, *, on: date, actor: HasPublicId) -> LoopEmployer:
    """Write down an employer's yes. The loop opens when as many as it wants have said yes.

    Raises  DomainError when the loop is full or decided, or the employer has said yes already
    """
    loop = being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    committed = committed_count(loop)
    if committed >= loop.employers_wanted:
        raise DomainError(
            _("Loopen har allerede de %(count)s bedriftene den skal ha. Øk antallet først.") % {"count": loop.employers_wanted}
        )
    employer.places = valid_places(loop, employer.places)  # one that was out when the loop shrank may have none left
    employer.state, employer.committed_on = move_commitment(employer.state, CommitmentState.COMMITTED), on
    employer.save(update_fields=["state", "committed_on"])
    record("loops.employer_committed", employer, actor=actor, loop=loop.public_id)
    if committed + 1 == loop.employers_wanted and loop.state == LoopState.RECRUITING:
        loop.state = move_loop(loop.state, LoopState.OPEN)
        loop.save(update_fields=["state"])
        record("loops.loop_opened", loop, actor=actor)
    return employer


@transaction.atomic
def withdraw_employer(employer: LoopEmployer, *, now: datetime, actor: HasPublicId) -> LoopEmployer:
    """Take an employer out before the plan is decided; all sharing with it for the loop ends at once.

    A loop that then has too few goes back to gathering. Asked again, the employer meets nobody before each has said yes anew.
    """
    loop = being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    employer.state, employer.committed_on = move_commitment(employer.state, CommitmentState.WITHDRAWN), None
    employer.save(update_fields=["state", "committed_on"])
    Interview.objects.filter(employer=employer).delete()
    shared = Grant.objects.filter(workplace=employer.workplace_id, subject_id=loop.public_id, withdrawn_at__isnull=True)
    shared.update(withdrawn_at=now)
    record("loops.employer_withdrawn", employer, actor=actor, loop=loop.public_id)
    if loop.state == LoopState.OPEN and committed_count(loop) < loop.employers_wanted:
        loop.state = move_loop(loop.state, LoopState.RECRUITING)
        loop.save(update_fields=["state"])
    return employer


@transaction.atomic
def close_weeks(employer: LoopEmployer, *, starts_on: date, ends_on: date, reason: str, actor: HasPublicId) -> Closure:
    """Write down days when an employer is closed."""
    being_built(employer.loop)
    require_our_time(starts_on=starts_on, ends_on=ends_on)
    if ends_on < starts_on:
        raise DomainError(_("Siste dag kan ikke være før %(day)s.") % {"day": day(starts_on)}, field="ends_on")
    closure = Closure.objects.create(employer=employer, starts_on=starts_on, ends_on=ends_on, reason=reason)
    record("loops.weeks_closed", employer, actor=actor, starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    return closure


@transaction.atomic
def open_weeks(closure: Closure, *, actor: HasPublicId) -> None:
    """Take out days an employer was to be closed."""
    being_built(closure.employer.loop)
    record("loops.weeks_opened", closure.employer, actor=actor, starts_on=closure.starts_on.isoformat())
    closure.delete()
