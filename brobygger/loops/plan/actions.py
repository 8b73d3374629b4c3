"""From wishes to a decided plan: the engine proposes, the coordinator adjusts and decides."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day, phone
from brobygger.loops.building.actions.loop import being_built
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.counsellors import counsellors_of
from brobygger.loops.kick_off.queries import turned_up
from brobygger.loops.messages import name_in_a_letter
from brobygger.loops.models import Adjustment, AdjustmentKind, Loop, LoopEmployer, NextStep, Participant, StatedVeto, Stay, VetoKind
from brobygger.loops.periods import periods
from brobygger.loops.plan.instance import Prepared, pair_of, prepare, with_adjustments, with_change
from brobygger.loops.plan.letters import NEXT_STEP, PLAN_TO_EMPLOYER
from brobygger.loops.plan.reasons import PINNED_ELSEWHERE
from brobygger.loops.states import LoopState, move_loop
from brobygger.matching import (
    ENGINE_VERSION,
    NoPlan,
    Plan,
    WhyNotCode,
    instance_as_json,
    plan_as_json,
    plan_loop,
    plans_for_every_minimum,
    why_not,
)
from brobygger.outbox.letters import Letter
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Role
from brobygger.parties.reach import letter_to
from brobygger.proposals.models import Decision, Proposal, ProposalKind

OBJECTIVE = "fair"
BARRED = frozenset(
    {
        WhyNotCode.CANDIDATE_DID_NOT_WISH,
        WhyNotCode.EMPLOYER_DID_NOT_WISH,
        WhyNotCode.CLOSED_AT_START,
        WhyNotCode.VETOED_AT_START,
        WhyNotCode.ROUND_TOO_SHORT,
    }
)  # true whatever the others do, and whatever is pinned
PROVEN_EMPLOYERS = 3  # up to so many the engine's own search proves the best plan in well under a second; docs/matching.md
LONGEST_SEARCH, LONGEST_SEARCH_BESIDE = 20.0, 5.0  # seconds a coordinator waits for a larger loop's plan, and for each beside it
TALK_WITHIN = timedelta(days=7)  # a talk about the way on, for those whose next step is something else
LINK_LASTS_AFTER_START = timedelta(days=120)


@transaction.atomic
def state_veto(
    participant: Participant, employer: LoopEmployer, *, period: int | None, kind: VetoKind, reason: str, actor: User
) -> StatedVeto:
    """Write down why a candidate cannot be at an employer, in one period or all of them."""
    loop = being_built(participant.loop)
    if employer.loop_id != loop.pk or (period is not None and period >= loop.periods):
        raise DomainError(_("Velg en bedrift og en periode i denne loopen."), field="employer")
    if StatedVeto.objects.filter(participant=participant, employer=employer, period=period, kind=kind).exists():
        raise DomainError(_("Dette hensynet er allerede lagt inn."), field="employer")
    veto = StatedVeto.objects.create(participant=participant, employer=employer, period=period, kind=kind, reason=reason, stated_by=actor)
    record("loops.veto_stated", participant, actor=actor, employer=employer.public_id, kind=str(kind))
    return veto


@transaction.atomic
def withdraw_veto(loop: Loop, *, veto_id: UUID, actor: User) -> None:
    """Take a stated reason back; the history keeps it. One that is gone already is no mistake."""
    loop = being_built(loop)
    veto = StatedVeto.objects.filter(participant__loop=loop, public_id=veto_id).select_related("participant", "employer").first()
    if veto is not None:
        record("loops.veto_withdrawn", veto.participant, actor=actor, employer=veto.employer.public_id)
        veto.delete()


@transaction.atomic
def adjust(loop: Loop, *, participant: Participant, employer: LoopEmployer, kind: AdjustmentKind, actor: User, now: datetime) -> Proposal:
    """Pin or forbid a pair, and propose anew with it.

    Gives   the new proposal
    Raises  DomainError when the pair is adjusted already, no plan can have it, or something changed meanwhile; nothing is changed then
    """
    before = ready_to_plan(loop)
    if not participant.loop_id == employer.loop_id == loop.pk:
        raise DomainError(_("Velg en deltaker og en bedrift i denne loopen."))
    if Adjustment.objects.filter(participant=participant, employer=employer).exists():
        raise DomainError(_("Dette paret er allerede låst eller unngått. Løs det opp først."))
    if kind == AdjustmentKind.PIN and Adjustment.objects.filter(participant=participant, kind=AdjustmentKind.PIN).exists():
        raise DomainError(_("Deltakeren er allerede låst til en annen bedrift. Løs det opp først."))
    change = Adjustment(participant=participant, employer=employer, kind=kind, made_by=actor)
    found = work_out(loop, with_change(before, change))
    require_unchanged(loop, before)
    change.save()
    record("loops.plan_adjusted", participant, actor=actor, employer=employer.public_id, kind=str(kind))
    return keep(found, loop, actor=actor, now=now)


@transaction.atomic
def release(loop: Loop, *, adjustment_id: UUID, actor: User, now: datetime) -> Proposal:
    """Undo a pinned or forbidden pair, and propose anew without it. One that is undone already is no mistake.

    Raises  DomainError as `adjust`
    """
    before = ready_to_plan(loop)
    adjustment = (
        Adjustment.objects.filter(participant__loop=loop, public_id=adjustment_id).select_related("participant", "employer").first()
    )
    found = work_out(loop, with_adjustments(before, [row for row in before.adjustments if row.public_id != adjustment_id]))
    require_unchanged(loop, before)
    if adjustment is not None:
        record("loops.plan_released", adjustment.participant, actor=actor, employer=adjustment.employer.public_id)
        adjustment.delete()
    return keep(found, loop, actor=actor, now=now)


@transaction.atomic
def choose_minimum(loop: Loop, *, min_visits: int, actor: User, now: datetime) -> Proposal:
    """Choose how many periods everyone who joins shall at least have, and propose anew.

    Raises  DomainError as `adjust`
    """
    before = ready_to_plan(loop)
    if not 1 <= min_visits <= loop.periods:
        raise DomainError(_("Velg et antall fra 1 til %(periods)s.") % {"periods": loop.periods})
    found = work_out(loop, replace(before, instance=replace(before.instance, min_visits=min_visits)))
    loop = require_unchanged(loop, before)
    loop.min_visits = min_visits
    loop.save(update_fields=["min_visits"])
    record("loops.minimum_chosen", loop, actor=actor, min_visits=min_visits)
    return keep(found, loop, actor=actor, now=now)


@transaction.atomic
def propose_plan(loop: Loop, *, actor: User, now: datetime) -> Proposal:
    """Let the engine propose the best plan from what is known now, and keep what it was worked out from.

    Gives   the proposal; its result has the plan, the plans for every minimum, and why each other pair did not begin together
    Raises  DomainError when there is nothing to plan, the start is not set, or a pinned pair can't be had
    Source  RULES M4; contracts/loop.md
    """
    return keep(work_out(loop, ready_to_plan(loop)), loop, actor=actor, now=now)


def ready_to_plan(loop: Loop) -> Prepared:
    """What the plan is worked out from, read without a lock: the engine may take its time, and nobody else shall wait for it.

    Raises  DomainError when there is nothing to plan
    """
    loop.refresh_from_db()
    if loop.state != LoopState.OPEN or loop.starts_on is None:
        raise DomainError(_("Loopen må ha alle bedriftene og en oppstartsdag før planen kan lages."))
    prepared = prepare(loop)
    if not prepared.participants:
        raise DomainError(_("Kryss av hvem som møtte på kick-off, før du lager planen."))
    return prepared


def require_unchanged(loop: Loop, before: Prepared) -> Loop:
    """The loop under lock, with everything as it was when it was read. Raises DomainError when it is not."""
    locked = being_built(loop)
    now = prepare(locked)
    if inputs_of(now) != inputs_of(before) or settings_of(locked, now) != settings_of(loop, before):
        raise DomainError(_("Noe ble endret mens planen ble regnet ut. Se over siden, og prøv en gang til."))
    return locked


@dataclass(frozen=True)
class WorkedOut:
    """A plan that is not kept yet, and what it was worked out from."""

    plan: Plan
    inputs: dict[str, Any]
    settings: dict[str, Any]
    result: dict[str, Any]


def work_out(loop: Loop, prepared: Prepared) -> WorkedOut:
    """The best plan with all that is kept beside it. Writes nothing. Raises DomainError when a pinned pair can't be had."""
    plan = best_plan(prepared)
    return WorkedOut(
        plan=plan,
        inputs=inputs_of(prepared),
        settings=settings_of(loop, prepared),
        result={
            "plan": plan_as_json(plan, because=lambda reason: str(reason.code)),
            "reasons": [asdict(reason) | {"code": str(reason.code), "facts": dict(reason.facts)} for reason in plan.reasons],
            "departs": departs(prepared, plan),
            "alternatives": alternatives(prepared),
            "why_not": answers_for_the_other_pairs(prepared, plan),
        },
    )


