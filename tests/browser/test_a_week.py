"""A week on a phone and with the keyboard alone: look at a day, agree on a time that collides, move it, call it off and undo that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from brobygger.appointments.models import Appointment
from brobygger.appointments.states import AppointmentState
from brobygger.kernel import clock
from brobygger.kernel.local_time import monday_of
from brobygger.kernel.units import day
from tests.browser.conftest import DESK, PHONE
from tests.browser.loop_steps import tab_to
from tests.kit import come_in_as

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEXT_MONDAY = monday_of(clock.today()) + timedelta(days=7)  # Jonas has a meeting from nine to ten then


def test_a_week_on_a_phone_shows_one_day_at_a_time_and_fits(new_page, town):
    page = new_page(PHONE)
    come_in_as(page, "jonas")
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Uka").click()
    page.get_by_role("navigation", name="Andre uker").get_by_role("link").last.click()

    monday = page.get_by_role("heading", level=2, name=f"Mandag {NEXT_MONDAY.day}.")
    expect(monday).to_be_visible()
    expect(page.get_by_role("link", name="Lagmøte")).to_be_visible()
    page.get_by_role("radio", checked=True).focus()
    page.keyboard.press("ArrowRight")
    expect(monday).to_be_hidden()
    expect(page.get_by_role("link", name="Nora Sletten")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_a_wide_screen_all_days_lie_beside_the_hours(new_page, town):
    page = new_page(DESK)
    come_in_as(page, "jonas")
    page.goto(f"/min-uke/?uke={NEXT_MONDAY.isocalendar().year}-{NEXT_MONDAY.isocalendar().week}")

    meeting, talk = page.get_by_role("link", name="Lagmøte"), page.get_by_role("link", name="Nora Sletten")
    expect(meeting).to_be_visible()
    expect(talk).to_be_visible()
    nine, ten = meeting.bounding_box(), talk.bounding_box()
    assert nine["x"] < ten["x"]
    assert nine["y"] < ten["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]


def test_a_time_is_agreed_moved_called_off_and_taken_up_again_with_the_keyboard(new_page, town):
    page = new_page(PHONE)
    come_in_as(page, "jonas")
    page.goto("/min-uke/")

    press(page, "Ny avtale")
    tab_to(page, "Hvilken dag?")
    page.keyboard.type(day(NEXT_MONDAY))
    tab_to(page, "Fra klokka (valgfritt)")
    page.keyboard.type("09.30")
    tab_to(page, "Hva gjelder det? (valgfritt)")
    page.keyboard.type("Kurs")
    press(page, "Lagre avtalen")
    page.get_by_text("Du har allerede hos oss kl. 09.00–10.00: Lagmøte.").first.wait_for()
    press(page, "Lagre likevel", "Space")
    press(page, "Lagre avtalen")
    page.get_by_text("Avtalen er lagret.").wait_for()

    made = Appointment.objects.get(about="Kurs")
    page.goto(f"/avtaler/{made.public_id}/")
    press(page, "Flytt")
    tab_to(page, "Fra klokka (valgfritt)")
    page.keyboard.press("Control+A")
    page.keyboard.type("14.00")
    tab_to(page, "Til klokka (valgfritt)")
    page.keyboard.press("Control+A")
    page.keyboard.type("14.30")
    press(page, "Lagre")
    page.get_by_text("Mandag", exact=False).filter(has_text="kl. 14.00–14.30").wait_for()
    press(page, "Avlys")
    page.get_by_text("Avtalen er avlyst.").wait_for()
    press(page, "Angre")
    page.get_by_text("Avtalen gjelder likevel.").wait_for()
    assert Appointment.objects.get(about="Kurs").state == AppointmentState.PLANNED


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)
