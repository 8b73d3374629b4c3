"""What people type, without what cannot be seen. Blank is blank whatever character it is. Source: ADR 0121."""

from __future__ import annotations

import re
import unicodedata

NEW_LINE = re.compile("\r\n?|[\n\v\f\u0085\u2028\u2029]")
SPACE = re.compile(r"[^\S\n]|[\u2800\u3164\uffa0]")  # the last three are drawn as nothing
# Control characters, halves of characters, and what has no width or turns the reading direction. An emoji may need U+FE0F, which stays.
UNSEEN = re.compile(
    "[\0-\b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Persian, the scripts of India and joined emoji are written with these between two letters; nobody writes them in Latin.
JOINER = "\u200c\u200d"
LATIN = "\0-\u024f"
STRAY_JOINER = re.compile(f"(?<![^{LATIN}])[{JOINER}]+|[{JOINER}]+(?![^{LATIN}])")

# The same for the database, in a form that PostgreSQL and Python read alike and that does not ask which language the server speaks:
# letters are what is left when figures, punctuation and the blank characters are taken away.
LETTER = r"[^\u0001-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2800\u3000\u3164\ufeff\uffa0]"
LETTER_OR_NUMBER = rf"[0-9]|{LETTER}"
ONE_LINE = r"^[^\u0001-\u001f\u007f-\u009f\u2028\u2029]*$"


def tidied(text: str) -> str:
    """A text of many lines as it is kept: composed, each line break one character, each space a plain one, none at its ends."""
    spaced = SPACE.sub(" ", UNSEEN.sub("", NEW_LINE.sub("\n", text)))
    return STRAY_JOINER.sub("", unicodedata.normalize("NFC", spaced)).strip(f" \n{JOINER}")


def on_one_line(text: str) -> str:
    """The same for what has one line only, a name say: what breaks a line is a space, and one space is enough."""
    return " ".join(tidied(text).split())


def is_blank(text: str) -> bool:
    """Whether nothing is said: no letter, number or symbol. A hyphen or full stop is what forms are filled with to get past them."""
    return not any(unicodedata.category(letter)[0] in "LNS" for letter in text)


def has_a_letter(text: str) -> bool:
    return any(letter.isalpha() for letter in text)
