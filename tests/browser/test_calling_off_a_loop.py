"""Dag puts a contact right, closes a link that is astray, and calls the loop off: with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from brobygger.outbox.models import Message
from tests.browser.loop_steps import come_to_the_loops, look_over, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

CAFE = "Kaikanten kafé"


def test_dag_mends_a_contact_and_calls_a_loop_off(page, check_axe):
    come_to_the_loops(page, "dag")
    page.get_by_role("link", name="Havneloopen").click()
    address = page.url

    page.get_by_role("link", name=CAFE, exact=True).click()
    mend_the_contact(page, check_axe)
    close_the_link(page, check_axe)
    page.goto(address)
    call_it_off(page, check_axe)

    assert Message.objects.filter(template="loops/called_off_employer").count() == 3
    assert Message.objects.filter(template="parties/fresh_link").count() == 1


def open_by_keyboard(page: Page, name: str) -> None:
    page.get_by_text(name, exact=True).first.focus()
    page.keyboard.press("Enter")


def mend_the_contact(page: Page, check_axe) -> None:
    open_by_keyboard(page, "Rett kontaktpersonen")
    look_over(page, check_axe)
    page.get_by_label("Fornavn", exact=True).fill("")
    tab_to(page, "Lagre kontaktpersonen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="ting må rettes")).to_be_focused()
    look_over(page, check_axe)
    page.get_by_label("Fornavn", exact=True).fill("Berit")
    page.get_by_label("E-post").fill("berit@kaikanten.invalid")
    tab_to(page, "Lagre kontaktpersonen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("berit@kaikanten.invalid")


def close_the_link(page: Page, check_axe) -> None:
    open_by_keyboard(page, "Lenken er på avveie")
    look_over(page, check_axe)
    tab_to(page, "Steng lenken og send en ny")
    page.keyboard.press("Enter")
    expect(page.get_by_text("er stengt, og en ny er sendt")).to_be_visible()


def call_it_off(page: Page, check_axe) -> None:
    page.locator("summary", has_text="Avlys loopen").focus()
    page.keyboard.press("Enter")
    look_over(page, check_axe)
    page.get_by_role("button", name="Avlys loopen").click()
    expect(page.get_by_role("group", name="ting må rettes")).to_be_focused()
    look_over(page, check_axe)
    page.get_by_label("For få bedrifter kunne være med.").focus()
    page.keyboard.press("Space")
    tab_to(page, "Avlys loopen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Loopen er avlyst")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("For få bedrifter kunne være med.")
    look_over(page, check_axe)
