"""How a day is written belongs to the language: «7. januar» in Norwegian is «7 January» in English."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from brobygger.web import phrases

WEB = Path(phrases.__file__).resolve().parent
UNTRANSLATED = re.compile(r"""(?<!_\()(?<!gettext\()["'](?:l )?j\. [FM](?: Y)?["']""")
SOURCES = sorted((*WEB.rglob("*.py"), *WEB.rglob("*.html")))


@pytest.fixture
def without_points(monkeypatch):
    """A language that writes no point after the day."""
    monkeypatch.setattr(phrases, "_", lambda text: text.replace("j.", "j"))


def test_a_day_is_written_as_the_language_of_the_reader_has_it(without_points):
    today = date(2026, 11, 22)

    assert phrases.on_day(date(2026, 12, 7), today=today) == "7 desember"
    assert phrases.on_day(date(2027, 1, 7), today=today) == "7 januar 2027"


def test_no_page_writes_a_day_as_norwegian_has_it_without_asking_the_language():
    found = {path.relative_to(WEB).as_posix() for path in SOURCES if UNTRANSLATED.search(path.read_text(encoding="utf-8"))}

    assert found == set()
