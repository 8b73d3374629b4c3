from __future__ import annotations

from datetime import date, time

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.kick_off_day import plan_kick_off
from brobygger.loops.building.letters import employer_comes_to_kick_off
from brobygger.loops.kick_off.actions.inviting import send_invitation
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import SignedLink
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory

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
    return plan_kick_off(loop, **{"now": A_MOMENT, **given}, today=TODAY, actor=UserFactory())


def reachable(loop, **fields):
    return ParticipantFactory(loop=loop, person__email="en@brovik.invalid", **fields)


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

    plan(loop, on=date(2026, 9, 3))

    loop.refresh_from_db()
    assert loop.kick_off_on == date(2026, 9, 3)


def test_after_the_decision_the_day_stands():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        plan(LoopFactory(decided=True))


def planned_loop():
    return plan(LoopFactory(open=True))


@pytest.mark.parametrize("change", [{"on": date(2026, 9, 2)}, {"from_time": time(8)}, {"place": "Biblioteket"}])
def test_those_who_may_come_are_told_of_another_day_time_or_place(change):
    loop = planned_loop()
    invited, coming = reachable(loop), reachable(loop, said_yes=True)
    reachable(loop, said_no=True)

    plan(loop, **change)

    letters = Message.objects.order_by("pk")
    assert [(letter.template, letter.about) for letter in letters] == [
        ("loops/kick_off_moved", invited.public_id),
        ("loops/kick_off_moved", coming.public_id),
    ]
    assert letters[0].values["day"] == f"{change.get('on', date(2026, 9, 1)):%d.%m.%Y}"
    assert letters[0].values["place"] == change.get("place", "Brohuset")
    assert letters[0].link == SignedLink.objects.get(person=invited.person).public_id


def test_nobody_is_told_when_the_day_stands_or_is_set_for_the_first_time():
    loop = LoopFactory(state=LoopState.OPEN)
    reachable(loop, said_yes=True)

    plan(plan(loop), interview_minutes=10, starts_on=date(2026, 9, 21))

    assert not Message.objects.exists()


def test_what_waits_with_the_old_day_is_taken_back():
    loop = planned_loop()
    unsent, coming = reachable(loop), reachable(loop, said_yes=True)
    send_invitation(unsent, actor=UserFactory(), now=A_MOMENT)

    for day in (2, 3):
        plan(loop, on=date(2026, 9, day), now=A_MOMENT.replace(minute=day))

    waiting = Message.objects.filter(state=MessageState.WAITING).order_by("pk")
    assert [(letter.template, letter.about, letter.values["day"]) for letter in waiting] == [
        ("loops/invitation", unsent.public_id, "03.09.2026"),
        ("loops/kick_off_moved", coming.public_id, "03.09.2026"),
    ]
    assert Message.objects.filter(state=MessageState.CANCELLED).count() == 3


def test_one_without_email_holds_the_move_not_back(settings):
    settings.DEMO = False
    loop = planned_loop()
    ParticipantFactory(loop=loop, person__email="")

    plan(loop, on=date(2026, 9, 2))

    assert not Message.objects.exists()


def test_once_attendance_is_taken_the_day_stands_but_its_length_does_not():
    loop = planned_loop()
    ParticipantFactory(loop=loop, turned_up=True)

    with pytest.raises(DomainError, match="Oppmøtet er lagret") as refusal:
        plan(loop, on=date(2026, 9, 2))
    plan(loop, to_time=time(15))

    loop.refresh_from_db()
    assert refusal.value.field == "on"
    assert (loop.kick_off_on, loop.kick_off_to) == (date(2026, 9, 1), time(15))


def test_employers_are_told_of_another_day_too_and_only_of_the_newest():
    loop = planned_loop()
    bakery = LoopEmployerFactory(loop=loop, committed=True, contact__email="tor@brovik.invalid")
    asked = LoopEmployerFactory(loop=loop, contact__email="gro@brovik.invalid")
    LoopEmployerFactory(loop=loop, state=CommitmentState.WITHDRAWN, contact__email="ute@brovik.invalid")
    LoopEmployerFactory(loop=loop, contact__email="")

    for day in (2, 3):
        plan(loop, on=date(2026, 9, day), now=A_MOMENT.replace(minute=day))

    waiting = Message.objects.filter(state=MessageState.WAITING).order_by("pk")
    assert [(letter.template, letter.about, letter.values["day"]) for letter in waiting] == [
        ("loops/kick_off_moved_employer", bakery.public_id, "03.09.2026"),
        ("loops/kick_off_moved_employer", asked.public_id, "03.09.2026"),
    ]
    assert waiting[0].link == SignedLink.objects.get(person=bakery.contact).public_id
    assert employer_comes_to_kick_off(bakery.public_id, date(2026, 9, 3))
    assert not employer_comes_to_kick_off(bakery.public_id, date(2026, 9, 4))
