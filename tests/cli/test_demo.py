import fcntl
import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from brobygger.cli import __main__ as command
from brobygger.cli import postgres
from brobygger.cli.demo import MARK, MARK_TEXT, make_room, watch
from brobygger.cli.demo_town import Town, ground_for_building
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_busy_port_is_one_sentence(capsys, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]

        code = command.main(["demo", "--port", str(port), "--data", str(tmp_path / "by")])

    assert code == 2
    assert capsys.readouterr().err == f"Port {port} er opptatt eller ikke lov å bruke. Velg en annen: python3 start.py demo --port 8001\n"


def test_a_folder_that_is_not_the_demos_is_never_emptied(capsys, tmp_path):
    precious = tmp_path / "bilder"
    precious.mkdir()
    (precious / "sommer.jpg").touch()

    code = command.main(["demo", "--port", "0", "--data", str(precious), "--reset"])

    assert code == 2
    assert "ikke laget av demoen" in capsys.readouterr().err
    assert (precious / "sommer.jpg").exists()


@pytest.mark.parametrize("reset", [[], ["--reset"]])
@pytest.mark.parametrize("text", ["", "#!/bin/sh\nexec python3 start.py demo\n"])
def test_a_file_that_only_has_the_name_of_the_mark_gives_nothing_away(text, reset, capsys, tmp_path):
    (tmp_path / MARK).write_text(text, encoding="utf-8")
    (tmp_path / "sommer.jpg").touch()

    code = command.main(["demo", "--port", "0", "--data", str(tmp_path), *reset])

    assert code == 2
    assert "ikke laget av demoen" in capsys.readouterr().err
    assert (tmp_path / MARK).read_text(encoding="utf-8") == text
    assert (tmp_path / "sommer.jpg").exists()


def test_a_folder_that_is_named_as_the_mark_gives_nothing_away(capsys, tmp_path):
    (tmp_path / MARK).mkdir()

    assert command.main(["demo", "--port", "0", "--data", str(tmp_path)]) == 2
    assert "ikke laget av demoen" in capsys.readouterr().err


def test_a_folder_in_use_by_another_demo_is_one_sentence(capsys, tmp_path):
    with (tmp_path / "brobygger-demo").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)

        code = command.main(["demo", "--port", "0", "--data", str(tmp_path), "--reset"])

    assert code == 2
    assert "kjører allerede" in capsys.readouterr().err


