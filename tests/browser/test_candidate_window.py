"""A candidate's own pages, from the link in the letter to the year that comes of it. No sign-in anywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from brobygger.loops.models import Participant, Side, TaskMark, Wish
from brobygger.loops.states import InvitationState, LoopState
from brobygger.parties.models import Grant
from tests.browser.conftest import DESK, PHONE
from tests.factories import DecisionFactory, InterviewFactory, NextStepFactory, StayFactory
from tests.web.window.scenes import candidate_url, kick_off_scene

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@SIZES
def test_a_candidate_says_yes_marks_the_tasks_and_writes_about_themselves(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = kick_off_scene(days_ahead=7)

    page.goto(candidate_url(scene.amina))
    expect(page.get_by_role("heading", name="Hei, Amina")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Ring Lise"))).to_have_attribute("href", "tel:+4768051200")
    check_axe(page)
    picture(page, f"vindu-deltaker-svar-{size['width']}", full_page=True)
    page.get_by_role("button", name="Ja, jeg blir med").click()

    page.get_by_role("link", name="Merk oppgavene").click()
    bakery = page.get_by_role("region", name="Rugbakken bakeri")
    bakery.get_by_role("group", name="Lage deig").get_by_role("radio", name="vil gjerne").check()
    check_axe(page)
    picture(page, f"vindu-deltaker-oppgaver-{size['width']}", full_page=True)
    page.get_by_role("button", name="Lagre svarene").click()
    expect(page.get_by_text("1 av 9 er merket").first).to_be_visible()

    page.get_by_role("link", name="Slik presenterer jeg meg").click()
    page.get_by_label(re.compile("Slik presenterer jeg meg")).fill("Jeg vil lære å bake brød.")
    page.get_by_role("button", name="Se hvordan det blir").click()
    shown = page.get_by_role("region", name="Dette ser bedriftene")
    expect(shown.get_by_text("Jeg vil lære å bake brød.")).to_be_visible()
    expect(shown.get_by_text("Det er ikke lagret ennå")).to_be_visible()
    page.get_by_label(re.compile("Hvor mange kilometer")).fill("12")
    page.get_by_role("checkbox", name="natt").check()
    page.get_by_role("checkbox", name="trinnfri adkomst").check()
    check_axe(page)
    picture(page, f"vindu-deltaker-om-meg-{size['width']}", full_page=True)
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.get_by_text("Det du skrev, er lagret.")).to_be_visible()

    row = Participant.objects.get(pk=scene.amina.pk)
    assert (row.state, row.presentation, row.travel_limit_km) == (InvitationState.YES, "Jeg vil lære å bake brød.", 12)
    assert (row.cannot_work, row.needs) == (["night"], ["step_free"])
    assert Grant.objects.filter(person=row.person).count() == 4
    assert TaskMark.objects.filter(participant=row).count() == 1


@SIZES
def test_a_candidate_who_says_no_reads_who_will_call(new_page, check_axe, size):
    page = new_page(size)
    scene = kick_off_scene(days_ahead=7)

    page.goto(candidate_url(scene.amina))
    page.get_by_role("button", name="Nei, ikke denne gangen").click()

    expect(page.get_by_text("Kari Moseby ringer deg")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Ja, jeg blir med likevel").click()
    expect(page.get_by_role("heading", name="Hva har du lyst til å gjøre?")).to_be_visible()


@SIZES
def test_a_candidate_gives_wishes_with_the_keyboard_alone(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = kick_off_scene(turned_up=True)
    for number, employer in enumerate(scene.employers):
        InterviewFactory(loop=scene.loop, participant=scene.amina, employer=employer, round=number)

    page.goto(candidate_url(scene.amina))
    expect(page.get_by_role("region", name="Samtalene dine i dag").get_by_text("Rom 2")).to_be_visible()
    check_axe(page)
    picture(page, f"vindu-deltaker-dagen-{size['width']}", full_page=True)
    page.get_by_role("link", name="Si hvor du vil være").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ingen andre deltakere og ingen bedrifter ser hva du svarer")).to_be_visible()
    page.get_by_role("group", name="Elvekroken verksted").get_by_role("radio", name="0 ikke her").focus()
    for press in ["ArrowRight"] * 5 + ["Tab", "Space", "ArrowRight", "Tab", "Space"]:
        page.keyboard.press(press)
    check_axe(page)
    picture(page, f"vindu-deltaker-onsker-{size['width']}", full_page=True)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Lagre ønskene")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ønskene er lagret.")).to_be_visible()
    wishes = Wish.objects.filter(participant=scene.amina, side=Side.CANDIDATE)
    values = dict(wishes.values_list("employer__workplace__name", "value"))
    assert values == {"Elvekroken verksted": 5, "Lyngtunet hagesenter": 1, "Rugbakken bakeri": 0}


def test_the_wishes_stand_on_one_phone_screen(phone):
    scene = kick_off_scene(turned_up=True)

    phone.goto(candidate_url(scene.amina, "wishes"))

    for name in ["Rugbakken bakeri", "Lyngtunet hagesenter"]:
        expect(phone.get_by_role("group", name=name)).to_be_in_viewport(ratio=1)
    box = phone.get_by_role("group", name="Rugbakken bakeri").get_by_role("radio", name="3").bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@SIZES
def test_a_mistake_is_shown_where_it_is_and_nothing_is_lost(new_page, check_axe, size):
    page = new_page(size)
    scene = kick_off_scene(turned_up=True)

    page.goto(candidate_url(scene.amina, "wishes"))
    page.get_by_role("group", name="Rugbakken bakeri").get_by_role("radio", name="4").check()
    page.get_by_role("button", name="Lagre ønskene").click()

    expect(page.get_by_role("link", name="Velg et tall for Elvekroken verksted.")).to_be_visible()
    expect(page.get_by_role("group", name="Rugbakken bakeri").get_by_role("radio", name="4")).to_be_checked()
    check_axe(page)


@SIZES
def test_a_candidate_reads_the_year_and_the_next_step_and_takes_the_yes_back(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = kick_off_scene(turned_up=True)
    scene.loop.state, scene.loop.decision = LoopState.DECIDED, DecisionFactory()
    scene.loop.save()
    StayFactory(participant=scene.amina, employer=scene.bakery, starts_on=scene.loop.starts_on)
    NextStepFactory(
        loop=scene.loop,
        participant=scene.amina,
        text="Begynner hos Rugbakken bakeri",
        owner=scene.loop.coordinator,
        due_on=scene.loop.starts_on,
    )

    page.goto(candidate_url(scene.amina))
    expect(page.get_by_role("region", name="Neste steg").get_by_text("Begynner hos Rugbakken bakeri")).to_be_visible()
    expect(page.get_by_role("region", name="Året mitt").get_by_text("Rugbakken bakeri")).to_be_visible()
    check_axe(page)
    picture(page, f"vindu-deltaker-aret-{size['width']}", full_page=True)

    page.get_by_role("link", name="Hvem har sett på opplysningene mine").click()
    expect(page.get_by_role("heading", name="Hvem har sett på opplysningene mine")).to_be_visible()
    check_axe(page)
    page.go_back()
    page.get_by_role("link", name="Det jeg har sagt ja til").click()
    check_axe(page)
    picture(page, f"vindu-deltaker-ja-{size['width']}", full_page=True)
    page.get_by_role("button", name="Trekk tilbake").click()
    expect(page.get_by_text("Du har ikke sagt ja til å dele noe nå.")).to_be_visible()
    assert not Grant.objects.filter(person=scene.amina.person, withdrawn_at__isnull=True).exists()


def test_the_language_follows_the_link_to_another_phone(new_page):
    scene = kick_off_scene(days_ahead=7)
    first, second = new_page(PHONE), new_page(PHONE)

    first.goto(candidate_url(scene.amina))
    first.get_by_role("button", name="Nynorsk").click()
    second.goto(candidate_url(scene.amina))

    expect(first.locator("html")).to_have_attribute("lang", "nn")
    expect(second.locator("html")).to_have_attribute("lang", "nn")


def test_it_all_works_without_javascript(new_page):
    page = new_page(PHONE, java_script_enabled=False)
    scene = kick_off_scene(turned_up=True)

    page.goto(candidate_url(scene.amina))
    page.get_by_role("link", name="Si hvor du vil være").click()
    for employer in scene.employers:
        page.get_by_role("group", name=str(employer)).get_by_role("radio", name="2").check()
    page.get_by_role("button", name="Lagre ønskene").click()

    expect(page.get_by_text("Takk, ønskene dine er lagret.")).to_be_visible()
