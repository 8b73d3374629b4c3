"""Those who have gone on from the loop, and the button that says they have begun there."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse

from brobygger.kernel.clock import OSLO
from brobygger.loops.models import LeftFor
from brobygger.loops.repair.actions.leaving import NewPlace, leave_loop
from brobygger.placements.models import Placement, PlacementKind
from brobygger.placements.states import PlacementState
from tests.factories import LoopFactory
from tests.kit import signed_in

LEFT = datetime(2026, 12, 1, 9, tzinfo=OSLO)
FIRST_DAY = date(2026, 12, 14)


@pytest.fixture
def gone(scene):
    """Amina leaves for a job that begins two weeks later."""
    scene.rotate(0)
    scene.at(LEFT)
    job = NewPlace(kind=PlacementKind.ORDINARY_PERMANENT, starts_on=FIRST_DAY, place_name="Fjordbakeriet")
    leave_loop(scene.amina, on=LEFT.date(), left_for=LeftFor.JOB, goes_to=job, actor=scene.lise, today=LEFT.date(), now=LEFT)
    scene.at(datetime(2026, 12, 14, 9, tzinfo=OSLO))
    return scene


def button(scene, who="lise"):
    url = scene.url("has_begun", scene.amina.public_id)
    return url in signed_in(getattr(scene, who)).get(scene.url("loop")).content.decode()


def job():
    return Placement.objects.get(place_name="Fjordbakeriet")


def test_the_button_is_there_from_the_first_day_until_somebody_has_pressed_it(gone):
    gone.at(datetime(2026, 12, 13, 9, tzinfo=OSLO))
    the_day_before = button(gone)
    gone.at(datetime(2026, 12, 14, 9, tzinfo=OSLO))
    on_the_day = button(gone)
    client = signed_in(gone.lise)

    answer = client.post(gone.url("has_begun", gone.amina.public_id))

    assert (the_day_before, on_the_day, button(gone)) == (False, True, False)
    assert answer.url == gone.url("loop")
    assert "Amina har begynt." in client.get(answer.url).content.decode()
    assert job().state == PlacementState.ACTIVE


@pytest.mark.parametrize(
    ("who", "may"), [("lise", True), ("kari", True), ("dag", False), ("siri", False), ("per", False), ("stranger", False)]
)
def test_the_coordinator_and_the_counsellor_may_say_so_and_nobody_else(gone, who, may):
    shown = button(gone, who)

    answer = signed_in(getattr(gone, who)).post(gone.url("has_begun", gone.amina.public_id))

    assert (shown, answer.status_code) == (may, 302 if may else 404)
    assert job().state == (PlacementState.ACTIVE if may else PlacementState.PLANNED)


def test_pressing_too_early_is_refused_with_a_sentence(gone):
    gone.at(datetime(2026, 12, 13, 9, tzinfo=OSLO))
    client = signed_in(gone.lise)

    answer = client.post(gone.url("has_begun", gone.amina.public_id), follow=True)

    assert "Amina begynner 14.12.2026. Kryss av når den dagen er kommet." in answer.content.decode()
    assert job().state == PlacementState.PLANNED


def test_somebody_in_another_loop_is_not_there(gone):
    other = LoopFactory(running=True, unit=gone.loop.unit, coordinator=gone.lise)

    answer = signed_in(gone.lise).post(reverse("year:has_begun", args=[other.public_id, gone.amina.public_id]))

    assert answer.status_code == 404
    assert job().state == PlacementState.PLANNED
