from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import mark_tasks
from brobygger.loops.models import Mark, TaskMark
from tests.factories import A_MOMENT, LoopEmployerFactory, LoopFactory, ParticipantFactory, TaskFactory

pytestmark = pytest.mark.django_db


def mark(participant, marks):
    return mark_tasks(participant, marks=marks, now=A_MOMENT, actor=participant.person)


def test_a_mark_is_changed_and_one_left_out_stands():
    loop = LoopFactory(open=True)
    bake, sell, _wash = LoopEmployerFactory(loop=loop, tasks=["bake", "selge", "vaske"]).tasks.all()
    amina = ParticipantFactory(loop=loop)

    mark(amina, {bake: Mark.WANT, sell: Mark.CAN})
    mark(amina, {bake: Mark.RATHER_NOT})

    assert set(TaskMark.objects.values_list("task__text", "mark")) == {("bake", "rather_not"), ("selge", "can")}


def test_a_task_of_another_loop_is_refused():
    with pytest.raises(DomainError, match="Oppgavene er endret"):
        mark(ParticipantFactory(loop=LoopFactory(open=True)), {TaskFactory(): Mark.CAN})
