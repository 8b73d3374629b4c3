"""Somebody new is referred from a phone, given to a specialist with one press, and taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger.intake.models import Intake, IntakeState, Part, Responsibility
from brobygger.proposals.models import Decision
from tests.browser.conftest import DESK, PHONE
from tests.kit import come_in_as

if TYPE_CHECKING:
    from playwright.sync_api import Page


def at_both_widths(page: Page, check_axe, picture, name: str) -> None:
    before = page.viewport_size
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        picture(page, f"{name}-{size['width']}", full_page=True)
    page.set_viewport_size(before)


def test_kari_refers_siri_gives_and_jonas_takes_in(new_page, check_axe, picture, town):
    kari, siri, jonas = new_page(PHONE), new_page(PHONE), new_page(PHONE)

    come_in_as(kari, "kari")
    kari.goto("/inntak/")
    at_both_widths(kari, check_axe, picture, "inntak-henviser")
    kari.get_by_role("link", name="Henvis en person").click()
    at_both_widths(kari, check_axe, picture, "inntak-henvis")
    kari.get_by_role("link", name="Registrer en ny person").click()
    kari.get_by_role("button", name="Send henvisningen").click()
    kari.get_by_text("ting må rettes før vi kan lagre").wait_for()
    at_both_widths(kari, check_axe, picture, "inntak-ny-person")
    kari.get_by_label("Fornavn").fill("Salma")
    kari.get_by_label("Etternavn").fill("Prøvestad")
    kari.get_by_label("Telefon").fill("680 50 377")
    kari.get_by_role("radio", name="Ingen", exact=True).check()
    kari.get_by_role("group", name="Trenger og vil personen").get_by_label("Ja").check()
    kari.get_by_role("group", name="Får personen det ikke til").get_by_label("Ja").check()
    kari.get_by_label("Hvor henviser du?").select_option("NAV Brovik")
    kari.get_by_role("button", name="Send henvisningen").click()
    kari.get_by_text("Salma er henvist til NAV Brovik.").wait_for()

    come_in_as(siri, "siri")
    siri.goto("/inntak/")
    at_both_widths(siri, check_axe, picture, "inntak-leder")
    siri.get_by_role("link", name="Salma Prøvestad", exact=True).click()
    at_both_widths(siri, check_axe, picture, "inntak-en")
    siri.get_by_role("link", name="Velg hvem som svarer").click()
    at_both_widths(siri, check_axe, picture, "inntak-hvem")
    siri.get_by_role("radio", name="Jonas Hauglid").check()
    siri.get_by_label("Hvorfor en annen enn forslaget?").fill("Salma har bedt om Jonas.")
    siri.get_by_role("button", name="Gi ansvaret").click()
    siri.get_by_text("Jonas Hauglid svarer, og har fått beskjed.").wait_for()

    come_in_as(jonas, "jonas")
    jonas.goto("/inntak/")
    jonas.get_by_role("link", name="Salma Prøvestad", exact=True).click()
    jonas.get_by_role("link", name="Ring Salma, 680 50 377").wait_for()
    for way in ("Plass senere", "Salma vil noe annet", "Rett svarene", "Ta inn nå"):
        jonas.get_by_role("link", name=way).click()
        at_both_widths(jonas, check_axe, picture, f"inntak-{way.split()[0].lower()}")
        if way != "Ta inn nå":
            jonas.get_by_role("link", name="Avbryt").click()
    jonas.get_by_label("Hvem er stedfortreder?").select_option(index=1)
    jonas.get_by_role("radio", name="Jobb først, opplæring underveis").check()
    jonas.get_by_role("button", name="Ta inn").click()
    jonas.get_by_text("Salma er tatt inn. Jonas Hauglid er ansvarlig.").wait_for()

    jonas.get_by_role("link", name="Rett opplysningene").click()
    jonas.get_by_label("Telefon").fill("680 50 399")
    jonas.get_by_role("button", name="Lagre").click()
    jonas.get_by_role("link", name="Ring 680 50 399").wait_for()
    jonas.get_by_role("link", name="Rett opplysningene").click()
    jonas.get_by_text("av Jonas Hauglid").wait_for()
    at_both_widths(jonas, check_axe, picture, "inntak-kortet")

    intake = Intake.objects.get(person__last_name="Prøvestad")
    assert intake.state == IntakeState.ACCEPTED
    assert Responsibility.objects.filter(engagement__intake=intake, part=Part.DEPUTY).count() == 1
    assert Decision.objects.filter(proposal__subject_id=intake.public_id).count() == 1
    kari.goto("/inntak/")
    kari.get_by_role("listitem").filter(has_text="Salma Prøvestad").get_by_text("Avsluttet").wait_for()
