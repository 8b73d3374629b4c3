import os
import signal
import stat
import subprocess
import sys
import time

import psycopg
import pytest

from brobygger.cli import postgres
from brobygger.kernel.errors import DomainError


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "en mappe med ærlig mellomrom"


@pytest.fixture
def start(folder):
    started = []

    def start_and_remember(**options):
        started.append(postgres.start(folder, **options))
        return started[-1]

    yield start_and_remember
    for server in started:
        postgres.stop(server)


def test_the_role_of_the_demo_owns_its_database_and_nothing_more(start):
    server = start()

    with psycopg.connect(server.url) as connection:
        rights = connection.execute("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert rights == (False, False, False)
    assert owner == (True,)


def test_nobody_gets_in_without_the_password(start, folder):
    server = start()

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace(server.role_password, "feil"))

    assert "trust" not in [
        line.split()[-1] for line in (folder / "postgres" / "pg_hba.conf").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600


def test_what_is_stored_is_there_after_a_restart_and_after_kill_9(start):
    server = start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (what text)")
        connection.execute("INSERT INTO kept VALUES ('brua')")
    postgres.stop(server)
    server = start()
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()

    server = start()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT what FROM kept").fetchone() == ("brua",)


def test_a_server_left_by_a_killed_program_is_stopped_and_started_anew(start, folder, monkeypatch):
    monkeypatch.setattr(postgres, "end_with_parent", lambda demand: [])
    left = start()

    server = start()

    assert left.process.wait(timeout=5) == 0
    assert postgres.running_url(folder) == server.url


@pytest.mark.skipif(not postgres.end_with_parent("INT"), reason="only Linux tells a program that its parent is gone")
def test_the_server_stops_when_the_program_that_started_it_is_killed(folder):
    code = """
import sys, time
from pathlib import Path
from brobygger.cli import postgres
postgres.start(Path(sys.argv[1]))
print("up", flush=True)
time.sleep(60)
"""
    program = subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE)
    assert program.stdout.readline() == b"up\n"
    assert postgres.running_url(folder)

    program.kill()
    program.wait()
    program.stdout.close()

    give_up_at = time.monotonic() + 10
    while postgres.running_url(folder) and time.monotonic() < give_up_at:
        time.sleep(0.05)
    assert postgres.running_url(folder) is None


def test_tables_of_another_major_are_left_alone_and_said_so(folder):
    tables = folder / "postgres"
    tables.mkdir(parents=True)
    (tables / "PG_VERSION").write_text("13\n")
    (folder / "keys.json").write_text('{"superuser": "a", "role": "b"}')

    with pytest.raises(DomainError, match=r"PostgreSQL 13.*urørt.*--reset"):
        postgres.start(folder)

    assert (tables / "PG_VERSION").read_text() == "13\n"


def test_tables_without_their_passwords_are_left_alone_and_said_so(folder):
    (folder / "postgres").mkdir(parents=True)

    with pytest.raises(DomainError, match="Passordet"):
        postgres.start(folder)


def test_a_half_made_folder_is_made_again(start, folder):
    (folder / "postgres.new").mkdir(parents=True)
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")

    server = start()

    assert postgres.running_url(folder) == server.url


def test_a_number_in_a_file_that_belongs_to_another_program_is_no_server(folder):
    tables = folder / "postgres"
    tables.mkdir(parents=True)
    (tables / "postmaster.pid").write_text(f"{os.getpid()}\n{tables}\n0\n5432\n")
    (folder / "keys.json").write_text('{"superuser": "a", "role": "b"}')

    assert postgres.running_url(folder) is None


def test_no_server_anywhere_is_one_sentence(folder, monkeypatch):
    monkeypatch.setattr(postgres, "_candidate_folders", lambda: iter([]))

    with pytest.raises(DomainError, match="DATABASE_URL"):
        postgres.start(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_root_without_any_way_to_step_down_is_one_sentence(folder, monkeypatch):
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None)

    with pytest.raises(DomainError, match="root"):
        postgres.start(folder)
