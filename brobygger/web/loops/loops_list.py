"""The list of loops: how far each has come, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.loops.models import Loop, NextStep
from brobygger.loops.queries import loops_by_kick_off
from brobygger.loops.states import LoopState
from brobygger.web import phrases
from brobygger.web.addresses import address_of
from brobygger.web.keyset import keyset
from brobygger.web.loops.words import where_it_stands
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.shell import Row


@page(Verb.READ, Loop)
def loops(request: Request) -> HttpResponse:
    today = request.principal.today
    listed = keyset(request, loops_by_kick_off(door.rows(request.principal, Verb.READ, Loop)), by=("-kick_off_or_never",))
    return render_part(
        request,
        "loops/list.html",
        {
            "rows": [row_of(loop, today=today) for loop in listed.rows],
            "heads": [_("Loop"), _("Hvor langt den er kommet"), _("Bedrifter"), _("Neste steg")],
            "lead": list_lead(listed.rows, today=today),
            "may_start": door.may(request.principal, Verb.CREATE, Loop),
            "page": listed,
        },
    )


def row_of(loop: Loop, *, today: date) -> Row:
    committed = getattr(loop, "committed_count", 0)  # this and the open steps come with loops_by_kick_off
    employers = _("%(count)s av %(wanted)s har sagt ja") % {"count": committed, "wanted": loop.employers_wanted}
    return Row(loop.name, [where_it_stands(loop, today=today), employers, step_words(loop, today=today)], address_of(loop))


def step_words(loop: Loop, *, today: date) -> str:
    steps: list[NextStep] = getattr(loop, "open_steps", [])
    if not steps:
        return {
            LoopState.RUNNING: _("Datoene står på siden for året"),
            LoopState.FINISHED: _("Ingen"),
        }.get(LoopState(loop.state), _("Ikke satt"))
    step = steps[0]
    return _("%(text)s %(owner)s, %(day)s") % {
        "text": ended(step.text),
        "owner": step.owner.name,
        "day": phrases.on_day(step.due_on, today=today),
    }


def ended(text: str) -> str:
    """With a full stop after it, so that the next sentence can follow."""
    return text if text.endswith((".", "?", ":")) else f"{text}."


def list_lead(loops: Sequence[Loop], *, today: date) -> str:
    """The page in a sentence: what is today or nearest."""
    if not loops:
        return _("Her kommer loopene du er med på.")
    held_today = [loop.name for loop in loops if loop.kick_off_on == today and loop.state == LoopState.OPEN]
    if held_today:
        return _("%(loop)s har kick-off i dag.") % {"loop": phrases.in_a_row(held_today)}
    gathering = sum(loop.state == LoopState.RECRUITING for loop in loops)
    if gathering:
        return _("%(count)s av loopene samler fortsatt bedrifter.") % {"count": phrases.opening(gathering)}
    return _("Alle loopene har bedriftene sine.")
