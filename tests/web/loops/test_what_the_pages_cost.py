"""A page asks the database as often for sixty rows as for three, and never more than twelve times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    ClosureFactory,
    ContactPersonFactory,
    EngagementFactory,
    InterviewFactory,
    LoopFactory,
    NextStepFactory,
    PersonFactory,
    UserFactory,
)
from tests.kit import signed_in

MOST_QUERIES = 12


def queries(client, url: str) -> int:
    """How many questions a page asks; what the session and savepoints of the test itself cost is not among them."""
    client.get(url)  # the first visit fills caches that live as long as the process
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in asked.captured_queries)


def fill(scene, count: int) -> None:
    """As many of everything as the pages list."""
    owner = UserFactory()
    for number in range(count):
        turned_up = scene.participant(f"Deltaker {number:02d}", turned_up=True)
        NextStepFactory(loop=scene.loop, participant=turned_up, owner=owner)
        InterviewFactory(loop=scene.loop, participant=turned_up, employer=scene.bakery, round=number)
        ContactPersonFactory(workplace=scene.bakery.workplace)
        ClosureFactory(employer=scene.bakery, starts_on=scene.loop.starts_on, ends_on=scene.loop.starts_on + timedelta(days=number))
        EngagementFactory(person=PersonFactory(of_loop_age=True), unit=scene.office, responsible=scene.kari)
        other = LoopFactory(unit=scene.centre, driver=scene.dag, coordinator=scene.lise, offices=[scene.office])
        NextStepFactory(loop=other, owner=owner)


PAGES = {
    "list": ("lise", None),
    "new": ("lise", None),
    "loop": ("lise", "loop"),
    "employer_new": ("lise", "loop"),
    "employer": ("lise", "employer"),
    "kick_off_edit": ("lise", "loop"),
    "kick_off": ("lise", "loop"),
    "print_rooms": ("lise", "loop"),
    "print_people": ("lise", "loop"),
    "type_wishes": ("lise", "loop"),
    "type_candidate_wishes": ("lise", "participant"),
    "type_employer_wishes": ("lise", "employer"),
    "next_steps": ("lise", "loop"),
    "next_step_of": ("lise", "participant"),
    "invite": ("kari", "loop"),
    "invitations": ("kari", "loop"),
    "prepare": ("kari", "participant"),
}


def test_every_page_costs_the_same_for_sixty_as_for_three_and_twelve_at_most(scene):
    amina = scene.participant("Amina", turned_up=True)
    ids = {"loop": scene.loop.public_id, "employer": scene.bakery.public_id, "participant": amina.public_id}
    clients = {who: signed_in(getattr(scene, who)) for who in ("lise", "kari")}
    urls = {name: reverse(f"loops:{name}", args=[ids[kind]] if kind else []) for name, (_who, kind) in PAGES.items()}
    urls["employer_new"] += "?sok=Rugbakken"

    fill(scene, 3)
    for_three = {name: queries(clients[who], urls[name]) for name, (who, _kind) in PAGES.items()}
    scene.bakery.interviews.all().delete()
    fill(scene, 57)
    for_sixty = {name: queries(clients[who], urls[name]) for name, (who, _kind) in PAGES.items()}

    assert for_sixty == for_three
    assert {name: count for name, count in for_sixty.items() if count > MOST_QUERIES} == {}


@pytest.mark.parametrize("name", ["print_rooms", "print_people", "kick_off"])
def test_the_names_of_sixty_stand_on_the_page(scene, name):
    for number in range(60):
        participant = scene.participant(f"Navn{number:02d}", turned_up=True)
        InterviewFactory(loop=scene.loop, participant=participant, employer=scene.bakery, round=number)

    page = signed_in(scene.lise).get(reverse(f"loops:{name}", args=[scene.loop.public_id])).content.decode()

    assert all(f"Navn{number:02d}" in page for number in range(60))
