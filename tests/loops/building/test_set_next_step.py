from __future__ import annotations

from datetime import date

import pytest

from brobygger.loops.building.actions.next_step import finish_next_step, renew_next_step, set_next_step, step_is_not_done
from brobygger.loops.models import NextStep
from brobygger.loops.states import LoopState
from tests.factories import A_MOMENT, LoopFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


def step(loop, text, participant=None):
    return set_next_step(loop, participant=participant, text=text, owner=UserFactory(), due_on=date(2026, 9, 1), actor=UserFactory())


def test_a_new_step_takes_the_place_of_the_one_that_waits():
    loop = LoopFactory()

    first, second = step(loop, "Ring"), step(loop, "Besøk")

    assert first.pk == second.pk
    assert NextStep.objects.get().text == "Besøk"


def test_after_one_is_done_another_is_set_beside_it():
    loop = LoopFactory()
    done = finish_next_step(step(loop, "Ring"), now=A_MOMENT, actor=UserFactory())

    step(loop, "Besøk")

    assert done.done_at == A_MOMENT
    assert set(NextStep.objects.values_list("text", "done_at")) == {("Ring", A_MOMENT), ("Besøk", None)}


def test_a_step_knows_how_far_the_loop_had_come_and_can_be_renewed():
    loop = LoopFactory(decided=True)
    made = step(loop, "Samle inn ønskene")
    NextStep.objects.update(set_while=LoopState.OPEN)

    renewed = renew_next_step(made, actor=UserFactory())

    assert made.set_while == renewed.set_while == LoopState.DECIDED


def test_what_was_ticked_off_by_mistake_waits_again_unless_another_does():
    loop = LoopFactory()
    finish_next_step(step(loop, "Ring"), now=A_MOMENT, actor=UserFactory())

    waits = step_is_not_done(loop, actor=UserFactory())
    finish_next_step(waits, now=A_MOMENT, actor=UserFactory())
    new = step(loop, "Besøk")

    assert (waits.text, waits.done_at) == ("Ring", None)
    assert step_is_not_done(loop, actor=UserFactory()) == new
    assert step_is_not_done(LoopFactory(), actor=UserFactory()) is None


def test_finishing_twice_keeps_the_first_moment():
    finished = finish_next_step(step(LoopFactory(), "Ring"), now=A_MOMENT, actor=UserFactory())

    again = finish_next_step(finished, now=A_MOMENT.replace(year=2026), actor=UserFactory())

    assert again.done_at == A_MOMENT


def test_one_person_has_one_step_which_is_open_again_when_it_is_changed():
    amina = ParticipantFactory()
    finish_next_step(step(amina.loop, "Samtale", amina), now=A_MOMENT, actor=UserFactory())

    step(amina.loop, "Praksis", amina)

    assert list(NextStep.objects.values_list("text", "done_at")) == [("Praksis", None)]


def test_the_loops_own_step_and_a_persons_do_not_meet():
    amina = ParticipantFactory()

    step(amina.loop, "Ring")
    step(amina.loop, "Samtale", amina)

    assert NextStep.objects.count() == 2
