from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model
from django.http import HttpResponse
from django.utils.functional import Promise

from brobygger.access import door
from brobygger.access.models import NeedToKnow
from brobygger.access.purposes import Purpose
from brobygger.access.queries import reasons_in_force
from brobygger.access.table import PERSON_OF, TABLE
from brobygger.access.verbs import Verb
from brobygger.access.words import FENCE_WORDS, MODEL_WORDS, VERB_WORDS
from brobygger.parties.models import Role
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request

MOST_REASONS = 100


class Line(NamedTuple):
    """What some roles may do, and to which rows."""

    verb: str | Promise
    roles: list[Role]
    words: tuple[str, ...]


class Thing(NamedTuple):
    """What the table says of one kind of row."""

    key: str
    label: str | Promise
    lines: list[Line]
    is_fenced: bool


@page(Verb.READ, NeedToKnow)
def access_table(request: Request) -> HttpResponse:
    principal = request.principal
    reasons = reasons_in_force(door.rows(principal, Verb.READ, NeedToKnow), today=principal.today)
    shown = list(reasons[:MOST_REASONS])
    door.seen(principal, [need.person for need in shown], Purpose.STATED_REASONS)
    context = {"things": things(), "fence": FENCE_WORDS, "reasons": shown, "reason_count": reasons.count(), "today": principal.today}
    return render_part(request, "access_table/page.html", context)


def things() -> list[Thing]:
    return [
        Thing(model.__name__.lower(), label, [line for verb in VERB_WORDS for line in lines_of(verb, model)], model in PERSON_OF)
        for model, label in MODEL_WORDS.items()
    ]


def lines_of(verb: Verb, model: type[Model]) -> list[Line]:
    """One line for each set of words: the roles that have the same stand together."""
    same: dict[tuple[str, ...], list[Role]] = {}
    for role, cell in TABLE.get((verb, model), {}).items():
        same.setdefault(tuple(str(words) for words in cell.words), []).append(role)
    return [Line(VERB_WORDS[verb], roles, words) for words, roles in same.items()]
