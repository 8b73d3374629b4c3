from __future__ import annotations

from datetime import date

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.the_day import take_attendance
from brobygger.loops.models import Interview
from tests.factories import InterviewFactory, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db
THE_DAY = date(2026, 9, 1)


@pytest.fixture
def loop():
    return LoopFactory(open=True)


def attended(*participants):
    for participant in participants:
        participant.refresh_from_db()
    return [participant.has_attended for participant in participants]


def test_those_ticked_are_here_and_the_others_are_not(loop):
    amina, emil = ParticipantFactory.create_batch(2, loop=loop, said_yes=True)
    asked = ParticipantFactory(loop=loop)

    take_attendance(loop, present=[amina], today=THE_DAY, actor=UserFactory())

    assert attended(amina, emil, asked) == [True, False, None]


def test_somebody_who_did_not_stand_on_the_list_keeps_what_was_known(loop):
    amina, late = ParticipantFactory(loop=loop, said_yes=True), ParticipantFactory(loop=loop, turned_up=True)
    kept = InterviewFactory(loop=loop, participant=late)

    take_attendance(loop, present=[amina], among=[amina], today=THE_DAY, actor=UserFactory())

    assert attended(amina, late) == [True, True]
    assert list(Interview.objects.all()) == [kept]


def test_the_interviews_of_one_who_left_are_taken_out(loop):
    amina, emil = ParticipantFactory.create_batch(2, loop=loop, turned_up=True)
    kept = InterviewFactory(loop=loop, participant=amina)
    InterviewFactory(loop=loop, participant=emil)

    take_attendance(loop, present=[amina], today=THE_DAY, actor=UserFactory())

    assert list(Interview.objects.all()) == [kept]


@pytest.mark.parametrize("who", ["invited", "declined", "elsewhere"])
def test_one_who_has_not_said_yes_here_is_refused(loop, who):
    participant = {
        "invited": lambda: ParticipantFactory(loop=loop),
        "declined": lambda: ParticipantFactory(loop=loop, said_no=True),
        "elsewhere": lambda: ParticipantFactory(said_yes=True),
    }[who]()

    with pytest.raises(DomainError, match="har ikke sagt ja"):
        take_attendance(loop, present=[participant], today=THE_DAY, actor=UserFactory())


def test_after_the_decision_it_stands():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        take_attendance(LoopFactory(decided=True), present=[], today=THE_DAY, actor=UserFactory())


@pytest.mark.parametrize(
    ("kick_off_on", "words"), [(date(2026, 9, 2), "Kick-off er 02.09.2026. Vent til da"), (None, "Sett dagen for kick-off")]
)
def test_nobody_is_here_before_the_day(kick_off_on, words):
    amina = ParticipantFactory(loop=LoopFactory(open=True, kick_off_on=kick_off_on), said_yes=True)

    with pytest.raises(DomainError, match=words):
        take_attendance(amina.loop, present=[amina], today=THE_DAY, actor=UserFactory())

    assert attended(amina) == [None]
