"""Gives the tests a throw-away PostgreSQL before pytest-django reads the settings.

Migrating takes many seconds, so a migrated server is kept in .brobygger/tests under a fingerprint of the migrations, and each run
starts on a copy of it. A DATABASE_URL given from outside is used as it is. Under xdist every process has a server of its own: one server
numbers the transactions of all its databases together, so an open transaction in one process would hold up the sealing tests of another.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from brobygger.cli import postgres
from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".brobygger" / "tests"
KEEP_SECONDS = 3600
TEMPLATE = "BROBYGGER_TEST_TEMPLATE"
STARTED_HERE = "BROBYGGER_TEST_SERVER"  # the address of a server of ours, which the processes of xdist inherit

os.environ.setdefault("BROBYGGER_DEMO", "1")  # journeys sign in through the demo's buttons


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    given = os.environ.get("DATABASE_URL", "")
    try:
        if given == os.environ.get(STARTED_HERE, ""):
            start_throw_away_server(early_config)
        elif "PYTEST_XDIST_WORKER" not in os.environ:
            refuse_a_role_that_can_not_test(given)
    except DomainError as refusal:
        raise pytest.UsageError(refusal.message) from refusal
    return (yield)


def start_throw_away_server(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="brobygger-test-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    kept = KEPT / fingerprint()
    if kept.exists() or keep_migrated_server(kept):
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        os.environ[TEMPLATE] = postgres.DATABASE
    server = postgres.start(folder, throw_away=True)
    config.add_cleanup(lambda: postgres.stop(server))
    os.environ["DATABASE_URL"] = os.environ[STARTED_HERE] = server.url


def fingerprint() -> str:
    """Changes when a migration, an installed package or the way the server is made changes."""
    digest = hashlib.sha256(sys.version.encode())
    watched = [Path(postgres.__file__), ROOT / "config" / "settings.py", ROOT / "requirements-dev.lock"]
    for path in [*watched, *sorted(ROOT.glob("brobygger/*/migrations/*.py"))]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def keep_migrated_server(kept: Path) -> bool:
    """Migrate a server once and lay it by. False when migrating fails: then the tests themselves show why."""
    making = Path(tempfile.mkdtemp(prefix="brobygger-test-making-"))
    try:
        server = postgres.start(making, throw_away=True)
        try:
            environment = {**os.environ, "DATABASE_URL": server.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
            migrating = subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, capture_output=True, check=False
            )
        finally:
            postgres.stop(server)
        if migrating.returncode:
            return False
        clear_old()
        half_made = KEPT / f"{kept.name}-{os.getpid()}"
        shutil.copytree(making, half_made)
        try:
            half_made.rename(kept)
        except OSError:  # another run was first
            shutil.rmtree(half_made, ignore_errors=True)
        return True
    finally:
        shutil.rmtree(making, ignore_errors=True)


def clear_old() -> None:
    """Drop what was kept an hour ago or more; something newer may be in use by another run."""
    for path in KEPT.glob("*"):
        if time.time() - path.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def refuse_a_role_that_can_not_test(url: str) -> None:
    with psycopg.connect(url) as connection:
        role = connection.execute("SELECT rolcreatedb OR rolsuper, rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        available = {name for (name,) in connection.execute("SELECT name FROM pg_available_extensions")}
    assert role is not None
    may_make_databases, is_superuser = role
    if not may_make_databases:
        raise DomainError("Rollen i DATABASE_URL må kunne lage databaser: ALTER ROLE … CREATEDB.")
    if is_superuser:
        raise DomainError("Rollen i DATABASE_URL er superbruker og går forbi regler som skal prøves. Bruk en vanlig rolle med CREATEDB.")
    if missing := sorted(set(postgres.EXTENSIONS) - available):
        raise DomainError(f"PostgreSQL-tjeneren i DATABASE_URL mangler utvidelsene {', '.join(missing)}. Installer postgresql-contrib.")
