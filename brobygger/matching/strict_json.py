"""JSON read strictly, and the small questions asked of it. Every refusal is a sentence that names the place."""

from __future__ import annotations

import json
from typing import NoReturn

from brobygger.matching.bad_instance import BadInstance

MOST_DIGITS = 12
"""A whole number with more digits than this is a slip of the keyboard."""


class _NotWhole:
    """Stands where the file has a number with a decimal point or an exponent."""


def read_json(text: str | bytes) -> object:
    """The content of a JSON file.

    Takes   text  as text, or as bytes in UTF-8 without byte order mark
    Gives   dicts, lists, strings, whole numbers, booleans, None; other numbers as something no question accepts
    Raises  BadInstance for anything that is not plain JSON, and for a key that stands twice
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as wrong:
            raise BadInstance(f"Fila er ikke i UTF-8: tegnet på plass {wrong.start} kan ikke leses.") from None
    if text.startswith("\ufeff"):
        raise BadInstance("Fila begynner med et usynlig merke (BOM); lagre den som UTF-8 uten BOM.")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=_whole, parse_float=lambda _: _NotWhole(), parse_constant=_constant)
    except json.JSONDecodeError as wrong:
        raise BadInstance(f"Fila er ikke gyldig JSON: feil ved linje {wrong.lineno}, tegn {wrong.colno}.") from None
    except RecursionError:
        raise BadInstance("Fila har for mange lister eller objekter inni hverandre.") from None


def read_object(value: object, where: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, object]:
    """An object with just these keys."""
    table = read_table(value, where)
    for key in required:
        if key not in table:
            raise BadInstance(f"{where} mangler «{key}».")
    for key in table:
        if key not in (*required, *optional):
            raise BadInstance(f"{where} har et ukjent felt: «{key}».")
    return table


def read_table(value: object, where: str) -> dict[str, object]:
    """An object with any keys."""
    if not isinstance(value, dict):
        raise BadInstance(f"{where} må være et objekt.")
    return value


def read_list(value: object, where: str) -> list[object]:
    """A list."""
    if not isinstance(value, list):
        raise BadInstance(f"{where} må være en liste.")
    return value


def read_text(value: object, where: str) -> str:
    """Text that can be written again."""
    if not isinstance(value, str):
        raise BadInstance(f"{where} må være tekst.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadInstance(f"{where} har et tegn som ikke finnes.") from None
    return value


def read_id(value: object, where: str) -> str:
    """An id: text that is not empty."""
    text = read_text(value, where)
    if not text:
        raise BadInstance(f"{where} kan ikke være tom.")
    return text


def read_whole(value: object, where: str, *, low: int, high: int) -> int:
    """A whole number within limits; true and 3.0 are not."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInstance(f"{where} må være et helt tall.")
    if not low <= value <= high:
        raise BadInstance(f"{where} må være fra {low} til {high}.")
    return value


def read_format(content: object, expected: str) -> None:
    """The format says what the rest means, so it is asked for first."""
    said = read_table(content, "Fila").get("format")
    if said != expected:
        raise BadInstance(f"Feltet «format» må være «{expected}».")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadInstance(f"Feltet «{printable(twice)}» står to ganger i samme objekt.")
    return table


def printable(text: str) -> str:
    """Text as it can be printed in a message."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise BadInstance(f"Tallet {digits[:MOST_DIGITS]}… er for stort.")
    return int(digits)


def _constant(word: str) -> NoReturn:
    raise BadInstance(f"«{word}» er ikke et tall.")
