"""Days, counts and states as a sentence has them."""

from __future__ import annotations

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, Loop
from brobygger.loops.states import LoopState

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


def said_yes(loop: Loop, committed: int) -> str:
    """«To av tre bedrifter har sagt ja.»"""
    return _("%(count)s av %(wanted)s bedrifter har sagt ja.") % {"count": opening(committed), "wanted": number(loop.employers_wanted)}


def has_come(count: int) -> str:
    if count == 0:
        return _("Ingen er krysset av ennå.")
    return ngettext("Én har kommet.", "%(count)s har kommet.", count) % {"count": opening(count)}


def where_it_stands(loop: Loop, *, today: date) -> str:
    """What state a loop is in, with the day that matters then."""
    match loop.state:
        case LoopState.CANCELLED:
            return _("Avlyst")
        case LoopState.DECIDED if loop.starts_on is not None and loop.starts_on >= today:
            return _("Planen er vedtatt, oppstart %(day)s") % {"day": on_day(loop.starts_on, today=today)}
        case LoopState.DECIDED:
            return _("Planen er vedtatt")
        case LoopState.RUNNING:
            return year_stands(loop, today=today)
        case LoopState.FINISHED:
            return _("Året er fullført")
        case LoopState.RECRUITING:
            return _("Samler bedrifter")
    if loop.kick_off_on is None:
        return _("Alle bedriftene har sagt ja, dagen er ikke satt")
    if loop.kick_off_on < today:
        return _("Kick-off er holdt, planen er ikke vedtatt")
    return _("Åpen for deltakere, kick-off %(day)s") % {"day": on_day(loop.kick_off_on, today=today)}


def year_stands(loop: Loop, *, today: date) -> str:
    """That the year is under way, and the next turning when it came with the loop (`queries.loops_by_kick_off`)."""
    turns_at, kind = getattr(loop, "turns_at", None), getattr(loop, "turns_as", None)
    if turns_at is None or kind is None:
        return _("Året er i gang")
    return _("Året er i gang, %(what)s %(day)s") % {"what": DateKind(kind).label, "day": on_day(local_day(turns_at), today=today)}


def kick_off_sentence(loop: Loop, *, today: date) -> str:
    """When and where the kick-off is, or that it is not set."""
    if loop.kick_off_on is None:
        return _("Dagen for kick-off er ikke satt.")
    words = {
        "day": date_format(loop.kick_off_on, _("l j. F") if loop.kick_off_on.year == today.year else _("l j. F Y")),
        "from": clock(loop.kick_off_from),
        "to": clock(loop.kick_off_to),
        "place": loop.kick_off_place,
    }
    sentence = _("%(day)s kl. %(from)s–%(to)s, %(place)s.") if loop.kick_off_place else _("%(day)s kl. %(from)s–%(to)s.")
    sentence = sentence % words
    return sentence[:1].upper() + sentence[1:]