@pytest.mark.parametrize("demand", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_started_in_the_background_stops_while_it_is_starting(demand, tmp_path):
    words = [sys.executable, "-m", "brobygger.cli", "demo", "--port", "0", "--data", str(tmp_path / "by")]
    demo = subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert b"Lager databasen" in demo.stdout.readline()

    demo.send_signal(demand)
    said, _ = demo.communicate(timeout=30)

    assert demo.returncode == 130
    assert "Brobygger er stoppet. Byen var ikke ferdig" in said.decode()
    assert "Traceback" not in said.decode()
    assert not [entry for entry in Path("/proc").glob("[0-9]*/cmdline") if os.fsencode(tmp_path) in entry.read_bytes()]


@pytest.fixture
def wanted():
    return Town.wanted(ROOT, day=date(2026, 11, 30))


@pytest.fixture
def yesterdays(tmp_path, wanted):
    """The folder of a demo whose town was built yesterday; its PostgreSQL has never run."""
    data = tmp_path / "by"
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text(f"{wanted.major}\n")
    (data / MARK).write_text(MARK_TEXT, encoding="utf-8")
    replace(wanted, day=wanted.day - timedelta(days=1)).note_in(data)
    return data


@pytest.fixture
def written_in(tmp_path, wanted):
    """Yesterday's town in a real PostgreSQL, with something a visitor wrote, and the server as a killed demo leaves it."""
    data = tmp_path / "by"
    server = postgres.start(data)
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE written AS SELECT 'av en besøkende' AS what")
    (data / MARK).write_text(MARK_TEXT, encoding="utf-8")
    replace(wanted, day=wanted.day - timedelta(days=1)).note_in(data)
    yield data, server
    postgres.stop(server)


def is_written_in(data):
    server = postgres.start(data)
    try:
        with psycopg.connect(server.url) as connection:
            return connection.execute("SELECT to_regclass('written') IS NOT NULL").fetchone()[0]
    finally:
        postgres.stop(server)


def names_in(data):
    return sorted(path.name for path in data.iterdir())


WHOLE = ["brobygger-demo", "postgres", "town-is-built"]


def test_a_town_of_another_day_gives_way_to_a_new_one_and_a_sentence_says_what_is_lost(yesterdays, wanted, capsys):
    make_room(yesterdays, wanted, reset=False, keep=False)

    assert capsys.readouterr().out == (
        "Kick-offen i byen er 29.11.2026 og ikke i dag, så byen bygges på nytt, og det som ble skrevet i den gamle, er slettet.\n"
    )
    assert names_in(yesterdays) == ["brobygger-demo"]


def test_a_real_town_is_emptied_though_a_killed_demo_left_its_server_running_and_another_can_be_made_there(written_in, wanted):
    data, left = written_in

    make_room(data, wanted, reset=False, keep=False)

    assert left.process.wait(timeout=5) == 0
    assert not is_written_in(data)


def test_the_old_town_lies_whole_in_a_folder_beside_when_asked_for_and_no_demo_empties_it(written_in, wanted, capsys):
    data, _left = written_in
    taken, kept = data.with_name("by-2026-11-29"), data.with_name("by-2026-11-29-2")
    taken.mkdir()

    make_room(data, wanted, reset=False, keep=True)
    said = capsys.readouterr().out
    code = command.main(["demo", "--port", "0", "--data", str(kept), "--reset"])

    assert said == f"Kick-offen i byen er 29.11.2026 og ikke i dag, så byen bygges på nytt, og den gamle ligger i {kept}.\n"
    assert (code, names_in(data), names_in(taken)) == (2, ["brobygger-demo"], [])
    assert "ikke laget av demoen" in capsys.readouterr().err
    assert is_written_in(kept)


def test_a_town_of_another_major_of_postgresql_is_built_anew_with_a_sentence(yesterdays, wanted, capsys):
    wanted.note_in(yesterdays)
    (yesterdays / "postgres" / "PG_VERSION").write_text("13\n")

    make_room(yesterdays, wanted, reset=False, keep=False)

    said = capsys.readouterr().out
    assert said.startswith(f"Byen ligger i PostgreSQL 13, men her kjører PostgreSQL {wanted.major}, så byen bygges på nytt")
    assert said.count(".\n") == 1
    assert names_in(yesterdays) == ["brobygger-demo"]


@pytest.mark.parametrize("note", ["", "[]", '{"day": "i går", "made_of": ""}', '{"day": "2026-11-30", "made_of": "noe annet"}'])
def test_a_town_of_another_release_is_built_anew_with_a_sentence(note, yesterdays, wanted, capsys):
    (yesterdays / "town-is-built").write_text(note)

    make_room(yesterdays, wanted, reset=False, keep=False)

    assert capsys.readouterr().out.startswith("Byen ble laget av en annen utgave av Brobygger, så byen bygges på nytt")
    assert names_in(yesterdays) == ["brobygger-demo"]


def test_todays_town_is_left_alone_without_a_word(yesterdays, wanted, capsys):
    wanted.note_in(yesterdays)

    make_room(yesterdays, wanted, reset=False, keep=False)

    assert capsys.readouterr().out == ""
    assert names_in(yesterdays) == WHOLE


def test_a_town_that_was_never_finished_is_built_anew_without_a_word(yesterdays, wanted, capsys):
    (yesterdays / "town-is-built").unlink()

    make_room(yesterdays, wanted, reset=False, keep=True)

    assert capsys.readouterr().out == ""
    assert names_in(yesterdays) == ["brobygger-demo"]


def test_what_a_link_in_the_folder_points_to_is_not_emptied(yesterdays, wanted, tmp_path):
    precious = tmp_path / "bilder"
    precious.mkdir()
    (precious / "sommer.jpg").touch()
    (yesterdays / "lenke").symlink_to(precious)

    make_room(yesterdays, wanted, reset=False, keep=False)

    assert (precious / "sommer.jpg").exists()


def test_a_town_of_another_day_in_use_by_another_demo_is_not_touched(yesterdays, capsys):
    with (yesterdays / "brobygger-demo").open("a") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)

        code = command.main(["demo", "--port", "0", "--data", str(yesterdays)])

    assert (code, capsys.readouterr().out) == (2, "")
    assert names_in(yesterdays) == WHOLE


def test_a_folder_without_the_demos_mark_is_not_emptied_however_old_its_town(yesterdays, capsys):
    (yesterdays / "brobygger-demo").unlink()

    code = command.main(["demo", "--port", "0", "--data", str(yesterdays)])

    assert (code, capsys.readouterr().out) == (2, "")
    assert names_in(yesterdays) == WHOLE[1:]


def test_a_change_in_what_makes_the_town_makes_it_another(tmp_path, wanted):
    migration = tmp_path / "brobygger" / "loops" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    (tmp_path / "requirements.lock").touch()
    migration.write_text("operations = []")
    before = Town.wanted(tmp_path, day=wanted.day)

    migration.write_text("operations = [1]")

    assert ground_for_building(before, Town.wanted(tmp_path, day=wanted.day)) == "Byen ble laget av en annen utgave av Brobygger"
    assert before == replace(Town.wanted(tmp_path, day=wanted.day), made_of=before.made_of)


def test_when_midnight_passes_it_is_said_once_and_the_town_goes_on(tmp_path, wanted, monkeypatch, capsys):
    days = iter([wanted.day, *[wanted.day + timedelta(days=1)] * 9])
    monkeypatch.setattr(clock, "today", lambda: next(days))
    with subprocess.Popen(["sleep", "1.2"]) as web, pytest.raises(DomainError, match="Nettstedet stoppet av seg selv"):
        watch({"Nettstedet": (web, tmp_path / "web.log")}, wanted)

    assert capsys.readouterr().out == (
        "Det er en ny dag, og kick-offen i byen er ikke lenger i dag. Stopp demoen og start den igjen for en ny by.\n"
    )
