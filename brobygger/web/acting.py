"""How a page carries something out: what stands in the way is said where it was asked, and what was done is said where one comes to.

No view catches a `DomainError` itself: `said_in` does for a form, and `page.button` for a button without one. Source: ADR 0108.
"""

from __future__ import annotations

from types import TracebackType

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from brobygger.kernel.errors import DomainError
from brobygger.web.addresses import Place, address_of
from brobygger.web.back import BACK
from brobygger.web.forms import Form
from brobygger.web.request import Request


class said_in:  # noqa: N801  read as a phrase: with said_in(form)
    """What an action refuses becomes the error of the field it names, or of the whole form when the field is not on this page.

    A page that takes two actions in one writes `with said_in(form), transaction.atomic():`, so that the first is undone with the second.

    Gives  itself, with the `refusal` afterwards, for an answer that depends on what it was
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.refusal: DomainError | None = None

    def __enter__(self) -> said_in:
        return self

    def __exit__(self, kind: type[BaseException] | None, refusal: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(refusal, DomainError):
            return False
        self.refusal = refusal
        self.form.add_error(self.form.line_of(refusal.field), refusal.message)
        return True


def done(request: Request, place: Place, said: str, *, undo: str = "") -> HttpResponse:
    """It is carried out: on to a row's own page, or another place, which says so.

    Takes   undo  the address of the button that takes it back; the words come with «Angre», which leads back to the same place
    """
    address = address_of(place)
    messages.success(request, said, extra_tags=f"{undo}?{urlencode({BACK: address})}" if undo else "")
    return redirect(address)
