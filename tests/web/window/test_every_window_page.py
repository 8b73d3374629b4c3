"""What holds for every page of the window: strangers, the authority's name, the cost."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brobygger.loops.models import Wish
from brobygger.loops.states import LoopState
from brobygger.parties.models import Role
from tests.factories import DecisionFactory, InterviewFactory, NextStepFactory, StayFactory, TaskMarkFactory, WishFactory
from tests.kit import token_of
from tests.web.window.scenes import add_candidate, candidate_url, employer_url, kick_off_scene

pytestmark = pytest.mark.django_db
CANDIDATE_PAGES = ["home", "invitation", "marks", "presentation", "wishes", "given", "look_ups"]
EMPLOYER_PAGES = ["home", "place", "tasks", "people", "employer_wishes"]
MOST_QUERIES = 12


def full_scene():
    scene = kick_off_scene(turned_up=True, names=("Amina", "Bo", "Sara"))
    for participant in scene.participants:
        fill(scene, participant)
    return scene


def fill(scene, participant):
    """An interview, a wish and marks for each employer."""
    for place, employer in enumerate(scene.employers):
        InterviewFactory(
            loop=scene.loop, participant=participant, employer=employer, round=scene.participants.index(participant) * 3 + place
        )
        WishFactory(participant=participant, employer=employer)
        for task in employer.tasks.all():
            TaskMarkFactory(participant=participant, task=task)


def decide(scene):
    scene.loop.state, scene.loop.decision = LoopState.DECIDED, DecisionFactory()
    scene.loop.save()
    for participant in scene.participants:
        StayFactory(participant=participant, employer=scene.bakery)
        NextStepFactory(loop=scene.loop, participant=participant, owner=scene.loop.coordinator)


def urls_of(scene):
    mine = {f"candidate {name}": candidate_url(scene.amina, name) for name in CANDIDATE_PAGES}
    return mine | {f"employer {name}": employer_url(scene.bakery, name) for name in EMPLOYER_PAGES}


def costs_of(client, scene):
    costs = {}
    for name, url in urls_of(scene).items():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs[name] = sum("SAVEPOINT" not in query["sql"] for query in queries)
    return costs


@pytest.mark.parametrize("is_decided", [False, True])
def test_a_page_costs_the_same_for_three_candidates_and_for_thirty(client, is_decided):
    few, many = full_scene(), full_scene()
    for number in range(27):
        fill(many, add_candidate(many, f"Deltaker{number:02d}", turned_up=True))
    if is_decided:
        decide(few)
        decide(many)

    short, long = costs_of(client, few), costs_of(client, many)

    assert short == long
    assert max(long.values()) <= MOST_QUERIES


@pytest.mark.parametrize("is_decided", [False, True])
def test_no_page_names_or_looks_like_the_authority(client, is_decided):
    scene = full_scene()
    if is_decided:
        decide(scene)
    urls = [*urls_of(scene).values(), f"/v/{token_of(scene.employers[1].contact, Role.MENTOR)}/"]

    pages = [client.get(url, follow=True).content.decode() for url in urls]

    for page in pages:
        assert not re.search(r"\bNAV\b|\bNav\b|nav\.no|@nav|#c30000", page)
        assert "<title>" in page


def test_a_candidates_link_opens_no_page_of_an_employer_and_the_other_way_round(client):
    scene = full_scene()
    candidate, employer = token_of(scene.amina.person), token_of(scene.bakery.contact, Role.EMPLOYER)

    answers = [client.get(reverse(f"window:{name}", args=[candidate, scene.bakery.public_id])) for name in EMPLOYER_PAGES[1:]]
    answers += [client.get(reverse(f"window:{name}", args=[employer, scene.amina.public_id])) for name in CANDIDATE_PAGES[1:5]]
    answers += [client.get(reverse(f"window:{name}", args=[employer])) for name in ("given", "look_ups")]
    answers += [client.post(reverse("window:answer", args=[employer, scene.amina.public_id]), {"answer": "no"})]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("name", ["invitation", "answer", "marks", "presentation", "wishes", "withdraw"])
def test_the_pages_of_another_candidate_are_not_there(client, name):
    scene = full_scene()
    mine = token_of(scene.amina.person)

    theirs = client.post(reverse(f"window:{name}", args=[mine, scene.participants[1].public_id]), {"answer": "no"})
    nobodys = client.get(reverse(f"window:{name}", args=[mine, uuid4()]))

    assert theirs.status_code in {404, 405}
    assert nobodys.status_code == 404
    assert Wish.objects.count() == 9


@pytest.mark.parametrize("name", ["place", "tasks", "people", "employer_wishes"])
def test_the_pages_of_another_employer_are_not_there(client, name):
    scene = full_scene()
    token = token_of(scene.bakery.contact, Role.EMPLOYER)

    answer = client.get(reverse(f"window:{name}", args=[token, scene.employers[1].public_id]))

    assert answer.status_code == 404


@pytest.mark.parametrize("token", ["x", "00000000000000000000000000000000.1~forged"])
def test_a_made_up_link_tells_nothing(client, token):
    scene = full_scene()

    for url in [f"/v/{token}/", reverse("window:wishes", args=[token, scene.amina.public_id])]:
        assert client.get(url).status_code == 410


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, method):
    scene = full_scene()
    before = [list(type(row)._default_manager.order_by("pk").values()) for row in (scene.amina, scene.bakery, scene.loop)]

    for url in urls_of(scene).values():
        getattr(client, method)(url)

    assert before == [list(type(row)._default_manager.order_by("pk").values()) for row in (scene.amina, scene.bakery, scene.loop)]


def test_every_form_carries_the_key_against_double_sending(client):
    scene = kick_off_scene(days_ahead=7)
    pages = [candidate_url(scene.amina, name) for name in ("home", "marks", "presentation")]
    pages += [employer_url(scene.bakery, "tasks")]

    for url in pages:
        main = client.get(url).content.decode().split("<main")[1].split("<footer")[0]

        assert main.count("<form") == main.count('name="once"') > 0
