"""A specialist looks an employer up before knocking, logs the visit in a few taps, and follows up what it gave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brobygger.accounts.models import User
from brobygger.jobdev.models import EmployerVisit, Opening
from brobygger.kernel import clock
from brobygger.parties.models import Role, Workplace
from tests.browser.conftest import DESK, PHONE
from tests.factories import EmployerRelationFactory, EmployerVisitFactory, MembershipFactory, UserFactory
from tests.kit import come_in_as, of_the_cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOTH = pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "phone"])


@pytest.fixture
def jonas(town: str) -> User:
    return of_the_cast("jonas")


@pytest.fixture
def bakery(jonas: User) -> Workplace:
    """Where a colleague was nine days ago, and has the contact."""
    place = Workplace.objects.get(name="Rugbakken bakeri")
    unit = jonas.memberships.get().unit
    hilde = UserFactory(name="Hilde Vang")
    MembershipFactory(user=hilde, unit=unit, role=Role.SPECIALIST)
    EmployerVisitFactory(held=True, workplace=place, unit=unit, visitor=hilde, held_at=clock.now() - timedelta(days=9))
    if not place.relations.filter(unit=unit).exists():
        EmployerRelationFactory(workplace=place, unit=unit, responsible=hilde)
    return place


@BOTH
def test_jonas_looks_up_plans_logs_and_follows_up(new_page: object, check_axe: object, picture: object, jonas, bakery, size):
    page: Page = new_page(size)
    come_in_as(page, "jonas")

    page.goto("/bedrifter/")
    page.get_by_role("searchbox", name="Navn, sted eller organisasjonsnummer").fill("rugbakken")
    page.get_by_role("button", name="Søk").click()
    look(page, check_axe, picture, "bedrifter", size)
    page.get_by_role("link", name="Rugbakken bakeri").click()
    page.get_by_text("Hilde Vang var her").wait_for()
    look(page, check_axe, picture, "bedrift", size)

    page.get_by_role("link", name="Planlegg et besøk").click()
    page.get_by_text("Hilde Vang var her").wait_for()
    page.get_by_label("Hvilken dag?").fill(f"{clock.today() + timedelta(days=1):%d.%m.%Y}")
    page.get_by_role("textbox", name="Hva gjelder det?").fill("Høre hva de trenger hjelp til.")
    look(page, check_axe, picture, "bedrift-plan", size)
    page.get_by_role("button", name="Planlegg besøket").click()
    look(page, check_axe, picture, "bedrift-besok", size)

    page.get_by_role("link", name="Skriv hvordan det gikk").click()
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("link", name="Svar ja eller nei på om du snakket med en som kan bestemme").click()
    page.get_by_role("radio", name="Ja", exact=True).check()
    page.get_by_text("De har en mulighet").click()
    page.get_by_role("textbox", name="Kort sagt").fill("Frokostservering")
    page.get_by_role("textbox", name="Hva er arbeidet?").fill("Dekke på og rydde frokost.")
    look(page, check_axe, picture, "bedrift-logg", size)
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Lagret: du var hos Rugbakken bakeri.").wait_for()

    page.get_by_role("link", name="Frokostservering").first.click()
    look(page, check_axe, picture, "mulighet", size)
    page.get_by_role("button", name="Fulgt opp i dag").click()
    page.get_by_text("Skrevet ned: fulgt opp i dag.").wait_for()
    page.goto("/muligheter/")
    look(page, check_axe, picture, "muligheter", size)
    assert EmployerVisit.objects.filter(visitor=jonas, spoke_with_decider=True).exists()
    assert Opening.objects.get(title="Frokostservering").owner == jonas


def look(page: Page, check_axe: object, picture: object, name: str, size: dict[str, int]) -> None:
    check_axe(page)
    picture(page, f"{name}-{size['width']}")
