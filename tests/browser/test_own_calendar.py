"""Jonas follows his appointments from the calendar of his phone, and makes a new address when he has lost it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.test import Client
from playwright.sync_api import expect

from tests.kit import come_in_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ADDRESS = re.compile(r"/kalender/[\w-]{43}\.ics")


def address_on(page: Page) -> str:
    return ADDRESS.search(page.get_by_role("region", name="Adressen din").inner_text())[0]


def test_following_ones_appointments_and_making_a_new_address(phone: Page, check_axe: Callable[[Page], None]) -> None:
    come_in_as(phone, "jonas")
    phone.goto("/meg/")
    phone.get_by_role("link", name="Følg den fast").click()
    check_axe(phone)

    follow = phone.get_by_role("button", name="Følg den fast")
    follow.focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="Legg den til på denne enheten")).to_have_attribute("href", re.compile("^webcal://"))
    check_axe(phone)
    first = address_on(phone)
    assert Client().get(first).status_code == 200

    phone.get_by_role("link", name="Jeg har lagt den inn").click()
    expect(phone.get_by_text(first)).to_have_count(0)
    phone.get_by_role("button", name="Lag ny adresse").dblclick()

    new = address_on(phone)
    assert [Client().get(each).status_code for each in (first, new)] == [404, 200]
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
