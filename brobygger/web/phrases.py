"""Days, times, counts and names as a sentence has them."""

from __future__ import annotations

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NUMBERS = (
    gettext_lazy("ingen"),
    gettext_lazy("én"),
    gettext_lazy("to"),
    gettext_lazy("tre"),
    gettext_lazy("fire"),
    gettext_lazy("fem"),
    gettext_lazy("seks"),
    gettext_lazy("sju"),
    gettext_lazy("åtte"),
    gettext_lazy("ni"),
    gettext_lazy("ti"),
    gettext_lazy("elleve"),
    gettext_lazy("tolv"),
)


def number(count: int) -> str:
    """Up to twelve in letters, as in running text: «ni»."""
    return str(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def opening(count: int) -> str:
    """The same at the beginning of a sentence: «Ni»."""
    word = number(count)
    return word[:1].upper() + word[1:]


def on_day(value: date, *, today: date) -> str:
    """A day as one says it: i dag, i morgen, 4. januar, 4. januar 2028."""
    if value == today:
        return _("i dag")
    if (value - today).days == 1:
        return _("i morgen")
    return date_format(value, _("j. F") if value.year == today.year else _("j. F Y"))


def clock(value: time) -> str:
    return f"{value:%H.%M}"


def in_a_row(names: list[str]) -> str:
    """Names as a sentence lists them: «Amina, Daniel og Emil»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s og %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
