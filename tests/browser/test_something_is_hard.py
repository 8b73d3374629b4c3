"""Something is hard: raised on the phone, agreed and solved by the coordinator, and each window shows what it may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from brobygger.followup.models import Matter
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.loops.models import Loop
from brobygger.parties.models import Membership, Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.loop_steps import come_to_the_loops, look_over, tab_to
from tests.factories import MembershipFactory
from tests.followup.scenes import Year, year
from tests.kit import of_the_cast, token_of


@pytest.fixture
def scene(town: str) -> Year:
    """The year of the tests, with Lise of the cast as its coordinator, so that she comes in as she does in the demo."""
    made = year()
    lise = of_the_cast("lise")
    Loop.objects.filter(pk=made.loop.pk).update(coordinator=lise)
    MembershipFactory(user=lise, unit=made.centre, role=Role.LOOP_COORDINATOR)
    Membership.objects.filter(user=made.lise).delete()
    made.loop.refresh_from_db()
    made.lise = lise
    return made


def in_window(scene, name, *arguments, employer=False):
    person = scene.bakery.contact if employer else scene.amina.person
    token = token_of(person, Role.EMPLOYER if employer else Role.CANDIDATE)
    return reverse(f"window:{name}", args=[token, *(row.public_id for row in arguments)])


def test_a_candidate_raises_it_the_coordinator_agrees_and_solves_and_all_windows_show_the_end(new_page, check_axe, picture, scene):
    amina, tor, lise = new_page(PHONE, has_touch=True, is_mobile=True), new_page(PHONE), new_page(DESK)

    amina.goto(in_window(scene, "matters", scene.amina))
    check_axe(amina)
    amina.get_by_role("link", name="Skriv hva som er vanskelig").click()
    expect(amina.get_by_text("kan lese det du skriver. Ikke ta med helse.")).to_be_visible()
    expect(amina.get_by_role("checkbox", name="Rugbakken bakeri kan være med på å løse det")).not_to_be_checked()
    look_over(amina, check_axe)
    amina.set_viewport_size(PHONE)
    picture(amina, "vanskelig-si-fra-390", full_page=True)
    amina.get_by_role("textbox", name="Hva er vanskelig?").fill("Bussen går så sent at jeg ikke rekker halv åtte.")
    amina.get_by_role("button", name="Send").click()
    expect(amina.get_by_text("har fått beskjed.")).to_be_visible()
    expect(amina.get_by_text("Bedriften ser ikke noe av dette.")).to_be_visible()
    look_over(amina, check_axe)
    amina.set_viewport_size(PHONE)

    tor.goto(in_window(scene, "employer_matters", scene.bakery, employer=True))
    expect(tor.get_by_text("Ingenting nå.")).to_be_visible()
    check_axe(tor)

    come_to_the_loops(lise, "lise")
    lise.goto(reverse("followup:matters"))
    look_over(lise, check_axe)
    lise.set_viewport_size(DESK)
    lise.get_by_role("link", name="Amina Hemmelig: Bussen går så sent").click()
    expect(lise.get_by_role("heading", name="Noe er vanskelig for Amina")).to_be_visible()
    look_over(lise, check_axe)
    lise.set_viewport_size(DESK)
    picture(lise, "vanskelig-sak-1280", full_page=True)
    lise.get_by_role("link", name="Skriv et notat").click()
    look_over(lise, check_axe)
    lise.get_by_role("textbox", name="Hva er gjort, eller hva skjer nå?").fill("Ringte Amina. Ruta har endret seg.")
    lise.get_by_role("button", name="Lagre notatet").click()
    lise.get_by_role("link", name="Skriv det dere er blitt enige om").click()
    lise.get_by_role("textbox", name="Hva er dere blitt enige om?").fill("Amina begynner klokka ni fra mandag.")
    lise.get_by_role("button", name="Lagre og gi beskjed").click()
    lise.get_by_role("link", name="Ta med bedriften").click()
    lise.get_by_role("radio", name="Rugbakken bakeri").check()
    lise.get_by_role("textbox", name="Hvem sa ja, og hvordan?").fill("Amina sa det på telefon i dag.")
    lise.get_by_role("button", name="Ta med bedriften").click()
    expect(lise.get_by_role("link", name="Spør Amina først.")).to_be_visible()
    look_over(lise, check_axe)
    lise.set_viewport_size(DESK)
    lise.get_by_role("checkbox", name="Amina har sagt ja til at bedriften er med").check()
    lise.get_by_role("button", name="Ta med bedriften").click()
    expect(lise.get_by_text("Rugbakken bakeri er med. Den leser det dere er blitt enige om")).to_be_visible()

    tor.reload()
    tor.get_by_role("link", name=f"Amina, {day(clock.today())}").click()
    expect(tor.get_by_text("Amina begynner klokka ni fra mandag.")).to_be_visible()
    for hidden in ("Bussen", "Ruta", "Hemmelig", "telefon i dag"):
        expect(tor.get_by_text(hidden)).to_have_count(0)
    look_over(tor, check_axe)
    tor.set_viewport_size(PHONE)
    picture(tor, "vanskelig-bedrift-390", full_page=True)

    lise.get_by_role("link", name="Si at det er løst").click()
    lise.get_by_role("textbox", name="Hvordan ble det?").fill("Ny tid passer for alle.")
    lise.get_by_role("button", name="Lagre at det er løst").click()
    expect(lise.get_by_role("region", name="Slik ble det").get_by_text("Ny tid passer for alle.")).to_be_visible()
    look_over(lise, check_axe)
    for window in (amina, tor):
        window.reload()
        expect(window.get_by_role("region", name="Slik ble det").get_by_text("Ny tid passer for alle.")).to_be_visible()
        check_axe(window)
    expect(amina.get_by_text("Ringte Amina. Ruta har endret seg.")).to_be_visible()
    picture(amina, "vanskelig-lost-390", full_page=True)
    amina.get_by_role("button", name="Ta bedriften ut").click()
    expect(amina.get_by_text("Rugbakken bakeri er ikke med lenger")).to_be_visible()
    tor.goto(in_window(scene, "employer_matters", scene.bakery, employer=True))
    expect(tor.get_by_text("Ingenting nå.")).to_be_visible()


def test_an_employer_says_what_happens_with_the_keyboard_alone(new_page, check_axe, scene):
    tor = new_page(DESK)

    tor.goto(in_window(scene, "employer_matters", scene.bakery, employer=True))
    tab_to(tor, "Skriv hva som skjer")
    tor.keyboard.press("Enter")
    expect(tor.get_by_role("heading", name="Hva skjer?")).to_be_visible()
    look_over(tor, check_axe)
    tor.get_by_role("radio", name="Amina").focus()
    tor.keyboard.press("Space")
    tor.keyboard.press("Tab")
    tor.keyboard.type("Kommer ofte etter at vi har begynt.")
    tor.keyboard.press("Tab")
    tor.keyboard.press("Enter")

    expect(tor.get_by_text("Det dere skrev, er tatt imot.")).to_be_visible()
    look_over(tor, check_axe)
    assert Matter.objects.get(participant=scene.amina).what == "Kommer ofte etter at vi har begynt."


def test_the_coordinator_writes_it_down_for_a_loop_gives_it_on_and_moves_the_deadline(new_page, check_axe, scene):
    page = new_page(DESK)
    scene.participant("Bo", at=scene.workshop)

    come_to_the_loops(page, "lise")
    page.goto(reverse("followup:whose", args=[scene.loop.public_id]))
    look_over(page, check_axe)
    page.get_by_role("link", name="Amina Hemmelig").click()
    look_over(page, check_axe)
    page.get_by_role("textbox", name="Hva er vanskelig?").fill("Kommer for sent.")
    page.get_by_role("button", name="Lagre og gi beskjed").click()
    page.get_by_role("link", name="Flytt fristen").click()
    look_over(page, check_axe)
    later = clock.today() + timedelta(days=9)
    page.get_by_role("textbox", name="Ny frist").fill(day(later))
    page.get_by_role("textbox", name="Hvorfor flyttes den?").fill("Tor er borte denne uka.")
    page.get_by_role("button", name="Flytt fristen").click()
    expect(page.get_by_text("Tor er borte denne uka.")).to_be_visible()
    page.get_by_role("link", name="Gi det til en annen").click()
    look_over(page, check_axe)
    page.get_by_role("radio", name="Kari Moseby").check()
    page.get_by_role("button", name="Lagre").click()

    expect(page.get_by_text("Kari Moseby tar det fra nå.")).to_be_visible()
    assert Matter.objects.get(participant=scene.amina).due_on == later
