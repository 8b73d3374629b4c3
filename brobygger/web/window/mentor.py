"""A mentor's page: first names, tasks, goals and dates of those one is mentor for. Source: RULES A7."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.models import LoopDate, Participant, Stay
from brobygger.loops.the_year.calendars import summary_of
from brobygger.loops.windows.mentor import mentor_year, who_answers_mentor
from brobygger.parties.models import Role
from brobygger.web.calls import call
from brobygger.web.phrases import in_a_row
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.appointments import own_meetings
from brobygger.web.window.dates import Line


def home(request: Request) -> HttpResponse:
    """First names, tasks, goals and dates of those one is mentor for. Source: RULES A7."""
    principal = request.principal
    year = mentor_year(
        door.rows(principal, Verb.READ, Stay),
        meets=door.rows(principal, Verb.MEET, Participant),
        dates=door.rows(principal, Verb.READ, LoopDate),
        today=principal.today,
        now=request.now,
    )
    door.seen(principal, year.named.values(), Purpose.LOOP_MENTORED)
    coordinators = [loop.coordinator for loop in year.loops]
    if not year.all:
        answers = who_answers_mentor(principal.holder, today=principal.today)
        coordinators = [answers] if answers is not None else []
    once = {user.pk: user for user in coordinators}
    lines = [
        Line(row, summary_of(row, for_role=Role.MENTOR, is_named=row.participant_id in year.named, person_key=None)) for row in year.dates
    ]
    return render_part(
        request,
        "window/mentor.html",
        {
            "year": year,
            "lines": lines,
            "meetings": own_meetings(request),
            "lead": mentor_lead([each.first_name or _("en deltaker") for each in year.here]),
            "calls": [call(user, _("Koordinator for loopen"), tone="rav") for user in once.values()],
        },
    )


def mentor_lead(names: list[str]) -> str:
    if not names:
        return _("Ingen som du er fadder for, er hos dere nå.")
    return _("Du er fadder for %(names)s.") % {"names": in_a_row(names)}
