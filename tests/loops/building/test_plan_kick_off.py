from __future__ import annotations

from datetime import date, time

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.actions.building import plan_kick_off
from tests.factories import LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 3)


def plan(loop, **fields):
    given = {
        "on": date(2026, 9, 1),
        "from_time": time(9),
        "to_time": time(13),
        "place": "Brohuset",
        "interviews_from": time(10),
        "interview_minutes": 12,
        "starts_on": date(2026, 9, 14),
        **fields,
    }
    return plan_kick_off(loop, **given, today=TODAY, actor=UserFactory())


def test_the_day_is_set():
    loop = plan(LoopFactory(), on=TODAY)

    loop.refresh_from_db()
    assert (loop.kick_off_on, loop.kick_off_place, loop.starts_on) == (TODAY, "Brohuset", date(2026, 9, 14))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"on": date(2026, 8, 2)}, "on"),
        ({"starts_on": date(2026, 9, 1)}, "starts_on"),
        ({"interviews_from": time(8)}, "interviews_from"),
        ({"interviews_from": time(13)}, "interviews_from"),
        ({"from_time": time(14)}, "interviews_from"),
        ({"interview_minutes": 4}, "interview_minutes"),
        ({"interview_minutes": 61}, "interview_minutes"),
    ],
)
def test_a_day_that_can_not_be_is_refused_at_its_field(fields, field):
    loop = LoopFactory()

    with pytest.raises(DomainError) as refusal:
        plan(loop, **fields)

    loop.refresh_from_db()
    assert refusal.value.field == field
    assert loop.kick_off_on is None


def test_the_day_is_not_moved_past_the_age_of_somebody_who_is_invited():
    loop = LoopFactory(open=True)
    ParticipantFactory(loop=loop, person__born_on=date(1995, 10, 1))
    plan(loop, on=date(2026, 9, 30), starts_on=date(2026, 11, 2))

    with pytest.raises(DomainError, match=r"Én av de inviterte er ikke fra 18 til og med 30 år 01\.10\.2026") as refusal:
        plan(loop, on=date(2026, 10, 1), starts_on=date(2026, 11, 2))

    assert refusal.value.field == "on"


def test_one_who_said_no_does_not_hold_the_day_back():
    loop = LoopFactory(open=True)
    ParticipantFactory(loop=loop, said_no=True, person__born_on=date(1980, 1, 1))

    plan(loop)


def test_after_the_decision_the_day_stands():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        plan(LoopFactory(decided=True))
