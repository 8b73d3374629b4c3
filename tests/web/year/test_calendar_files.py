"""The year as a file: all of it for the one who runs it, and no more than the page shows for the others."""

from __future__ import annotations

from brobygger.loops.models import DateKind
from tests.kit import signed_in
from tests.strict_calendar import faults


def test_the_whole_year_is_one_file_with_first_names(scene):
    answer = signed_in(scene.lise).get(scene.url("calendar"))

    text = answer.content.decode().replace("\r\n ", "")
    assert faults(answer.content) == []
    assert answer["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 30
    assert f"UID:{scene.date(DateKind.GATHERING).appointment.public_id}@brobygger" in text
    assert "Amina hos Rugbakken bakeri" in text
    assert scene.amina.person.last_name not in text


def test_one_date_is_a_file_of_its_own(scene):
    gathering = scene.date(DateKind.GATHERING)

    answer = signed_in(scene.lise).get(scene.url("date_file", gathering.public_id))

    assert faults(answer.content) == []
    assert answer.content.count(b"BEGIN:VEVENT") == 1


def test_there_is_no_file_before_the_year_has_begun(decided):
    assert signed_in(decided.lise).get(decided.url("calendar")).status_code == 404


def test_a_counsellor_has_the_dates_of_those_they_follow_and_those_for_all(scene):
    text = signed_in(scene.kari).get(scene.url("calendar")).content.decode().replace("\r\n ", "")

    assert "Amina" in text
    assert "Sara" not in text
    assert text.count("BEGIN:VEVENT") == 6 + 2 * 8


def test_a_driver_has_those_for_all_only(scene):
    text = signed_in(scene.dag).get(scene.url("calendar")).content.decode()

    assert text.count("BEGIN:VEVENT") == 6
    assert "deltaker" not in text
