"""Leaving a loop that has begun: a candidate for a job or education, an employer because it must. Source: MISSION §5.7; RULES W5, A7."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import DropOut, LeftFor, Loop, LoopEmployer, NextStep, Participant, Stay
from brobygger.loops.states import CommitmentState, move_commitment
from brobygger.loops.the_year.actions.dates import lay_out_dates, running, stays_of
from brobygger.loops.the_year.actions.turnings import CAUSES, DROP_OUT_CAUSES
from brobygger.loops.the_year.dates import turnings_of
from brobygger.loops.the_year.queries import has_begun
from brobygger.loops.the_year.telling.actions import tell_of_the_new_year
from brobygger.parties.models import Workplace
from brobygger.placements import actions as placements
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import PlacementState

JOBS = {
    PlacementKind.ORDINARY_PERMANENT,
    PlacementKind.ORDINARY_TEMPORARY,
    PlacementKind.SUBSIDISED,
    PlacementKind.APPRENTICESHIP,
    PlacementKind.SUMMER_JOB,
}
KINDS = {LeftFor.JOB: JOBS, LeftFor.EDUCATION: {PlacementKind.EDUCATION}, LeftFor.OTHER: set(PlacementKind)}
FIRST_CALL_WITHIN = timedelta(days=3)  # after the new job began; RULES W4
TALK_WITHIN = timedelta(days=7)
NEW_PLACE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class NewPlace:
    """Where somebody goes from the loop: an ordinary job is a placement of its own, and goes on being followed."""

    kind: PlacementKind
    starts_on: date
    workplace: Workplace | None = None
    place_name: str = ""
    hours_per_week: Decimal | None = None


@transaction.atomic
def leave_loop(
    participant: Participant, *, on: date, left_for: LeftFor, goes_to: NewPlace | None, actor: User, today: date, now: datetime
) -> Participant:
    """Somebody leaves the loop for a job, education or something else. They get a next step with an owner, and the hole shows.

    Takes   on       the last day in the loop, today or ahead; or one that has been, in the stay they have now
            goes_to  needed for a job and for education
    Raises  DomainError when they are not in the loop's year, the day is outside it, or the new place does not fit; nothing is changed then
    Source  MISSION §5.7; RULES W4, W5
    """
    loop = running(participant.loop)
    participant = Participant.objects.select_for_update(of=("self",)).select_related("person", "proposed_by", "loop").get(pk=participant.pk)
    stays = [stay for stay in stays_of(loop) if stay.participant_id == participant.pk]
    if participant.left_on is not None or not stays:
        raise DomainError(_("%(name)s er ikke i loopen nå.") % {"name": participant})
    earliest, latest = max([first_possible(stay) for stay in stays if has_begun(stay)], default=loop.starts_on or on), last_day_of(loop)
    if not earliest <= on <= latest:
        raise DomainError(_("Siste dag må være fra %(first)s til %(last)s.") % {"first": day(earliest), "last": day(latest)}, field="on")
    if left_for != LeftFor.OTHER and goes_to is None:
        raise DomainError(_("Skriv hvor %(name)s skal, så noen kan følge opp.") % {"name": participant}, field="place_name")
    if goes_to is not None and goes_to.kind not in KINDS[left_for]:
        raise DomainError(_("Slaget passer ikke med det %(name)s går til.") % {"name": participant}, field="kind")

    participant.left_on, participant.left_for = on, left_for
    if goes_to is not None:
        participant.went_to = placements.place(
            participant.person,
            kind=goes_to.kind,
            workplace=goes_to.workplace,
            place_name=goes_to.place_name,
            starts_on=goes_to.starts_on,
            hours_per_week=goes_to.hours_per_week,
            actor=actor,
        )
        if goes_to.starts_on <= today:
            placements.begin(participant.went_to, actor=actor)
    participant.save(update_fields=["left_on", "left_for", "went_to"])
    cut = cut_short(stays, on=on, cause=CAUSES[left_for], actor=actor, today=today)
    follow_on(participant, goes_to, actor=actor, today=today)
    changed = lay_out_dates(loop, turnings_of(loop), actor=actor, now=now)
    record("loops.participant_left", participant, actor=actor, on=on.isoformat(), left_for=str(left_for))
    tell_of_the_new_year(loop, stays=cut, dates=changed, actor=actor, now=now)
    return participant


@transaction.atomic
def begin_after_the_loop(participant: Participant, *, actor: User, today: date) -> Placement:
    """Say that somebody has begun where they went from the loop; nothing begins by itself.

    Gives   the placement, active
    Raises  DomainError when there is no such place, its first day is ahead, or it has begun already; nothing is changed then
    """
    participant = Participant.objects.select_for_update(of=("self",)).select_related("person", "went_to").get(pk=participant.pk)
    if participant.went_to is None:
        raise DomainError(_("Det er ikke skrevet hvor %(name)s gikk videre.") % {"name": participant})
    if participant.went_to.starts_on > today:
        words = {"name": participant, "day": day(participant.went_to.starts_on)}
        raise DomainError(_("%(name)s begynner %(day)s. Kryss av når den dagen er kommet.") % words)
    return placements.begin(participant.went_to, actor=actor)


@transaction.atomic
def drop_out(employer: LoopEmployer, *, on: date, because: DropOut, actor: User, today: date, now: datetime) -> LoopEmployer:
    """An employer leaves the loop: its stays end that day, and each who has lost a place gets a next step while a new one is found.

    Takes   on  the last day anybody can be there; not after today, or else the day it is known to close
    Raises  DomainError when it is not in the loop, or the day is before the loop began; nothing is changed then
    """
    loop = running(employer.loop)
    employer = LoopEmployer.objects.select_for_update(of=("self",)).select_related("workplace", "contact", "loop").get(pk=employer.pk)
    if loop.starts_on is not None and on < loop.starts_on:
        raise DomainError(_("Loopen begynte %(day)s. Velg en dag etter det.") % {"day": day(loop.starts_on)}, field="on")
    if on > last_day_of(loop):
        raise DomainError(_("Loopen slutter %(day)s. Velg den dagen eller en før.") % {"day": day(last_day_of(loop))}, field="on")
    employer.state = move_commitment(employer.state, CommitmentState.DROPPED_OUT)
    employer.dropped_out_on, employer.dropped_out_because = on, because
    employer.save(update_fields=["state", "dropped_out_on", "dropped_out_because"])
    stays = [stay for stay in stays_of(loop) if stay.employer_id == employer.pk]
    later = [stay for stay in stays if has_begun(stay) and first_possible(stay) > on]
    if later:
        words = {"name": later[-1].participant, "day": day(first_possible(later[-1]))}
        raise DomainError(_("%(name)s var der %(day)s. Velg den dagen eller en senere.") % words, field="on")
    cut = cut_short(stays, on=on, cause=DROP_OUT_CAUSES[because], actor=actor, today=today)
    for participant in {stay.participant_id: stay.participant for stay in cut if stay.participant.left_on is None}.values():
        with override(participant.person.language):
            text = _("Finne et nytt sted i stedet for %(place)s") % {"place": employer}
        set_next_step(
            loop, participant=participant, text=text, owner=loop.coordinator, due_on=max(today, on) + NEW_PLACE_WITHIN, actor=actor
        )
    changed = lay_out_dates(loop, turnings_of(loop), actor=actor, now=now)
    record("loops.employer_dropped_out", employer, actor=actor, on=on.isoformat(), because=str(because))
    tell_of_the_new_year(loop, stays=cut, dates=changed, actor=actor, now=now)
    return employer


def last_day_of(loop: Loop) -> date:
    """The day the loop ends, as its turnings stand. Cost: one query."""
    return max(turnings_of(loop).values())


def first_possible(stay: Stay) -> date:
    """The first day that may be the last one in the loop, after a stay that has begun: its last day once it has ended."""
    return stay.ends_on if stay.placement is not None and stay.placement.state == PlacementState.ENDED else stay.starts_on


def cut_short(stays: list[Stay], *, on: date, cause: EndCause, actor: User, today: date) -> list[Stay]:
    """End the stays under way on a day, and take away those that would begin after it.

    Gives   the stays that were changed; those taken away are no longer in the database
    """
    cut = []
    for stay in stays:
        placement = stay.placement
        if (placement is not None and placement.state in {PlacementState.ENDED, PlacementState.CANCELLED}) or stay.ends_on <= on:
            continue
        cut.append(stay)
        if stay.starts_on > on:
            Stay.objects.filter(pk=stay.pk).delete()
            if placement is not None:
                placements.call_off(placement, actor=actor)
            continue
        stay.ends_on = on
        stay.save(update_fields=["ends_on"])
        if placement is not None and placement.state == PlacementState.ACTIVE and on <= today:
            placements.end(placement, on=on, cause=cause, actor=actor)
        elif placement is not None:
            placements.change_days(placement, starts_on=stay.starts_on, ends_on=on, actor=actor)
    return cut


def follow_on(participant: Participant, goes_to: NewPlace | None, *, actor: User, today: date) -> NextStep:
    """Somebody has the next step for one who goes on: a call soon after the new start, or a talk about the way on."""
    owner = counsellor_of(participant, today=today)
    with override(participant.person.language):
        if goes_to is not None:
            text = _("%(owner)s ringer og hører hvordan det går") % {"owner": owner.name}
        else:
            text = _("Samtale om veien videre med %(name)s") % {"name": owner.name}
    due_on = max(goes_to.starts_on + FIRST_CALL_WITHIN, today) if goes_to is not None else today + TALK_WITHIN
    return set_next_step(participant.loop, participant=participant, text=text, owner=owner, due_on=due_on, actor=actor)
