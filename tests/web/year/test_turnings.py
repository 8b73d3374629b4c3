"""The start, the rotations and the end: who goes where, what is missing, and ticking it off."""

from __future__ import annotations

from datetime import datetime

from brobygger.kernel.clock import OSLO
from brobygger.loops.models import Stay
from brobygger.loops.states import LoopState
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from tests.kit import signed_in


def page(scene, turning):
    return signed_in(scene.lise).get(scene.url("turning", turning)).content.decode()


def test_the_page_says_who_goes_where_and_what_is_missing(scene):
    scene.rotate(0)
    scene.at(datetime(2027, 1, 4, 9, tzinfo=OSLO))

    text = page(scene, 1)

    row = text.split("<tbody>")[1].split("</tr>")[0]
    assert "Amina" in row
    assert row.index("Rugbakken bakeri") < row.index("Elvekroken verksted")
    assert "Amina og Rugbakken bakeri har ikke skrevet." in text
    assert "Disse har ikke mål ennå." in text
    assert "Kryss av rulleringen" not in text


def test_on_the_day_one_button_ticks_it_off(scene):
    scene.rotate(0)
    scene.at(datetime(2027, 1, 11, 9, 30, tzinfo=OSLO))
    client = signed_in(scene.lise)
    offered = client.get(scene.url("turning", 1)).content.decode()

    answer = client.post(scene.url("rotate", 1))

    text = client.get(answer.url).content.decode()
    assert "Kryss av rulleringen" in offered
    assert "Rulleringen er krysset av. Alle står på sin nye plass." in text
    assert Stay.objects.get(participant=scene.amina, period=1).placement.state == PlacementState.ACTIVE


def test_pressed_twice_it_is_ticked_off_once(scene):
    scene.at(datetime(2026, 9, 14, 9, 30, tzinfo=OSLO))
    client = signed_in(scene.lise)
    key = {"once": "7b1f1c1e-0f4e-4e43-9a51-5a7a1f2f9a12"}

    answers = [client.post(scene.url("rotate", 0), sent) for sent in (key, key, {})]

    assert [answer.url for answer in answers] == [scene.url("loop"), scene.url("loop"), scene.url("turning", 0)]
    assert "Dette er allerede krysset av." in client.get(scene.url("turning", 0)).content.decode()
    assert Placement.objects.filter(state=PlacementState.ACTIVE).count() == 3


def test_before_the_day_it_is_refused_on_the_page(scene):
    answer = signed_in(scene.lise).post(scene.url("rotate", 0), follow=True)

    assert answer.redirect_chain == [(scene.url("turning", 0), 302)]
    assert "Dette skjer ikke før 14.09.2026." in answer.content.decode()


def test_what_comes_after_something_that_waits_says_so(scene):
    scene.at(datetime(2027, 1, 11, 9, 30, tzinfo=OSLO))

    text = page(scene, 1)

    assert "Det som skulle skjedd før dette, må krysses av først." in text
    assert "Kryss av rulleringen" not in text


def test_the_end_finishes_the_loop(scene):
    scene.rotate(0, 1, 2)
    scene.at(datetime(2027, 9, 10, 15, tzinfo=OSLO))
    client = signed_in(scene.lise)

    client.post(scene.url("rotate", 3))

    scene.loop.refresh_from_db()
    assert scene.loop.state == LoopState.FINISHED


def test_a_turning_that_is_not_in_the_year_is_not_there(scene):
    assert signed_in(scene.lise).get(scene.url("turning", 4)).status_code == 404
