"""Brobygger as it runs for real people: `brobygger serve` with the settings of production, behind a middle server that speaks https."""

from __future__ import annotations

import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from brobygger.agreements.seal import CERTIFICATE_FILE, KEY_FILE, make_seal
from brobygger.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 30
OF_THE_WAY = frozenset({"connection", "content-length", "transfer-encoding"})  # what each stretch of the way says for itself


@dataclass(frozen=True)
class Production:
    """The address people use, and what those who run Brobygger have set."""

    address: str
    settings: dict[str, str]

    def brobygger(self, *words: str) -> str:
        """Run a command as docs/running.md writes it, and give what it prints."""
        answer = subprocess.run(
            [sys.executable, "-m", "brobygger.cli", *words], cwd=ROOT, env=self.settings, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout


class MiddleServer(BaseHTTPRequestHandler):
    """Takes https and passes it on as http, with what docs/settings.md asks a middle server to say."""

    protocol_version = "HTTP/1.1"

    def pass_on(self) -> None:
        said = {name: value for name, value in self.headers.items() if name.lower() not in OF_THE_WAY}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        inner = HTTPConnection("127.0.0.1", self.server.inner_port)
        inner.request(self.command, self.path, body, {**said, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]})
        answer = inner.getresponse()
        content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in OF_THE_WAY:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        inner.close()

    do_GET = do_POST = pass_on  # noqa: N815  the names are http.server's

    def log_message(self, *words: Any) -> None:
        """Requests are not written between the tests' own lines."""


class HttpsServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path, inner_port: int) -> None:
        super().__init__(("127.0.0.1", 0), MiddleServer)
        self.inner_port = inner_port
        make_seal(folder / "https", name="localhost", now=clock.now())  # any key and certificate that belong together
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "https" / CERTIFICATE_FILE, folder / "https" / KEY_FILE)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser hangs up on the unknown certificate before it takes it all the same. What goes wrong behind, the browser tells."""


@contextmanager
def middle_server(folder: Path, inner_port: int) -> Iterator[int]:
    """The port that takes https."""
    server = HttpsServer(folder, inner_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def database_without_rows() -> Iterator[str]:
    """The address of a database nobody has used. It is a copy of the tests' migrated one where there is one, since migrating takes long."""
    name, given = f"production_{os.getpid()}", os.environ["DATABASE_URL"]
    server = given.rsplit("/", 1)[0]
    template = os.environ.get("BROBYGGER_TEST_TEMPLATE", "template1")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def in_production(folder: Path) -> Iterator[Production]:
    """Settings as docs/settings.md has them, nothing of the tests' among them, and a database without rows. Nothing is served yet."""
    port = free_port()
    with database_without_rows() as database, middle_server(folder, port) as https_port:
        address = f"https://localhost:{https_port}"
        settings = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database,
            "BROBYGGER_SECRET_KEY": "a secret of this test's own, and long enough for one",
            "BROBYGGER_BASE_URL": address,
            "BROBYGGER_ALLOWED_HOSTS": "localhost",
            "BROBYGGER_EMAIL_URL": "smtp+tls://brobygger:secret@smtp.brovik.example:587",
            "BROBYGGER_EMAIL_FROM": "Brobygger <brobygger@brovik.example>",
            "BROBYGGER_BEHIND_PROXY": "1",
            "BROBYGGER_BIND": f"127.0.0.1:{port}",
            "BROBYGGER_STATIC_ROOT": str(folder / "static"),
            "BROBYGGER_FILES_ROOT": str(folder / "files"),
        }
        yield Production(address, settings)


@contextmanager
def served(production: Production, folder: Path) -> Iterator[None]:
    """`brobygger serve`, from when it is ready until it has stopped."""
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "brobygger.cli", "serve"], cwd=ROOT, env=production.settings, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        give_up_at = time.monotonic() + READY_SECONDS
        while not is_ready(production.settings["BROBYGGER_BIND"]):
            if process.poll() is not None or time.monotonic() > give_up_at:
                pytest.fail(log.read_text(encoding="utf-8"), pytrace=False)
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=READY_SECONDS)


def is_ready(bound_to: str) -> bool:
    inner = HTTPConnection(bound_to, timeout=READY_SECONDS)
    try:
        inner.request("GET", "/readyz", headers={"Host": "localhost"})
        return inner.getresponse().status == 200
    except OSError:
        return False
    finally:
        inner.close()


def link_in(printed: str) -> str:
    """The link that a command has printed."""
    found = re.search(r"https://\S+", printed)
    assert found is not None, printed
    return found[0]
