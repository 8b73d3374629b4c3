"""Every page of a year, asked for by everyone: 200 or 404 as the access table says, and no name that the reader may not see."""

from __future__ import annotations

import pytest

from brobygger.appointments.states import AppointmentState
from brobygger.loops.models import DateKind, LoopDate
from tests.factories import UserFactory
from tests.kit import signed_in

STAFF = ("lise", "dag", "kari", "siri", "per", "stranger")
MAY_READ = {"lise", "dag", "kari", "siri", "per"}
RUNS = {"lise"}


@pytest.fixture
def pages(scene):
    gathering = scene.date(DateKind.GATHERING)
    aminas, saras = (scene.date(DateKind.EVALUATION, participant=each) for each in (scene.amina, scene.sara))
    return {
        "the year": (scene.url("loop"), MAY_READ),
        "its calendar": (scene.url("calendar"), MAY_READ),
        "a gathering": (scene.url("date", gathering.public_id), MAY_READ),
        "its file": (scene.url("date_file", gathering.public_id), MAY_READ),
        "a date of Amina": (scene.url("date", aminas.public_id), {"lise", "kari"}),
        "its own file": (scene.url("date_file", aminas.public_id), {"lise", "kari"}),
        "a date of Sara": (scene.url("date", saras.public_id), {"lise"}),
        "a turning": (scene.url("turning", 1), RUNS),
        "a stay of Amina": (scene.url("stay", scene.stay(scene.amina, 0).public_id), {"lise", "kari"}),
        "a stay of Sara": (scene.url("stay", scene.stay(scene.sara, 0).public_id), {"lise"}),
    }


@pytest.mark.parametrize("who", STAFF)
def test_each_page_opens_for_those_the_table_names_and_is_not_there_for_others(scene, pages, who):
    client = signed_in(getattr(scene, who))

    answers = {name: client.get(url).status_code for name, (url, _who) in pages.items()}

    assert answers == {name: 200 if who in readers else 404 for name, (_url, readers) in pages.items()}


@pytest.mark.parametrize("who", ["dag", "kari", "siri", "per", "stranger"])
def test_only_the_one_who_runs_the_loop_can_press_a_button(scene, who):
    client = signed_in(getattr(scene, who))
    gathering = scene.date(DateKind.GATHERING)
    buttons = [scene.url("start"), scene.url("rotate", 0), *(scene.url(name, gathering.public_id) for name in ("move", "call_off", "held"))]

    answers = [client.post(url).status_code for url in buttons]

    assert answers == [404] * len(buttons)
    assert set(LoopDate.objects.values_list("appointment__state", "appointment__sequence")) == {(AppointmentState.PLANNED, 0)}


@pytest.mark.parametrize(
    ("who", "named"), [("lise", {"Amina", "Emil", "Sara"}), ("kari", {"Amina", "Emil"}), ("dag", set()), ("siri", set()), ("per", set())]
)
def test_each_reads_the_names_of_those_they_may_see_and_learns_nothing_of_the_others(scene, pages, who, named):
    client = signed_in(getattr(scene, who))

    texts = [client.get(url).content.decode() for url, readers in pages.values() if who in readers]

    assert {name for name in ("Amina", "Emil", "Sara") if any(name in text for text in texts)} == named
    if not named:
        assert not any("En deltaker" in text or "en deltaker" in text for text in texts)


def test_another_coordinator_of_the_unit_runs_it_too_when_lise_is_away(scene):
    colleague = UserFactory(role="loop_coordinator", role__unit=scene.loop.unit)

    answer = signed_in(colleague).post(
        scene.url("call_off", scene.date(DateKind.GATHERING).public_id), {"sequence": 0, "because": "Stengt."}
    )

    assert answer.status_code == 302


def test_nobody_comes_in_without_signing_in(pages, client):
    answers = {name: client.get(url) for name, (url, _who) in pages.items()}

    assert {answer.status_code for answer in answers.values()} == {302}
