"""How a refusal is said: at its field, for the whole form, or on top of the page when a button has no form."""

from __future__ import annotations

from collections.abc import Callable

from brobygger.kernel.errors import DomainError
from brobygger.web.forms import Form


def refuse(form: Form, refusal: DomainError) -> None:
    """Say it at the field it concerns, or for the whole form when the field is not on this page."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def carried_out(form: Form, action: Callable[[], object]) -> bool:
    """Whether a valid form was carried out; what stood in the way is then in the form."""
    try:
        action()
    except DomainError as refusal:
        refuse(form, refusal)
        return False
    return True


def refusal_of(action: Callable[[], object]) -> str:
    """For a button without a form: what stood in the way, or nothing."""
    try:
        action()
    except DomainError as refusal:
        return refusal.message
    return ""
