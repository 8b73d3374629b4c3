import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "a secret of this test's own, and long enough for one"


def serve(**changed):
    environment = {**os.environ, "BROBYGGER_DEMO": "0", "BROBYGGER_SECRET_KEY": SECRET, **changed}
    return subprocess.run(
        [sys.executable, "-m", "brobygger.cli", "serve", "--check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"BROBYGGER_DEMO": "1"}, "BROBYGGER_DEMO er på"),
        ({"BROBYGGER_DEBUG": "1"}, "BROBYGGER_DEBUG er på"),
        ({"BROBYGGER_SECRET_KEY": "demo-secret-never-for-real-people"}, "BROBYGGER_SECRET_KEY mangler"),
        ({"BROBYGGER_SECRET_KEY": "short"}, "BROBYGGER_SECRET_KEY mangler"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "Får ikke kontakt med databasen på 127.0.0.1:1"),
    ],
)
def test_production_refuses_to_start_with_one_sentence(changed, sentence):
    answer = serve(**changed)

    assert answer.returncode == 2
    assert answer.stderr.startswith(sentence)
    assert answer.stderr.count("\n") == 1


def test_production_refuses_a_database_that_is_not_migrated():
    given = os.environ["DATABASE_URL"]
    with psycopg.connect(given.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        name = sql.Identifier(f"empty_{os.getpid()}")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            answer = serve(DATABASE_URL=given.rsplit("/", 1)[0] + f"/empty_{os.getpid()}")
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    assert answer.returncode == 2
    assert answer.stderr.endswith("Kjør: brobygger migrate\n")


@pytest.mark.skipif("BROBYGGER_TEST_TEMPLATE" not in os.environ, reason="a server given from outside has no migrated database")
def test_production_starts_with_sound_settings():
    answer = serve()

    assert answer.stderr == ""
    assert answer.returncode == 0
