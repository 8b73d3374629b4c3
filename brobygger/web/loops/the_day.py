"""The kick-off day: who is here, in which rooms, and the way to its page."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.loops.queries import committed_employers, participants_of
from brobygger.loops.states import InvitationState
from brobygger.web.loops.the_loop import crumbs
from brobygger.web.request import Request
from brobygger.web.shell import Crumb


def said_yes(request: Request, loop: Loop) -> list[Participant]:
    """Those who have said yes, as the reader may see them, by first name. One query."""
    scope = door.rows(request.principal, Verb.READ, Participant).filter(state=InvitationState.YES)
    return list(participants_of(scope, loop))


def here(participants: Iterable[Participant]) -> list[Participant]:
    return [row for row in participants if row.has_attended]


def in_rooms(loop: Loop) -> list[LoopEmployer]:
    """The employers in the order of their rooms; those without one come last, by name. One query."""
    return sorted(committed_employers(loop), key=lambda employer: (not employer.room, employer.room))


def the_day(_request: Request, loop: Loop) -> str:
    return reverse("loops:kick_off", args=[loop.public_id])


def crumbs_from_the_day(request: Request, loop: Loop, *more: Crumb) -> list[Crumb]:
    return [*crumbs(loop), Crumb(_("Kick-off"), the_day(request, loop)), *more]
