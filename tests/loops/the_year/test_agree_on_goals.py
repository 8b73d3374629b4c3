from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.models import DateKind, Loop, LoopDate
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions.turnings import agree_on_goals
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from tests.factories import ContactPersonFactory
from tests.loops.the_year.rounds import NOW, running_round

pytestmark = pytest.mark.django_db


def test_goals_and_mentor_are_kept_and_the_mentor_is_asked_to_what_comes():
    made = running_round()
    stay = made.stay(0, 0)
    mona = ContactPersonFactory(workplace=stay.employer.workplace, is_mentor=True, person__email="mona@brovik.example")

    agree_on_goals(stay, goals=" Lære å steke. ", mentor=mona, actor=made.loop.coordinator, now=NOW)

    stay.refresh_from_db()
    dates = LoopDate.objects.filter(participant=stay.participant, employer=stay.employer, appointment__parties__person=mona.person)
    waiting = Message.objects.filter(template="loops/reminder", recipient_address="mona@brovik.example", state=MessageState.WAITING)
    assert (stay.goals, stay.mentor) == ("Lære å steke.", mona)
    assert {row.kind for row in dates} == {DateKind.START_MEETING, DateKind.EVALUATION}
    assert waiting.count() == 2


def test_the_mentor_before_is_no_longer_reminded():
    made = running_round()
    stay = made.stay(0, 0)
    mona, other = ContactPersonFactory.create_batch(2, workplace=stay.employer.workplace, is_mentor=True)
    type(mona.person).objects.filter(pk=mona.person_id).update(email="mona@brovik.example")
    mona.person.refresh_from_db()
    agree_on_goals(stay, goals="Lære.", mentor=mona, actor=made.loop.coordinator, now=NOW)

    agree_on_goals(stay, goals="Lære.", mentor=other, actor=made.loop.coordinator, now=NOW)

    sent_to_mona = Message.objects.filter(template="loops/reminder", recipient_address="mona@brovik.example")
    assert set(sent_to_mona.values_list("state", flat=True)) == {MessageState.CANCELLED}


def test_a_mentor_of_another_workplace_is_refused():
    made = running_round()
    elsewhere = ContactPersonFactory(is_mentor=True)

    with pytest.raises(DomainError, match="arbeider der") as refusal:
        agree_on_goals(made.stay(0, 0), goals="Lære.", mentor=elsewhere, actor=made.loop.coordinator, now=NOW)

    assert refusal.value.field == "mentor"
    assert made.stay(0, 0).goals == ""


def test_goals_are_not_changed_when_the_year_is_over():
    made = running_round()
    Loop.objects.update(state=LoopState.FINISHED)

    with pytest.raises(DomainError, match="fullført"):
        agree_on_goals(made.stay(0, 0), goals="Lære.", mentor=None, actor=made.loop.coordinator, now=NOW)

    assert made.stay(0, 0).goals == ""
