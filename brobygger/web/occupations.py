"""Occupations in a form: looked for with a word, and picked from what is found. Works without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms

from brobygger.reference.models import Occupation
from brobygger.reference.queries import find_occupations
from brobygger.web.forms import Form
from brobygger.web.request import Request, plain, sent

MOST_FOUND = 6
FIND = "find"  # the button that looks for an occupation: the page comes back with what was found, and nothing is saved


class Picks(NamedTuple):
    """The occupations of a form, as components/occupations.html shows them.

    Takes   name    of the boxes, and of what is round them
            chosen  those that are picked
            sought  the word that was looked for; empty for none
            found   what it gave beside them, with the word that was hit when it is another
    """

    name: str
    chosen: Sequence[Occupation]
    sought: str
    found: Sequence[tuple[Occupation, str]]


def picks(request: Request, name: str, chosen: Sequence[Occupation]) -> Picks:
    sought = plain(request.POST.get("sok", "")) if FIND in request.POST else ""
    return Picks(name, chosen, sought, new_occupations(sought, chosen))


def filled_in(request: Request, form: type[Form], stands: Mapping[str, Any]) -> dict[str, Any]:
    """What a form with occupations is made with: what was sent to be saved, or what was typed so far while one looks for an occupation.

    Takes   stands  what stands there before anything is typed
    """
    if FIND not in request.POST:
        return {"data": sent(request), "initial": stands}
    several = {name for name, field in form.base_fields.items() if isinstance(field, forms.MultipleChoiceField)}
    typed = {name: request.POST.getlist(name) if name in several else request.POST.get(name, "") for name in form.base_fields}
    return {"initial": typed}


def new_occupations(sought: str, chosen: Sequence[Occupation]) -> list[tuple[Occupation, str]]:
    """What a search gives that is not chosen yet, each once, with the word that was hit when it is another.

    Cost    two queries, none without a word
    """
    listed: dict[str, tuple[Occupation, str]] = {}
    for each in find_occupations(sought, MOST_FOUND) if sought else ():
        occupation = each.occupation
        if occupation is not None and occupation.level == Occupation.UNIT_LEVEL and occupation not in chosen:
            listed.setdefault(occupation.code, (occupation, each.label if each.label != occupation.label else ""))
    return list(listed.values())
