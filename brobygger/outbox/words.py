"""What a letter says: lines with gaps for values, in bokmål with gettext, and what comes of them when they are filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
LINK, PAGE = "%(link)s", "%(page)s"  # an address, on a line of its own below what leads to it


@dataclass(frozen=True)
class Attachment:
    """A file that goes along with a letter.

    Takes   content_type  with its parameters: `text/calendar; charset=utf-8; method=PUBLISH`
    """

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Words:
    """A finished letter."""

    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class Lines:
    """Lines that stand together in a letter, always or only sometimes.

    Takes   given   the name of a value; without it the lines are left out
            unless  the name of a value; with it the lines are left out
    """

    def __init__(self, *lines: Text | Lines, given: str = "", unless: str = "") -> None:
        self.lines, self.given, self.unless = lines, given, unless

    def filled(self, values: Mapping[str, object]) -> list[str]:
        if (self.given and not values.get(self.given)) or (self.unless and values.get(self.unless)):
            return []
        return [line for part in self.lines for line in (part.filled(values) if isinstance(part, Lines) else [part % values])]
