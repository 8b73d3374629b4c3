"""What the one who runs Brobygger writes in the database's address stands."""

import runpy
from pathlib import Path

import pytest

SETTINGS = Path(__file__).resolve().parent.parent / "config" / "settings.py"


@pytest.mark.parametrize(
    ("asked_for", "kept"),
    [
        ("", {"options": "-c jit=off"}),
        ("?sslmode=verify-full", {"options": "-c jit=off", "sslmode": "verify-full"}),
        ("?options=-c%20jit%3Don", {"options": "-c jit=off -c jit=on"}),  # the last one counts
    ],
)
def test_what_the_address_asks_of_the_database_is_kept(asked_for, kept, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgres://ola:hemmelig@db.example:5432/brobygger{asked_for}")

    options = runpy.run_path(str(SETTINGS))["DATABASES"]["default"]["OPTIONS"]

    assert options == {**kept, "pool": {"min_size": 1, "max_size": 8}}
