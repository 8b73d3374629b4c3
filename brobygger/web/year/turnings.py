"""The start, a rotation or the end: who goes where, what is missing, and the button that ticks it off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.agreements.models import Evaluation
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateKind, LoopDate
from brobygger.loops.states import DateState, LoopState
from brobygger.loops.the_year.actions import turnings as actions
from brobygger.loops.the_year.queries import Year
from brobygger.web.once import once
from brobygger.web.phrases import on_day
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.year import words
from brobygger.web.year.common import Reading, run_by, year_crumbs


@require_GET
def turning(request: HttpRequest, loop_id: UUID, number: int) -> HttpResponse:
    return page(request, run_by(request, loop_id), number)


def page(request: HttpRequest, reading: Reading, number: int, *, refusal: str = "") -> HttpResponse:
    year = reading.year()
    row = next((row for row in year.turnings if row.turning == number), None)
    if row is None:
        raise Http404
    today = local_day(year.now)
    missing = [each for each in year.unwritten(number, written(reading)) if each[0].participant_id in reading.seen]
    return render_part(
        request,
        "year/turning.html",
        {
            "loop": reading.loop,
            "row": row,
            "title": words.turning_title(row, is_due=False),
            "lead": lead(row, year),
            "moves": [(reading.named(way.participant), *stays) for way, *stays in year.moves(number)],
            "unwritten": words.unwritten_lines(missing, reading),
            "without_goals": [(stay, reading.named(stay.participant)) for stay in year.without_goals(number)],
            "is_held": row.state == DateState.HELD,
            "is_first": row.kind == DateKind.START,
            "is_last": row.kind == DateKind.END,
            "may_tick": year.due is not None and year.due.pk == row.pk and reading.loop.state == LoopState.RUNNING,
            "comes_after": year.next_turning if year.next_turning is not None and year.next_turning.turning < number else None,
            "day": on_day(local_day(row.starts_at), today=today),
            "crumbs": year_crumbs(reading.loop),
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def written(reading: Reading) -> set[tuple[int, str]]:
    """The stays that are evaluated, and by which side. One query."""
    rows = door.rows(reading.principal, Verb.READ, Evaluation).filter(stay__participant__loop=reading.loop)
    return set(rows.values_list("stay_id", "side"))


def lead(row: LoopDate, year: Year) -> str:
    if row.state == DateState.HELD:
        return _("Krysset av. Dagen var %(when)s.") % {"when": words.when(row, now=year.now)}
    text = {
        DateKind.START: _("Alle begynner på sin første plass %(when)s."),
        DateKind.ROTATION: _("Alle går videre til neste plass %(when)s."),
        DateKind.END: _("Året slutter %(when)s."),
    }
    return text[DateKind(row.kind)] % {"when": words.when(row, now=year.now)}


@require_POST
@once
def rotate(request: HttpRequest, loop_id: UUID, number: int) -> HttpResponse:
    reading = run_by(request, loop_id)
    principal = reading.principal
    try:
        row = actions.rotate(reading.loop, turning=number, actor=principal.user, today=principal.today)
    except DomainError as refusal:
        return page(request, reading, number, refusal=refusal.message)
    done = {
        DateKind.START: _("Oppstarten er krysset av. Plassene er i gang."),
        DateKind.ROTATION: _("Rulleringen er krysset av. Alle står på sin nye plass."),
        DateKind.END: _("Året er fullført."),
    }
    messages.success(request, done[DateKind(row.kind)])
    return redirect("year:loop", reading.loop.public_id)
