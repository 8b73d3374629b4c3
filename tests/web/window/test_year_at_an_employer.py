"""The employer's page from the day the year is set going until twelve weeks after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.loops.models import DateKind, DropOut, LeftFor, LoopDate, LoopEmployer, Stay
from brobygger.loops.repair.actions.leaving import drop_out, leave_loop
from brobygger.loops.the_year.actions.turnings import agree_on_goals
from brobygger.parties.models import Grant, Person, Protection
from tests.factories import (
    ContactPersonFactory,
    EmployerWordsFactory,
    EvaluationFactory,
    LoopEmployerFactory,
    LoopFactory,
    TaskMarkFactory,
)
from tests.kit import read
from tests.web.window.test_own_year import said
from tests.web.window.year_scenes import of_employer, year_scene

pytestmark = pytest.mark.django_db


def test_the_page_says_who_is_here_until_when_and_who_comes(client):
    scene = year_scene()

    page = read(client, of_employer(scene.bakery))

    here, coming = scene.stay(0, 0), scene.stay(2, 1)
    assert f"Amina er hos dere til {said(here.ends_on)}. Sara kommer {said(coming.starts_on)}." in page
    assert "Fadder: Mona." in page
    assert "Hemmelig" not in page
    assert {row.person for row in LookUp.objects.filter(purpose="loop year here")} == {row.person.public_id for row in scene.participants}


def test_of_those_who_share_the_goals_and_what_they_chose_to_tell_are_read(client):
    scene = year_scene()
    agree_on_goals(scene.stay(0, 0), goals="Lære å bake brød.", mentor=None, actor=scene.loop.coordinator, now=clock.now())
    scene.amina.presentation = "Si én ting om gangen."
    scene.amina.save()
    TaskMarkFactory(participant=scene.amina, task=scene.bakery.tasks.get(text="Selge"), mark="want")

    page = read(client, of_employer(scene.bakery))

    for text in ["Lære å bake brød.", "Si én ting om gangen.", "<dt>Vil gjerne</dt><dd>Selge</dd>"]:
        assert text in page


def test_one_who_has_taken_the_yes_back_is_a_participant_with_dates_and_nothing_else(client):
    scene = year_scene()
    agree_on_goals(scene.stay(0, 0), goals="Lære å bake brød.", mentor=None, actor=scene.loop.coordinator, now=clock.now())
    Grant.objects.filter(person=scene.amina.person).update(withdrawn_at=timezone.now())

    page = read(client, of_employer(scene.bakery))

    assert f"En deltaker er hos dere til {said(scene.stay(0, 0).ends_on)}." in page
    assert f"{scene.stay(0, 0).ends_on:%d.%m.%Y}" in page
    assert "Amina" not in page
    assert "Lære å bake" not in page


@pytest.mark.parametrize("protection", [kind for kind in Protection if kind != Protection.NONE])
def test_one_who_is_protected_is_left_out_dates_and_all_and_the_place_is_not_called_empty(client, protection):
    scene = year_scene()
    Person.objects.filter(pk=scene.amina.person_id).update(protection=protection)

    answer = client.get(of_employer(scene.bakery))

    page = answer.content.decode()
    assert "Ingen er hos dere nå." in page
    assert f"{scene.stay(0, 0).starts_on:%d.%m.%Y}" not in page
    assert scene.amina not in [line.row.participant for line in answer.context["lines"]]
    assert "Ledige plasser" not in page


def test_who_has_been_here_is_read_for_twelve_weeks_and_then_no_more(client):
    scene = year_scene(rotates_in=-30)
    before = read(client, of_employer(scene.bakery))
    cards = client.get(of_employer(scene.bakery, "people", scene.bakery.public_id)).context["cards"]

    gone = clock.today() - timedelta(weeks=12, days=1)
    Stay.objects.filter(participant=scene.amina, employer=scene.bakery).update(starts_on=gone, ends_on=gone)
    after = read(client, of_employer(scene.bakery))
    cards_after = client.get(of_employer(scene.bakery, "people", scene.bakery.public_id)).context["cards"]

    assert "De som har vært her" in before
    assert "Amina" in before
    assert "Amina" not in after
    assert "De som har vært her" not in after
    assert "Amina" in [card.first_name for card, _marks in cards]
    assert "Amina" not in [card.first_name for card, _marks in cards_after]


def test_words_and_evaluation_that_are_due_wait_first_until_they_are_written(client):
    scene = year_scene(rotates_in=7)
    url = of_employer(scene.bakery, "words", scene.bakery.public_id)

    asked = read(client, of_employer(scene.bakery))
    EmployerWordsFactory(stay=scene.stay(0, 0))
    still = read(client, of_employer(scene.bakery))
    EvaluationFactory(stay=scene.stay(0, 0), side="employer")
    after = read(client, of_employer(scene.bakery))

    assert "Dere har noe igjen å skrive om tiden med Amina." in asked
    assert url in asked
    assert "Skriv til attesten" in still
    assert "Skriv til attesten" not in after
    assert "Det neste som skjer" in after


def test_an_empty_place_of_ones_own_shows_and_never_why(client):
    scene = year_scene()
    today = clock.today()
    leave_loop(
        scene.participants[2],
        on=today,
        left_for=LeftFor.OTHER,
        goes_to=None,
        actor=scene.loop.coordinator,
        today=today,
        now=clock.now(),
    )
    Stay.objects.filter(participant=scene.participants[2], period=0).update(ends_on=today - timedelta(days=1))

    bakery, garden = read(client, of_employer(scene.bakery)), read(client, of_employer(scene.employers[2]))

    assert f"Én plass er ledig fra {said(today)}." in garden
    assert "De som har vært her" in garden
    for page in (bakery, garden):
        assert "slutte" not in page
        assert "annet" not in page
    assert "Sara" not in bakery


def test_the_dates_are_those_of_the_employer_alone(client):
    scene = year_scene()

    lines = client.get(of_employer(scene.bakery)).context["lines"]
    file = Calendar.from_ical(client.get(of_employer(scene.bakery, "dates_file")).content)

    whats = [line.what for line in lines]
    assert {"Hospiteringsdag med Sara", "Evaluering med Amina", "Samling, Brovikloopen"} <= set(whats)
    assert [str(event["summary"]) for event in file.walk("VEVENT")] == whats
    assert {line.row.employer for line in lines} == {None, scene.bakery}
    theirs = LoopDate.objects.get(kind=DateKind.HOSPITATION, participant=scene.amina, employer=scene.employers[1])
    assert client.get(of_employer(scene.bakery, "date_file", theirs.public_id)).status_code == 404


def test_a_name_that_is_no_longer_shared_is_not_in_the_calendar_either(client):
    scene = year_scene()
    Grant.objects.filter(person=scene.participants[2].person).update(withdrawn_at=timezone.now())

    file = client.get(of_employer(scene.bakery, "dates_file")).content.decode()

    assert "Hospiteringsdag med en deltaker" in file
    assert "Sara" not in file


def test_another_contact_at_the_workplace_reads_the_same_page(client):
    scene = year_scene()
    other = ContactPersonFactory(workplace=scene.bakery.workplace)
    Person.objects.filter(pk=other.person_id).update(first_name="Berit")
    mine = client.get(of_employer(scene.bakery)).context["lines"]

    scene.bakery.contact = other.person
    lines = client.get(of_employer(scene.bakery)).context["lines"]

    assert [line.row for line in lines] == [line.row for line in mine] != []


@pytest.mark.parametrize(("weeks", "is_there"), [(11, True), (13, False)])
def test_an_employer_that_went_out_reads_its_own_history_for_twelve_weeks(client, weeks, is_there):
    scene = year_scene()
    today = clock.today()
    drop_out(scene.bakery, on=today, because=DropOut.BANKRUPT, actor=scene.loop.coordinator, today=today, now=clock.now())
    then = today - timedelta(weeks=weeks)
    LoopEmployer.objects.filter(pk=scene.bakery.pk).update(dropped_out_on=then)
    Stay.objects.filter(employer=scene.bakery).update(starts_on=then - timedelta(days=9), ends_on=then)

    home = read(client, of_employer(scene.bakery))
    place = client.get(of_employer(scene.bakery, "place", scene.bakery.public_id))

    assert ("Amina" in home) == is_there
    assert ("Dere er ikke med i Brovikloopen lenger." in home) == is_there
    assert ("ikke med i noen loop nå" in home) != is_there
    assert (place.status_code == 200) == is_there
    for word in ("Sara", "konkurs", "ledig", "Datoer framover"):
        assert word not in home


@pytest.mark.parametrize(("rotates_in", "is_there"), [(-270, True), (-345, False)])
def test_a_finished_loop_is_there_for_twelve_weeks(client, rotates_in, is_there):
    scene = year_scene(rotates_in=rotates_in)

    home = read(client, of_employer(scene.bakery))

    assert ("Brovikloopen er fullført." in home) == is_there
    assert ("ikke med i noen loop nå" in home) != is_there


def test_a_year_that_runs_comes_before_a_new_loop_which_stands_above_it(client):
    scene = year_scene()
    new = LoopEmployerFactory(loop=LoopFactory(open=True, name="Nyloopen"), workplace=scene.bakery.workplace, contact=scene.bakery.contact)

    answer = client.get(of_employer(scene.bakery))

    assert answer.context["employer"] == scene.bakery
    assert answer.content.decode().count("Nyloopen, Rugbakken bakeri") == 2
    assert of_employer(scene.bakery, "place", new.public_id) in answer.content.decode()


def test_something_happens_is_offered_while_somebody_who_shares_is_here(client):
    scene = year_scene()
    url = of_employer(scene.bakery, "something_happens", scene.bakery.public_id)

    here = read(client, of_employer(scene.bakery))
    Grant.objects.filter(person=scene.amina.person).update(withdrawn_at=timezone.now())
    nobody = read(client, of_employer(scene.bakery))

    assert url in here
    assert url not in nobody
