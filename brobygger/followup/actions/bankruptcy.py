"""An employer goes bankrupt: all it had with anybody ends, and those who answer for the people are told. Source: MISSION §3.9; ADR 0100."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.audit.actions import record
from brobygger.followup.bankruptcies import AtTheEmployer, at_the_employer, open_placements, outside_loops
from brobygger.followup.bankruptcy_letters import BANKRUPTCY
from brobygger.intake.models import Engagement
from brobygger.intake.queries import who_picks_up
from brobygger.jobdev.actions.openings import close_opening
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.loops.building.actions.employers import withdraw_employer
from brobygger.loops.models import DropOut, LoopEmployer
from brobygger.loops.repair.actions.leaving import drop_out, last_day_of
from brobygger.outbox.actions import enqueue_many
from brobygger.outbox.letters import Page
from brobygger.parties.models import Membership, Organisation, Protection, Role
from brobygger.parties.queries import holds_on
from brobygger.placements import actions as placements
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState


class NothingToEndError(DomainError):
    """The employer has nothing with anybody. Whoever may not see all that it has, must not learn it from a refusal."""


@transaction.atomic
def employer_went_bankrupt(organisation: Organisation, *, on: date, words: str, actor: User, today: date, now: datetime) -> AtTheEmployer:
    """End everything an employer has with anybody, at all its workplaces, and tell those who answer for the people, each once.

    Takes   on     the last day anybody could be there, today or before; what was to end earlier did
            words  how it is known, kept on each placement that ends; staff only
    Gives   what was under way and planned before
    Raises  DomainError for a day ahead, a day before somebody began there, and a loop whose days do not allow it; NothingToEndError when
            there is nothing to end. Nothing is changed then. One with protection of any kind is never the reason for a refusal: what
            began later ends the day it began
    Source  MISSION §3.9, §5.7; RULES A7, W2, W3; ADR 0100
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)  # pressed twice: the second finds nothing to end
    before = at_the_employer(organisation)
    if on > today:
        raise DomainError(_("%(day)s er ikke kommet. Skriv den siste dagen det var noen der.") % {"day": day(on)}, field="on")
    if before.is_empty:
        raise NothingToEndError(_("%(name)s har ingen plasser, muligheter eller looper å avslutte.") % {"name": organisation})
    later = [each.starts_on for each in before.running if each.starts_on > on and each.person.protection == Protection.NONE]
    if later:
        raise DomainError(_("Noen begynte der %(day)s. Velg den dagen eller en senere.") % {"day": day(max(later))}, field="on")

    for employer in before.in_running_loops:
        drop_out(employer, on=day_in_loop(employer, on), because=DropOut.BANKRUPT, actor=actor, today=today, now=now)
    for employer in before.in_loops_being_built:
        withdraw_employer(employer, now=now, actor=actor)
    for placement in outside_loops(open_placements(organisation)):
        if placement.state == PlacementState.ACTIVE:
            placements.end(placement, on=last_day_at(placement, on), cause=EndCause.EMPLOYER_BANKRUPT, words=words, actor=actor)
        else:
            placements.call_off(placement, actor=actor)
    for opening in before.openings:
        close_opening(opening, actor=actor)
    record(
        "followup.employer_went_bankrupt",
        organisation,
        actor=actor,
        on=on.isoformat(),
        ended=len(before.running),
        called_off=len(before.planned),
        openings=len(before.openings),
    )
    tell_those_who_answer(organisation, before, today=today, now=now)
    return before


def last_day_at(placement: Placement, on: date) -> date:
    """The day a placement ends: not before it began, and not later than it was to last, also when nobody has said how that went."""
    return max(placement.starts_on, min(on, placement.ends_on or on))


def day_in_loop(employer: LoopEmployer, on: date) -> date:
    """The day the employer leaves the loop: within its days, also when the bankruptcy came before it began."""
    return min(max(on, employer.loop.starts_on or on), last_day_of(employer.loop))


def tell_those_who_answer(organisation: Organisation, before: AtTheEmployer, *, today: date, now: datetime) -> None:
    """One letter to each who answers today for somebody there or coordinates a loop it was in. It names nobody who was there."""
    people = people_by_user(before.placements, today=today)
    loops: dict[User, list[str]] = {}
    for employer in before.employers_in_loops:
        loops.setdefault(employer.loop.coordinator, []).append(employer.loop.name)
    enqueue_many(
        [
            BANKRUPTCY.draft(
                once=f"{organisation.public_id}:{user.public_id}:{now.isoformat()}",
                to=letter_to_user(user),
                about=organisation.public_id,
                page=Page.PEOPLE if user in people else Page.LOOPS,
                values={
                    "employer": organisation.name,
                    "people": people.get(user, 0),
                    "loops": ", ".join(dict.fromkeys(loops.get(user, []))),
                },
            )
            for user in sorted({*people, *loops}, key=lambda user: user.pk)
        ],
        now=now,
    )


def people_by_user(of_these: Iterable[Placement], *, today: date) -> Counter[User]:
    """How many of the people each user answers for today; the deputy of one who is away, the leaders of the unit when nobody answers.

    Cost  three queries
    """
    running = Engagement.objects.filter(person__in={each.person_id for each in of_these})
    pairs: set[tuple[User, int]] = set()
    unanswered: dict[int, set[int]] = {}
    for each in who_picks_up(running, today=today):
        if each.answers is not None:
            pairs.add((each.answers, each.engagement.person_id))
        else:
            unanswered.setdefault(each.engagement.unit_id, set()).add(each.engagement.person_id)
    leaders = Membership.objects.filter(holds_on(today), unit__in=unanswered, role=Role.LEADER).select_related("user")
    pairs |= {(leader.user, person) for leader in leaders for person in unanswered[leader.unit_id]}
    return Counter(user for user, _person in pairs)
