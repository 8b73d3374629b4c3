"""A specialist's day with the keyboard alone: log, undo, say how a visit went, and say that one is to be away."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.accounts.models import User
from brobygger.intake.models import Absence
from brobygger.jobdev.models import EmployerVisit
from brobygger.kernel import clock
from brobygger.kernel.units import day
from tests.browser.conftest import PHONE
from tests.browser.loop_steps import tab_to
from tests.browser.phone_steps import lines, two_people, until
from tests.kit import come_in_as, of_the_cast

if TYPE_CHECKING:
    from playwright.sync_api import Page


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)


def test_a_specialist_needs_no_mouse_and_no_finger(new_page, town):
    two_people()
    page = new_page(PHONE)
    come_in_as(page, "jonas")
    page.goto("/i-dag/")

    press(page, "Logg kontakt med Henrik Prøvestad")
    tab_to(page, "Én linje, om du vil")
    page.keyboard.type("Snakket om mandag.")
    press(page, "Telefon")
    page.get_by_text("Lagret: telefon med Henrik kl.").wait_for()
    assert lines() == ["Snakket om mandag."]
    press(page, "Angre")
    page.get_by_text("Notatet er tatt tilbake.").wait_for()

    press(page, "Rugbakken bakeri")
    page.wait_for_url("**/besok/**")
    press(page, "Skriv hvordan det gikk")
    page.wait_for_url("**/logg/")
    press(page, "Ja", "Space")
    press(page, "Lagre")
    page.get_by_text("Lagret: du var hos Rugbakken bakeri.").wait_for()
    assert EmployerVisit.objects.filter(visitor=jonas(), held_at__date=clock.today()).exists()

    first = clock.today() + timedelta(days=30)
    page.goto("/borte/ny/")
    tab_to(page, "Første dag borte")
    page.keyboard.type(day(first))
    tab_to(page, "Siste dag borte")
    page.keyboard.type(day(first))
    press(page, "Lagre")
    page.get_by_text("Disse har ingen som svarer i de dagene").wait_for()
    press(page, "Ahmed Sund", "Space")
    press(page, "Lagre")
    until(lambda: Absence.objects.filter(user=jonas(), starts_on=first).exists(), "the day away is saved")


def jonas() -> User:
    return of_the_cast("jonas")
