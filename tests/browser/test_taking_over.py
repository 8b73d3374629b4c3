"""Amina asks to be rung; Kari rings, goes on leave, and asks a colleague to take over. Jonas reads what he is asked about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.loop_steps import look_over
from tests.factories import EngagementFactory, MembershipFactory, PersonFactory
from tests.kit import come_in_as, of_the_cast, token_of


@pytest.fixture
def nora(town):
    """Somebody new whom Kari follows up, in a unit where Jonas works too. Nobody else has the day off."""
    kari, jonas = of_the_cast("kari"), of_the_cast("jonas")
    unit = kari.memberships.order_by("pk")[0].unit
    if not jonas.memberships.filter(unit=unit).exists():
        MembershipFactory(user=jonas, unit=unit, role=Role.SPECIALIST)
    found = PersonFactory(first_name="Nora", last_name="Sletten", phone="68053118")
    EngagementFactory(person=found, unit=unit, responsible=kari)
    return found


def test_a_call_is_rung_back_days_away_are_covered_and_a_colleague_is_asked(new_page, check_axe, picture, nora):
    window, kari, jonas = new_page(PHONE), new_page(PHONE, has_touch=True, is_mobile=True), new_page(DESK)
    come_in_as(kari, "kari")

    window.goto(f"/v/{token_of(nora)}/")
    window.get_by_role("button", name="Be Kari ringe meg").click()
    expect(window.get_by_text("Du har bedt om å bli ringt. Kari ringer innen")).to_be_visible()
    look_over(window, check_axe)

    kari.goto("/ring/")
    expect(kari.get_by_role("button", name="Jeg har ringt Nora Sletten")).to_be_visible()
    picture(kari, "ring-tilbake-390", full_page=True)
    look_over(kari, check_axe)
    kari.get_by_role("button", name="Jeg har ringt Nora Sletten").click()
    expect(kari.get_by_text("Du har ringt Nora Sletten.")).to_be_visible()

    kari.get_by_role("link", name="Skriv opp et anrop").click()
    kari.get_by_role("button", name="Ringte Nora Sletten").click()
    expect(kari.get_by_text("Nora Sletten er skrevet opp.")).to_be_visible()

    first = clock.today() + timedelta(days=30)
    kari.goto("/borte/ny/")
    kari.get_by_role("textbox", name="Første dag borte").fill(day(first))
    kari.get_by_role("textbox", name="Siste dag borte").fill(day(first + timedelta(days=4)))
    kari.get_by_role("button", name="Lagre").click()
    expect(kari.get_by_text("Disse har ingen som svarer i de dagene")).to_be_visible()
    picture(kari, "borte-390", full_page=True)
    look_over(kari, check_axe)

    kari.goto("/overtakelser/ny/")
    kari.get_by_role("checkbox", name="Nora Sletten").check()
    kari.get_by_role("radio", name="Jonas Hauglid").check()
    kari.get_by_role("textbox", name="Hvorfor?").fill("Nora vil begynne i jobb, og Jonas kjenner bedriften.")
    picture(kari, "be-noen-ta-over-390", full_page=True)
    look_over(kari, check_axe)
    kari.get_by_role("button", name="Spør").click()
    expect(kari.get_by_text("Jonas Hauglid er spurt, og skal svare innen")).to_be_visible()
    look_over(kari, check_axe)

    come_in_as(jonas, "jonas")
    jonas.goto("/overtakelser/")
    jonas.get_by_role("link", name="Ta over én fra Kari Moseby").click()
    expect(jonas.get_by_text("Nora vil begynne i jobb")).to_be_visible()
    picture(jonas, "ta-over-1280", full_page=True)
    look_over(jonas, check_axe)
    jonas.get_by_role("button", name="Ja, jeg tar over").click()
    expect(jonas.get_by_text("Du tar over fra")).to_be_visible()
