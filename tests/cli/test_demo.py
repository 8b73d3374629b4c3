import fcntl
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from brobygger.cli import __main__ as command

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
    assert "Brobygger er stoppet" in said.decode()
    assert "Traceback" not in said.decode()
    assert not [entry for entry in Path("/proc").glob("[0-9]*/cmdline") if os.fsencode(tmp_path) in entry.read_bytes()]
