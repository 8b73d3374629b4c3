"""What is typed, made into what can be set: a letter that no font has becomes □, since a tagged PDF may hold no unknown letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import typst

FONTS = Path(__file__).resolve().parent / "fonts"
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
UNKNOWN = "□"
LONGEST_PIECE = 60  # letters in a row that a line has room for
# Marks that turn the reading direction without being seen, with which a sealed text could be made to look like another; and the marks of
# byte order, which PDF/UA forbids.
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufffe]")
UNBROKEN = re.compile(rf"(\S{{{LONGEST_PIECE}}})(?=\S)")
# The letters of Inter that Norwegian, Sámi and the other Latin alphabets of Europe are written with: no need to ask.
KNOWN = re.compile("[\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\n]*")
# A letter of each script that the fonts may lack as a whole, by the word its letters' names begin with. One that is not named here is asked
# about letter by letter, which takes a hundredth of a second each.
SCRIPTS = {
    "BENGALI": "ক", "CHEROKEE": "Ꭰ", "CJK": "中", "ETHIOPIC": "አ", "GUJARATI": "ક", "GURMUKHI": "ਕ",
    "HANGUL": "한", "HIRAGANA": "あ", "KANNADA": "ಕ", "KATAKANA": "ア", "KHMER": "ក", "LAO": "ກ",
    "MALAYALAM": "മ", "MONGOLIAN": "ᠠ", "MYANMAR": "မ", "NKO": "ߊ", "ORIYA": "କ", "SINHALA": "ක",
    "SYRIAC": "ܐ", "TAMIL": "த", "TELUGU": "త", "THAANA": "ހ", "THAI": "ก", "TIBETAN": "ཀ",
    "TIFINAGH": "ⴰ",
}  # fmt: skip
PROBE = b'#set document(title: "?")\n#set text(font: ("Inter", "Libertinus Serif"))\n#sys.inputs.word'


@cache
def fonts() -> typst.Fonts:
    """Inter, and the few that come within Typst for other alphabets. Never the machine's own, which differ."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def settable(text: str) -> str:
    """A text with the same letters, where each can be shown.

    Gives   the text in composed form, without control characters and hidden marks; □ for each letter no font has
    """
    composed = unicodedata.normalize("NFC", re.sub(r"\r\n?|[\u2028\u2029\v\f\x85]", "\n", text))
    spaced = re.sub(r"[^\S\n\u00a0]", " ", HIDDEN.sub("", composed))
    visible = "".join(letter for letter in spaced if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"})
    known = visible if KNOWN.fullmatch(visible) else re.sub(r"\S+", lambda word: with_known_letters(word[0]), visible)
    return UNBROKEN.sub("\\1\u200b", known)


def left_out(texts: Iterable[str]) -> list[str]:
    """The words of some texts in which □ will stand, each once and as it is written, so that it can be said before they are set."""
    words = dict.fromkeys(word for text in texts for word in text.split() if not KNOWN.fullmatch(word))
    return [word for word in words if UNKNOWN in settable(word)]


@lru_cache(maxsize=4096)
def with_known_letters(word: str) -> str:
    """A word as it stands when it can be set; else with □ for the letters that cannot, and at worst for all but the plainest."""
    word = "".join(UNKNOWN if is_of_a_script_without_a_font(letter) else letter for letter in word)
    if KNOWN.fullmatch(word) or can_be_set(word):
        return word
    patched = "".join(letter if KNOWN.fullmatch(letter) or can_be_set(letter) else UNKNOWN for letter in word)
    return patched if can_be_set(patched) else "".join(letter if KNOWN.fullmatch(letter) else UNKNOWN for letter in word)


def is_of_a_script_without_a_font(letter: str) -> bool:
    script = unicodedata.name(letter, "").partition(" ")[0]
    return script in SCRIPTS and not can_be_set(SCRIPTS[script])


@lru_cache(maxsize=4096)
def can_be_set(word: str) -> bool:
    try:
        typst.compile(PROBE, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"word": word}, pdf_standards=STANDARDS, timestamp=0)
    except typst.TypstError:
        return False
    return True
