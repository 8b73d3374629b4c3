"""What stands around every view: who may, on which row, and that a form sent twice is carried out once.

Every address answers GET: reloading after an error, or choosing a language there, shows a page. Source: ADR 0108.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.table import PERSON_OF
from brobygger.access.verbs import Verb
from brobygger.kernel.errors import DomainError
from brobygger.web.addresses import Place, address_of
from brobygger.web.once import once
from brobygger.web.request import Request

View = Callable[..., HttpResponseBase]


def page(
    verb: Verb | None = None, model: type[Model] | None = None, *related: str, purpose: Purpose | None = None
) -> Callable[[View], View]:
    """A page, for GET, HEAD and POST.

    A view that takes a row gets the one its address names, or nobody does: `handover` is what `handover_id` in the address stands for,
    with what is `related` loaded. A view that takes none is open to those who have a cell. Without a verb, the view asks by itself.

    Takes   purpose  why the person whom the row is about is shown; written down when the page is shown, not when one is sent on from it
    """

    if purpose is not None and model not in PERSON_OF:
        raise ValueError(f"{model} is about nobody: give its person in PERSON_OF in access/table.py, or no purpose")

    def decorate(view: View) -> View:
        name = row_name(view)

        @require_http_methods(["GET", "HEAD", "POST"])
        @once
        @wraps(view)
        def answer(request: Request, *arguments: Any, **named: Any) -> HttpResponseBase:
            if verb is None or model is None:
                return view(request, *arguments, **named)
            if name and name not in named and f"{name}_id" not in named:
                raise TypeError(f"{view.__qualname__} is about a {name}, but its address has no {name}_id")
            if f"{name}_id" not in named:
                door.require(request.principal, verb, model)
                return view(request, *arguments, **named)
            row = door.get(request.principal, verb, model, named.pop(f"{name}_id"), *paths(model, related, purpose))
            response = view(request, row, *arguments, **named)
            if purpose is not None and not isinstance(response, HttpResponseRedirect):
                door.seen(request.principal, [person_of(row)], purpose)
            return response

        return answer

    return decorate


class Refused(Exception):
    """Stands for a refusal on its way out of the transaction, so that what was begun is undone and the form may be sent again."""

    def __init__(self, address: str, message: str) -> None:
        super().__init__(message)
        self.address = address
        self.message = message


def button(verb: Verb, model: type[Model], *related: str, back: Callable[..., Place] | str = "") -> Callable[[View], View]:
    """A button without a form. What stands in the way is said on the page the button stands on, which is also what GET leads to.

    Takes   back  that page, or a function of the request and the row that gives it; the row's own page when it is not given
    """

    def decorate(view: View) -> View:
        @page(verb, model, *related)
        @wraps(view)
        def press(request: Request, *arguments: Any, **named: Any) -> HttpResponseBase:
            address = address_of(back(request, *arguments) if callable(back) else back or arguments[0])
            if request.method != "POST":
                return redirect(address)
            try:
                return view(request, *arguments, **named)
            except DomainError as refusal:
                raise Refused(address, refusal.message) from refusal

        @wraps(view)
        def answer(request: Request, *arguments: Any, **named: Any) -> HttpResponseBase:
            try:
                return press(request, *arguments, **named)
            except Refused as refusal:
                messages.error(request, refusal.message)
                return redirect(refusal.address)

        answer.is_button = True  # type: ignore[attr-defined]  # a test asks which addresses are no pages of their own
        return answer

    return decorate


def only_while(is_open: Callable[[Any], bool]) -> Callable[[View], View]:
    """Under `page`, for what is done with a row that is not finished with: one that is leads to its own page.

    What somebody has written meanwhile is not thrown away: it is sent on to the action, which says why it can't be done.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: Request, row: Model, *arguments: Any, **named: Any) -> HttpResponseBase:
            return view(request, row, *arguments, **named) if is_open(row) or request.method == "POST" else redirect(address_of(row))

        return answer

    return decorate


def row_name(view: View) -> str:
    """What a view calls the row it is about: its second argument."""
    names = list(signature(view).parameters)
    return names[1] if len(names) > 1 else ""


def paths(model: type[Model], related: tuple[str, ...], purpose: Purpose | None) -> tuple[str, ...]:
    """What is loaded with the row; the person is, when the look is to be written down."""
    person = PERSON_OF.get(model, "") if purpose is not None else ""
    return (*related, person) if person else related


def person_of(row: Model) -> Any:
    path = PERSON_OF[type(row)].replace("__", ".")
    return attrgetter(path)(row) if path else row
