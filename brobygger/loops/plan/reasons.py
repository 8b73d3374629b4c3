"""The engine's reason codes as true sentences for the one who decides, who alone sees what anybody has wished.

Source  docs/matching.md says when each code is true; contracts/loop.md, «Plan»; RULES M1, M4
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.loops.models import VetoKind
from brobygger.matching import ReasonCode, WhyNotCode

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """What to call the ids of an instance; an id without a name stands for itself, as in a file."""

    candidates: Mapping[str, str]
    employers: Mapping[str, str]

    def words(self, candidate: str, employer: str, facts: Facts) -> dict[str, Any]:
        """The facts of a code with names in place of ids, ready for a sentence."""
        words = {**facts, "candidate": self.candidates.get(candidate, candidate), "employer": self.employers.get(employer, employer)}
        for fact in ("wished", "blocking_employer", "pinned"):
            if fact in facts:
                words[fact] = self.employers.get(facts[fact], facts[fact])
        if "blocking_candidate" in facts:
            words["blocking_candidate"] = self.candidates.get(facts["blocking_candidate"], facts["blocking_candidate"])
        return words


FILE_NAMES = Names({}, {})
PINNED_ELSEWHERE = "pinned_elsewhere"  # not the engine's: it is given the pins, and answers for the other starts


def because(reason: Mapping[str, Any], names: Names = FILE_NAMES) -> str:
    """Why somebody is at an employer in a period, in one or two sentences.

    Takes   reason  candidate, period (from 0), employer, code and facts, as the engine gives and a proposal keeps them
    """
    words = names.words(reason["candidate"], reason["employer"], reason["facts"]) | {"number": reason["period"] + 1}
    where = (
        _("%(candidate)s begynner hos %(employer)s.")
        if reason["period"] == 0
        else _("I periode %(number)s er %(candidate)s hos %(employer)s.")
    )
    return f"{where % words} {REASONS[ReasonCode(reason['code'])](words)}"


def why_not_sentence(answer: Mapping[str, Any], names: Names = FILE_NAMES) -> str:
    """Why somebody does not begin at an employer. Takes candidate, employer, code and facts."""
    words = names.words(answer["candidate"], answer["employer"], answer["facts"])
    if answer["code"] == PINNED_ELSEWHERE:
        return _("%(candidate)s er låst til %(pinned)s.") % words
    return WHY_NOT[WhyNotCode(answer["code"])](words)


def both_wished_most(words: Facts) -> str:
    if words["employers_wished_as_much"] or words["candidates_wished_as_much"]:
        return _("De satte hverandre øverst, sammen med andre de ønsket like mye.")
    return _("Begge ønsket det mest.")


def candidate_wished_most(words: Facts) -> str:
    if words["employers_wished_as_much"]:
        return _("Det er blant stedene %(candidate)s ønsket mest.") % words
    return _("Det er stedet %(candidate)s ønsket mest.") % words


def wished_more_is_impossible(words: Facts) -> str:
    wished = _("%(candidate)s ønsket %(wished)s mer.") % words
    return f"{wished} {WHY_NOT[WhyNotCode(words['why'])]({**words, 'employer': words['wished']})}"


REASONS: dict[ReasonCode, Callable[[Facts], str]] = {
    ReasonCode.BOTH_WISHED_MOST: both_wished_most,
    ReasonCode.CANDIDATE_WISHED_MOST: candidate_wished_most,
    ReasonCode.WISHED_MORE_IS_FULL: lambda words: (
        _("%(candidate)s ønsket %(wished)s mer, men der er det fullt fra start av noen bedriften ønsket minst like mye.") % words
    ),
    ReasonCode.WISHED_MORE_IS_IMPOSSIBLE: wished_more_is_impossible,
    ReasonCode.WISHED_MORE_WOULD_COST: lambda words: (
        _("%(candidate)s og %(wished)s ville begge heller begynt sammen, men da måtte noe annet i planen endres.") % words
    ),
    ReasonCode.PINNED: lambda words: _("Det er låst av koordinatoren."),
    ReasonCode.ONLY_EMPLOYER_POSSIBLE: lambda words: _("Det er den eneste bedriften som er mulig da."),
    ReasonCode.ONLY_PERIOD_POSSIBLE: lambda words: _("Det er den eneste perioden det er mulig."),
    ReasonCode.OTHERS_ARE_FULL: lambda words: _("De andre bedriftene er fulle da."),
    ReasonCode.COMPLETES_THE_ROUND: lambda words: _("Da har %(candidate)s vært hos alle bedriftene.") % words,
    ReasonCode.BOTH_WANTED: lambda words: _("Begge ønsket det."),
}


def vetoed_at_start(words: Facts) -> str:
    reason = words["reason"]
    if reason == "forbid":
        return _("Koordinatoren har sagt at det ikke skal være dem.")
    if reason in VetoKind.values:
        return _("Et hensyn stenger for det fra start: %(reason)s.") % {"reason": VetoKind(reason).label}
    return _("Et hensyn stenger for det fra start: %(reason)s.") % words if reason else _("Et hensyn stenger for det fra start.")


def fewer_visits(words: Facts) -> str:
    return _("Da ville %(after)s plasser vært fylt i stedet for %(before)s.") % words


def round_too_short(words: Facts) -> str:
    return (
        ngettext(
            "Begynner %(candidate)s der, blir det %(most_visits)s periode, og alle skal ha minst %(min_visits)s.",
            "Begynner %(candidate)s der, blir det høyst %(most_visits)s perioder, og alle skal ha minst %(min_visits)s.",
            words["most_visits"],
        )
        % words
    )


WHY_NOT: dict[WhyNotCode, Callable[[Facts], str]] = {
    WhyNotCode.CANDIDATE_DID_NOT_WISH: lambda words: _("%(candidate)s har ikke ønsket å være der.") % words,
    WhyNotCode.EMPLOYER_DID_NOT_WISH: lambda words: _("%(employer)s har ikke ønsket det.") % words,
    WhyNotCode.CLOSED_AT_START: lambda words: _("%(employer)s har ingen plass i første periode.") % words,
    WhyNotCode.VETOED_AT_START: vetoed_at_start,
    WhyNotCode.ROUND_TOO_SHORT: round_too_short,
    WhyNotCode.NOT_WORKED_OUT: lambda words: _("Det er ikke regnet ut her. Prøv endringen for å se hva den koster."),
    WhyNotCode.MORE_BLOCKING_PAIRS: lambda words: (
        _("Da ville %(blocking_candidate)s og %(blocking_employer)s begge heller begynt sammen.") % words
    ),
    WhyNotCode.FEWER_VISITS: fewer_visits,
    WhyNotCode.FEWER_SELECTED: lambda words: _("Da ville %(after)s fått plass i stedet for %(before)s.") % words,
    WhyNotCode.LOWER_WORST_FIT: lambda words: (
        _("Da ville den som får minst av det de ønsker å gjøre, fått enda mindre: %(after)s mot %(before)s.") % words
    ),
    WhyNotCode.LOWER_TOTAL_FIT: lambda words: (
        _("Da ville ønsker og oppgaver til sammen passet dårligere: %(after)s mot %(before)s.") % words
    ),
    WhyNotCode.LESS_EVEN: lambda words: _("Da ville det blitt mindre jevnt mellom deltakerne: %(after)s mot %(before)s.") % words,
    WhyNotCode.EQUALLY_GOOD: lambda words: _("Det ville vært like godt. Mellom like gode planer velges alltid den samme."),
}
