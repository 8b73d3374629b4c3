"""The start, a rotation or the end: who goes where, what is missing, and the button that ticks it off."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access.verbs import Verb
from brobygger.appointments.states import AppointmentState
from brobygger.loops.models import DateKind, Loop, LoopDate
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.actions import turnings as actions
from brobygger.loops.the_year.queries import Year
from brobygger.web.acting import done
from brobygger.web.loops.the_loop import RELATED
from brobygger.web.page import button
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now
from brobygger.web.year import words
from brobygger.web.year.common import run, run_by, year_crumbs, year_url


class Ticking(NamedTuple):
    """What is asked on the day of a turning, what follows from ticking it off, and the words on the button."""

    question: Promise
    follows: Promise
    label: Promise


TICKING = {
    DateKind.START: Ticking(
        gettext_lazy("Har alle begynt?"), gettext_lazy("Når du krysser av, står plassene som i gang."), gettext_lazy("Kryss av oppstarten")
    ),
    DateKind.ROTATION: Ticking(
        gettext_lazy("Er plassene byttet?"),
        gettext_lazy("Når du krysser av, er de gamle plassene avsluttet og de nye i gang."),
        gettext_lazy("Kryss av rulleringen"),
    ),
    DateKind.END: Ticking(
        gettext_lazy("Er året slutt?"),
        gettext_lazy("Når du krysser av, er plassene avsluttet og loopen fullført."),
        gettext_lazy("Fullfør året"),
    ),
}


@run
def turning(request: Request, loop: Loop, number: int) -> HttpResponse:
    reading = run_by(request, loop)
    year = reading.year()
    row = next((row for row in year.turnings if row.turning == number), None)
    if row is None:
        raise Http404
    may_tick = year.due is not None and year.due.pk == row.pk and loop.state == LoopState.RUNNING
    missing = [each for each in year.unwritten(number, reading.written) if each[0].participant_id in reading.seen]
    return render_part(
        request,
        "year/turning.html",
        {
            "loop": loop,
            "row": row,
            "title": words.turning_title(row, is_due=False),
            "lead": lead(row, year),
            "moves": [(reading.named(way.participant), *stays) for way, *stays in year.moves(number)],
            "unwritten": words.unwritten_lines(missing, reading),
            "without_goals": [(stay, reading.named(stay.participant)) for stay in year.without_goals(number)],
            "is_held": row.state == AppointmentState.HELD,
            "is_first": row.kind == DateKind.START,
            "is_last": row.kind == DateKind.END,
            "ticking": TICKING[DateKind(row.kind)] if may_tick else None,
            "comes_after": year.next_turning if year.next_turning is not None and year.next_turning.turning < number else None,
            "crumbs": year_crumbs(loop),
        },
    )


def lead(row: LoopDate, year: Year) -> str:
    if row.state == AppointmentState.HELD:
        return _("Krysset av. Dagen var %(when)s.") % {"when": words.when(row, now=year.now)}
    text = {
        DateKind.START: _("Alle begynner på sin første plass %(when)s."),
        DateKind.ROTATION: _("Alle går videre til neste plass %(when)s."),
        DateKind.END: _("Året slutter %(when)s."),
    }
    return text[DateKind(row.kind)] % {"when": words.when(row, now=year.now)}


def the_turning(request: Request, _loop: Loop) -> str:
    return reverse("year:turning", kwargs=request.resolver_match.kwargs)


@button(Verb.RUN, Loop, *RELATED, back=the_turning)
def rotate(request: Request, loop: Loop, number: int) -> HttpResponse:
    row = actions.rotate(loop, turning=number, **by_now(request))
    said = {
        DateKind.START: _("Oppstarten er krysset av. Plassene er i gang."),
        DateKind.ROTATION: _("Rulleringen er krysset av. Alle står på sin nye plass."),
        DateKind.END: _("Året er fullført."),
    }
    return done(request, year_url(loop), said[DateKind(row.kind)])
