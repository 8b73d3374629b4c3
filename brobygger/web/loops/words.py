"""Words and names as the loop's pages need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, Loop, Participant
from brobygger.loops.periods import Period
from brobygger.loops.states import LoopState
from brobygger.web.phrases import clock, number, on_day, opening

EDGE = timedelta(days=10)  # a period that begins on the last Monday of a month belongs to the month after


def period_label(period: Period) -> str:
    """The months of a period: jan–april."""
    first, last = period.starts_on + EDGE, period.ends_on - EDGE
    return f"{date_format(first, 'M').lower()}–{date_format(last, 'M').lower()}"


def first_name_and_more(participants: Iterable[Participant]) -> dict[int, str]:
    """What to call each one the reader may know: the first name, and as much of the last as tells two of the same name apart."""
    rows = list(participants)
    shared = Counter(row.person.first_name for row in rows)
    short = Counter(initial(row) for row in rows)
    return {
        row.pk: row.person.first_name
        if shared[row.person.first_name] == 1
        else initial(row)
        if short[initial(row)] == 1
        else str(row.person)
        for row in rows
    }


def initial(participant: Participant) -> str:
    """«Amina R.», and the first name alone for one who has no other."""
    first, last = participant.person.first_name, participant.person.last_name
    return f"{first} {last[0]}." if last else first


def said_yes(loop: Loop, committed: int) -> str:
    """«To av tre bedrifter har sagt ja.»"""
    return _("%(count)s av %(wanted)s bedrifter har sagt ja.") % {
        "count": opening(committed),
        "wanted": number(loop.employers_wanted),
    }


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
