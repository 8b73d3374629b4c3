from datetime import date, timedelta

import pytest

from brobygger.intake.actions.answering import correct_answers, give_owner, hand_on, let_wait
from brobygger.intake.letters import has_an_owner, is_taken_in, waits_for_an_answer
from brobygger.intake.models import Intake, IntakeState
from brobygger.intake.states import MOVES
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Person, Protection
from tests.factories import ClearanceFactory, FamilyTieFactory, PersonFactory, UserFactory
from tests.intake.scenes import NOW, TODAY

LATER = date(2026, 10, 1)


def given(scene, intake, to, actor=None, now=NOW):
    return give_owner(intake, to=to, today=TODAY, now=now, actor=actor or scene.siri)


def letters():
    return sorted((message.template, message.recipient_name) for message in Message.objects.exclude(state=MessageState.CANCELLED))


def test_the_one_who_answers_and_the_one_who_referred_are_told_by_letter_without_a_name(scene):
    intake = given(scene, scene.intake(), scene.jonas)

    assert intake.owner == scene.jonas
    assert letters() == [("intake/owner", "Jonas Hauglid"), ("intake/received", "Kari Moseby")]
    assert not [message for message in Message.objects.all() if "Adam" in str(message.values)]
    assert Message.objects.get(template="intake/received").values["owner"] == "Jonas Hauglid"


def test_giving_it_to_the_one_who_has_it_changes_nothing(scene):
    intake = given(scene, scene.intake(), scene.jonas)

    given(scene, intake, scene.jonas, now=NOW + timedelta(minutes=1))

    assert len(letters()) == 2


def test_another_owner_gets_a_letter_the_first_ones_is_taken_back_and_the_referrer_is_told_once(scene):
    intake = given(scene, scene.intake(), scene.jonas)

    given(scene, intake, scene.hanne, now=NOW + timedelta(hours=1))

    assert letters() == [("intake/owner", "Hanne Vik"), ("intake/received", "Kari Moseby")]


def test_a_letter_applies_as_long_as_what_it_says_is_true(scene):
    intake = scene.intake()

    assert waits_for_an_answer(intake.public_id, TODAY)
    assert not has_an_owner(intake.public_id, TODAY)
    given(scene, intake, scene.jonas)
    assert has_an_owner(intake.public_id, TODAY)
    hand_on(intake, to="Karrieresenteret", now=NOW, actor=scene.jonas)
    assert not waits_for_an_answer(intake.public_id, TODAY)
    assert not is_taken_in(intake.public_id, TODAY)


def test_only_those_of_the_unit_who_could_open_it_can_have_it(scene):
    intake = scene.intake()
    of_family = scene.hanne
    FamilyTieFactory(person=PersonFactory(user=of_family), relative=scene.adam)

    for user in (scene.kari, UserFactory(), of_family):
        with pytest.raises(DomainError, match="kan ikke åpne denne henvisningen") as refusal:
            given(scene, intake, user)
        assert refusal.value.field == "owner"

    assert given(scene, intake, scene.siri).owner == scene.siri


def test_a_protected_one_is_given_to_one_with_clearance_of_that_kind(scene):
    Person.objects.filter(pk=scene.adam.pk).update(protection=Protection.CODE_7)
    intake = scene.intake(person=Person.objects.get(pk=scene.adam.pk))
    ClearanceFactory(user=scene.hanne, protection=Protection.CODE_6)

    with pytest.raises(DomainError, match="kan ikke åpne"):
        given(scene, intake, scene.hanne)

    ClearanceFactory(user=scene.hanne, protection=Protection.CODE_7)
    assert given(scene, intake, scene.hanne).owner == scene.hanne


def test_waiting_has_a_date_and_an_owner_who_is_told(scene):
    intake = let_wait(scene.intake(), until=LATER, owner=scene.jonas, today=TODAY, now=NOW, actor=scene.siri)

    assert (intake.state, intake.waits_until, intake.owner) == (IntakeState.WAITING, LATER, scene.jonas)
    assert (intake.answered_at, intake.answered_by) == (NOW, scene.siri)
    assert letters() == [("intake/owner", "Jonas Hauglid"), ("intake/received", "Kari Moseby")]


def test_one_who_waits_can_wait_till_another_day_and_then_be_handed_on(scene):
    intake = scene.intake(waiting=True, owner=scene.jonas)

    let_wait(intake, until=LATER, owner=scene.jonas, today=TODAY, now=NOW, actor=scene.jonas)
    hand_on(intake, to=" Karrieresenteret i Brovik ", now=NOW, actor=scene.jonas)

    intake.refresh_from_db()
    assert (intake.state, intake.waits_until, intake.handed_to) == (IntakeState.HANDED_ON, LATER, "Karrieresenteret i Brovik")


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=367)])
def test_a_day_that_is_not_ahead_or_years_ahead_is_refused(scene, until):
    with pytest.raises(DomainError) as refusal:
        let_wait(scene.intake(), until=until, owner=scene.jonas, today=TODAY, now=NOW, actor=scene.jonas)

    assert refusal.value.field == "until"
    assert Intake.objects.get().state == IntakeState.RECEIVED


def test_handing_on_to_nobody_is_refused(scene):
    with pytest.raises(DomainError, match="Skriv hvem som hjelper videre") as refusal:
        hand_on(scene.intake(), to="  ", now=NOW, actor=scene.jonas)

    assert refusal.value.field == "to"


def test_answers_are_put_right_and_the_history_keeps_the_first(scene):
    intake = scene.intake(wants_ordinary_work=False)

    correct_answers(intake, wants_ordinary_work=True, needs_help_to_get_it=True, actor=scene.jonas)

    intake.refresh_from_db()
    assert intake.wants_ordinary_work is True
    assert intake.events.filter(wants_ordinary_work=False).exists()


@pytest.mark.parametrize("answer", [{"accepted": True, "engagement__service": "supported_employment"}, {"handed_on": True}])
def test_what_is_answered_stays_so(scene, answer):
    intake = scene.intake(**answer)
    before = Intake.objects.filter(pk=intake.pk).values().get()

    for act in (
        lambda: given(scene, intake, scene.jonas),
        lambda: correct_answers(intake, wants_ordinary_work=False, needs_help_to_get_it=False, actor=scene.jonas),
        lambda: let_wait(intake, until=LATER, owner=scene.jonas, today=TODAY, now=NOW, actor=scene.jonas),
        lambda: hand_on(intake, to="Karrieresenteret", now=NOW, actor=scene.jonas),
    ):
        with pytest.raises(DomainError, match="henvis på nytt"):
            act()

    assert Intake.objects.filter(pk=intake.pk).values().get() == before


def test_each_state_has_a_row_and_none_is_a_rejection():
    assert set(MOVES) == set(IntakeState)
    assert {str(state.label) for state in IntakeState} == {"mottatt", "venter på plass", "tatt inn", "fulgt videre til noe annet"}
