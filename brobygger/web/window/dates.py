"""The dates ahead, on the pages and as files for calendars. Source: RULES A7, W9; ADR 0091."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.calendar_file import Method, calendar_file
from brobygger.loops.models import LoopDate, Participant
from brobygger.loops.the_year.calendars import LOADED, calendar_dates, description_of, named_to
from brobygger.loops.the_year.queries import dates_ahead
from brobygger.parties.models import Role
from brobygger.web.page import page
from brobygger.web.request import Request
from brobygger.web.window.pages import opened_by

FILE_NAME = "datoer.ics"


@dataclass(frozen=True)
class Line:
    """One date as a page has it: what it is, and a sentence more where it helps."""

    row: LoopDate
    what: str
    text: str = ""

    @property
    def place(self) -> str:
        """Where it is. Of a date at a workplace only the street, as what it is says the rest; all of it when it is somewhere else."""
        if self.row.employer is None:
            return self.row.place
        return self.row.place.removeprefix(self.row.employer.workplace.name).removeprefix(", ")

    @property
    def help(self) -> str:
        return description_of(self.row)


@opened_by(Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR)
@require_safe
@page()
def dates_file(request: Request) -> HttpResponse:
    """Every date ahead that concerns the holder of the link."""
    return file_of(request, list(dates_ahead(door.rows(request.principal, Verb.READ, LoopDate), now=request.now)))


@opened_by(Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR)
@require_safe
@page(Verb.READ, LoopDate, *LOADED)
def date_file(request: Request, date: LoopDate) -> HttpResponse:
    return file_of(request, [date] if date.ends_at > request.now else [])


def file_of(request: Request, rows: list[LoopDate]) -> HttpResponse:
    """Dates to keep, in the words of the holder's role. The file has no address in it: one to a window would go where calendars go."""
    if not rows:
        raise Http404
    principal = request.principal
    assert principal.link is not None
    role = Role(principal.link.role)
    about = [row.participant_id for row in rows if row.participant_id is not None]
    met = set(door.rows(principal, Verb.MEET, Participant).filter(pk__in=about).values_list("pk", flat=True))
    named = named_to([row for row in rows if row.participant_id in met], for_role=role, today=principal.today)
    door.seen(
        principal, [row.participant.person for row in rows if row.pk in named and row.participant is not None], Purpose.LOOP_DATES_AT_WORK
    )
    loops = {row.loop_id: row.loop.name for row in rows}
    made = calendar_file(
        calendar_dates(rows, for_role=role, named=named, person_key=principal.person_key),
        method=Method.PUBLISH,
        name=next(iter(loops.values())) if len(loops) == 1 else "Brobygger",
        made_at=request.now,
    )
    return HttpResponse(
        made,
        content_type=Method.PUBLISH.content_type,
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "private, no-store"},
    )
