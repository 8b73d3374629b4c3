"""Telephone numbers as people write them, made into the one form that is kept. `units.phone` shows it. Source: ADR 0121."""

from __future__ import annotations

import re
import unicodedata

from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult, format_number, is_possible_number_with_reason, parse

# Eight digits in Norway, five for a firm (02800), and with + and country for everywhere else. Nothing stands for no number.
KEPT = r"^(|[2-9][0-9]{7}|0[0-9]{4}|\+(?!47)[1-9][0-9]{5,14})$"
NORWAY = re.compile(r"(?:\+?47)?([2-9][0-9]{7})|(?:\+47)?(0[1-9][0-9]{3})")
ABROAD = re.compile(r"\+[1-9][0-9]{5,14}")
BETWEEN = re.compile(r"[\s().\-\u2010-\u2015/]")


def understood(text: str) -> str | None:
    """The number as it is kept, and None for what cannot be dialled.

    Takes   text  any grouping; with 0047, +47, 47 or nothing before a Norwegian number, and 00 or + before one from elsewhere
    Source  eight digits that begin with 2 to 9, five that begin with 0: the Norwegian numbering plan. Which series are in use is not asked:
            it changes, and the numbers of invented people are in none. Other countries' lengths are the library's
    """
    number = re.sub("^00", "+", BETWEEN.sub("", unicodedata.normalize("NFKC", text)))
    norwegian = NORWAY.fullmatch(number)
    if norwegian:
        return norwegian[1] or norwegian[2]
    if number.startswith("+47") or not ABROAD.fullmatch(number):
        return None
    try:
        foreign = parse(number)
    except NumberParseException:
        return None
    if is_possible_number_with_reason(foreign) != ValidationResult.IS_POSSIBLE:
        return None
    return format_number(foreign, PhoneNumberFormat.E164)


def dialled(number: str) -> str:
    """A number that is kept as a link wants it: +4768050214; a firm's five digits work in Norway only, and as they are. Empty for words."""
    if not re.fullmatch(KEPT, number) or not number:
        return ""
    return number if number[0] in "+0" else f"+47{number}"
