"""The whole way of docs/running.md: from a database without rows to a leader who signs in with password and one-time code."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browser.conftest import DESK
from tests.browser.production import in_production, link_in, served
from tests.web.accounts.conftest import code_of

EMAIL, PASSWORD = "berit@brovik.example", "fire grå katter på taket"


@pytest.fixture
def production(tmp_path):
    with in_production(tmp_path) as made:
        yield made


@pytest.fixture
def town(production):
    """Where pages are opened: production has no town."""
    return production.address


def sign_in(page):
    page.get_by_label("E-post").fill(EMAIL)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()


def test_the_first_leader_chooses_a_password_sets_up_the_code_and_signs_in_again_with_both(production, new_page, tmp_path):
    production.brobygger("migrate")
    production.brobygger("load-reference")
    production.brobygger("add-unit", "NAV Brovik", "--kind", "nav_office", "--sector", "state")
    link = link_in(production.brobygger("add-user", EMAIL, "Berit Lund", "--role", "leader", "--unit", "NAV Brovik"))

    with served(production, tmp_path):
        page = new_page(DESK, ignore_https_errors=True)
        page.goto(link)
        page.get_by_label("Nytt passord", exact=True).fill(PASSWORD)
        page.get_by_label("Nytt passord en gang til").fill(PASSWORD)
        page.get_by_role("button", name="Lagre passordet").click()
        page.get_by_role("link", name="Logg inn").first.click()
        sign_in(page)
        page.get_by_role("heading", name="Sett opp engangskode").wait_for()
        secret = page.get_by_role("strong").inner_text().replace(" ", "")
        page.get_by_label("Koden appen viser").fill(code_of(secret))
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Jeg har lagret kodene, gå videre").click()
        page.get_by_role("heading", name="Uka i enheten").wait_for()

        page.goto("/konto/logg-ut/")
        with page.expect_navigation():
            page.get_by_role("button", name="Logg ut").last.click()
        page.goto("/start/")
        sign_in(page)
        page.get_by_label("Engangskode").fill(code_of(secret))
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Uka i enheten").wait_for()

        assert page.url == production.address + reverse("leader:week")
