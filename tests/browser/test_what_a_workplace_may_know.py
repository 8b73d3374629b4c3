"""What somebody wants is gone through on a phone, and what a workplace may know item by item, until the candidate takes it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from brobygger.demo.cast import person_id
from brobygger.parties.models import Person, Role, Workplace
from tests.browser.conftest import DESK, PHONE
from tests.browser.loop_steps import look_over
from tests.factories import EngagementFactory, PersonFactory, PlacementFactory
from tests.kit import come_in_as, of_the_cast, token_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Look = Callable[..., None]  # takes the page, and the name of its picture when it has one


@pytest.fixture
def nora(town: str) -> Person:
    """Somebody new whom Kari of the cast follows up, with a place at the bakery."""
    kari = of_the_cast("kari")
    found = PersonFactory(first_name="Nora", last_name="Sletten")
    EngagementFactory(person=found, unit=kari.memberships.order_by("pk")[0].unit, responsible=kari)
    PlacementFactory(active=True, person=found, workplace=Workplace.objects.get(name="Rugbakken bakeri"))
    return found


def test_wishes_come_first_and_the_bakery_reads_only_what_nora_has_read_and_said_yes_to(new_page, check_axe, picture, nora):
    kari, window, tor = new_page(PHONE, has_touch=True, is_mobile=True), new_page(PHONE), new_page(PHONE)

    come_in_as(kari, "kari")

    def look(page: Page, name: str = "", size: dict[str, int] = PHONE) -> None:
        look_over(page, check_axe)
        page.set_viewport_size(size)
        if name:
            picture(page, name, full_page=True)

    write_what_she_wants(kari, nora, look)
    agree_item_by_item(kari, nora, look)
    read_at_the_bakery(tor, look)
    take_it_back(window, nora, look)

    tor.reload()
    expect(tor.get_by_text("Starter etter klokka ni.")).to_have_count(0)


def write_what_she_wants(page: Page, nora: Person, look: Look) -> None:
    page.goto(reverse("talent:profile", args=[nora.public_id]))
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("link", name="Skriv først hva Nora ønsker seg")).to_be_visible()
    page.get_by_role("textbox", name="Hva ønsker Nora seg?").fill("Lage mat til mange. Lære å stå i kassa.")
    page.get_by_role("searchbox", name="Søk etter yrke").fill("kokk")
    page.get_by_role("button", name="Søk etter yrke").click()
    page.get_by_role("checkbox", name=re.compile("Kokk")).first.check()
    look(page, "det-hun-vil-390")
    page.get_by_role("textbox", name="Tilrettelegging").fill("Starte etter kl. 9. Beskjeder skriftlig.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Det Nora vil, er lagret.")).to_be_visible()


def agree_item_by_item(page: Page, nora: Person, look: Look) -> None:
    page.goto(reverse("talent:disclosures", args=[nora.public_id]))
    look(page)
    page.get_by_role("link", name="Rugbakken bakeri").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    first, second, third = (page.get_by_role("region", name=f"Ting {number}") for number in (1, 2, 3))
    expect(first.get_by_role("textbox")).to_have_value("Starte etter kl. 9.")
    first.get_by_role("textbox").fill("Starter etter klokka ni.")
    first.get_by_role("radio", name="Deles med Rugbakken bakeri").check()
    page.get_by_role("button", name="Les det sammen med Nora").click()
    expect(page.get_by_role("link", name="Velg hva Nora sier om dette").first).to_be_visible()
    second.get_by_role("textbox").fill("Tidligere jobber.")
    second.get_by_role("radio", name="Spør Nora først").check()
    third.get_by_role("textbox").fill("Hvorfor kantina sluttet.")
    third.get_by_role("radio", name="Deles ikke").check()
    look(page, "ting-for-ting-390")
    page.get_by_role("button", name="Les det sammen med Nora").click()
    expect(
        page.get_by_role("region", name="Dette leser Rugbakken bakeri", exact=True).get_by_text("Starter etter klokka ni.")
    ).to_be_visible()
    look(page, "les-det-sammen-390")
    page.get_by_role("button", name="Nora har lest den og sier ja").click()
    expect(page.get_by_text("Det Rugbakken bakeri får vite, er avtalt.")).to_be_visible()


def read_at_the_bakery(page: Page, look: Look) -> None:
    tors = Person.objects.get(public_id=person_id("tor"))
    page.goto(reverse("window:home", args=[token_of(tors, Role.EMPLOYER)]))
    expect(page.get_by_text("Starter etter klokka ni.")).to_be_visible()
    expect(page.get_by_text("Tidligere jobber.")).to_have_count(0)
    look(page, "bedriften-leser-390")


def take_it_back(page: Page, nora: Person, look: Look) -> None:
    page.goto(reverse("window:wanted", args=[token_of(nora)]))
    expect(page.get_by_text("Lage mat til mange.")).to_be_visible()
    look(page)
    page.goto(reverse("window:told", args=[token_of(nora)]))
    look(page, "det-bedriftene-far-vite-1280", DESK)
    page.get_by_role("button", name="Trekk tilbake for Rugbakken bakeri").click()
    expect(page.get_by_text("Ingen bedrift får vite noe om deg herfra nå.")).to_be_visible()
