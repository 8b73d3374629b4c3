"""The loop a page is about: fetched, what the reader may do with it, and the way to it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.loops.models import Loop
from brobygger.web.shell import Crumb

RELATED = ("unit", "coordinator", "driver", "region")


def rights(principal: Principal, loop: Loop, *verbs: Verb) -> dict[str, bool]:
    """Which of the verbs the reader may do to this loop, by name. One query."""
    answers = [Exists(door.rows(principal, verb, Loop).filter(pk=OuterRef("pk"))) for verb in verbs]
    found = door.rows(principal, Verb.READ, Loop).filter(pk=loop.pk).values_list(*answers).first()
    return dict(zip((verb.value for verb in verbs), found or [False] * len(verbs), strict=True))


def crumbs(*loops: Loop) -> list[Crumb]:
    """The way to a page: all loops, and the loop it belongs to."""
    return [Crumb(_("Loopene"), reverse("loops:list")), *(Crumb(loop.name, reverse("loops:loop", args=[loop.public_id])) for loop in loops)]
