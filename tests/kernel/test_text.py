import re
import unicodedata

import pytest

from brobygger.kernel.text import LETTER, LETTER_OR_NUMBER, ONE_LINE, has_a_letter, is_blank, on_one_line, tidied

NOTHING_TO_SEE = [
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\x1b",
    "\u00a0",
    "\u00ad",
    "\u034f",
    "\u061c",
    "\u180e",
    "\u2003",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u2028",
    "\u2060",
    "\u2066",
    "\u2800",
    "\u3000",
    "\u3164",
    "\ufeff",
    "\uffa0",
    "\ud800",
    "\U000e0041",
    " \u200b\u00a0\u200d ",
]


@pytest.mark.parametrize("text", NOTHING_TO_SEE)
def test_what_cannot_be_seen_is_nothing(text):
    assert tidied(text) == ""
    assert on_one_line(f"{text}Amina{text}") == "Amina"


def test_every_character_that_unicode_calls_a_space_or_a_control_is_nothing():
    unseen = [chr(code) for code in range(0x3100) if unicodedata.category(chr(code)) in {"Cc", "Zs", "Zl", "Zp"}]

    assert [letter for letter in unseen if tidied(letter)] == []


@pytest.mark.parametrize("text", ["-", "–", "...", "?", "«»", "- / -", "،", "*"])
def test_punctuation_alone_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["x", "7", "👍", "+", "ع", "አ", "李", "தமிழ்"])
def test_a_letter_a_number_or_a_symbol_is_not_blank(text):
    assert not is_blank(text)
    assert tidied(text) == text


def test_a_line_break_is_one_character_and_a_space_on_one_line():
    assert tidied("en\r\nto\rtre\u2028fire\n") == "en\nto\ntre\nfire"
    assert on_one_line("Amina\r\nRahimi") == "Amina Rahimi"
    assert on_one_line("Anne\u00a0 Lise") == "Anne Lise"


def test_letters_are_composed():
    assert tidied("A\u030ase") == "Åse"


@pytest.mark.parametrize("text", ["👩\u200d👧", "❤\ufe0f\u200d🔥", "می\u200cخواهم", "ක්\u200dෂ"])
def test_what_joins_letters_in_other_scripts_stays(text):
    assert tidied(text) == text


def test_two_names_that_look_alike_are_alike():
    assert {on_one_line(text) for text in ("Ali", "Ali ", "A\u200dli", "Al\u200bi", "\u202eAli", "A\u00adli")} == {"Ali"}


@pytest.mark.parametrize("text", ["Åse", "Å", "李", "Áńđe", "አበበ", "Ø-x", "O’Hara", "علی", "Nguyễn"])
def test_names_in_any_script_have_a_letter_for_us_and_for_the_database(text):
    assert has_a_letter(text)
    assert re.search(LETTER, text)


@pytest.mark.parametrize("text", ["123 456", "-", "\u200b", "«»", "\u2060", "\u3164", "123"])
def test_what_is_no_name_has_none(text):
    assert not has_a_letter(tidied(text))
    assert not re.search(LETTER, text)


def test_a_firm_may_be_called_by_a_number_but_not_on_two_lines():
    assert re.search(LETTER_OR_NUMBER, "1881")
    assert not re.search(LETTER_OR_NUMBER, "…")
    assert re.search(ONE_LINE, "Rugbakken bakeri")
    assert not re.search(ONE_LINE, "Rugbakken\nbakeri")
