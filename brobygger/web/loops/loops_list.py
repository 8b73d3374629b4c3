"""The list of loops: how far each has come, and what is next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.loops.models import Loop
from brobygger.loops.queries import (
    LoopsPage,
    loops_page,
)
from brobygger.loops.states import LoopState
from brobygger.web import phrases
from brobygger.web.loops.words import where_it_stands
from brobygger.web.rendering import render_part
from brobygger.web.shell import Row


@require_GET
def loops(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.READ, Loop)
    scope = door.rows(request.principal, Verb.READ, Loop)
    older, newer = (row_named(request, name) for name in ("etter", "for"))
    page = loops_page(scope, older_than=older, newer_than=newer)
    today = request.principal.today
    return render_part(
        request,
        "loops/list.html",
        {
            "rows": [row_of(loop, request) for loop in page.loops],
            "heads": [_("Loop"), _("Hvor langt den er kommet"), _("Bedrifter"), _("Neste steg")],
            "lead": list_lead(page, today=today),
            "may_start": door.may(request.principal, Verb.CREATE, Loop),
            "newer_url": paged("for", page.newer_than),
            "older_url": paged("etter", page.older_than),
        },
    )


def row_named(request: HttpRequest, name: str) -> Loop | None:
    """The loop that a page of the list stands beside, when the address names one the reader may see."""
    try:
        public_id = UUID(request.GET[name])
    except (KeyError, ValueError):
        return None
    return door.rows(request.principal, Verb.READ, Loop).filter(public_id=public_id).first()


def paged(name: str, loop: Loop | None) -> str:
    return f"{reverse('loops:list')}?{name}={loop.public_id}" if loop else ""


def row_of(loop: Loop, request: HttpRequest) -> Row:
    today = request.principal.today
    employers = _("%(count)s av %(wanted)s har sagt ja") % {"count": loop.committed_count, "wanted": loop.employers_wanted}
    return Row(
        loop.name,
        [where_it_stands(loop, today=today), employers, step_words(loop, request)],
        reverse("loops:loop", args=[loop.public_id]),
    )


def step_words(loop: Loop, request: HttpRequest) -> str:
    if not loop.open_steps:
        return {
            LoopState.RUNNING: _("Datoene står på siden for året"),
            LoopState.FINISHED: _("Ingen"),
        }.get(LoopState(loop.state), _("Ikke satt"))
    step = loop.open_steps[0]
    return _("%(text)s %(owner)s, %(day)s") % {
        "text": ended(step.text),
        "owner": step.owner.name,
        "day": phrases.on_day(step.due_on, today=request.principal.today),
    }


def ended(text: str) -> str:
    """With a full stop after it, so that the next sentence can follow."""
    return text if text.endswith((".", "?", ":")) else f"{text}."


def list_lead(page: LoopsPage, *, today) -> str:
    """The page in a sentence: what is today or nearest."""
    if not page.loops:
        return _("Her kommer loopene du er med på.")
    held_today = [loop.name for loop in page.loops if loop.kick_off_on == today and loop.state == LoopState.OPEN]
    if held_today:
        return _("%(loop)s har kick-off i dag.") % {"loop": phrases.in_a_row(held_today)}
    gathering = sum(loop.state == LoopState.RECRUITING for loop in page.loops)
    if gathering:
        return _("%(count)s av loopene samler fortsatt bedrifter.") % {"count": phrases.opening(gathering)}
    return _("Alle loopene har bedriftene sine.")
