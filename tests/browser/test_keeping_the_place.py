"""On a phone, low on a long day: the log opens above the menu, and after it is saved the day stands where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger.intake.models import Responsibility, Service
from brobygger.kernel import clock
from tests.browser.conftest import PHONE
from tests.browser.phone_steps import until
from tests.factories import EngagementFactory
from tests.kit import come_in_as, of_the_cast

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NEAR = 60  # pixels: the row that was logged is gone from the list, and its height may differ from that of the next


def many_people() -> None:
    """Twelve whom nobody has talked to, so that they are due, and nobody else."""
    jonas = of_the_cast("jonas")
    Responsibility.objects.filter(user=jonas).delete()
    for number in range(12):
        EngagementFactory(
            person__first_name=f"Henrik{number:02}",
            person__last_name="Prøvestad",
            unit=jonas.memberships.order_by("pk")[0].unit,
            responsible=jonas,
            service=Service.SUPPORTED_EMPLOYMENT,
            starts_on=clock.today(),
        )


def is_above_the_menu(page: Page, thing: Locator) -> bool:
    box, menu = thing.bounding_box(), page.get_by_role("navigation", name="Hovedmeny").bounding_box()
    return box is not None and menu is not None and box["y"] >= 0 and box["y"] + box["height"] <= menu["y"]


def test_the_log_opens_in_view_and_the_day_stands_where_it_was_after_it(new_page, town):
    many_people()
    page = new_page(PHONE)
    come_in_as(page, "jonas")
    page.goto("/i-dag/")
    row = page.get_by_role("listitem").filter(has_text="Henrik09 Prøvestad")
    opener = row.get_by_label("Logg kontakt med Henrik09 Prøvestad")
    page.evaluate("row => scrollTo(0, row.getBoundingClientRect().bottom + scrollY - innerHeight + 70)", row.element_handle())

    opener.click()

    last = row.get_by_role("button", name="Ikke svar")
    until(lambda: is_above_the_menu(page, last), "the whole log is in view above the menu")

    stood = page.evaluate("scrollY")
    row.get_by_role("button", name="Telefon").click()
    page.get_by_text("Lagret: telefon med Henrik09 kl.").wait_for()

    assert stood > NEAR
    until(lambda: abs(page.evaluate("scrollY") - stood) < NEAR, "the page stands where it was")
    page.get_by_role("button", name="Angre").click()
    page.get_by_text("Notatet er tatt tilbake.").wait_for()
    until(lambda: abs(page.evaluate("scrollY") - stood) < NEAR, "and again after undo")


def test_by_keyboard_one_goes_on_from_the_row_that_stands_there_now(new_page, town):
    many_people()
    page = new_page(PHONE)
    come_in_as(page, "jonas")
    page.goto("/i-dag/")
    page.get_by_label("Logg kontakt med Henrik05 Prøvestad").focus()
    page.keyboard.press("Enter")
    row = page.get_by_role("listitem").filter(has_text="Henrik05 Prøvestad")
    row.get_by_role("button", name="Telefon").focus()

    page.keyboard.press("Enter")

    page.get_by_text("Lagret: telefon med Henrik05 kl.").wait_for()
    until(lambda: "Henrik" in page.evaluate("document.activeElement.closest('li')?.innerText || ''"), "a row near by has the focus")
