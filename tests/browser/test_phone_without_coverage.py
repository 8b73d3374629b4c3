"""A note from where there is no coverage comes in once, however the way there goes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brobygger.followup.models import Contact
from brobygger.kernel import clock
from tests.browser.conftest import PHONE
from tests.browser.phone_steps import lines, log, row_of, take_along, two_people, until
from tests.kit import come_in_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

WAITS = "Ett notat venter på telefonen."
HALF_A_SECOND = 500  # ms


@pytest.fixture
def people(town):
    return two_people()


def test_a_note_without_coverage_waits_through_a_killed_tab_and_comes_in_once(phone: Page, people, check_axe, picture):
    come_in_as(phone, "jonas")
    take_along(phone)

    phone.context.set_offline(True)
    log(phone, "Henrik", "Vi ses på jobbmessa.")
    phone.get_by_text("Lagret på telefonen: telefon med Henrik kl.").wait_for()
    phone.get_by_text("Uten dekning siden").wait_for()
    phone.get_by_text(WAITS).wait_for()
    context = phone.context
    phone.close()
    phone = context.new_page()
    phone.goto("/i-dag/")
    phone.get_by_role("heading", name="På telefonen").wait_for()
    phone.get_by_text(WAITS).wait_for()
    assert "Nora" in row_of(phone, "Nora").inner_text()
    assert "Prøvestad" not in phone.content()
    check_axe(phone)
    picture(phone, "uten-dekning-390", full_page=True)
    log(phone, "Nora", kind="Ikke svar")
    phone.get_by_text("To notater venter på telefonen.").wait_for()
    assert lines() == []
    context.set_offline(False)
    phone.get_by_role("heading", name="I dag").wait_for()

    until(lambda: len(lines()) == 2, "both notes are in")
    phone.get_by_text("Lagret: telefon med Henrik kl.").wait_for()
    phone.get_by_text("venter på telefonen").wait_for(state="hidden")
    phone.reload()
    assert lines() == ["Vi ses på jobbmessa.", ""]


def test_a_note_that_is_undone_before_it_is_sent_never_comes_in(phone: Page, people):
    come_in_as(phone, "jonas")
    take_along(phone)

    phone.context.set_offline(True)
    log(phone, "Henrik", "Feil person.")
    phone.get_by_role("button", name="Angre").click()
    until(lambda: phone.get_by_text(WAITS).count() == 0, "nothing waits")
    phone.context.set_offline(False)
    phone.reload()
    phone.get_by_role("heading", name="I dag").wait_for()

    assert lines() == []


def test_a_note_whose_answer_is_lost_is_one_note(phone: Page, people):
    come_in_as(phone, "jonas")
    take_along(phone)
    lost = []

    def lose(route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    phone.route("**/logg/", lose)
    log(phone, "Henrik", "Svaret ble borte.")
    phone.get_by_text(WAITS).wait_for()
    phone.unroute("**/logg/")
    assert lost == [201]
    assert lines() == ["Svaret ble borte."]
    phone.reload()
    until(lambda: phone.get_by_text(WAITS).count() == 0, "the note is sent again")

    assert lines() == ["Svaret ble borte."]


@pytest.mark.parametrize("says_that_it_leaves", [True, False], ids=["Chromium", "as on an iPhone"])
def test_a_link_pressed_while_a_note_is_on_its_way_leads_where_it_says(new_page: Callable[..., Page], people, says_that_it_leaves):
    phone = new_page(PHONE, service_workers="block")  # what goes through it cannot be held back from here
    if not says_that_it_leaves:
        phone.add_init_script("addEventListener('beforeunload', (event) => event.stopImmediatePropagation())")
    come_in_as(phone, "jonas")
    phone.goto("/i-dag/")
    held = []

    def hold(route) -> None:
        held.append(route)

    phone.route("**/logg/", hold)
    phone.route("**/folk/", hold)
    log(phone, "Henrik", "På vei videre.")
    until(lambda: phone.title() and len(held) == 1, "the note is on its way")
    phone.evaluate("setTimeout(() => document.querySelector('a[href=\"/folk/\"]').click())")
    until(lambda: phone.title() and len(held) == 2, "so is the page")
    the_note, the_page = held
    the_note.continue_()
    phone.wait_for_timeout(HALF_A_SECOND)  # in which the page hears that the note is in
    the_page.continue_()

    phone.wait_for_url("**/folk/")
    assert lines() == ["På vei videre."]


def test_two_phones_on_one_person_both_come_in(new_page: Callable[..., Page], people):
    phones = [new_page(PHONE, has_touch=True, is_mobile=True) for _each in range(2)]
    for number, phone in enumerate(phones):
        come_in_as(phone, "jonas")
        take_along(phone)
        phone.context.set_offline(True)
        log(phone, "Henrik", f"Fra telefon {number}.")
        phone.get_by_text(WAITS).wait_for()

    for phone in phones:
        phone.context.set_offline(False)
        phone.evaluate("dispatchEvent(new Event('online'))")

    until(lambda: len(lines()) == 2, "both notes are in")
    assert lines() == ["Fra telefon 0.", "Fra telefon 1."]


def test_a_phone_whose_clock_is_two_hours_ahead_is_put_right(new_page: Callable[..., Page], people):
    phone = new_page(PHONE)
    phone.clock.install(time=clock.now() + timedelta(hours=2))
    come_in_as(phone, "jonas")
    take_along(phone)

    log(phone, "Henrik", "Klokka går for fort.")
    until(lines, "the note is in")

    assert abs(Contact.objects.get(line="Klokka går for fort.").happened_at - clock.now()) < timedelta(minutes=1)
