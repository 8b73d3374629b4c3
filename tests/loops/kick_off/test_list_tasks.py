from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import list_tasks
from brobygger.loops.models import Mark, TaskMark
from tests.factories import LoopEmployerFactory, LoopFactory, ParticipantFactory, TaskMarkFactory, UserFactory

pytestmark = pytest.mark.django_db


def texts(employer):
    return [task.text for task in employer.tasks.all()]


def write(employer, *tasks):
    return list_tasks(employer, texts=tasks, actor=UserFactory())


def test_blank_lines_are_left_out_and_the_order_is_kept():
    employer = LoopEmployerFactory()

    write(employer, " bake ", "", "selge", "   ", "vaske")

    assert texts(employer) == ["bake", "selge", "vaske"]


def test_a_task_that_stands_keeps_its_marks_when_the_order_changes():
    employer = LoopEmployerFactory(tasks=["bake", "selge", "vaske"])
    amina = ParticipantFactory(loop=employer.loop)
    kept = TaskMarkFactory(participant=amina, task=employer.tasks.get(text="bake"), mark=Mark.WANT)
    TaskMarkFactory(participant=amina, task=employer.tasks.get(text="selge"))

    write(employer, "vaske", "pakke", "bake")

    assert texts(employer) == ["vaske", "pakke", "bake"]
    assert list(TaskMark.objects.all()) == [kept]


@pytest.mark.parametrize("count", [0, 2, 11])
def test_fewer_than_three_and_more_than_ten_are_refused(count):
    employer = LoopEmployerFactory(tasks=["bake", "selge", "vaske"])

    with pytest.raises(DomainError, match=f"Du har skrevet {count}") as refusal:
        write(employer, *(f"oppgave {number}" for number in range(count)))

    assert refusal.value.field == "tasks"
    assert texts(employer) == ["bake", "selge", "vaske"]


@pytest.mark.parametrize("count", [3, 10])
def test_three_and_ten_are_enough(count):
    assert len(write(LoopEmployerFactory(), *(f"oppgave {number}" for number in range(count)))) == count


def test_the_same_task_twice_is_refused_whatever_the_letters():
    with pytest.raises(DomainError, match="står to ganger"):
        write(LoopEmployerFactory(), "bake", "selge", "Bake")


def test_a_task_that_fits_no_line_is_refused_by_its_beginning():
    with pytest.raises(DomainError, match=r"«aaaa.* er for lang"):
        write(LoopEmployerFactory(), "a" * 121, "selge", "vaske")


def test_after_the_decision_the_tasks_stand():
    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        write(LoopEmployerFactory(loop=LoopFactory(decided=True)), "bake", "selge", "vaske")
