"""What the pages of a loop have in common: what the reader may do with it, the way here, and how a refusal is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Loop
from brobygger.web.forms import Form
from brobygger.web.shell import Crumb

RELATED = ("unit", "coordinator", "driver", "region")


def get_loop(request: HttpRequest, verb: Verb, loop_id: UUID) -> Loop:
    return door.get(request.principal, verb, Loop, loop_id, *RELATED)


def rights(principal: Principal, loop: Loop, *verbs: Verb) -> dict[str, bool]:
    """Which of the verbs the reader may do to this loop, by name. One query."""
    answers = [Exists(door.rows(principal, verb, Loop).filter(pk=OuterRef("pk"))) for verb in verbs]
    found = door.rows(principal, Verb.READ, Loop).filter(pk=loop.pk).values_list(*answers).first()
    return dict(zip((verb.value for verb in verbs), found or [False] * len(verbs), strict=True))


def crumbs(*loops: Loop) -> list[Crumb]:
    """The way to a page: all loops, and the loop it belongs to."""
    return [Crumb(_("Loopene"), reverse("loops:list")), *(Crumb(loop.name, reverse("loops:loop", args=[loop.public_id])) for loop in loops)]


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


def capitalised(labels: Iterable[tuple[str, object]]) -> Callable[[], list[tuple[str, str]]]:
    """Choices that each stand on a line of their own, in the language of the page."""
    return lambda: [(value, capfirst(str(label))) for value, label in labels]


def choices(rows: Iterable[object], *, first: str = "") -> list[tuple[str, str]]:
    """Rows as a form offers them, by public id; `first` is what stands there before one has chosen."""
    offered = [(str(row.public_id), str(getattr(row, "name", row))) for row in rows]
    return [("", first), *offered] if first else offered
