"""The leader decides who answers for those who wait, with what was proposed kept beside it. Source: RULES M1, M4; ADR 0096."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.followup.assigning import Assignment, Proposed, assignments
from brobygger.intake.actions.answering import being_open, give_owner
from brobygger.intake.models import Intake
from brobygger.kernel.errors import DomainError
from brobygger.matching.assignment import ASSIGNMENT_VERSION, because_as_json, instance_as_json
from brobygger.proposals.models import Decision, Proposal, ProposalKind


@transaction.atomic
def decide_owner(scope: QuerySet[Intake], intake: Intake, *, to: User, reason: str = "", today: date, now: datetime, actor: User) -> Intake:
    """Give one who waits to somebody who is to answer. What the engine proposes is worked out anew and kept, with what was decided.

    Takes   scope   the intakes the leader may decide on: the proposal is made for all who wait
            reason  needed when it is another than the one who is proposed now
    Raises  DomainError when it is answered, somebody has it already, the reason is missing, or the one chosen could not open it
    Source  RULES M1, M4, W2
    """
    intake = being_open(intake)
    if intake.owner_id is not None:
        require_same(intake, to)
        return intake
    assignment, proposed = proposal_for(scope, intake, today=today)
    best = proposed.best.user if proposed is not None and proposed.best is not None else to
    departs = best.pk != to.pk
    if departs and not reason.strip():
        raise DomainError(_("Forslaget er %(name)s nå. Skriv hvorfor du velger en annen.") % {"name": best.name}, field="reason")
    give_owner(intake, to=to, today=today, now=now, actor=actor)
    if assignment is not None and proposed is not None:
        keep(
            assignment,
            intake.public_id,
            [proposed],
            given={intake.public_id: to},
            departs=departs,
            reason=reason.strip() if departs else "",
            actor=actor,
            now=now,
        )
    intake.refresh_from_db()
    return intake


@transaction.atomic
def decide_owners(scope: QuerySet[Intake], *, chosen: Mapping[UUID, UUID], today: date, now: datetime, actor: User) -> int:
    """Give everybody who was on the screen to the one who was proposed there.

    Takes   chosen  intake → user, by public id, as the leader read it
    Gives   how many were given
    Raises  DomainError when the proposal is another now, for any of them; nothing is changed then
    Source  RULES M1, M4
    """
    list(Intake.objects.select_for_update(of=("self",)).filter(public_id__in=chosen).order_by("pk"))
    found = assignments(scope, today=today)
    best = {each.intake.public_id: each.best for one in found for each in one.proposed}
    for intake_id, user_id in chosen.items():
        option = best.get(intake_id)
        if option is None or option.user.public_id != user_id:
            raise DomainError(_("Forslaget er et annet enn da du åpnet siden. Se over det en gang til."))
    for assignment in found:
        mine = [each for each in assignment.proposed if each.intake.public_id in chosen]
        given: dict[UUID, User] = {}
        for each in mine:
            assert each.best is not None
            given[each.intake.public_id] = each.best.user
            give_owner(each.intake, to=each.best.user, today=today, now=now, actor=actor)
        if mine:
            keep(assignment, mine[0].intake.unit.public_id, mine, given=given, departs=False, reason="", actor=actor, now=now)
    return len(chosen)


def require_same(intake: Intake, to: User) -> None:
    assert intake.owner is not None
    if intake.owner_id != to.pk:
        raise DomainError(_("%(name)s svarer allerede på denne. Åpne den for å gi den til en annen.") % {"name": intake.owner.name})


def proposal_for(scope: QuerySet[Intake], intake: Intake, *, today: date) -> tuple[Assignment | None, Proposed | None]:
    for assignment in assignments(scope, today=today):
        for proposed in assignment.proposed:
            if proposed.intake.pk == intake.pk:
                return assignment, proposed
    return None, None


def keep(
    assignment: Assignment,
    subject: UUID,
    proposed: list[Proposed],
    *,
    given: Mapping[UUID, User],
    departs: bool,
    reason: str,
    actor: User,
    now: datetime,
) -> Decision:
    """Keep what was proposed, from what and why, and what a person decided."""
    proposal = Proposal.objects.create(
        kind=ProposalKind.ASSIGNMENT,
        subject_id=subject,
        inputs=instance_as_json(assignment.instance),
        settings={
            "given": {str(intake): str(user.public_id) for intake, user in given.items()},
            "away": [str(each.user.public_id) for each in assignment.left_out],
        },
        engine_version=ASSIGNMENT_VERSION,
        result={"proposed": [as_json(each) for each in proposed]},
        proposed_for=actor,
        created_at=now,
    )
    decision = Decision.objects.create(proposal=proposal, decided_by=actor, departs=departs, reason=reason, decided_at=now)
    record("followup.assignment_decided", proposal, actor=actor, departs=departs, people=len(given))
    return decision


def as_json(proposed: Proposed) -> dict[str, Any]:
    """Who was proposed with the reasons, and what was true of the others; by id, as they stand in the inputs."""
    return {
        "waiting": str(proposed.intake.public_id),
        "specialist": str(proposed.best.user.public_id) if proposed.best else None,
        "because": because_as_json(proposed.best.because) if proposed.best else [],
        "others": {
            str(each.user.public_id): because_as_json(each.because)
            for each in proposed.options
            if proposed.best is None or each.user.pk != proposed.best.user.pk
        },
    }