def answers_for_the_other_pairs(prepared: Prepared, plan: Plan) -> list[dict[str, Any]]:
    """Why each other pair does not begin together.

    While a pair is pinned, only what bars a start in itself, and that a participant is pinned elsewhere: the plan is then not the engine's
    own best, so what another pair would cost is asked for one at a time.
    """
    pinned = dict(prepared.pins)
    answers = why_not(prepared.instance, plan, objective=OBJECTIVE)
    found = [
        {"candidate": answer.candidate, "employer": answer.employer, "code": str(answer.code), "facts": dict(answer.facts)}
        for answer in answers
        if not pinned or answer.code in BARRED
    ]
    return found + [
        {
            "candidate": answer.candidate,
            "employer": answer.employer,
            "code": PINNED_ELSEWHERE,
            "facts": {"pinned": pinned[answer.candidate]},
        }
        for answer in answers
        if answer.candidate in pinned and answer.code not in BARRED
    ]


def keep(found: WorkedOut, loop: Loop, *, actor: User, now: datetime) -> Proposal:
    proposal = Proposal.objects.create(
        kind=ProposalKind.LOOP_PLAN,
        subject_id=loop.public_id,
        inputs=found.inputs,
        settings=found.settings,
        engine_version=ENGINE_VERSION,
        result=found.result,
        proposed_for=actor,
        created_at=now,
    )
    record("loops.plan_proposed", proposal, actor=actor, loop=loop.public_id, status=found.plan.status)
    return proposal


