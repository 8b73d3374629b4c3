"""Repairing a loop's year: the engine proposes the fewest changes, a person decides. Source: MISSION §5.7; RULES M1, M4; ADR 0088."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.models import Loop, LoopEmployer, Participant, Stay
from brobygger.loops.periods import Period
from brobygger.loops.plan.actions import OBJECTIVE
from brobygger.loops.plan.instance import Prepared, prepare
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions.dates import begin_late, lay_out_dates, running, stays_of
from brobygger.loops.the_year.actions.turnings import give_placements
from brobygger.loops.the_year.dates import turnings_of, year_of
from brobygger.loops.the_year.telling.actions import tell_of_the_new_year
from brobygger.matching import (
    ENGINE_VERSION,
    BadInstance,
    Employer,
    Instance,
    Newcomers,
    Objective,
    Path,
    Plan,
    Proof,
    Repair,
    RepairCode,
    Veto,
    instance_as_json,
    plan_as_json,
    replan_loop,
)
from brobygger.placements import actions as placements
from brobygger.placements.models import EndCause
from brobygger.placements.states import PlacementState
from brobygger.proposals.models import Decision, Proposal, ProposalKind

BEGINS, FILLED = {RepairCode.NEWCOMER_BEGINS, RepairCode.NEWCOMER_GOES_ON}, RepairCode.FILLS_GAP
ELSEWHERE, BEEN_THERE = "elsewhere", "been_there"  # reasons of vetoes that are true of the year, and stated by nobody
NOTHING = Objective(blocking=0, visits=0, selected=0, worst=0, total=0)
UNPROVEN = Proof(method="", upper_bound=NOTHING, seconds=0.0)


@transaction.atomic
def propose_repair(
    loop: Loop, *, from_period: int, starts_on: date, newcomers: Sequence[Participant], actor: User, today: date, now: datetime
) -> Proposal:
    """Let the engine propose the repair with the fewest changes, and keep what it was worked out from.

    Takes   from_period  the first period that may be changed: the one under way, or one that comes
            starts_on    the first day of new stays in a period that is under way
            newcomers    those who come in now; they were at the kick-off, or have met the employers since
    Raises  DomainError when the year is not under way, or the period or the day is over
    """
    loop.refresh_from_db()
    if loop.state != LoopState.RUNNING:
        raise DomainError(_("Loopen er «%(state)s», så året kan ikke endres.") % {"state": loop.get_state_display()})
    require_ahead(loop, from_period, starts_on, today=today)
    prepared = prepare(loop)
    stays, others = in_force(loop, prepared, from_period=from_period, today=today)
    require_free(loop, others, from_period, starts_on)
    instance = instance_from(loop, prepared, newcomers, others, from_period=from_period, starts_on=starts_on)
    plan = plan_of(instance, stays)
    try:
        repair = replan_loop(instance, plan, from_period=from_period, joined=Newcomers(candidates=plan.not_joined), objective=OBJECTIVE)
    except BadInstance as refusal:  # somebody has taken back a wish for a place they have been at
        raise DomainError(_("Ønskene er endret for et sted noen alt har vært. Rett dem først, og lag forslaget på nytt.")) from refusal
    proposal = Proposal.objects.create(
        kind=ProposalKind.LOOP_REPAIR,
        subject_id=loop.public_id,
        inputs=inputs_of(instance, stays),
        settings={
            "from_period": from_period,
            "starts_on": starts_on.isoformat(),
            "newcomers": [str(row.public_id) for row in newcomers],
        },
        engine_version=ENGINE_VERSION,
        result=result_of(repair, newcomers),
        proposed_for=actor,
        created_at=now,
    )
    record("loops.repair_proposed", proposal, actor=actor, loop=loop.public_id, changes=len(repair.changes))
    return proposal


@transaction.atomic
def decide_repair(loop: Loop, *, proposal_id: UUID, reason: str, actor: User, today: date, now: datetime) -> list[Stay]:
    """Decide the repair a person has before them. Stays, placements and dates follow, and those concerned are told once.

    Gives   the stays that are new
    Raises  DomainError when something has changed since, or nothing would be changed; nothing is changed then
    Source  RULES M1, M4
    """
    loop = running(loop)
    proposal = Proposal.objects.filter(kind=ProposalKind.LOOP_REPAIR, subject_id=loop.public_id, public_id=proposal_id).first()
    stays = as_they_stood(loop, proposal, today=today) if proposal is not None else None
    if proposal is None or stays is None:
        raise DomainError(_("Noe er endret siden forslaget ble laget. Lag det på nytt og se over det før du vedtar."))
    if Decision.objects.filter(proposal=proposal).exists():
        raise DomainError(_("Denne reparasjonen er allerede vedtatt."))
    before, wanted = by_place(stays, from_period=proposal.settings["from_period"]), wanted_places(loop, proposal)
    Decision.objects.create(proposal=proposal, decided_by=actor, departs=False, reason=reason.strip(), decided_at=now)
    first_day = date.fromisoformat(proposal.settings["starts_on"])
    gone = [stay for key, stay in before.items() if key not in wanted]
    made_keys = sorted((key for key in wanted if key not in before), key=lambda key: (key[1], key[0]))
    if not gone and not made_keys:
        raise DomainError(_("Forslaget endrer ingenting. Det er ingenting å vedta."))
    for stay in gone:
        take_away(stay, first_day=first_day, actor=actor)
    calendar = year_of(loop)
    made = [new_stay(calendar[key[1]], *wanted[key], first_day=first_day, actor=actor, today=today) for key in made_keys]
    for stay in {stay.participant_id: stay for stay in reversed(made)}.values():  # the first of each one's
        give_next_step(loop, stay, actor=actor)
    changed = lay_out_dates(loop, turnings_of(loop), actor=actor, now=now)
    record("loops.repair_decided", loop, actor=actor, proposal=proposal.public_id, made=len(made), gone=len(gone))
    tell_of_the_new_year(loop, stays=[*gone, *made], dates=changed, actor=actor, now=now)
    return made


def require_ahead(loop: Loop, from_period: int, starts_on: date, *, today: date) -> None:
    calendar = year_of(loop)
    if not 0 <= from_period < len(calendar) or calendar[from_period].ends_on < today:
        raise DomainError(_("Velg en periode som er i gang, eller en som kommer."), field="from_period")
    if starts_on < today or starts_on > calendar[from_period].ends_on:
        raise DomainError(
            _("Nye plasser kan begynne fra i dag til %(day)s.") % {"day": day(calendar[from_period].ends_on)}, field="starts_on"
        )


def require_free(loop: Loop, others: Sequence[Stay], from_period: int, starts_on: date) -> None:
    """Raises DomainError when a place that falls free within the period is still in use on the first day of new stays."""
    last_day = year_of(loop)[from_period].ends_on
    in_use = [stay.ends_on for stay in others if stay.period == from_period and starts_on <= stay.ends_on < last_day]
    if in_use:
        raise DomainError(_("En plass er i bruk til og med %(day)s. Velg en dag etter det.") % {"day": day(max(in_use))}, field="starts_on")


def in_force(loop: Loop, prepared: Prepared, *, from_period: int, today: date) -> tuple[list[Stay], list[Stay]]:
    """The stays of those who are still in the loop: what has been, and what holds a place from the period on. And all the other stays.

    A stay that was cut short has been; so it keeps nobody from coming in its place, but its employer is visited. The others are those,
    and what one who leaves, or an employer that closes, has left of the year.
    """
    stays: list[Stay] = []
    others: list[Stay] = []
    for stay in stays_of(loop):
        is_in = (
            stay.participant.left_on is None
            and str(stay.participant.public_id) in prepared.participants
            and str(stay.employer.public_id) in prepared.employers
        )
        has_ended = stay.placement is not None and stay.placement.state == PlacementState.ENDED
        holds = stay.period < from_period or (stay.ends_on >= today and not has_ended)
        (stays if is_in and holds else others).append(stay)
    return stays, others


def instance_from(
    loop: Loop, prepared: Prepared, newcomers: Sequence[Participant], others: Sequence[Stay], *, from_period: int, starts_on: date
) -> Instance:
    """The loop as the engine needs it now: those in the year and the newcomers, and only vetoes from the period on.

    Takes   others  the stays that are not in the plan; what is left of them holds a place, and its candidate, in their period, and nobody
                    comes back to an employer they have been at
    """
    in_the_year = Participant.objects.filter(loop=loop, left_on__isnull=True, stays__isnull=False).values_list("public_id", flat=True)
    among = {str(key) for key in in_the_year} | {str(row.public_id) for row in newcomers}
    instance, calendar = prepared.instance, year_of(loop)
    left = [stay for stay in others if stay.period >= from_period and stay.ends_on >= max(starts_on, calendar[stay.period].starts_on)]
    taken = Counter((str(stay.employer.public_id), stay.period) for stay in left)
    ahead = range(from_period, instance.periods)
    keys = [employer.id for employer in instance.employers]
    shut = [Veto(str(stay.participant.public_id), key, stay.period, ELSEWHERE) for stay in left for key in keys]
    shut += [Veto(str(stay.participant.public_id), str(stay.employer.public_id), period, BEEN_THERE) for stay in others for period in ahead]
    vetoes = [*(veto for veto in instance.vetoes if veto.period >= from_period), *(veto for veto in shut if veto.employer in keys)]
    return replace(
        instance,
        employers=tuple(
            Employer(each.id, tuple(max(0, count - taken[each.id, period]) for period, count in enumerate(each.places)))
            for each in instance.employers
        ),
        candidates=tuple(key for key in instance.candidates if key in among),
        candidate_wishes={key: row for key, row in instance.candidate_wishes.items() if key in among},
        employer_wishes={
            employer: {key: value for key, value in row.items() if key in among} for employer, row in instance.employer_wishes.items()
        },
        fit={key: row for key, row in instance.fit.items() if key in among},
        vetoes=tuple(dict.fromkeys(veto for veto in vetoes if veto.candidate in among)),
        min_visits=1,
    )


def plan_of(instance: Instance, stays: Sequence[Stay]) -> Plan:
    """The year as it stands, as a plan that the engine repairs. Its figures are not asked for.

    Gives   those with a stay by their path; the rest, newcomers and those who have lost all they had, as not joined
    """
    at: dict[str, list[str | None]] = {}
    for stay in stays:
        at.setdefault(str(stay.participant.public_id), [None] * instance.periods)[stay.period] = str(stay.employer.public_id)
    return Plan(
        status="optimal",
        objective=NOTHING,
        paths=tuple(Path(key, tuple(at[key])) for key in instance.candidates if key in at),
        not_joined=tuple(key for key in instance.candidates if key not in at),
        blocking_pairs=(),
        reasons=(),
        proof=UNPROVEN,
    )


def inputs_of(instance: Instance, stays: Sequence[Stay]) -> dict[str, object]:
    return {
        **instance_as_json(instance),
        "stays": [[str(stay.participant.public_id), stay.period, str(stay.employer.public_id)] for stay in stays],
    }


def result_of(repair: Repair, newcomers: Sequence[Participant]) -> dict[str, object]:
    """What is kept of an answer: codes and facts, of which the page makes sentences in the reader's language.

    To the engine, one who has lost every place they had is new; to people they are not, and a gap of theirs is filled.
    """
    new = {str(row.public_id) for row in newcomers}
    return {
        "plan": plan_as_json(replace(repair.plan, reasons=()), because=str),
        "changes": [asdict(change) | {"code": str(change.code), "facts": dict(change.facts)} for change in repair.changes],
        "reasons": [
            asdict(reason)
            | {"code": str(FILLED if reason.code in BEGINS and reason.candidate not in new else reason.code), "facts": dict(reason.facts)}
            for reason in repair.reasons
        ],
    }


def as_they_stood(loop: Loop, proposal: Proposal, *, today: date) -> list[Stay] | None:
    """The stays in force, when everything the proposal was worked out from stands as it did and its days are ahead; else nothing."""
    from_period, starts_on = proposal.settings["from_period"], date.fromisoformat(proposal.settings["starts_on"])
    prepared = prepare(loop)
    stays, others = in_force(loop, prepared, from_period=from_period, today=today)
    try:
        require_ahead(loop, from_period, starts_on, today=today)
        require_free(loop, others, from_period, starts_on)
    except DomainError:
        return None
    newcomers = [prepared.participants[key] for key in proposal.settings["newcomers"] if key in prepared.participants]
    instance = instance_from(loop, prepared, newcomers, others, from_period=from_period, starts_on=starts_on)
    return stays if proposal.inputs == inputs_of(instance, stays) else None


def by_place(stays: Sequence[Stay], *, from_period: int) -> dict[tuple[str, int, str], Stay]:
    """The stays that may be changed, by candidate, period and employer."""
    return {
        (str(stay.participant.public_id), stay.period, str(stay.employer.public_id)): stay for stay in stays if stay.period >= from_period
    }


def wanted_places(loop: Loop, proposal: Proposal) -> dict[tuple[str, int, str], tuple[Participant, LoopEmployer]]:
    people = {str(row.public_id): row for row in loop.participants.select_related("person", "proposed_by", "loop")}
    places = {str(row.public_id): row for row in loop.employers.select_related("workplace", "contact", "loop")}
    return {
        (path["candidate"], period, employer): (people[path["candidate"]], places[employer])
        for path in proposal.result["plan"]["paths"]
        for period, employer in enumerate(path["stays"])
        if employer is not None and period >= proposal.settings["from_period"]
    }


def take_away(stay: Stay, *, first_day: date, actor: User) -> None:
    """A stay under way ends the day before the new ones begin; one that has not begun is taken away."""
    placement = stay.placement
    if placement is not None and placement.state == PlacementState.ACTIVE:
        if stay.starts_on >= first_day:
            words = {"name": stay.participant, "day": day(stay.starts_on)}
            raise DomainError(_("%(name)s begynte %(day)s. Lag forslaget på nytt, med en senere første dag.") % words)
        stay.ends_on = first_day - timedelta(days=1)
        stay.save(update_fields=["ends_on"])
        placements.end(placement, on=stay.ends_on, cause=EndCause.PLAN_CHANGED, actor=actor)
        return
    Stay.objects.filter(pk=stay.pk).delete()
    if placement is not None:
        placements.call_off(placement, actor=actor)


def new_stay(period: Period, participant: Participant, employer: LoopEmployer, *, first_day: date, actor: User, today: date) -> Stay:
    """A stay from the repair, with its placement; one that begins today, in a period that is under way, has begun."""
    stay = Stay.objects.create(
        participant=participant,
        employer=employer,
        period=period.number,
        starts_on=max(period.starts_on, first_day),
        ends_on=period.ends_on,
    )
    give_placements([stay], actor=actor)
    begin_late(stay, actor=actor, today=today)
    return stay


def give_next_step(loop: Loop, stay: Stay, *, actor: User) -> None:
    with override(stay.participant.person.language):
        text = _("Begynner hos %(place)s %(day)s") % {"place": stay.employer, "day": day(stay.starts_on)}
    set_next_step(loop, participant=stay.participant, text=text, owner=loop.coordinator, due_on=stay.starts_on, actor=actor)
