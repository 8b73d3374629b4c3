"""A page of the year asks the database as often for thirty as for three, and never more than twelve times."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.kernel.clock import OSLO
from brobygger.loops.models import DateKind, LoopDate, Side
from brobygger.loops.periods import periods
from tests.factories import DatePartyFactory, EvaluationFactory, LoopDateFactory, LoopEmployerFactory, ParticipantFactory, StayFactory
from tests.kit import signed_in

MOST_QUERIES = 12


def queries(client, url):
    client.get(url)  # the first visit fills caches that live as long as the process
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in asked.captured_queries)


def fill(scene, count):
    """As many more in the year, each with stays, dates and what is written."""
    gathering = scene.date(DateKind.GATHERING)
    for number in range(count):
        participant = ParticipantFactory(loop=scene.loop, turned_up=True, granted=True, person__first_name=f"Deltaker {number:02d}")
        DatePartyFactory(date=gathering, person=participant.person)
        for period in periods(scene.loop):
            employer = LoopEmployerFactory(loop=scene.loop, committed=True)
            stay = StayFactory(
                participant=participant, employer=employer, period=period.number, starts_on=period.starts_on, ends_on=period.ends_on
            )
            EvaluationFactory(stay=stay, side=Side.CANDIDATE)
            for kind in (DateKind.START_MEETING, DateKind.EVALUATION):
                LoopDateFactory(loop=scene.loop, kind=kind, turning=1, participant=participant, employer=employer)


def test_every_page_costs_the_same_for_thirty_as_for_three_and_twelve_at_most(scene):
    scene.rotate(0)
    scene.at(datetime(2026, 12, 12, 9, tzinfo=OSLO))
    client = signed_in(scene.lise)
    rotation, own = scene.date(DateKind.ROTATION), scene.stay(scene.amina, 0)
    urls = {
        "loop": scene.url("loop"),
        "turning": scene.url("turning", 1),
        "calendar": scene.url("calendar"),
        "date": scene.url("date", scene.date(DateKind.GATHERING).public_id),
        "stay": scene.url("stay", own.public_id),
        "moved": scene.url("date", rotation.public_id) + "?on=18.01.2027&from_time=09.00&to_time=10.00&place=&sequence=0&with_the_rest=on",
    }

    for_three = {name: queries(client, url) for name, url in urls.items()}
    fill(scene, 27)
    for_thirty = {name: queries(client, url) for name, url in urls.items()}

    assert for_thirty == for_three
    assert {name: count for name, count in for_thirty.items() if count > MOST_QUERIES} == {}
    assert LoopDate.objects.count() > 150


def test_before_it_begins_it_costs_the_same_too(decided):
    client = signed_in(decided.lise)

    for_three = queries(client, decided.url("loop"))
    for _each in range(27):
        participant = ParticipantFactory(loop=decided.loop, turned_up=True, granted=True)
        StayFactory(participant=participant, employer=LoopEmployerFactory(loop=decided.loop, committed=True))

    assert queries(client, decided.url("loop")) == for_three <= MOST_QUERIES
