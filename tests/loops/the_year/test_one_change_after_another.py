"""Changes of the year that come on top of each other: what one has laid down, the next one keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day, midnight
from brobygger.loops.models import TURNINGS, DateKind, DropOut, LeftFor, LoopDate, Participant, Side, Stay, VetoKind
from brobygger.loops.repair.actions.leaving import drop_out, leave_loop
from brobygger.loops.repair.actions.repairing import decide_repair, propose_repair
from brobygger.loops.the_year.actions.dates import mark_held, move_date
from brobygger.loops.the_year.actions.turnings import agree_on_goals, rotate
from brobygger.placements.states import PlacementState
from tests.factories import GrantFactory, ParticipantFactory, StatedVetoFactory, WishFactory
from tests.loops.the_year.rounds import Round, running_round

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 14)
NOW = datetime(2026, 12, 14, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 21)
ROTATION = date(2027, 1, 11)
SECOND_ROTATION = date(2027, 5, 10)


def begun(*, newcomers: int = 0) -> Round:
    made = running_round()
    rotate(made.loop, turning=0, actor=made.loop.coordinator, now=midnight(date(2026, 9, 14)))
    new = tuple(ParticipantFactory(loop=made.loop, turned_up=True, granted=True) for _each in range(newcomers))
    for participant in [*made.participants, *new]:
        for employer in made.employers:
            GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=made.loop.public_id)
            for side in Side:
                WishFactory(participant=participant, employer=employer, side=side, value=4)
    return Round(made.loop, made.employers, (*made.participants, *new))


def leave(participant: Participant, *, on: date, today: date = TODAY) -> None:
    now = datetime.combine(today, time(9), tzinfo=UTC)
    leave_loop(participant, on=on, left_for=LeftFor.OTHER, goes_to=None, actor=participant.loop.coordinator, today=today, now=now)


def close(made: Round, number: int, *, on: date, today: date = TODAY) -> None:
    now = datetime.combine(today, time(9), tzinfo=UTC)
    drop_out(made.employers[number], on=on, because=DropOut.BANKRUPT, actor=made.loop.coordinator, today=today, now=now)


def propose(made: Round, *, from_period: int = 0, starts_on: date = MONDAY, newcomers: tuple[Participant, ...] = (), today: date = TODAY):
    now = datetime.combine(today, time(9), tzinfo=UTC)
    return propose_repair(
        made.loop, from_period=from_period, starts_on=starts_on, newcomers=newcomers, actor=made.loop.coordinator, today=today, now=now
    )


def decide(made: Round, proposal, *, today: date = TODAY) -> list[Stay]:
    now = datetime.combine(today, time(9), tzinfo=UTC)
    return decide_repair(made.loop, proposal_id=proposal.public_id, reason="", actor=made.loop.coordinator, today=today, now=now)


def move(row: LoopDate, *, on: date) -> None:
    row.refresh_from_db()
    at = {"from_time": time(9), "to_time": time(10), "place": "", "sequence": row.sequence}
    move_date(row, on=on, **at, actor=row.loop.coordinator, today=TODAY, now=NOW)


def turning(made: Round, number: int) -> LoopDate:
    return LoopDate.objects.get(loop=made.loop, kind__in=TURNINGS, turning=number)


def test_one_who_leaves_in_a_later_period_keeps_the_place_until_then():
    made = begun(newcomers=1)
    leave(made.participants[0], on=date(2027, 3, 1))

    proposal = propose(made, newcomers=(made.participants[3],))

    stays = {each["candidate"]: each["stays"] for each in proposal.result["plan"]["paths"]}
    assert str(made.participants[3].public_id) not in stays


def test_nobody_gets_another_place_before_the_day_their_employer_closes():
    made = begun()
    close(made, 0, on=date(2026, 12, 30))

    with pytest.raises(DomainError, match=r"i bruk til og med 30\.12\.2026"):
        propose(made)


def test_those_at_an_employer_that_closes_in_a_later_period_stay_there_until_then():
    made = begun()
    Stay.objects.filter(participant=made.participants[0], period__gt=0).delete()
    close(made, 0, on=date(2027, 3, 1))
    leave(made.participants[1], on=TODAY)

    proposal = propose(made)

    stays = {each["candidate"]: each["stays"] for each in proposal.result["plan"]["paths"]}
    assert str(made.participants[0].public_id) not in stays


def test_one_who_was_moved_by_a_repair_is_not_sent_back_by_the_next():
    made = begun()
    left = made.stay(0, 0).employer
    leave(made.participants[1], on=TODAY)
    StatedVetoFactory(participant=made.participants[0], employer=left, period=0, kind=VetoKind.OTHER)
    decide(made, propose(made))
    later = date(2027, 1, 4)
    close(made, 2, on=later, today=later)

    again = propose(made, starts_on=later + timedelta(days=1), today=later)

    path = next(each for each in again.result["plan"]["paths"] if each["candidate"] == str(made.participants[0].public_id))
    assert str(left.public_id) not in path["stays"]


def test_a_repair_is_made_anew_when_its_period_has_become_shorter_than_its_first_day():
    made = begun()
    leave(made.participants[0], on=TODAY)
    proposal = propose(made, starts_on=date(2027, 1, 8), newcomers=())
    move(LoopDate.objects.get(kind=DateKind.GATHERING, turning=1), on=date(2026, 12, 28))
    for row in LoopDate.objects.filter(
        turning=1, kind__in=[DateKind.EVALUATION, DateKind.HOSPITATION], appointment__state=AppointmentState.PLANNED
    ):
        move(row, on=date(2026, 12, 29))
    move(turning(made, 1), on=date(2027, 1, 5))

    with pytest.raises(DomainError, match="Noe er endret"):
        decide(made, proposal)


def test_one_who_began_today_is_not_moved_today():
    made = begun()
    rotate(made.loop, turning=1, actor=made.loop.coordinator, now=midnight(ROTATION))
    StatedVetoFactory(participant=made.participants[0], employer=made.stay(0, 1).employer, period=1, kind=VetoKind.OTHER)
    proposal = propose(made, from_period=1, starts_on=ROTATION, today=ROTATION)

    with pytest.raises(DomainError, match=r"begynte 11\.01\.2027"):
        decide(made, proposal, today=ROTATION)


def test_no_stay_outlasts_the_last_day_of_one_who_leaves_however_the_rotation_is_moved():
    made = begun()
    leave(made.participants[0], on=date(2027, 1, 8))

    move(turning(made, 1), on=date(2027, 1, 6))
    move(turning(made, 1), on=date(2027, 1, 20))

    stay = Stay.objects.select_related("placement").get(participant=made.participants[0])
    assert (stay.ends_on, stay.placement.ends_on) == (date(2027, 1, 8), date(2027, 1, 8))


def test_a_rotation_is_not_moved_past_the_last_day_of_one_who_would_begin_at_it():
    made = begun()
    leave(made.participants[0], on=date(2027, 1, 13))

    with pytest.raises(DomainError, match=r"til og med 13\.01\.2027, og ville ikke rukket å begynne\. Velg en tidligere dag"):
        move(turning(made, 1), on=date(2027, 1, 18))


def test_a_stay_that_begins_after_its_turning_begins_with_its_start_meeting():
    made = begun(newcomers=1)
    leave(made.participants[0], on=TODAY)
    decide(made, propose(made, newcomers=(made.participants[3],)))
    meeting = LoopDate.objects.get(kind=DateKind.START_MEETING, turning=0, participant=made.participants[3])

    mark_held(meeting, actor=made.loop.coordinator, now=midnight(local_day(meeting.starts_at)))

    assert local_day(meeting.starts_at) == MONDAY
    assert made.stay(3, 0).placement.state == PlacementState.ACTIVE
    assert made.stay(3, 1).placement.state == PlacementState.PLANNED


def test_a_stay_that_begins_after_its_turning_begins_when_its_goals_are_written_down():
    made = begun(newcomers=1)
    leave(made.participants[0], on=TODAY)
    decide(made, propose(made, newcomers=(made.participants[3],)))
    stay = made.stay(3, 0)
    on_monday = datetime.combine(MONDAY, time(12), tzinfo=UTC)

    agree_on_goals(stay, goals="Lære kassa", mentor=None, actor=made.loop.coordinator, now=NOW)
    state_before = made.stay(3, 0).placement.state
    agree_on_goals(stay, goals="Lære kassa", mentor=None, actor=made.loop.coordinator, now=on_monday)

    assert state_before == PlacementState.PLANNED
    assert made.stay(3, 0).placement.state == PlacementState.ACTIVE


def test_a_stay_whose_first_day_is_ahead_does_not_begin_at_the_rotation():
    made = begun(newcomers=1)
    leave(made.participants[0], on=TODAY)
    decide(made, propose(made, from_period=1, starts_on=date(2027, 1, 25), newcomers=(made.participants[3],)))

    rotate(made.loop, turning=1, actor=made.loop.coordinator, now=midnight(ROTATION))

    assert made.stay(3, 1).starts_on == date(2027, 1, 25)
    assert made.stay(3, 1).placement.state == PlacementState.PLANNED
    assert made.stay(1, 1).placement.state == PlacementState.ACTIVE


def test_what_was_moved_past_the_last_day_of_one_who_leaves_is_called_off():
    made = begun()
    evaluation = LoopDate.objects.get(kind=DateKind.EVALUATION, turning=1, participant=made.participants[0])
    move(evaluation, on=date(2027, 1, 8))

    leave(made.participants[0], on=date(2027, 1, 6))

    evaluation.refresh_from_db()
    assert evaluation.state == AppointmentState.CALLED_OFF


def test_what_a_rotation_takes_past_the_last_day_of_one_who_leaves_is_called_off():
    made = begun()
    leave(made.participants[0], on=date(2027, 1, 6))
    evaluation = LoopDate.objects.get(kind=DateKind.EVALUATION, turning=1, participant=made.participants[0])

    move(turning(made, 1), on=date(2027, 1, 25))

    evaluation.refresh_from_db()
    assert evaluation.state == AppointmentState.CALLED_OFF


def test_a_date_about_a_stay_is_not_moved_past_its_last_day():
    made = begun()
    leave(made.participants[0], on=date(2027, 1, 6))
    evaluation = LoopDate.objects.get(kind=DateKind.EVALUATION, turning=1, participant=made.participants[0])

    with pytest.raises(DomainError, match=r"er der til og med 06\.01\.2027"):
        move(evaluation, on=date(2027, 1, 8))


def test_one_who_has_begun_at_the_next_employer_left_that_day_or_later():
    made = begun()
    rotate(made.loop, turning=1, actor=made.loop.coordinator, now=midnight(ROTATION))

    with pytest.raises(DomainError, match=r"fra 11\.01\.2027"):
        leave(made.participants[0], on=ROTATION - timedelta(days=1), today=ROTATION)


def test_an_employer_does_not_close_before_somebody_began_there():
    made = begun()
    rotate(made.loop, turning=1, actor=made.loop.coordinator, now=midnight(ROTATION))

    with pytest.raises(DomainError, match=r"var der 11\.01\.2027\. Velg den dagen eller en senere"):
        close(made, 0, on=ROTATION - timedelta(days=3), today=ROTATION)


def test_an_employer_that_closes_after_the_year_is_in_it_to_the_end():
    made = begun()

    with pytest.raises(DomainError, match="Loopen slutter"):
        close(made, 0, on=date(2027, 10, 1))


def test_one_who_has_lost_every_place_ahead_leaves_on_the_day_they_say():
    made = begun()
    Stay.objects.filter(participant=made.participants[0], period__gt=0).delete()
    close(made, 0, on=TODAY)
    later = date(2027, 1, 4)

    leave(made.participants[0], on=later, today=later)

    made.participants[0].refresh_from_db()
    assert made.participants[0].left_on == later
