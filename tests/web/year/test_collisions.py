"""Who would have to be in two places at once is said before a date is moved, and one can go past it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from brobygger.appointments.models import AppointmentKind
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, LoopDate
from brobygger.parties.models import Protection, Role
from brobygger.web.year import words
from tests.factories import AppointmentFactory, AppointmentPartyFactory, PersonFactory, UserFactory, WorkplaceFactory
from tests.kit import signed_in
from tests.web.year.test_dates import moved, preview

pytestmark = pytest.mark.django_db
BUSY = re.compile(r"<li><strong>(.+?)</strong></li>")
ON, LAST = "05.01.2027", "Flytt og gi beskjed"


def busy(text):
    """The sentences about who is busy."""
    return BUSY.findall(text.partition('id="endringen"')[2].partition("</section>")[0])


@pytest.fixture
def meeting(scene):
    """Amina's start meeting in her second period, a Wednesday at one."""
    return scene.date(DateKind.START_MEETING, 1, participant=scene.amina)


def booked(*parties, at=13, kind=AppointmentKind.OWN, **more):
    """An appointment on the day the tests move to."""
    starts_at = datetime(2027, 1, 5, at, tzinfo=OSLO)
    made = AppointmentFactory(kind=kind, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **more)
    for party in parties:
        whose = {"user": party} if hasattr(party, "memberships") else {"user": None, "person": party, "role": Role.CANDIDATE}
        AppointmentPartyFactory(appointment=made, **whose)
    return made


def test_the_coordinator_reads_what_she_has_at_the_time_and_can_move_it_all_the_same(scene, meeting):
    booked(scene.lise, kind=AppointmentKind.VISIT, workplace=WorkplaceFactory(name="Bakeriet"))

    asked = preview(scene, meeting, on=ON)
    refused = moved(scene, meeting, on=ON)
    stood = local_day(LoopDate.objects.get(pk=meeting.pk).starts_at)
    made = moved(scene, meeting, on=ON, despite="on")

    assert busy(asked) == busy(refused.content.decode()) == ["Da har Lise Dalby allerede et bedriftsbesøk hos Bakeriet kl. 13.00."]
    assert "Flytt likevel" in asked
    assert LAST not in asked
    assert refused.status_code == 422
    assert "Noen er opptatt da." in refused.content.decode()
    assert "Flytt likevel" in refused.content.decode()
    assert stood == date(2027, 1, 6)
    assert made.status_code == 302
    assert local_day(LoopDate.objects.get(pk=meeting.pk).starts_at) == date(2027, 1, 5)


def test_another_date_of_the_year_is_called_what_it_is(scene, meeting):
    other = scene.date(DateKind.START_MEETING, 1, participant=scene.emil)

    text = preview(scene, scene.date(DateKind.GATHERING), on="06.01.2027", from_time="13.00", to_time="14.00")

    place = other.employer.workplace.name
    assert f"Da har Lise Dalby allerede oppstartsmøte hos {place} kl. 13.00." in busy(text)
    assert f"Da har {scene.emil.person} allerede oppstartsmøte hos {place} kl. 13.00." in busy(text)


def test_of_what_the_reader_may_not_see_is_said_only_that_somebody_is_busy(scene, meeting):
    booked(scene.amina.person, UserFactory(name="Jonas Hauglid"), kind=AppointmentKind.TALK, about="Samtale om økonomi", place="Brohuset")

    text = preview(scene, meeting, on=ON)

    assert busy(text) == [f"Da er {scene.amina.person} opptatt."]
    assert not any(word in text for word in ("Jonas", "økonomi", "samtale kl.", "Brohuset"))


def test_an_appointment_with_somebody_protected_is_not_told_to_those_who_may_not_meet_them(scene, meeting):
    booked(scene.lise, PersonFactory(protection=Protection.CODE_6, first_name="Hemmelig"), kind=AppointmentKind.TALK)

    text = preview(scene, meeting, on=ON)

    assert busy(text) == ["Da er Lise Dalby opptatt."]
    assert "Hemmelig" not in text


def test_one_whose_name_the_reader_may_not_know_is_not_named(scene, meeting):
    scene.amina.person.grants.update(withdrawn_at=datetime(2026, 9, 8, tzinfo=OSLO))
    booked(scene.amina.person)

    text = preview(scene, meeting, on=ON)

    assert busy(text) == ["Da er en deltaker opptatt."]
    assert "Amina" not in text


@pytest.mark.parametrize("why", ["before it", "after it", "any time of the day", "called off", "somebody else"])
def test_what_is_in_nobodys_way_is_not_said(scene, meeting, why):
    match why:
        case "before it":
            booked(scene.lise, at=12)
        case "after it":
            booked(scene.lise, at=14)
        case "any time of the day":
            booked(scene.lise, is_all_day=True)
        case "called off":
            booked(scene.lise, state="called_off")
        case _:
            booked(UserFactory())

    text = preview(scene, meeting, on=ON)

    assert LAST in text
    assert busy(text) == []
    assert moved(scene, meeting, on=ON).status_code == 302


def test_what_moves_along_is_looked_at_with_its_day_and_those_that_move_together_do_not_collide(scene):
    starts_at = datetime(2027, 1, 7, 11, tzinfo=OSLO)
    own = AppointmentFactory(kind=AppointmentKind.OWN, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    AppointmentPartyFactory(appointment=own, user=scene.lise)

    text = preview(scene, scene.date(DateKind.ROTATION), on="18.01.2027")

    assert busy(text) == ["Torsdag 7. januar 2027 har Lise Dalby allerede et møte kl. 11.00."]


def test_many_are_said_in_a_few_lines(scene, meeting):
    for _each in range(12):
        booked(scene.lise, workplace=WorkplaceFactory())

    text = preview(scene, meeting, on=ON)

    assert [line.partition(" hos ")[0] for line in busy(text)] == ["Da har Lise Dalby allerede et møte"] * 6 + ["Og seks til."]


def test_others_than_the_one_who_runs_the_year_read_nothing_of_it(scene, meeting):
    booked(scene.lise)

    answer = signed_in(scene.kari).get(scene.url("date", meeting.public_id) + f"?on={ON}&from_time=13.00&to_time=14.00&sequence=0")

    assert answer.status_code == 200
    assert 'id="endringen"' not in answer.content.decode()


def test_every_kind_of_appointment_has_words_for_it():
    assert set(words.AT) == set(AppointmentKind) - {AppointmentKind.LOOP}
