"""What holds for every page of the year in the windows: the cost, the method, strangers, the authority's name."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brobygger.kernel import clock
from brobygger.loops.models import LoopDate, NextStep, Stay
from brobygger.loops.the_year.actions.dates import lay_out_dates
from brobygger.loops.the_year.dates import turnings_of
from tests.factories import (
    EngagementFactory,
    GrantFactory,
    JointCertificateFactory,
    MatterFactory,
    NextStepFactory,
    ParticipantFactory,
    PlacementFactory,
    StayFactory,
    TaskMarkFactory,
    WayOnFactory,
)
from tests.web.window.year_scenes import of_candidate, of_employer, of_mentor, year_scene

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15  # one page holds all that is one's own: the year, what is written, who rings, openings; each kind is a query


def scene_with(more: int, *, rotates_in: int):
    """A loop of three, and so many more who are at the bakery as long as Amina and come to the workshop after it."""
    scene = year_scene(rotates_in=rotates_in)
    for number in range(more):
        join(scene, f"Deltaker{number:02d}")
    lay_out_dates(scene.loop, turnings_of(scene.loop), actor=scene.loop.coordinator, now=clock.now())
    for participant in scene.loop.participants.select_related("person"):
        EngagementFactory(person=participant.person)
        NextStepFactory(loop=scene.loop, participant=participant, due_on=clock.today())
        WayOnFactory(participant=participant)
        JointCertificateFactory(participant=participant)
        MatterFactory(person=participant.person, participant=participant, workplace=scene.bakery.workplace)
        for task in scene.bakery.tasks.all():
            TaskMarkFactory(participant=participant, task=task)
    return scene


def join(scene, name):
    participant = ParticipantFactory(loop=scene.loop, turned_up=True, granted=True, person__first_name=name)
    for employer in scene.employers:
        GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=scene.loop.public_id)
    for period, place in enumerate((0, 1)):
        like = scene.stay(0, period)
        was = like.placement
        placement = PlacementFactory(
            person=participant.person, workplace=like.employer.workplace, state=was.state, ends_on=was.ends_on, end_cause=was.end_cause
        )
        StayFactory(
            participant=participant,
            employer=scene.employers[place],
            mentor=scene.mentors[place],
            placement=placement,
            period=period,
            starts_on=like.starts_on,
            ends_on=like.ends_on,
        )


def urls_of(scene):
    bakery = scene.bakery
    return {
        "candidate home": of_candidate(scene.amina),
        "candidate page": of_candidate(scene.amina, "invitation", scene.amina.public_id),
        "candidate dates": of_candidate(scene.amina, "dates_file"),
        "employer home": of_employer(bakery),
        "employer page": of_employer(bakery, "place", bakery.public_id),
        "employer people": of_employer(bakery, "people", bakery.public_id),
        "employer dates": of_employer(bakery, "dates_file"),
        "mentor home": of_mentor(scene.mona),
        "mentor dates": of_mentor(scene.mona, "dates_file"),
    }


def costs_of(client, scene):
    costs = {}
    for name, url in urls_of(scene).items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        assert answer.status_code == 200
        costs[name] = sum("SAVEPOINT" not in query["sql"] for query in queries)
    return costs


@pytest.mark.parametrize("rotates_in", [7, -30], ids=["before the rotation", "after it"])
def test_a_page_costs_the_same_for_three_candidates_and_for_thirty(client, rotates_in):
    few, many = scene_with(1, rotates_in=rotates_in), scene_with(27, rotates_in=rotates_in)

    short, long = costs_of(client, few), costs_of(client, many)

    assert short == long
    assert max(long.values()) <= MOST_QUERIES


def test_no_page_names_or_looks_like_the_authority(client):
    scene = scene_with(0, rotates_in=7)

    pages = [client.get(url).content.decode() for name, url in urls_of(scene).items() if "dates" not in name]

    for page in pages:
        assert not re.search(r"\bNAV\b|\bNav\b|nav\.no|@nav|#c30000", page)
        assert "<title>" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, method):
    scene = scene_with(0, rotates_in=7)
    before = [list(model.objects.order_by("pk").values()) for model in (Stay, LoopDate, NextStep)]

    for url in urls_of(scene).values():
        getattr(client, method)(url)

    assert before == [list(model.objects.order_by("pk").values()) for model in (Stay, LoopDate, NextStep)]


def test_a_stranger_gets_the_404_of_what_is_not_there(client):
    scene, other = year_scene(), year_scene()
    theirs = LoopDate.objects.filter(loop=other.loop, participant__isnull=True, appointment__ends_at__gt=clock.now()).first()

    answers = [
        client.get(make(person, "date_file", key)).status_code
        for make, person in [(of_candidate, scene.amina), (of_employer, scene.bakery), (of_mentor, scene.mona)]
        for key in (theirs.public_id, uuid4())
    ]
    answers.append(client.get(of_candidate(scene.amina, "invitation", other.amina.public_id)).status_code)
    answers.append(client.get(of_employer(scene.bakery, "place", scene.employers[1].public_id)).status_code)
    answers.append(client.get(of_employer(scene.bakery, "place", other.bakery.public_id)).status_code)

    assert set(answers) == {404}


def test_a_candidate_who_has_taken_the_yes_back_keeps_their_own_year(client):
    scene = year_scene()
    scene.amina.person.grants.update(withdrawn_at=timezone.now())

    page = client.get(of_candidate(scene.amina)).content.decode()

    assert "Du er hos Rugbakken bakeri" in page
