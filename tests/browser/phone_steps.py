"""What the journeys with a phone have in common: a specialist with two people, on a phone that has taken along what it carries."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from brobygger.followup.models import Contact
from brobygger.intake.models import Engagement, Responsibility, Service
from brobygger.kernel import clock
from tests.factories import EngagementFactory
from tests.kit import of_the_cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

PATIENCE_SECONDS = 10
CARRIED = """() => new Promise((done) => {
  const asked = indexedDB.open("brobygger", 1);
  asked.onsuccess = () => {
    const copy = asked.result.transaction("kept").objectStore("kept").get("copy");
    copy.onsuccess = () => { done((copy.result?.people || []).map((person) => person.name)); asked.result.close(); };
  };
})"""


def until(is_so: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


def two_people() -> dict[str, Engagement]:
    """Henrik and Nora, whom Jonas follows up and nobody has talked to, so that they are due; and nobody else."""
    jonas = of_the_cast("jonas")
    Responsibility.objects.filter(user=jonas).delete()
    return {
        name: EngagementFactory(
            person__first_name=name,
            person__last_name="Prøvestad",
            person__phone="68050982",
            unit=jonas.memberships.order_by("pk")[0].unit,
            responsible=jonas,
            service=Service.SUPPORTED_EMPLOYMENT,
            starts_on=clock.today(),
        )
        for name in ("Henrik", "Nora")
    }


def take_along(page: Page) -> None:
    """Open the day with coverage, and wait until the phone has what it needs without."""
    page.goto("/i-dag/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    until(lambda: page.evaluate(CARRIED), "the phone has taken along one's own people")


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=name)


def log(page: Page, name: str, line: str = "", kind: str = "Telefon") -> None:
    """Two taps, and a line when there is one."""
    row = row_of(page, name)
    row.get_by_label("Logg kontakt med").click()
    if line:
        row.get_by_label("Én linje, om du vil").fill(line)
    row.get_by_role("button", name=kind).click()


def lines() -> list[str]:
    """What the server has, oldest first."""
    return list(Contact.objects.filter(person__last_name="Prøvestad").order_by("happened_at", "pk").values_list("line", flat=True))
