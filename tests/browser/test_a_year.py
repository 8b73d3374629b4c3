"""A loop's year: set it going, move a gathering, move a rotation with what hangs on it, tick off each turning, and finish."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import TURNINGS, DateKind, Loop, LoopDate
from brobygger.loops.states import LoopState
from brobygger.outbox.models import Message
from tests.browser.loop_steps import come_to_the_loops, look_over, tab_to
from tests.strict_calendar import faults

BUTTONS = ("Kryss av oppstarten", "Kryss av rulleringen", "Kryss av rulleringen", "Fullfør året")


def the_loop() -> Loop:
    return Loop.objects.get(name__startswith="Sentrumsloopen", state__in=[LoopState.DECIDED, LoopState.RUNNING, LoopState.FINISHED])


def the_date(kind: DateKind, turning: int) -> LoopDate:
    return LoopDate.objects.get(loop=the_loop(), kind=kind, turning=turning)


def days_of(kind: DateKind, turning: int) -> set:
    return {local_day(row.starts_at) for row in LoopDate.objects.filter(loop=the_loop(), kind=kind, turning=turning)}


def written(day) -> str:
    return f"{day:%d.%m.%Y}"


def open_the_year(page) -> None:
    come_to_the_loops(page, "lise")
    page.get_by_role("link", name=the_loop().name).click()
    page.get_by_role("list", name="Steg i loopen").get_by_role("link", name="Året").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Året")


@pytest.fixture
def lise(page):
    open_the_year(page)
    return page


@pytest.fixture
def started(lise):
    lise.get_by_role("button", name="Sett i gang året").click()
    expect(lise.get_by_role("status")).to_contain_text("Året er satt i gang. Alle får brev med sine egne datoer.")
    return lise


def test_lise_sets_the_year_going_moves_dates_ticks_off_each_turning_and_finishes(lise, check_axe, monkeypatch):
    expect(lise.get_by_role("main")).to_contain_text("Året er ikke satt i gang.")
    expect(lise.get_by_role("region", name="Dette legges ut")).to_contain_text("Ni oppstartsmøter i bedriftene.")
    look_over(lise, check_axe)

    lise.get_by_role("button", name="Sett i gang året").click()
    expect(lise.get_by_role("status")).to_contain_text("Året er satt i gang.")
    expect(lise.get_by_role("region", name="Hvem er hvor").get_by_role("row")).to_have_count(4)
    expect(lise.get_by_role("heading", name="Det neste er")).to_be_visible()
    look_over(lise, check_axe)

    moves_a_gathering(lise, check_axe)
    moves_a_rotation_with_what_hangs_on_it(lise, check_axe)
    for turning in range(4):
        ticks_off(lise, turning, check_axe, monkeypatch)

    expect(lise.get_by_role("main")).to_contain_text("Året er fullført.")
    assert the_loop().state == LoopState.FINISHED
    look_over(lise, check_axe)


def moves_a_gathering(lise, check_axe) -> None:
    gathering = the_date(DateKind.GATHERING, 1)
    day = local_day(gathering.starts_at) + timedelta(days=1)
    letters = Message.objects.filter(template="loops/dates_changed").count()

    lise.get_by_role("link", name="Samling").first.click()
    expect(lise.get_by_role("heading", level=1)).to_have_text("Samling")
    look_over(lise, check_axe)
    lise.get_by_label("Hvilken dag?").fill(written(day))
    lise.get_by_label("Sted").fill("Brohuset, andre etasje")
    lise.get_by_role("button", name="Se hva som flytter med").click()
    price = lise.get_by_role("region", name="Flyttes til")
    expect(price).to_contain_text("får beskjed.")
    look_over(lise, check_axe)
    assert local_day(the_date(DateKind.GATHERING, 1).starts_at) != day

    price.get_by_role("button", name="Flytt og gi beskjed").click()
    expect(lise.get_by_role("status")).to_contain_text("Datoen er endret.")
    assert (local_day(the_date(DateKind.GATHERING, 1).starts_at), the_date(DateKind.GATHERING, 1).place) == (day, "Brohuset, andre etasje")
    assert Message.objects.filter(template="loops/dates_changed").count() > letters


def moves_a_rotation_with_what_hangs_on_it(lise, check_axe) -> None:
    rotation, hospitations, gatherings = the_date(DateKind.ROTATION, 1), days_of(DateKind.HOSPITATION, 1), days_of(DateKind.GATHERING, 1)
    second = local_day(the_date(DateKind.ROTATION, 2).starts_at)
    week = timedelta(days=7)

    lise.get_by_role("link", name="Året").last.click()
    lise.get_by_role("region", name="Datoene").get_by_role("link", name="Rullering").first.click()
    lise.get_by_label("Hvilken dag?").fill(written(second))
    lise.get_by_role("button", name="Se hva som flytter med").click()
    expect(lise.get_by_role("group", name="Én ting må rettes")).to_contain_text("Rulleringene må komme etter hverandre.")
    look_over(lise, check_axe)

    lise.get_by_label("Hvilken dag?").fill(written(local_day(rotation.starts_at) + week))
    lise.get_by_label("Flytt resten av året like mye").check()
    lise.get_by_role("button", name="Se hva som flytter med").click()
    price = lise.get_by_role("region", name="Flyttes til")
    expect(price).to_contain_text("Hospiteringsdag for")
    look_over(lise, check_axe)
    price.get_by_role("button", name="Flytt og gi beskjed").click()
    expect(lise.get_by_role("status")).to_contain_text("Datoene er flyttet.")

    assert days_of(DateKind.HOSPITATION, 1) == {day + week for day in hospitations}
    assert days_of(DateKind.GATHERING, 1) == {day + week for day in gatherings}
    assert local_day(the_date(DateKind.ROTATION, 2).starts_at) == second + week


def ticks_off(lise, turning: int, check_axe, monkeypatch) -> None:
    """On its day, in a new session: the one from the turning before has long been locked."""
    day = local_day(LoopDate.objects.get(loop=the_loop(), kind__in=TURNINGS, turning=turning).starts_at)
    monkeypatch.setattr(clock, "now", lambda: datetime.combine(day, time(15), OSLO))
    open_the_year(lise)
    lise.get_by_role("link", name="Se hvem som skal hvor").click()
    expect(lise.get_by_role("region", name="Hvem skal hvor").get_by_role("row")).to_have_count(4)
    look_over(lise, check_axe)
    lise.get_by_role(
        "button", name=["Kryss av oppstarten", "Kryss av rulleringen", "Kryss av rulleringen", "Fullfør året"][turning]
    ).click()
    expect(lise.get_by_role("heading", level=1)).to_have_text("Året")


def test_goals_and_mentor_are_written_after_the_start_meeting(started, check_axe):
    started.get_by_role("region", name="Hvem er hvor").get_by_role("table").get_by_role("link").first.click()
    expect(started.get_by_role("heading", level=1)).to_contain_text(" hos ")
    expect(started.get_by_role("region", name="Hvem du ringer").get_by_role("listitem")).to_have_count(4)
    look_over(started, check_axe)

    started.get_by_label("Mål for opplæringen").fill("Ta imot kunder og pakke ut varer.")
    started.get_by_role("button", name="Lagre målene").click()

    expect(started.get_by_role("status")).to_contain_text("Målene er lagret.")
    expect(started.get_by_label("Mål for opplæringen")).to_have_value("Ta imot kunder og pakke ut varer.")


def test_the_calendar_is_fetched_as_a_file_that_calendars_can_read(started):
    with started.expect_download() as fetched:
        started.get_by_role("link", name="Last ned kalenderen").click()

    assert fetched.value.suggested_filename == "loopen.ics"
    assert faults(fetched.value.path().read_bytes()) == []


def test_a_date_is_moved_by_keyboard_alone(started):
    day = local_day(the_date(DateKind.GATHERING, 1).starts_at) + timedelta(days=1)
    started.get_by_role("link", name="Samling").first.click()

    tab_to(started, "Hvilken dag?")
    started.keyboard.press("Control+A")
    started.keyboard.type(written(day))
    started.keyboard.press("Enter")
    expect(started.get_by_role("region", name="Flyttes til")).to_be_visible()
    tab_to(started, "Flytt og gi beskjed")
    started.keyboard.press("Enter")

    expect(started.get_by_role("status")).to_contain_text("Datoen er endret.")
    assert local_day(the_date(DateKind.GATHERING, 1).starts_at) == day
