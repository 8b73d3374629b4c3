"""What lies on the phone is gone when one signs out, after a day, and when somebody else takes the phone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brobygger.kernel import clock
from tests.browser.conftest import PHONE, arrive
from tests.browser.phone_steps import CARRIED, lines, log, row_of, take_along, two_people, until
from tests.kit import come_in_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

NOTHING = "Ingenting ligger på denne telefonen."


@pytest.fixture
def people(town):
    return two_people()


def without_coverage(page: Page) -> None:
    """The next page from where there is no coverage."""
    page.context.set_offline(True)
    page.goto("/i-dag/")
    page.get_by_role("heading", name="På telefonen").wait_for()


def test_signing_out_with_notes_that_are_not_sent_asks_first_and_takes_the_people_away(phone: Page, people, check_axe):
    come_in_as(phone, "jonas")
    take_along(phone)
    phone.route("**/logg/", lambda route: route.abort())
    log(phone, "Henrik", "Ikke sendt.")
    phone.get_by_text("Ett notat venter på telefonen.").wait_for()

    phone.goto("/konto/logg-ut/")
    phone.get_by_role("button", name="Logg ut").click()
    dialog = phone.get_by_role("dialog", name="Ett notat er ikke sendt.")
    dialog.wait_for()
    check_axe(phone)
    dialog.get_by_role("button", name="Bli").click()
    dialog.wait_for(state="detached")
    assert phone.evaluate(CARRIED)
    phone.get_by_role("button", name="Logg ut").click()
    phone.get_by_role("dialog").get_by_role("button", name="Logg ut likevel").click()
    phone.get_by_role("link", name="Logg inn").first.wait_for()
    arrive(phone)
    assert not phone.evaluate(CARRIED)
    without_coverage(phone)
    phone.get_by_text(NOTHING).wait_for()
    assert "Henrik" not in phone.locator("main").inner_text()
    phone.unroute("**/logg/")
    phone.context.set_offline(False)
    phone.get_by_role("heading", name="Logg inn").first.wait_for()
    come_in_as(phone, "jonas")

    until(lines, "what waited goes when the same user comes back")


def test_another_user_on_the_same_phone_sees_and_sends_nothing_of_the_first(phone: Page, people):
    come_in_as(phone, "jonas")
    take_along(phone)
    phone.route("**/logg/", lambda route: route.abort())
    log(phone, "Henrik", "Bare for Jonas.")
    phone.get_by_text("Ett notat venter på telefonen.").wait_for()
    phone.unroute("**/logg/")

    phone.context.clear_cookies()  # the session ran out, and somebody else took the phone
    come_in_as(phone, "siri")
    until(lambda: not phone.evaluate(CARRIED), "the first page of another user takes the copy away")
    phone.goto("/i-dag/ko/")
    without_coverage(phone)

    assert "Henrik" not in phone.locator("main").inner_text()
    assert phone.get_by_text("venter på telefonen").count() == 0
    assert lines() == []
    phone.context.set_offline(False)
    phone.get_by_role("heading", name="Her er det ingenting du kan åpne").wait_for()
    phone.context.clear_cookies()
    come_in_as(phone, "jonas")
    until(lines, "the note goes when its writer comes back")


def test_after_a_day_nothing_is_shown_even_when_the_tab_was_killed(new_page: Callable[..., Page], people):
    phone = new_page(PHONE)
    phone.clock.install(time=clock.now())
    come_in_as(phone, "jonas")
    take_along(phone)
    without_coverage(phone)
    row_of(phone, "Henrik").wait_for()
    context = phone.context
    phone.close()

    phone = context.new_page()
    context.clock.set_fixed_time(clock.now() + timedelta(hours=24, minutes=1))
    phone.goto("/i-dag/")
    phone.get_by_text(NOTHING).wait_for()

    assert "Henrik" not in phone.content()
    assert not phone.evaluate(CARRIED)
