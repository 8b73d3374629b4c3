"""What holds for every test: nothing leaves the machine."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.append_only import log_that_can_be_emptied

if TYPE_CHECKING:
    from collections.abc import Iterator


LOCALE = Path(__file__).resolve().parent.parent / "brobygger" / "locale"


def old_catalogues(locale: Path) -> list[Path]:
    """The written catalogues whose compiled ones are older, or not there."""
    pairs = [(written, written.with_suffix(".mo")) for written in locale.rglob("django.po")]
    return [written for written, compiled in pairs if not compiled.exists() or compiled.stat().st_mtime < written.stat().st_mtime]


def pytest_configure() -> None:
    """With old compiled catalogues a test reads other words than people do."""
    if old_catalogues(LOCALE):
        pytest.exit(
            "The catalogues are older than their texts. Compile them: python3 start.py setup", returncode=pytest.ExitCode.USAGE_ERROR
        )


class NetworkCallRefused(Exception):
    """A test tried to reach another machine."""


def is_on_this_machine(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = address[0]
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse connections and name look-ups that go beyond loopback. PostgreSQL's own library is not seen, and need not be."""
    real_connect, real_connect_ex, real_look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        if not is_on_this_machine(address):
            raise NetworkCallRefused(f"a test tried to reach {address}")
        real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if not is_on_this_machine(address):
            raise NetworkCallRefused(f"a test tried to reach {address}")
        return real_connect_ex(self, address)

    def look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        if host is not None and not is_on_this_machine((host.decode() if isinstance(host, bytes) else host,)):
            raise NetworkCallRefused(f"a test tried to look up {host}")
        return real_look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", look_up)
        yield


@pytest.fixture(autouse=True, scope="session")
def log_can_be_emptied_between_tests() -> Iterator[None]:
    with log_that_can_be_emptied():
        yield
