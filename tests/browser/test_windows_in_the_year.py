"""The three windows of a loop whose year is under way: the candidate's, the employer's and the mentor's. No sign-in anywhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from brobygger.kernel import clock
from brobygger.loops.models import LeftFor
from brobygger.loops.repair.actions.leaving import NewPlace, leave_loop
from brobygger.loops.the_year.actions.turnings import agree_on_goals
from brobygger.placements.models import PlacementKind
from tests.browser.conftest import DESK, PHONE
from tests.factories import EngagementFactory, JointCertificateFactory, TaskMarkFactory, UserFactory
from tests.web.window.year_scenes import of_candidate, of_employer, of_mentor, year_scene

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def whole(page, check_axe):
    """Nothing for axe to say, light or dark, and nothing wider than the screen."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.reload()
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.emulate_media(color_scheme="light")
    page.reload()


def agreed(scene):
    """Goals are agreed and somebody follows Amina up."""
    for participant, period, goals in [(0, 0, "Lære å bake brød, og stå i butikken."), (1, 0, "Skifte dekk alene.")]:
        stay = scene.stay(participant, period)
        agree_on_goals(stay, goals=goals, mentor=scene.mentors[participant], actor=scene.loop.coordinator, now=clock.now())
    scene.amina.presentation = "Si én ting om gangen, og vis meg først."
    scene.amina.save()
    TaskMarkFactory(participant=scene.amina, task=scene.bakery.tasks.get(text="Selge"), mark="want")
    EngagementFactory(person=scene.amina.person, responsible=UserFactory(name="Kari Moseby", phone="68054090"))


@SIZES
def test_a_candidate_sees_the_year_puts_the_next_date_in_the_calendar_and_says_how_it_went(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = year_scene()
    agreed(scene)

    page.goto(of_candidate(scene.amina))
    expect(page.get_by_role("heading", name="Hei, Amina")).to_be_visible()
    expect(page.get_by_text(re.compile("Du er hos Rugbakken bakeri til .* Etter det er det Elvekroken verksted"))).to_be_visible()
    now = page.get_by_role("region", name="Det neste som skjer")
    expect(now.get_by_text("En annen deltaker er med deg en dag, Rugbakken bakeri.")).to_be_visible()
    expect(page.get_by_text("Du er sammen med Yusuf, som har plassen nå.").first).to_be_visible()
    expect(page.get_by_role("region", name="Året mitt").get_by_text("Du er her nå")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Ring Mona"))).to_have_attribute("href", "tel:+4768057702")
    whole(page, check_axe)
    picture(page, f"vindu-deltaker-aret-{size['width']}", full_page=True)
    with page.expect_download() as one:
        now.get_by_role("link", name="Legg i kalenderen").click()
    with page.expect_download() as every:
        page.get_by_role("link", name="Legg alle i kalenderen").click()

    assert one.value.suggested_filename == "datoer.ics"
    assert len(Calendar.from_ical(one.value.path().read_bytes()).walk("VEVENT")) == 1
    assert len(Calendar.from_ical(every.value.path().read_bytes()).walk("VEVENT")) > 3

    page.get_by_role("link", name="Noe er vanskelig").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("Hva er vanskelig"))).to_be_visible()


@SIZES
def test_one_who_left_for_a_job_sees_who_calls_when(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = year_scene()
    today = clock.today()
    leave_loop(
        scene.amina,
        on=today - timedelta(days=1),
        left_for=LeftFor.JOB,
        goes_to=NewPlace(PlacementKind.ORDINARY_PERMANENT, today, place_name="Brovik Trelast"),
        actor=scene.loop.coordinator,
        today=today,
        now=clock.now(),
    )

    page.goto(of_candidate(scene.amina))

    expect(page.get_by_text("Nå er du hos Brovik Trelast.")).to_be_visible()
    expect(page.get_by_role("region", name="Neste steg").get_by_text("ringer og hører hvordan det går")).to_be_visible()
    whole(page, check_axe)
    picture(page, f"vindu-deltaker-gatt-videre-{size['width']}", full_page=True)


@SIZES
def test_a_finished_year_leads_to_the_certificate(new_page, check_axe, size):
    page = new_page(size)
    scene = year_scene(rotates_in=-270)
    JointCertificateFactory(participant=scene.amina)

    page.goto(of_candidate(scene.amina))
    expect(page.get_by_text("Brovikloopen er fullført.")).to_be_visible()
    whole(page, check_axe)
    page.goto(of_employer(scene.bakery))

    expect(page.get_by_text("Brovikloopen er fullført.")).to_be_visible()
    whole(page, check_axe)


@SIZES
def test_an_employer_sees_who_is_here_and_who_comes_and_writes_about_the_time(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = year_scene(rotates_in=7)
    agreed(scene)

    page.goto(of_employer(scene.bakery))
    ours = page.get_by_role("region", name="Folkene våre")
    expect(ours.get_by_role("heading", name="Amina")).to_be_visible()
    expect(ours.get_by_text("Lære å bake brød, og stå i butikken.")).to_be_visible()
    expect(ours.get_by_text("Si én ting om gangen, og vis meg først.")).to_be_visible()
    expect(page.get_by_role("region", name="De som kommer").get_by_role("heading", name="Sara")).to_be_visible()
    expect(page.get_by_role("region", name="Datoer framover").get_by_text("Oppstartsmøte med Sara").first).to_be_visible()
    expect(page.get_by_text("Elvekroken")).to_have_count(0)
    whole(page, check_axe)
    picture(page, f"vindu-bedrift-aret-{size['width']}", full_page=True)
    with page.expect_download() as every:
        page.get_by_role("link", name="Legg alle i kalenderen").click()
    assert "Oppstartsmøte med Sara" in every.value.path().read_text(encoding="utf-8")

    page.get_by_role("link", name="Skriv om tiden hos dere").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ord til attesten for Amina")).to_be_visible()
    page.goto(of_employer(scene.bakery))
    page.get_by_role("link", name="Noe skjer").click()
    expect(page.get_by_label(re.compile("Hva skjer"))).to_be_visible()


@SIZES
def test_a_mentor_sees_tasks_goals_and_dates_and_nothing_else(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = year_scene()
    agreed(scene)

    page.goto(of_mentor(scene.mona))

    mine = page.get_by_role("region", name="Du er fadder for")
    expect(mine.get_by_role("heading", name="Amina")).to_be_visible()
    expect(mine.get_by_text("Lære å bake brød, og stå i butikken.")).to_be_visible()
    expect(mine.get_by_text("Ta imot, Rydde, Selge")).to_be_visible()
    expect(page.get_by_text("Si én ting om gangen")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Ring Lise"))).to_be_visible()
    whole(page, check_axe)
    picture(page, f"vindu-fadder-aret-{size['width']}", full_page=True)
    with page.expect_download() as one:
        page.get_by_role("link", name="Legg i kalenderen").click()
    assert "Hospiteringsdag med Sara" in one.value.path().read_text(encoding="utf-8")
