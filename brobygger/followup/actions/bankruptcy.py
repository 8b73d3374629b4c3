"""An employer goes bankrupt: all it had with anybody ends, and those who answer for the people are told. Source: MISSION §3.9; ADR 0100."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.followup.actions.suggesting import comes_to_nothing
from brobygger.followup.bankruptcies import AtTheEmployer, at_the_employer, open_placements, outside_loops, spoken_of, told_there
from brobygger.followup.bankruptcy_letters import BANKRUPTCY
from brobygger.intake.models import Engagement
from brobygger.intake.queries import who_picks_up
from brobygger.jobdev.actions.openings import close_opening
from brobygger.jobdev.actions.visits import call_off_visit
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.loops.building.actions.employers import withdraw_employer
from brobygger.loops.models import DropOut, LoopEmployer
from brobygger.loops.repair.actions.leaving import drop_out, last_day_of
from brobygger.outbox.actions import enqueue_many
from brobygger.outbox.letters import Page
from brobygger.parties.changes import record_change
from brobygger.parties.employer_cards import save_what_changed
from brobygger.parties.models import Membership, Organisation, Protection, Role
from brobygger.parties.queries import holds_on
from brobygger.placements import actions as placements
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from brobygger.talent.actions.disclosing import withdraw_disclosure


@transaction.atomic
def employer_went_bankrupt(organisation: Organisation, *, on: date, words: str, actor: User, today: date, now: datetime) -> AtTheEmployer:
    """Keep that an employer is bankrupt, end everything it has with anybody, at all its workplaces, and tell those it concerns, each once.

    The visits to come are called off, what was suggested there comes to nothing, and what its workplaces may know is taken back.

    Takes   on     the last day anybody could be there, today or before; what was to end earlier did
            words  how it is known, kept on the firm and on each placement that ends; staff only
    Gives   what was under way and planned before. Doing it again puts the day and the words right, and ends what has come since
    Raises  DomainError for a day ahead, a day before somebody began there, and a loop whose days do not allow it. Nothing is changed then.
            One with protection of any kind is never the reason for a refusal: what began later ends the day it began
    Source  MISSION §3.9, §5.7; RULES A7, W2, W3; ADR 0100, 0123
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)  # pressed twice: the second finds nothing to end
    before = at_the_employer(organisation, today=today)
    require_our_time(on=on)
    if on > today:
        raise DomainError(_("%(day)s er ikke kommet. Skriv den siste dagen det var noen der.") % {"day": day(on)}, field="on")
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
    for suggestion in spoken_of(organisation):
        comes_to_nothing(suggestion, because=_("Bedriften er konkurs."), now=now, actor=actor)
    for disclosure in told_there(organisation):
        withdraw_disclosure(disclosure, now=now, actor=actor)
    for visit in before.visits:
        call_off_visit(visit, because=_("Bedriften er konkurs."), now=now, actor=actor)
    if save_what_changed(organisation, {"bankrupt_on": on, "bankrupt_words": words.strip()}):
        record_change(
            "followup.employer_went_bankrupt",
            organisation,
            actor=actor,
            on=on.isoformat(),
            ended=len(before.running),
            called_off=len(before.planned),
            openings=len(before.openings),
        )
    tell_those_who_answer(organisation, before, actor=actor, today=today, now=now)
    return before


@transaction.atomic
def employer_is_not_bankrupt(organisation: Organisation, *, actor: User) -> Organisation:
    """Take back that an employer is bankrupt. What ended stays so, until each is made as it was. Doing it again changes nothing."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if save_what_changed(organisation, {"bankrupt_on": None, "bankrupt_words": ""}):
        record_change("followup.employer_is_not_bankrupt", organisation, actor=actor)
    return organisation


def last_day_at(placement: Placement, on: date) -> date:
    """The day a placement ends: not before it began, and not later than it was to last, also when nobody has said how that went."""
    return max(placement.starts_on, min(on, placement.ends_on or on))


def day_in_loop(employer: LoopEmployer, on: date) -> date:
    """The day the employer leaves the loop: within its days, also when the bankruptcy came before it began."""
    return min(max(on, employer.loop.starts_on or on), last_day_of(employer.loop))


def tell_those_who_answer(organisation: Organisation, before: AtTheEmployer, *, actor: User, today: date, now: datetime) -> None:
    """One letter to each who answers today for somebody there, coordinates a loop it was in, or was to go there. It names nobody who was
    there. The one who writes it down knows which visits of their own it was.
    """
    people = people_by_user(before.placements, today=today)
    loops: dict[User, list[str]] = {}
    for employer in before.employers_in_loops:
        loops.setdefault(employer.loop.coordinator, []).append(employer.loop.name)
    visits = {each.visitor: each for each in reversed(before.visits) if each.visitor != actor}
    enqueue_many(
        [
            BANKRUPTCY.draft(
                once=f"{organisation.public_id}:{user.public_id}:{now.isoformat()}",
                to=letter_to_user(user),
                about=organisation.public_id,
                page=Page.PEOPLE if user in people else Page.LOOPS if user in loops else Page.EMPLOYER,
                page_of=visits[user].workplace.public_id if user in visits else None,
                values={
                    "employer": organisation.name,
                    "people": people.get(user, 0),
                    "loops": ", ".join(dict.fromkeys(loops.get(user, []))),
                    "visit": 1 if user in visits else 0,
                },
            )
            for user in sorted({*people, *loops, *visits}, key=lambda user: user.pk)
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
