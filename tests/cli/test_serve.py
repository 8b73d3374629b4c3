import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "a secret of this test's own, and long enough for one"


SOUND = {
    "DJANGO_SETTINGS_MODULE": "tests.cli.sound_settings",
    "BROBYGGER_DEMO": "0",
    "BROBYGGER_SECRET_KEY": SECRET,
    "BROBYGGER_BASE_URL": "https://brobygger.brovik.example",
    "BROBYGGER_EMAIL_URL": "smtp+tls://brobygger:secret@smtp.brovik.example:587",
}


def run(*words, **changed):
    environment = {**os.environ, **SOUND, **changed}
    return subprocess.run(
        [sys.executable, "-m", "brobygger.cli", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def serve(**changed):
    return run("serve", "--check", **changed)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"BROBYGGER_DEMO": "1"}, "BROBYGGER_DEMO er på"),
        ({"BROBYGGER_DEBUG": "1"}, "BROBYGGER_DEBUG er på"),
        ({"BROBYGGER_SECRET_KEY": "demo-secret-never-for-real-people"}, "BROBYGGER_SECRET_KEY mangler"),
        ({"BROBYGGER_SECRET_KEY": "short"}, "BROBYGGER_SECRET_KEY mangler"),
        ({"BROBYGGER_BASE_URL": "http://brobygger.brovik.example"}, "BROBYGGER_BASE_URL begynner ikke med https://"),
        ({"BROBYGGER_BASE_URL": "http://localhost:8000"}, "BROBYGGER_BASE_URL begynner ikke med https://"),
        ({"BROBYGGER_EMAIL_URL": "consolemail://"}, "BROBYGGER_EMAIL_URL er ikke en e-posttjener"),
        ({"BROBYGGER_EMAIL_URL": "dummymail://"}, "BROBYGGER_EMAIL_URL er ikke en e-posttjener"),
        ({"BROBYGGER_REQUIRE_TOTP": "0"}, "BROBYGGER_REQUIRE_TOTP er av"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "Får ikke kontakt med databasen på 127.0.0.1:1"),
    ],
)
def test_production_refuses_to_start_with_one_sentence(changed, sentence):
    answer = serve(**changed)

    assert answer.returncode == 2
    assert answer.stderr.startswith(sentence)
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"BROBYGGER_SECRET_KEY": "short"}, "BROBYGGER_SECRET_KEY mangler"),
        ({"BROBYGGER_EMAIL_URL": "consolemail://"}, "BROBYGGER_EMAIL_URL er ikke en e-posttjener"),
    ],
)
def test_the_worker_refuses_what_the_site_refuses(changed, sentence):
    answer = run("worker", **changed)

    assert answer.returncode == 2
    assert answer.stderr.startswith(sentence)
    assert answer.stderr.count("\n") == 1


def test_the_worker_of_the_demo_needs_no_mail_server():
    answer = run("worker", BROBYGGER_DEMO="1", BROBYGGER_EMAIL_URL="dummymail://", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert answer.stderr.startswith("Får ikke kontakt med databasen")


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
