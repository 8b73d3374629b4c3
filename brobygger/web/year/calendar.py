"""The year as a file that calendars open."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.appointments.calendar_file import Method, calendar_file
from brobygger.loops.models import LoopDate
from brobygger.loops.the_year.calendars import calendar_dates
from brobygger.parties.models import Role
from brobygger.web.page import page
from brobygger.web.request import Request
from brobygger.web.year.common import Reading, reading_of, year_url

FILE_NAME = "loopen.ics"


@page()
def whole(request: Request, loop_id: UUID) -> HttpResponse:
    reading = reading_of(request, loop_id)
    return file_of(request, reading, reading.dates())


@page()
def one(request: Request, loop_id: UUID, date_id: UUID) -> HttpResponse:
    reading = reading_of(request, loop_id)
    return file_of(request, reading, [reading.date(date_id)])


def file_of(request: Request, reading: Reading, rows: Sequence[LoopDate]) -> HttpResponse:
    """Dates to keep, with first names of those the reader may see. There is no file before the year has begun."""
    if not rows:
        raise Http404
    named = {row.pk: row.participant.person for row in rows if row.participant is not None and row.participant_id in reading.seen}
    door.seen(reading.principal, named.values(), Purpose.LOOP_YEAR)
    entries = calendar_dates(
        rows,
        for_role=Role.LOOP_COORDINATOR,
        named=set(named),
        url=request.build_absolute_uri(year_url(reading.loop)),
    )
    made = calendar_file(entries, method=Method.PUBLISH, name=reading.loop.name, made_at=request.now)
    return HttpResponse(
        made,
        content_type=Method.PUBLISH.content_type,
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "private, no-store"},
    )
