"""Journeys in a real browser against a real server and the demo town.

Every journey starts in the town as it was built: its database is a copy of one that tests/postgres_plugin.py keeps. A journey is not
marked django_db; it may read and change the journey's database directly.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Error, expect, sync_playwright

from scripts import chromium
from tests import kept_town
from tests.postgres_plugin import TOWN, TOWN_DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 10_000
JOURNEYS = count(1)  # each journey's database has a name of its own, so that one left behind breaks no other
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe found right is not sent over: that would be the most of it.
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.flatMap((wrong) => wrong.nodes.map((node) => `${wrong.id}: ${wrong.help}\\n    ${node.html.slice(0, 200)}`));
}"""

USUAL_NAME = connection.settings_dict["NAME"]  # that of the database before a test database is made in its place

expect.set_options(timeout=WAIT_MS)  # as long as for everything else: on a busy machine a plan is not made in Playwright's five seconds

# Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Requests are not written between the tests' own lines."""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of Brobygger, served by a thread of this process."""
    listening = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    listening.set_app(get_wsgi_application())
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://localhost:{listening.server_port}"
    listening.shutdown()
    listening.server_close()
    thread.join()


@contextmanager
def database(name: str, *, copy_of: str) -> Iterator[None]:
    """Make a database and let every connection of this process, the server's too, mean that one for a while."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def drop_database(name: str) -> None:
    """End our own sessions, then drop. WITH (FORCE) would also try to end autovacuum, which is not ours to end and gives way by itself."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user", [name])
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.fixture(scope="session")
def empty_database(django_db_setup: None, django_db_blocker: pytest.DjangoDbBlocker) -> Iterator[str]:
    """The name of the test database. pytest-django makes none when journeys run alone, since they are not marked."""
    if connection.settings_dict["NAME"] != USUAL_NAME:
        yield connection.settings_dict["NAME"]
        return
    with django_db_blocker.unblock():
        made = setup_databases(0, interactive=False, aliases={connection.alias})
    yield connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        teardown_databases(made, 0)


@pytest.fixture(scope="session")
def town_database(empty_database: str, django_db_blocker: pytest.DjangoDbBlocker) -> Iterator[str]:
    """The name of a database with the demo town in it, to be copied and never used. On a server that has no kept town it is built here."""
    if certificates := os.environ.get(TOWN):
        kept_town.fetch_certificates(certificates)
        yield TOWN_DATABASE
        return
    name = f"{empty_database}_town"
    with django_db_blocker.unblock():
        drop_database(name)
        with database(name, copy_of=empty_database):
            kept_town.build()
        yield name
        drop_database(name)


@contextmanager
def open_town(town_database: str, django_db_blocker: pytest.DjangoDbBlocker) -> Iterator[None]:
    """A town of its own, gone afterwards."""
    name = f"{town_database}_journey{next(JOURNEYS)}"
    with django_db_blocker.unblock():
        with database(name, copy_of=town_database):
            yield
        drop_database(name)


@pytest.fixture
def town(server: str, town_database: str, django_db_blocker: pytest.DjangoDbBlocker) -> Iterator[str]:
    """The address of the town as it was built this morning."""
    with open_town(town_database, django_db_blocker):
        yield server


@pytest.fixture(scope="session")
def browser(town_database: str) -> Iterator[Browser]:
    """After the town: once Playwright runs, Django gives this thread another connection, and the old one would hold the test database."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.SENTENCE, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def leave(page: Page) -> None:
    """Chromium never closes a page that is fetching itself anew through its service worker: it must be somewhere else first."""
    for _attempt in range(3):
        try:
            page.goto("about:blank")
        except Error:  # the page's own way was quicker
            continue
        return


@pytest.fixture
def new_page(browser: Browser, town: str) -> Iterator[Callable[..., Page]]:
    """Opens a page with a memory of its own, as on another person's machine: new_page(PHONE). Whatever goes wrong in one fails the test."""
    contexts, wrongs = [], []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: wrongs.append(f"{page.url}: {error}"))
        page.on("console", lambda message: wrongs.append(f"{page.url}: {message.text}") if is_wrong(message) else None)
        page.on("response", lambda answer: wrongs.append(f"{answer.status} {answer.url}") if answers_wrongly(answer) else None)

    def open_page(size: dict[str, int] = DESK, **options: Any) -> Page:
        context = browser.new_context(
            base_url=town, viewport=size, locale="nb-NO", timezone_id="Europe/Oslo", reduced_motion="reduce", **options
        )
        context.set_default_timeout(WAIT_MS)
        context.on("page", listen)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        for page in context.pages:
            leave(page)
        context.close()
    assert not wrongs, "the browser complained:\n" + "\n".join(wrongs)


def is_wrong(message: Any) -> bool:
    """A complaint of the browser, a broken content security policy among them. Refused answers are looked at by themselves."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def answers_wrongly(answer: Any) -> bool:
    """The server broke, or a page asks for a file that is not there. A page that says no, 404 or 422, is an answer."""
    is_a_part_of_a_page = answer.request.resource_type not in {"document", "xhr", "fetch"}
    return answer.status >= 500 or (answer.status >= 400 and is_a_part_of_a_page)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page(DESK)


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def axe() -> str:
    return (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def check_axe(axe: str) -> Callable[[Page], None]:
    """Fails with a readable list when axe finds anything on the page as it stands, an open dialog included."""

    def check(page: Page) -> None:
        found = read_with_axe(page, axe)
        assert not found, f"axe finds on {page.url} at {page.viewport_size['width']} px:\n" + "\n".join(found)

    return check


def read_with_axe(page: Page, axe: str) -> list[str]:
    """A page that is left while axe reads it, as after a key that sends a form, was not the one to look at: the one that comes is."""
    for _page_before in range(2):
        with suppress(Error):
            return run_axe(page, axe)
    return run_axe(page, axe)


def run_axe(page: Page, axe: str) -> list[str]:
    """What axe finds, through the browser's own door, so the content security policy stays as strict as for people."""
    arrive(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    return page.evaluate(RUN_AXE, AXE_TAGS)


def arrive(page: Page) -> None:
    """Wait until what was last done has led somewhere. A link that was just pressed may have brought a page that has no element yet."""
    page.wait_for_load_state()
    expect(page.locator(".htmx-request")).to_have_count(0)


@pytest.fixture
def picture() -> Callable[..., None]:
    """Keeps a picture of the page for the documents, when BROBYGGER_PICTURES=1 asks for it."""

    def take(page: Page, name: str, *, full_page: bool = False) -> None:
        if os.environ.get("BROBYGGER_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", full_page=full_page, animations="disabled")

    return take
