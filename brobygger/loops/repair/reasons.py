"""The codes of a repair as true sentences for the one who decides, who alone sees what anybody has wished.

Source  docs/matching.md, «Repair», says when each code is true; contracts/loop.md; RULES M1, M4, A7: nobody is told why somebody has left
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.loops.models import VetoKind
from brobygger.loops.plan.reasons import FILE_NAMES, Facts, Names
from brobygger.matching import RepairCode


def because_repaired(reason: Mapping[str, Any], names: Names = FILE_NAMES) -> str:
    """Why somebody is at an employer in a period after a repair, in two or three sentences.

    Takes   reason  candidate, period (from 0), employer, code and facts, as the engine gives them
    """
    words = _words(reason, names)
    return f"{HERE[RepairCode(reason['code'])](words)} {PLACE[words.get('place', 'planned')](words)}"


def because_changed(change: Mapping[str, Any], names: Names = FILE_NAMES) -> str:
    """Why a planned stay is another now, in three sentences.

    Takes   change  candidate, period (from 0), planned, now, code and facts, as the engine gives them
    """
    words = _words(change, names)
    was = _("I periode %(number)s skulle %(candidate)s være hos %(planned)s.") % words
    if change["now"] is None:
        now = _("%(candidate)s er uten plass i den perioden.") % words
    else:
        now = _("%(candidate)s er hos %(now)s i stedet.") % words
    return f"{was} {CHANGED[RepairCode(change['code'])](words)} {now}"


def _words(said: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The facts with names in place of ids, and the period as people count it."""
    words = {**said["facts"], **{name: said[name] for name in ("candidate", "employer", "planned", "now") if name in said}}
    for name in ("candidate", "before"):
        if name in words:
            words[name] = names.candidates.get(words[name], words[name])
    for name in ("employer", "planned", "now"):
        if words.get(name) is not None:
            words[name] = names.employers.get(words[name], words[name])
    return words | {"number": said["period"] + 1}


HERE: dict[RepairCode, Callable[[Facts], str]] = {
    RepairCode.STANDS: lambda words: _("I periode %(number)s er %(candidate)s hos %(employer)s.") % words,
    RepairCode.KEPT: lambda words: _("I periode %(number)s er %(candidate)s hos %(employer)s.") % words,
    RepairCode.NEWCOMER_BEGINS: lambda words: _("%(candidate)s er ny i loopen og begynner hos %(employer)s i periode %(number)s.") % words,
    RepairCode.NEWCOMER_GOES_ON: lambda words: _("I periode %(number)s er %(candidate)s, som er ny i loopen, hos %(employer)s.") % words,
    RepairCode.FILLS_GAP: lambda words: (
        _("I periode %(number)s er %(candidate)s hos %(employer)s. %(candidate)s hadde ingen plass da.") % words
    ),
    RepairCode.MOVED: lambda words: _("I periode %(number)s er %(candidate)s hos %(employer)s i stedet for hos %(planned)s.") % words,
}

PLACE: dict[str, Callable[[Facts], str]] = {
    "planned": lambda words: _("Det er som planlagt."),
    "free": lambda words: _("Plassen var ledig."),
    "left": lambda words: _("Plassen er etter %(before)s, som har gått ut av loopen.") % words,
    "moved": lambda words: _("Plassen er etter %(before)s, som ikke kan være der da.") % words,
}


def vetoed(words: Facts) -> str:
    reason = words["reason"]
    if not reason:
        return _("Et hensyn stenger for det.")
    return _("Et hensyn stenger for det: %(reason)s.") % {"reason": VetoKind(reason).label if reason in VetoKind.values else reason}


def too_few_places(words: Facts) -> str:
    return (
        ngettext(
            "Der er det %(places)s plass da, og %(people)s skulle vært der.",
            "Der er det %(places)s plasser da, og %(people)s skulle vært der.",
            words["places"],
        )
        % words
    )


CHANGED: dict[RepairCode, Callable[[Facts], str]] = {
    RepairCode.EMPLOYER_CLOSED: lambda words: _("%(planned)s tar ikke imot noen lenger.") % words,
    RepairCode.NO_PLACE: lambda words: _("%(planned)s har ingen plasser da.") % words,
    RepairCode.VETOED: vetoed,
    RepairCode.CANDIDATE_DOES_NOT_WISH: lambda words: _("%(candidate)s har ikke ønsket å være der.") % words,
    RepairCode.EMPLOYER_DOES_NOT_WISH: lambda words: _("%(planned)s har ikke ønsket det.") % words,
    RepairCode.TOO_FEW_PLACES: too_few_places,
}
