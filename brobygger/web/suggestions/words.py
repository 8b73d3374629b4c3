"""How far the asking has come, in words and as a line of steps."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from brobygger.jobdev.models import OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.web.cover.words import moment_words
from brobygger.web.shell import Step

S = SuggestionState
SETTLED = (S.BEGINS, S.NOT_NOW)
LINE = (S.CANDIDATE_ASKED, S.CANDIDATE_WILL, S.EMPLOYER_ASKED, S.WILL_MEET, S.BEGINS)


class Asked(NamedTuple):
    """What somebody is thought of for, as a list has it: where it stands, its ring, and the words that lead to the next step."""

    suggestion: Suggestion
    state: str
    mark: str
    next: str
    is_taken: bool


def asked(suggestion: Suggestion, *, today: date) -> Asked:
    is_taken = suggestion.opening.state != OpeningState.OPEN and suggestion.state not in SETTLED
    return Asked(suggestion, state_words(suggestion, today=today), state_mark(suggestion), next_words(suggestion), is_taken)


def steps(suggestion: Suggestion) -> list[Step]:
    """The line from the question to the first day. Where it stands is marked; nothing is, when it came to nothing."""
    name, place = suggestion.person.first_name, suggestion.opening.workplace.name
    labels = {
        S.CANDIDATE_ASKED: _("%(name)s er spurt") % {"name": name},
        S.CANDIDATE_WILL: _("%(name)s vil") % {"name": name},
        S.EMPLOYER_ASKED: _("%(place)s er spurt") % {"place": place},
        S.WILL_MEET: _("De skal møtes"),
        S.BEGINS: _("%(name)s begynner") % {"name": name},
    }
    reached = LINE.index(S(suggestion.state)) if suggestion.state in LINE else -1
    return [Step(labels[state], is_done=place <= reached, is_here=place == reached) for place, state in enumerate(LINE)]


def state_words(suggestion: Suggestion, *, today: date) -> str:
    """Where it stands, in one sentence, for staff."""
    words = {"name": suggestion.person.first_name, "place": suggestion.opening.workplace.name, "when": ""}
    if suggestion.meeting is not None:
        words["when"] = moment_words(suggestion.meeting.starts_at, today=today)
    match S(suggestion.state):
        case S.THOUGHT_OF:
            return _("Tenkt på. %(name)s er ikke spurt ennå.") % words
        case S.CANDIDATE_ASKED:
            return _("%(name)s er spurt og har ikke svart ennå.") % words
        case S.CANDIDATE_WILL:
            return _("%(name)s har sagt ja. %(place)s er ikke spurt ennå.") % words
        case S.EMPLOYER_ASKED:
            return _("%(place)s er spurt og har ikke svart ennå.") % words
        case S.WILL_MEET:
            return _("%(name)s og %(place)s møtes %(when)s.") % words
        case S.BEGINS:
            return _("%(name)s begynner hos %(place)s.") % words
        case S.NOT_NOW:
            return {
                SaidBy.CANDIDATE: _("%(name)s sa ikke denne gangen."),
                SaidBy.EMPLOYER: _("%(place)s sa ikke denne gangen."),
                SaidBy.OFFICE: _("Dere har lagt det bort."),
            }[SaidBy(suggestion.closed_by)] % words


def state_mark(suggestion: Suggestion) -> str:
    """The ring beside the words: filled, half or open."""
    if suggestion.state == S.NOT_NOW:
        return "no"
    return "yes" if suggestion.state in (S.WILL_MEET, S.BEGINS) else "ask"


def next_words(suggestion: Suggestion) -> str:
    """The button that leads to the next step; empty when there is none."""
    return {
        S.THOUGHT_OF: _("Spør %(name)s") % {"name": suggestion.person.first_name},
        S.CANDIDATE_ASKED: _("Skriv inn svaret"),
        S.CANDIDATE_WILL: _("Spør bedriften"),
        S.EMPLOYER_ASKED: _("Skriv når de møtes"),
        S.WILL_MEET: _("Skriv hvordan det gikk"),
    }.get(S(suggestion.state), "")
