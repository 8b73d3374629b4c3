"""Gives the tests a throw-away PostgreSQL before pytest-django reads the settings.

A DATABASE_URL given from outside is used as it is. Under xdist only the controller starts a server; the workers inherit its address.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from brobygger.cli import postgres
from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Generator

os.environ.setdefault("BROBYGGER_DEMO", "1")  # journeys sign in through the demo's buttons


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return (yield)
    if given := os.environ.get("DATABASE_URL"):
        refuse_a_role_that_can_not_test(given)
        return (yield)
    folder = Path(tempfile.mkdtemp(prefix="brobygger-test-"))
    early_config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    try:
        server = postgres.start(folder, throw_away=True)
    except DomainError as refusal:
        raise pytest.UsageError(refusal.message) from refusal
    early_config.add_cleanup(lambda: postgres.stop(server))
    os.environ["DATABASE_URL"] = server.url
    return (yield)


def refuse_a_role_that_can_not_test(url: str) -> None:
    with psycopg.connect(url) as connection:
        role = connection.execute("SELECT rolcreatedb OR rolsuper, rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        available = {name for (name,) in connection.execute("SELECT name FROM pg_available_extensions")}
    assert role is not None
    may_make_databases, is_superuser = role
    if not may_make_databases:
        raise pytest.UsageError("Rollen i DATABASE_URL må kunne lage databaser: ALTER ROLE … CREATEDB.")
    if is_superuser:
        raise pytest.UsageError(
            "Rollen i DATABASE_URL er superbruker og går forbi regler som skal prøves. Bruk en vanlig rolle med CREATEDB."
        )
    if missing := sorted(set(postgres.EXTENSIONS) - available):
        raise pytest.UsageError(
            f"PostgreSQL-tjeneren i DATABASE_URL mangler utvidelsene {', '.join(missing)}. Installer postgresql-contrib."
        )
