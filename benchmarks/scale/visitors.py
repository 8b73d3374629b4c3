"""Two visitors at once, against gunicorn's two processes: how long one waits, by the clock."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.scale.asking import Page

VISITORS = 2
WARMING = 24  # each process has then answered, on each of its connections
TIMES = 40
PATIENCE_SECONDS = 120  # on a quiet machine it answers within two


@dataclass(frozen=True)
class Waited:
    """Milliseconds a visitor waited: as a rule, and one time in twenty."""

    median_ms: float
    ninety_fifth_ms: float


@contextmanager
def served() -> Iterator[None]:
    web = subprocess.Popen([sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "--log-level", "error", "config.wsgi"])
    try:
        wait_until_it_answers()
        yield
    finally:
        web.terminate()
        web.wait(timeout=30)


def wait_until_it_answers() -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        try:
            milliseconds_to_fetch("/healthz")
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(f"gunicorn did not answer within {PATIENCE_SECONDS} seconds")


def measure(page: Page) -> Waited:
    with ThreadPoolExecutor(VISITORS) as visitors:
        waited = list(visitors.map(lambda _time: milliseconds_to_fetch(page.address, page.cookie), range(WARMING + TIMES)))[WARMING:]
    return Waited(median_ms=statistics.median(waited), ninety_fifth_ms=statistics.quantiles(waited, n=20)[-1])


def milliseconds_to_fetch(address: str, cookie: str = "") -> float:
    """Raises ValueError for anything but a page."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection(os.environ["BROBYGGER_BIND"], timeout=60)
    try:
        connection.request("GET", address, headers={"Cookie": cookie, "Accept-Language": "nb"})
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != http.HTTPStatus.OK:
        raise ValueError(f"{address} answered {answer.status}, {answer.headers.get('Location', '')}")
    return (time.perf_counter() - began) * 1000
