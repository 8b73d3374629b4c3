"""The mentor's page: first names, tasks, goals, dates and whom to call. Nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.loops.models import DateKind, LoopDate, Stay
from brobygger.loops.the_year.actions.turnings import agree_on_goals
from brobygger.parties.models import ContactPerson, Grant, Person, Protection, SignedLink
from tests.kit import read
from tests.web.window.year_scenes import of_mentor, year_scene

pytestmark = pytest.mark.django_db


def test_a_mentor_reads_whom_they_are_mentor_for_what_one_does_there_and_the_goals(client):
    scene = year_scene()
    agree_on_goals(scene.stay(0, 0), goals="Lære å bake brød.", mentor=scene.mentors[0], actor=scene.loop.coordinator, now=clock.now())

    answer = client.get(of_mentor(scene.mona))

    page = answer.content.decode()
    for text in ["Du er fadder for Amina.", "Lære å bake brød.", "Ta imot, Rydde, Selge", "Ring Lise"]:
        assert text in page
    assert [each.first_name for each in answer.context["year"].coming] == ["Sara", "Yusuf"]
    assert "Hemmelig" not in page
    assert LookUp.objects.filter(purpose="loop mentored", actor_role="mentor").count() == 3


def test_the_dates_are_start_meetings_hospitation_and_evaluation_of_those_one_is_mentor_for(client):
    scene = year_scene()

    lines = client.get(of_mentor(scene.mona)).context["lines"]
    file = Calendar.from_ical(client.get(of_mentor(scene.mona, "dates_file")).content)

    assert [line.what for line in lines][:3] == ["Hospiteringsdag med Sara", "Evaluering med Amina", "Oppstartsmøte med Sara"]
    assert {line.row.employer for line in lines} == {scene.bakery}
    assert [str(event["summary"]) for event in file.walk("VEVENT")] == [line.what for line in lines]


def test_a_mentor_at_another_workplace_reads_their_own_and_fetches_no_date_of_this_one(client):
    scene = year_scene()
    row = LoopDate.objects.get(kind=DateKind.HOSPITATION, participant=scene.participants[2], employer=scene.bakery)
    nils = scene.mentors[1].person

    page = client.get(of_mentor(nils))

    assert [each.first_name for each in page.context["year"].here] == ["Yusuf"]
    assert client.get(of_mentor(nils, "date_file", row.public_id)).status_code == 404
    assert client.get(of_mentor(scene.mona, "date_file", row.public_id)).status_code == 200


def test_one_who_has_taken_the_yes_back_is_a_participant_with_dates_and_nothing_else(client):
    scene = year_scene()
    agree_on_goals(scene.stay(0, 0), goals="Lære å bake brød.", mentor=scene.mentors[0], actor=scene.loop.coordinator, now=clock.now())
    Grant.objects.filter(person=scene.amina.person).update(withdrawn_at=timezone.now())

    page = read(client, of_mentor(scene.mona))
    file = client.get(of_mentor(scene.mona, "dates_file")).content.decode()

    assert "Du er fadder for en deltaker." in page
    assert "Amina" not in page + file
    assert "Lære å bake" not in page


def test_one_who_is_protected_is_not_there_at_all(client):
    scene = year_scene()
    Person.objects.filter(pk=scene.amina.person_id).update(protection=Protection.CODE_7)

    page = client.get(of_mentor(scene.mona))

    assert page.context["year"].here == ()
    assert scene.amina not in [line.row.participant for line in page.context["lines"]]


@pytest.mark.parametrize(("weeks", "is_there"), [(12, True), (13, False)])
def test_a_mentor_reads_of_one_who_has_been_there_for_twelve_weeks(client, weeks, is_there):
    scene = year_scene(rotates_in=-30)
    then = clock.today() - timedelta(weeks=weeks)
    Stay.objects.filter(participant=scene.amina, employer=scene.bakery).update(starts_on=then, ends_on=then)

    page = read(client, of_mentor(scene.mona))

    assert ("Amina" in page) == is_there


def test_a_link_that_is_taken_back_and_a_mentor_who_has_stopped_open_nothing(client):
    scene = year_scene()
    url = of_mentor(scene.mona)
    here = ContactPerson.objects.filter(person=scene.mona)

    here.update(ends_on=clock.today() - timedelta(days=1))
    stopped = client.get(url)
    here.update(ends_on=None)
    stands = client.get(url)
    SignedLink.objects.filter(person=scene.mona).update(withdrawn_at=timezone.now())
    taken_back = client.get(url)

    assert [each.status_code for each in (stopped, stands, taken_back)] == [410, 200, 410]
    assert "Amina" not in stopped.content.decode()


@pytest.mark.parametrize("name", ["people", "words", "employer_matters", "something_happens", "place"])
def test_a_mentors_link_opens_no_page_of_the_employer(client, name):
    scene = year_scene()

    assert client.get(of_mentor(scene.mona, name, scene.bakery.public_id)).status_code == 404


def test_a_date_is_fetched_by_get_only(client):
    scene = year_scene()

    assert client.post(of_mentor(scene.mona, "dates_file")).status_code == 405
