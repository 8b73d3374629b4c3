from pathlib import Path

from brobygger import web
from brobygger.access.purposes import OF_CODE, Purpose

PAGES = [path.read_text(encoding="utf-8") for path in Path(web.__file__).parent.rglob("*.py")]


def test_every_purpose_has_a_code_of_its_own_and_words_for_those_who_watch_and_for_the_one_looked_at():
    without_words = [purpose.name for purpose in Purpose if not str(purpose.what) or not str(purpose.why)]

    assert not without_words
    assert len(OF_CODE) == len(Purpose)


def test_no_purpose_stands_there_that_no_page_gives():
    unused = [purpose.name for purpose in Purpose if not any(f"Purpose.{purpose.name}" in page for page in PAGES)]

    assert not unused
