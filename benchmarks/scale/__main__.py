"""python -m benchmarks.scale: what the daily pages cost with a region's worth of people in the database.

Makes a database of its own, fills it, serves it with gunicorn's two processes, and asks for each page many times from two visitors at
once. Prints queries, size and times, and says no when a bound is broken: 12 queries a page and as many for 2,000 people as for 20, 15 kB
of HTML and 100 kB of styles and scripts, packed. Times are printed and judged by nobody: they depend on the machine.

With --keep FOLDER the database stays in the folder and is used again the next time, which saves the minutes it takes to fill.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from brobygger.cli import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = 8765
MOST_QUERIES = 12
MOST_HTML_KB = 15.0
MOST_STATIC_KB = 100.0
TIMES = 40
WARMING = 4
VISITORS = 2
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


@dataclass(frozen=True)
class Measured:
    """One page for one asker. Sizes in kB as sent packed; times in milliseconds, with two visitors at once."""

    page: str
    asker: str
    queries: int
    html_kb: float
    static_kb: float
    database_ms: float
    median_ms: float
    ninety_fifth_ms: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="What the daily pages cost with 20,000 candidates.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the database in a folder, and use what is there")
    kept = parser.parse_args().keep
    if kept is not None:
        return measure_in(kept.resolve())
    with tempfile.TemporaryDirectory(prefix="brobygger-scale-") as folder:
        return measure_in(Path(folder))


def measure_in(folder: Path) -> int:
    server = postgres.start(folder, throw_away=True)
    os.environ |= {
        "DATABASE_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_BIND": f"127.0.0.1:{PORT}",
        "BROBYGGER_WEB_WORKERS": "2",
        "BROBYGGER_BASE_URL": f"http://127.0.0.1:{PORT}",
    }
    try:
        with tempfile.TemporaryDirectory(prefix="brobygger-metrics-", ignore_cleanup_errors=True) as metrics:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics
            return measure_all()
    finally:
        postgres.stop(server)


def measure_all() -> int:
    import django  # noqa: PLC0415  the settings read the address of the database that was just made

    django.setup()
    from benchmarks.scale.asking import pages_to_ask  # noqa: PLC0415  needs Django's models

    asked = pages_to_ask(print)
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "--log-level", "error", "config.wsgi"], cwd=ROOT
    )
    try:
        wait_until_it_answers()
        say_heads()
        measured = [say(measure(page, asker, address, cookie)) for page, asker, address, cookie in asked]
    finally:
        web.terminate()
        web.wait(timeout=30)
    return report(measured)


def wait_until_it_answers() -> None:
    for _attempt in range(120):
        try:
            fetch("/healthz")
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError("gunicorn did not answer within 30 seconds")


def fetch(address: str, cookie: str = "") -> tuple[bytes, str, float]:
    """What stands at an address, its Server-Timing, and how many milliseconds it took. Raises ValueError for anything but a page."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", address, headers={"Cookie": cookie, "Accept-Language": "nb"})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != http.HTTPStatus.OK:
        raise ValueError(f"{address} answered {answer.status}, {answer.headers.get('Location', '')}")
    return body, answer.headers.get("Server-Timing", ""), (time.perf_counter() - began) * 1000


def measure(page: str, asker: str, address: str, cookie: str) -> Measured:
    for _warming in range(WARMING):
        body, _timing, _took = fetch(address, cookie)
    with ThreadPoolExecutor(VISITORS) as visitors:
        answers = list(visitors.map(lambda _number: fetch(address, cookie), range(TIMES)))
    timings = [re.search(r'dur=([\d.]+);desc="(\d+) quer', timing).groups() for _body, timing, _took in answers]
    took = [milliseconds for _body, _timing, milliseconds in answers]
    return Measured(
        page=page,
        asker=asker,
        # The first page a process serves asks PostgreSQL twice about its types; the others tell what the page costs.
        queries=statistics.mode(int(queries) for _duration, queries in timings),
        html_kb=packed_kb(body),
        static_kb=static_kb(body),
        database_ms=statistics.median(float(duration) for duration, _queries in timings),
        median_ms=statistics.median(took),
        ninety_fifth_ms=statistics.quantiles(took, n=20)[-1],
    )


def packed_kb(body: bytes) -> float:
    return len(gzip.compress(body, 6)) / 1000


def static_kb(body: bytes) -> float:
    return sum(packed_kb(fetch(address)[0]) for address in sorted(set(ASSET.findall(body.decode()))))


def say_heads() -> None:
    print(
        f"{'side':<10}{'for':<21}{'spørringer':>11}{'HTML kB':>9}{'CSS+JS kB':>11}{'database ms':>13}{'median ms':>11}{'95 % ms':>9}",
        flush=True,
    )


def say(each: Measured) -> Measured:
    print(
        f"{each.page:<10}{each.asker:<21}{each.queries:>11}{each.html_kb:>9.1f}{each.static_kb:>11.1f}"
        f"{each.database_ms:>13.0f}{each.median_ms:>11.0f}{each.ninety_fifth_ms:>9.0f}",
        flush=True,
    )
    return each


def report(measured: list[Measured]) -> int:
    broken = [words for each in measured for words in broken_bounds(each)] + uneven(measured)
    for words in broken:
        print(f"Over grensen: {words}")
    return 1 if broken else 0


def broken_bounds(each: Measured) -> list[str]:
    name = f"{each.page}, {each.asker}"
    return [
        f"{name}: {value:g} {unit}, grensen er {most:g}"
        for value, most, unit in (
            (each.queries, MOST_QUERIES, "spørringer"),
            (each.html_kb, MOST_HTML_KB, "kB HTML"),
            (each.static_kb, MOST_STATIC_KB, "kB CSS og JS"),
        )
        if value > most
    ]


def uneven(measured: list[Measured]) -> list[str]:
    """Pages that cost another number of queries when more people are in view."""
    pages = {each.page for each in measured}
    counts = {page: {each.queries for each in measured if each.page == page} for page in pages}
    return [
        f"{page}: {sorted(found)} spørringer etter hvor mange som er i bildet" for page, found in sorted(counts.items()) if len(found) > 1
    ]


if __name__ == "__main__":
    sys.exit(main())
