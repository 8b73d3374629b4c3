from __future__ import annotations

from datetime import date

import pytest

from brobygger.loops.building.actions.next_step import finish_next_step, set_next_step
from brobygger.loops.models import NextStep
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
