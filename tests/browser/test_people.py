"""Finding people, opening somebody with a reason, and the data protection officer's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brobygger.access import door
from brobygger.access.models import NeedToKnow
from brobygger.access.principal import principal_of_user
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.parties.models import Person
from tests.browser.conftest import DESK, PHONE
from tests.factories import EngagementFactory
from tests.kit import come_in_as, of_the_cast

if TYPE_CHECKING:
    pass

BOTH = pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "phone"])
REASON = "Tar imot besøk mens den ansvarlige er på kurs."


@pytest.fixture
def nora(town: str) -> Person:
    """Somebody Jonas follows in Kari's office, and Kari does not."""
    office = of_the_cast("kari").memberships.get().unit
    engagement = EngagementFactory(person__first_name="Nora", person__last_name="Prøvestad", unit=office, responsible=of_the_cast("jonas"))
    return engagement.person


@pytest.fixture
def mine(town: str) -> Person:
    """Somebody Kari follows."""
    kari = principal_of_user(of_the_cast("kari"), today=clock.today())
    return door.rows(kari, Verb.READ, Person).order_by("pk")[0]


@BOTH
def test_kari_finds_somebody_she_does_not_follow_and_opens_them_with_a_reason(new_page, check_axe, picture, mine, nora, size):
    page = new_page(size)
    come_in_as(page, "kari")

    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Folk").click()
    page.get_by_role("link", name=str(mine), exact=True).wait_for()
    check_axe(page)
    picture(page, f"folk-{size['width']}")
    page.get_by_role("searchbox", name="Søk i egen enhet").fill("prøve")
    page.get_by_role("button", name="Søk").click()
    check_axe(page)
    page.get_by_role("link", name="Nora Prøvestad", exact=True).click()
    check_axe(page)
    picture(page, f"folk-grunn-{size['width']}")
    page.get_by_role("button", name="Åpne").click()
    page.get_by_role("link", name="Skriv grunnen med 10 til 255 tegn.").wait_for()
    check_axe(page)
    page.get_by_label("Hvorfor trenger du å åpne?").fill(REASON)
    page.get_by_role("radio", name="en måned").check()
    page.get_by_role("button", name="Åpne").click()

    page.get_by_role("heading", level=1, name="Nora Prøvestad").wait_for()
    page.get_by_text(REASON).wait_for()
    check_axe(page)
    assert NeedToKnow.objects.get(reason=REASON).person == nora


@BOTH
def test_kari_opens_somebody_she_follows_and_sees_whom_to_ring(new_page, check_axe, picture, mine, size):
    page = new_page(size)
    come_in_as(page, "kari")

    page.goto("/folk/")
    page.get_by_role("link", name=str(mine), exact=True).click()

    page.get_by_role("heading", name=f"Rundt {mine.first_name}").wait_for()
    check_axe(page)
    picture(page, f"folk-person-{size['width']}", full_page=True)
    page.get_by_role("link", name="Hvem har sett her i det siste").click()
    page.get_by_role("heading", name=f"Hvem har sett {mine}?").wait_for()
    page.get_by_role("list").get_by_text("Kari Moseby").first.wait_for()
    check_axe(page)


def test_a_search_with_digits_is_stopped_before_it_is_sent(page):
    come_in_as(page, "kari")
    page.goto("/folk/")

    page.get_by_role("searchbox", name="Søk i egen enhet").fill("01010750160")
    page.get_by_role("button", name="Søk").click()

    assert page.url.endswith("/folk/")


@BOTH
def test_the_data_protection_officer_reads_the_whole_table_and_the_reasons(new_page, check_axe, picture, nora, size):
    NeedToKnow.objects.create(user=of_the_cast("kari"), person=nora, reason=REASON, starts_on=clock.today(), ends_on=clock.today())
    page = new_page(size)
    come_in_as(page, "liv")

    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Tilgang").click()

    page.get_by_role("heading", level=1, name="Hvem har tilgang til hva").wait_for()
    page.get_by_role("row", name=REASON).wait_for()
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, f"tilgang-{size['width']}", full_page=True)