def best_plan(prepared: Prepared) -> Plan:
    """The engine's plan, with a sentence when a pinned pair can't be had."""
    try:
        return plan_loop(prepared.instance, objective=OBJECTIVE, pins=prepared.pins, time_limit=time_limit(prepared, LONGEST_SEARCH))
    except NoPlan as refusal:
        raise DomainError(_("Ingen plan kan ha de parene som er låst. Løs opp ett av dem, eller prøv en annen bedrift.")) from refusal


def alternatives(prepared: Prepared) -> dict[str, dict[str, int]]:
    """The figures of the best plan for every minimum of periods, without pins, side by side."""
    limit = time_limit(prepared, LONGEST_SEARCH_BESIDE)
    plans = plans_for_every_minimum(prepared.instance, objective=OBJECTIVE, time_limit=limit, second=False)
    return {str(minimum): plan.objective.figures for minimum, plan in plans.items()}


def time_limit(prepared: Prepared, seconds: float) -> float | None:
    """None for loops the exact search proves in a moment, so that every run gives the same plan; a limit for larger ones."""
    return None if len(prepared.employers) <= PROVEN_EMPLOYERS else seconds


def inputs_of(prepared: Prepared) -> dict[str, Any]:
    return instance_as_json(prepared.instance)


def settings_of(loop: Loop, prepared: Prepared) -> dict[str, Any]:
    """What a person has chosen for the plan, its days too: the same visits on other days are another plan."""
    return {
        "objective": OBJECTIVE,
        "starts_on": loop.starts_on.isoformat() if loop.starts_on else None,
        "period_months": loop.period_months,
        "pins": [list(pair) for pair in prepared.pins],
        "forbidden": [list(pair_of(row)) for row in prepared.adjustments if row.kind == AdjustmentKind.FORBID],
    }


def departs(prepared: Prepared, plan: Plan) -> bool:
    """Whether what a person has changed makes another plan than the engine would have proposed by itself."""
    default = prepared.instance.longest_round
    if not prepared.adjustments and prepared.instance.fewest_visits == default:
        return False
    own = with_adjustments(prepared, ())
    return best_plan(replace(own, instance=replace(own.instance, min_visits=default))).paths != plan.paths


def matches(loop: Loop, prepared: Prepared, proposal: Proposal) -> bool:
    """Whether everything the proposal was worked out from stands as it did."""
    return bool(proposal.inputs == inputs_of(prepared) and proposal.settings == settings_of(loop, prepared))


