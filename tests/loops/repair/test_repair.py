from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import DateKind, DropOut, LeftFor, LoopDate, Participant, Side, Stay
from brobygger.loops.repair.actions.leaving import drop_out, leave_loop
from brobygger.loops.repair.actions.repairing import decide_repair, propose_repair
from brobygger.loops.the_year.actions.turnings import rotate
from brobygger.placements.models import EndCause
from brobygger.placements.states import PlacementState
from tests.factories import GrantFactory, ParticipantFactory, WishFactory
from tests.loops.the_year.rounds import Round, running_round

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 14)
NOW = datetime(2026, 12, 14, 9, tzinfo=UTC)
FROM_MONDAY = date(2026, 12, 21)


def begun() -> Round:
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    for participant in made.participants:
        wish_all(made, participant)
    return made


def wish_all(made: Round, participant: Participant) -> None:
    for employer in made.employers:
        GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=made.loop.public_id)
        for side in Side:
            WishFactory(participant=participant, employer=employer, side=side, value=4)


def propose(made: Round, *, from_period: int = 0, newcomers: tuple[Participant, ...] = ()):
    return propose_repair(
        made.loop, from_period=from_period, starts_on=FROM_MONDAY, newcomers=newcomers, actor=made.loop.coordinator, today=TODAY, now=NOW
    )


def decide(made: Round, proposal) -> list[Stay]:
    return decide_repair(made.loop, proposal_id=proposal.public_id, reason="", actor=made.loop.coordinator, today=TODAY, now=NOW)


def test_a_newcomer_takes_the_place_of_one_who_left_and_nobody_else_is_moved():
    made = begun()
    newcomer = ParticipantFactory(loop=made.loop, turned_up=True, granted=True)
    wish_all(made, newcomer)
    leave_loop(made.participants[0], on=TODAY, left_for=LeftFor.OTHER, goes_to=None, actor=made.loop.coordinator, today=TODAY, now=NOW)

    proposal = propose(made, newcomers=(newcomer,))
    decide(made, proposal)

    stays = Stay.objects.filter(participant=newcomer).order_by("period")
    assert proposal.result["changes"] == []
    assert [stay.starts_on for stay in stays] == [FROM_MONDAY, date(2027, 1, 11), date(2027, 5, 10)]
    assert {stay.placement.state for stay in stays} == {PlacementState.PLANNED}
    assert (
        LoopDate.objects.filter(kind=DateKind.START_MEETING, participant=newcomer, appointment__state=AppointmentState.PLANNED).count() == 3
    )


def test_after_a_bankruptcy_the_one_without_a_place_gets_another_in_the_same_period():
    made = begun()
    newly_free = made.stay(0, 0).employer
    Stay.objects.filter(participant=made.participants[1], period__gt=0).delete()
    leave_loop(made.participants[0], on=TODAY, left_for=LeftFor.OTHER, goes_to=None, actor=made.loop.coordinator, today=TODAY, now=NOW)
    bankrupt = made.stay(1, 0).employer
    drop_out(bankrupt, on=TODAY, because=DropOut.BANKRUPT, actor=made.loop.coordinator, today=TODAY, now=NOW)

    made_stays = decide(made, propose(made))

    first = Stay.objects.select_related("placement").get(participant=made.participants[1], employer=bankrupt)
    assert first.placement.end_cause == EndCause.EMPLOYER_BANKRUPT
    assert (newly_free, 0) in {(stay.employer, stay.period) for stay in made_stays if stay.participant == made.participants[1]}
    assert not Stay.objects.filter(employer=bankrupt, ends_on__gt=TODAY).exists()


def test_a_repair_is_decided_on_what_was_on_the_screen():
    made = begun()
    leave_loop(made.participants[0], on=TODAY, left_for=LeftFor.OTHER, goes_to=None, actor=made.loop.coordinator, today=TODAY, now=NOW)
    proposal = propose(made)
    drop_out(made.employers[2], on=TODAY, because=DropOut.OTHER, actor=made.loop.coordinator, today=TODAY, now=NOW)
    before = list(Stay.objects.order_by("pk").values_list("pk", "ends_on"))

    with pytest.raises(DomainError, match="Noe er endret"):
        decide(made, proposal)

    assert list(Stay.objects.order_by("pk").values_list("pk", "ends_on")) == before


def test_a_repair_that_changes_nothing_is_not_decided():
    made = begun()

    with pytest.raises(DomainError, match="endrer ingenting"):
        decide(made, propose(made, from_period=1))


def test_a_place_that_is_in_use_until_a_day_is_not_given_away_before_it():
    made = begun()
    leave_loop(
        made.participants[0],
        on=date(2026, 12, 23),
        left_for=LeftFor.OTHER,
        goes_to=None,
        actor=made.loop.coordinator,
        today=TODAY,
        now=NOW,
    )

    with pytest.raises(DomainError, match=r"i bruk til og med 23\.12\.2026"):
        propose(made)


def test_deciding_reads_the_wishes_once():
    made = begun()
    leave_loop(made.participants[0], on=TODAY, left_for=LeftFor.OTHER, goes_to=None, actor=made.loop.coordinator, today=TODAY, now=NOW)
    newcomer = ParticipantFactory(loop=made.loop, turned_up=True, granted=True)
    wish_all(made, newcomer)
    proposal = propose(made, newcomers=(newcomer,))

    with CaptureQueriesContext(connection) as asked:
        decide(made, proposal)

    assert sum('FROM "loops_wish"' in query["sql"] for query in asked.captured_queries) == 1
