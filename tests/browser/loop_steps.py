"""What the journeys of a loop have in common: coming in as one of the cast, and looking at a page in both sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK, PHONE, arrive
from tests.kit import come_in_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def come_to_the_loops(page: Page, key: str) -> None:
    come_in_as(page, key)
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Loopene").click()
    page.get_by_role("heading", level=1, name="Loopene").wait_for()


def look_over(page: Page, check_axe: Callable[[Page], None]) -> None:
    """axe finds nothing and nothing runs off the side, at the desk and on the phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        check_axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{page.url} is {width} px wide on {size['width']} px"


def tab_to(page: Page, name: str, *, presses: int = 80) -> None:
    """Press Tab until what has the focus is called so. A page that is still coming would take the focus back."""
    arrive(page)
    for _press in range(presses):
        page.keyboard.press("Tab")
        if focused_name(page) == name:
            return
    pytest.fail(f"the keyboard does not reach «{name}» on {page.url}")


def focused_name(page: Page) -> Any:
    return page.evaluate(
        "() => { const e = document.activeElement;"
        " return (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').trim() }"
    )
