from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.agreements.actions.way_on import reword_aim, write_way_on
from brobygger.agreements.models import WayOn
from brobygger.agreements.queries import may_help
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from tests.agreements.scenes import NOW, TODAY, year_scene
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def write(scene, **fields):
    given = {"aim": "Jobbe i bakeri.", "helps": "Fagbrev.", "first_step": "Søke i Brovik.", "owner": scene.kari, "due_on": TODAY}
    return write_way_on(scene.amina, today=TODAY, now=NOW, actor=scene.lise, **given | fields)


def test_the_way_on_is_written_and_written_again():
    scene = year_scene()
    write(scene)

    way_on = write(scene, first_step="Ringe bakeriet.", due_on=TODAY + timedelta(days=7))

    assert WayOn.objects.get() == way_on
    assert (way_on.first_step, way_on.owner) == ("Ringe bakeriet.", scene.kari)


def test_the_candidate_changes_the_aim_and_nothing_else():
    scene = year_scene()
    way_on = write(scene)

    changed = reword_aim(way_on, aim=" Bli baker. ", now=NOW, actor=scene.amina.person)

    changed.refresh_from_db()
    assert (changed.aim, changed.first_step, changed.help) == ("Bli baker.", "Søke i Brovik.", "Fagbrev.")
    with pytest.raises(DomainError, match="Skriv hva du vil"):
        reword_aim(way_on, aim=" ", now=NOW, actor=scene.amina.person)


@pytest.mark.parametrize(
    ("fields", "field"), [({"aim": " "}, "aim"), ({"first_step": " "}, "first_step"), ({"due_on": TODAY - timedelta(days=1)}, "due_on")]
)
def test_a_way_on_without_an_aim_a_step_or_a_day_ahead_is_refused(fields, field):
    with pytest.raises(DomainError) as refusal:
        write(year_scene(), **fields)

    assert refusal.value.field == field
    assert not WayOn.objects.exists()


def test_before_the_year_there_is_no_way_on_yet():
    scene = year_scene()
    Loop.objects.filter(pk=scene.loop.pk).update(state=LoopState.DECIDED)

    with pytest.raises(DomainError, match="Året har ikke begynt"):
        write(scene)


def test_those_who_follow_the_candidate_and_the_coordinator_may_help_and_nobody_else():
    scene = year_scene()
    writer, _stranger, gone = UserFactory(name="Ada Vik"), UserFactory(name="Stein"), scene.kari

    assert [user.name for user in may_help(scene.amina, today=TODAY, also=writer)] == ["Ada Vik", "Kari Moseby", "Lise Dalby"]
    gone.is_active = False
    gone.save()
    assert [user.name for user in may_help(scene.amina, today=TODAY)] == ["Lise Dalby"]
