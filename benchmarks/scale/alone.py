"""One request at a time, through the WSGI application and all its middleware, in this process: what a page costs the processor."""

from __future__ import annotations

import gzip
import re
import resource
import statistics
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from benchmarks.scale.asking import Page
from config.wsgi import application

WARMING = 5
TIMES = 25
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
CSRF_SECRET = "b" * 32  # a form's own, the same in cookie and field
SHOWN, SENT_ON = "200", "302"


@dataclass(frozen=True)
class Answer:
    body: bytes
    headers: dict[str, str]
    processor_ms: float

    @property
    def query_count(self) -> int:
        return int(re.findall(r'"(\d+) quer', self.headers["Server-Timing"])[0])

    @property
    def database_ms(self) -> float:
        return float(re.findall(r"dur=([\d.]+)", self.headers["Server-Timing"])[0])


@dataclass(frozen=True)
class Alone:
    """What a page costs by itself: the processor's time as a rule and at its least, the database's at its least, kB as sent packed.

    The database's is by the clock, which runs on while the machine does other things, so only the least of it is the page's own.
    """

    query_count: int
    processor_ms: float
    least_processor_ms: float
    database_ms: float
    html_kb: float
    static_kb: float


def measure(page: Page) -> Alone:
    answers = [ask(page) for _time in range(WARMING + TIMES)][WARMING:]
    body = answers[-1].body
    return Alone(
        # Once a minute the session is written too; the others tell what the page costs.
        query_count=statistics.mode(answer.query_count for answer in answers),
        processor_ms=statistics.median(answer.processor_ms for answer in answers),
        least_processor_ms=min(answer.processor_ms for answer in answers),
        database_ms=min(answer.database_ms for answer in answers),
        html_kb=packed_kb(body),
        static_kb=sum(packed_kb(fetch(asset, page.cookie).body) for asset in sorted(set(ASSET.findall(body.decode())))),
    )


def ask(page: Page) -> Answer:
    return fetch(page.address, page.cookie) if page.form is None else send(page.address, page.cookie, page.form())


def fetch(address: str, cookie: str) -> Answer:
    return answer_to({"REQUEST_METHOD": "GET", "PATH_INFO": address, "HTTP_COOKIE": cookie}, expected=SHOWN)


def send(address: str, cookie: str, form: dict[str, str]) -> Answer:
    content = urlencode(form | {"csrfmiddlewaretoken": CSRF_SECRET}).encode()
    sent = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": address,
        "HTTP_COOKIE": f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF_SECRET}",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": BytesIO(content),
    }
    return answer_to(sent, expected=SENT_ON)


def answer_to(sent: dict[str, Any], *, expected: str) -> Answer:
    """Raises ValueError for another answer than the expected."""
    environ: dict[str, Any] = {"HTTP_ACCEPT_LANGUAGE": "nb", "REMOTE_ADDR": "127.0.0.1", **sent}
    setup_testing_defaults(environ)
    heads: list[tuple[str, list[tuple[str, str]]]] = []
    began = time.process_time()
    response = application(environ, lambda status, headers: heads.append((status, headers)))
    body = b"".join(response)
    response.close()  # gives the connection back, as a server does
    took = time.process_time() - began
    ((status, headers),) = heads
    if not status.startswith(expected):
        raise ValueError(f"{environ['PATH_INFO']} answered {status}, {dict(headers).get('Location', '')}")
    return Answer(body, dict(headers), took * 1000)


def packed_kb(body: bytes) -> float:
    return len(gzip.compress(body, 6)) / 1000


def peak_memory_mb() -> float:
    """The most this process has had resident. Linux counts in kB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
