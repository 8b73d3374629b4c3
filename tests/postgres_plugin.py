"""Gives the tests a throw-away PostgreSQL before pytest-django reads the settings.

It lies in memory where there is room: a database is 1,400 small files, and each journey copies one. Making a server and migrating it
takes some seconds, so one is kept in .brobygger/tests under a fingerprint of the migrations, and each run starts on a copy of it.
Building the demo town takes longer still, so for the journeys a server with the town in a second database is kept under a fingerprint of
what makes the town, and the day: one for all processes of a run, and for the runs after it. A DATABASE_URL given from outside is used as
it is. Under xdist every process that runs tests has a server of its own: one server numbers the transactions of all its databases
together, so an open transaction in one process would hold up the sealing tests of another.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from brobygger.agreements.seal import DEMO_NAME, make_seal
from brobygger.cli import postgres
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".brobygger" / "tests"
SEAL = ROOT / ".brobygger" / "seal-of-the-tests"
BEFORE_ALL_TESTS = datetime(2020, 1, 1, tzinfo=UTC)  # a seal is valid from when it is made, and the tests play on many days
KEEP_SECONDS = 3600
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3  # bytes: a server takes a few hundred million, and the machine has other uses for its memory
PREFIX = "brobygger-test-"
NEW_SECONDS = 60
CERTIFICATES = "certificates"
JOURNEYS = ROOT / "tests" / "browser"
NO_PART_OF_THE_TOWN = {"web", "api", "cli", "jobs", "locale", "__pycache__"}
TEMPLATE = "BROBYGGER_TEST_TEMPLATE"
TOWN = "BROBYGGER_TEST_TOWN"  # where the certificates of the kept town lie; empty when the server has no town
TOWN_DATABASE = f"{postgres.DATABASE}_town"
STARTED_HERE = "BROBYGGER_TEST_SERVER"  # the address of a server of ours, which the processes of xdist inherit

os.environ.setdefault("BROBYGGER_DEMO", "1")  # journeys sign in through the demo's buttons


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    given = os.environ.get("DATABASE_URL", "")
    with suppress(FileExistsError):  # made by an earlier run, or by another process now
        make_seal(SEAL, name=DEMO_NAME, now=BEFORE_ALL_TESTS)
    try:
        if given == os.environ.get(STARTED_HERE, ""):
            start_throw_away_server(early_config)
        elif "PYTEST_XDIST_WORKER" not in os.environ:
            refuse_a_role_that_can_not_test(given)
    except DomainError as refusal:
        raise pytest.UsageError(refusal.message) from refusal
    return (yield)


def start_throw_away_server(config: pytest.Config) -> None:
    kept = kept_server(with_town=wants_the_town(config))
    if only_hands_out_tests(config):
        return
    folder = throw_away_folder(PREFIX)
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    if kept:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        os.environ[TEMPLATE] = postgres.DATABASE
    os.environ[TOWN] = str(folder / CERTIFICATES) if (folder / CERTIFICATES).exists() else ""
    server = postgres.start(folder, throw_away=True)
    config.add_cleanup(lambda: postgres.stop(server))
    os.environ["DATABASE_URL"] = os.environ[STARTED_HERE] = server.url


def only_hands_out_tests(config: pytest.Config) -> bool:
    """Under xdist the process that was started runs no test itself."""
    return bool(getattr(config.known_args_namespace, "numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ


def throw_away_folder(prefix: str) -> Path:
    """A folder that this process holds until it ends, in memory where there is room."""
    place = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else Path(tempfile.gettempdir())
    clear_left_behind(place)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)  # let go by the system when the process ends, however that happens
    return folder


def clear_left_behind(place: Path) -> None:
    """Drop the folders of processes that were killed. A new one may not be held yet."""
    for path in place.glob(f"{PREFIX}*"):
        with suppress(OSError):  # held, another's, or just cleared by another process
            if time.time() - path.stat().st_mtime < NEW_SECONDS:
                continue
            handle = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(handle)


def wants_the_town(config: pytest.Config) -> bool:
    given = config.known_args_namespace
    paths = [Path(word.partition("::")[0]).resolve() for word in given.file_or_dir] or [ROOT]
    return not given.collectonly and any(path.is_relative_to(JOURNEYS) or JOURNEYS.is_relative_to(path) for path in paths)


def kept_server(*, with_town: bool) -> Path | None:
    """The folder of a server that was made before, or is made now. None when making fails: then the tests themselves show why."""
    migrated = KEPT / fingerprint()
    if not (in_use(migrated) or keep(migrated, migrate)):
        return None
    town = KEPT / fingerprint_of_the_town()
    if with_town and (in_use(town) or keep(town, build_town, onto=migrated)):
        return town
    return migrated


def fingerprint() -> str:
    """Changes when a migration, a file it runs, an installed package or the way the server is made changes."""
    how = [Path(postgres.__file__), ROOT / "brobygger" / "kernel" / "first_migration.py", ROOT / "config" / "settings.py"]
    what = sorted([*ROOT.glob("brobygger/*/migrations/*.py"), *ROOT.glob("brobygger/*/sql/*.sql")])
    return digest(sys.version, [*how, ROOT / "requirements-dev.lock", *what])


def fingerprint_of_the_town() -> str:
    """Changes each day, and when anything below the edges changes: models, actions, reference data, the demo itself."""
    parts = [folder for folder in sorted((ROOT / "brobygger").iterdir()) if folder.is_dir() and folder.name not in NO_PART_OF_THE_TOWN]
    files = [path for part in parts for path in sorted(part.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    return digest(f"{fingerprint()} {clock.today()}", [*files, ROOT / "tests" / "settings.py", ROOT / "tests" / "kept_town.py"])


def digest(beginning: str, paths: list[Path]) -> str:
    found = hashlib.sha256(beginning.encode())
    for path in paths:
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def in_use(kept: Path) -> bool:
    """Whether it is there; if so, it is marked as used now, so that no other run clears it away."""
    try:
        os.utime(kept)
    except OSError:
        return False
    return True


def keep(kept: Path, make: Callable[[Path, postgres.Server], bool], *, onto: Path | None = None) -> bool:
    """Start a server, onto another that is kept when told, make something in it, and lay it by. False when making fails."""
    making = throw_away_folder(f"{PREFIX}making-")
    try:
        if onto:
            shutil.copytree(onto, making, dirs_exist_ok=True)
        server = postgres.start(making, throw_away=True)
        try:
            is_made = make(making, server)
        finally:
            postgres.stop(server)
        if not is_made:
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


def migrate(_making: Path, server: postgres.Server) -> bool:
    return runs_django(["migrate", "--verbosity", "0"], server.url)


def build_town(making: Path, server: postgres.Server) -> bool:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TOWN_DATABASE} TEMPLATE {postgres.DATABASE}")
    command = f"from tests.kept_town import build_and_lay_by; build_and_lay_by({str(making / CERTIFICATES)!r})"
    return runs_django(["shell", "--no-imports", "--command", command], server.url.removesuffix(postgres.DATABASE) + TOWN_DATABASE)


def runs_django(words: list[str], url: str) -> bool:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "django", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 0


def clear_old() -> None:
    """Drop what nobody has used for an hour; something newer may be in use by another run."""
    for path in KEPT.glob("[0-9a-f]*"):
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
