"""Rows that are drawn many times: the template is drawn once for each shape a row may have, and its texts are then put in their places.

Source: ADR 0116
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from django.template import Context, Template
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

MOST_SHAPES = 512  # some thousand characters each; what is used least is drawn anew
OPENS, CLOSES = "\ue000", "\ue001"  # characters for private use, which no template has
HOLE = re.compile(f"{OPENS}(.*?){CLOSES}")

Kind = bool | None | str | Enum  # of texts only the empty one
Shape = tuple[tuple[str, Kind], ...]


class Hole:
    """Stands for a text that is not empty while a shape is drawn. It can be asked whether it is there, and be shown as it is."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return f"{OPENS}{self.name}{CLOSES}"


def stamped(template: Template, row: Mapping[str, object]) -> SafeString:
    """The template drawn for a row, as an include would draw it.

    Takes   row  texts, which the template may only show, and ask whether they are there; what it decides by is yes, no, None or
                 one of a few kinds, and these with the empty texts are the row's shape
    Raises  TypeError for anything else: each value would be a shape of its own
    """
    texts = {name: conditional_escape(str(value)) for name, value in row.items() if is_text(value)}
    shape = tuple((name, kind(name, value)) for name, value in row.items() if name not in texts)
    return SafeString(drawn(template, translation.get_language(), tuple(texts), shape) % texts)


def is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, Enum) and value != ""


def kind(name: str, value: object) -> Kind:
    if isinstance(value, Kind):
        return value
    raise TypeError(f"{name} is neither a text nor one of a few kinds: {value!r}")


@lru_cache(maxsize=MOST_SHAPES)
def drawn(template: Template, language: str, texts: tuple[str, ...], shape: Shape) -> str:
    """What every row of the shape has, with holes for `%`. Nothing of what any row says is in it, so it can be kept for all to come."""
    with translation.override(language):
        text = template.render(Context(dict(shape) | {name: Hole(name) for name in texts}))
    return HOLE.sub(r"%(\1)s", text.replace("%", "%%"))
