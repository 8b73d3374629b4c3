"""Tags that every page may need: the key against double sending, and figures as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from brobygger.kernel import units
from brobygger.web.once import FIELD

register = template.Library()
register.filter("phone", units.phone)


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a fresh key; the view with @once answers a second sending of it with the first answer."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())


@register.filter
def tel(number: str) -> str:
    """A phone number as a link wants it: +4768050214."""
    digits = number.replace(" ", "").replace(units.NO_BREAK_SPACE, "")
    return digits if digits.startswith("+") else f"+47{digits}"


@register.filter
def besides(heads: Sequence[str], cells: Sequence[object]) -> list[tuple[str, object]]:
    """Each cell of a row with the name of its column; the first column is the row's own heading."""
    return list(zip(heads[1:], cells, strict=True))


@register.filter
def initials(name: str) -> str:
    """First letter of the first and the last name, for the round mark beside a person."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()