@transaction.atomic
def decide_plan(loop: Loop, *, proposal_id: UUID, reason: str, actor: User, today: date, now: datetime) -> Loop:
    """Decide the plan a person has before them. Everyone who turned up gets a next step, and those concerned are told.

    Takes   proposal_id  the one that was on the screen
            reason       needed when the plan departs from what the engine proposed by itself
    Raises  DomainError when something has changed since, the reason is missing, or nobody has a place; nothing is changed then
    Source  RULES M1, M4
    """
    loop = being_built(loop)
    proposal = Proposal.objects.filter(subject_id=loop.public_id, public_id=proposal_id).first()
    if proposal is None or not matches(loop, prepare(loop), proposal):
        raise DomainError(_("Noe er endret siden planen ble regnet ut. Regn den ut på nytt og se over den før du vedtar."))
    if loop.starts_on is None or loop.starts_on < today:
        raise DomainError(_("Oppstartsdagen har vært. Sett en ny dag, og regn ut planen på nytt."))
    if proposal.result["departs"] and not reason.strip():
        raise DomainError(_("Skriv hvorfor du avviker fra forslaget."), field="reason")
    stays = planned_stays(loop, proposal)
    if not stays:
        raise DomainError(_("Planen har ingen plasser å dele ut. Se på ønskene og hensynene før du vedtar."))
    loop.decision = Decision.objects.create(
        proposal=proposal, decided_by=actor, departs=proposal.result["departs"], reason=reason.strip(), decided_at=now
    )
    loop.state = move_loop(loop.state, LoopState.DECIDED)
    Stay.objects.bulk_create(stays)
    give_everyone_a_next_step(loop, stays, actor=actor, today=today)
    loop.save(update_fields=["decision", "state"])
    record("loops.plan_decided", loop, actor=actor, proposal=proposal.public_id, departs=loop.decision.departs, stays=len(stays))
    tell_those_concerned(loop, stays, actor=actor, now=now)
    return loop


def planned_stays(loop: Loop, proposal: Proposal) -> list[Stay]:
    people = {str(row.public_id): row for row in loop.participants.select_related("person", "loop")}
    places = {str(row.public_id): row for row in loop.employers.select_related("workplace", "contact")}
    calendar = periods(loop)
    return [
        Stay(
            participant=people[path["candidate"]],
            employer=places[employer],
            period=period.number,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
        )
        for path in proposal.result["plan"]["paths"]
        for period, employer in zip(calendar, path["stays"], strict=True)
        if employer is not None
    ]


def give_everyone_a_next_step(loop: Loop, stays: list[Stay], *, actor: User, today: date) -> None:
    """For some the next step is the loop, for others something else; nobody is without one. One that is set already stands."""
    begins = {stay.participant_id: stay for stay in sorted(stays, key=lambda stay: stay.period, reverse=True)}
    here = list(turned_up(loop))
    counsellors = counsellors_of(here, today=today)
    for participant in here:
        stay = begins.get(participant.pk)
        if stay is not None:
            with override(participant.person.language):
                text = _("Begynner hos %(place)s %(day)s") % {"place": stay.employer, "day": day(stay.starts_on)}
            set_next_step(loop, participant=participant, text=text, owner=loop.coordinator, due_on=stay.starts_on, actor=actor)
        elif not NextStep.objects.filter(participant=participant).exists():
            owner = counsellors[participant.pk]
            with override(participant.person.language):
                text = _("Samtale om veien videre med %(name)s") % {"name": owner.name}
            set_next_step(loop, participant=participant, text=text, owner=owner, due_on=today + TALK_WITHIN, actor=actor)


def tell_those_concerned(loop: Loop, stays: list[Stay], *, actor: HasPublicId, now: datetime) -> None:
    """A letter to each candidate with their own next step, and to each employer with who comes when."""
    steps = NextStep.objects.filter(participant__in=turned_up(loop)).select_related("participant__person", "owner")
    for step in steps.order_by("pk"):
        assert step.participant is not None
        person = step.participant.person
        send(
            NEXT_STEP,
            person,
            Role.CANDIDATE,
            loop=loop,
            about=step.participant,
            values={"step": step.text, "day": day(step.due_on), "owner": step.owner.name, "phone": phone(step.owner.phone)},
            actor=actor,
            now=now,
        )
    for employer in {stay.employer_id: stay.employer for stay in stays}.values():
        arrivals = ", ".join(
            f"{name_in_a_letter(stay.participant.person)} {day(stay.starts_on)}"
            for stay in sorted(stays, key=lambda stay: (stay.period, stay.participant.person.first_name))
            if stay.employer_id == employer.pk
        )
        send(
            PLAN_TO_EMPLOYER,
            employer.contact,
            Role.EMPLOYER,
            loop=loop,
            about=employer,
            values={"loop": loop.name, "arrivals": arrivals, "owner": loop.coordinator.name, "phone": phone(loop.coordinator.phone)},
            actor=actor,
            now=now,
        )


def send(
    letter: Letter,
    person: Person,
    role: Role,
    *,
    loop: Loop,
    about: Participant | LoopEmployer,
    values: dict[str, str | int],
    actor: HasPublicId,
    now: datetime,
) -> None:
    assert loop.starts_on is not None
    link = open_link(person, role, until=loop.starts_on + LINK_LASTS_AFTER_START, actor=actor)
    letter.put(
        once=f"{about.public_id}:decided",
        to=letter_to(person),
        about=about.public_id,
        values=values,
        link=link.public_id,
        now=now,
    )
