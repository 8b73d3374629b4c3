"""The year as a file that calendars open."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.kernel import clock
from brobygger.loops.models import LoopDate
from brobygger.loops.the_year.calendar_file import Method, calendar_file
from brobygger.loops.the_year.calendars import calendar_dates
from brobygger.parties.models import Role
from brobygger.web.year.common import Reading, reading_of

FILE_NAME = "loopen.ics"


@require_GET
def whole(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    reading = reading_of(request, loop_id)
    return file_of(request, reading, reading.dates())


@require_GET
def one(request: HttpRequest, loop_id: UUID, date_id: UUID) -> HttpResponse:
    reading = reading_of(request, loop_id)
    return file_of(request, reading, [reading.date(date_id)])


def file_of(request: HttpRequest, reading: Reading, rows: Sequence[LoopDate]) -> HttpResponse:
    """Dates to keep, with first names of those the reader may see. There is no file before the year has begun."""
    if not rows:
        raise Http404
    named = [row for row in rows if row.participant_id in reading.seen]
    door.seen(reading.principal, [row.participant.person for row in named], Purpose.LOOP_YEAR)
    entries = calendar_dates(
        rows,
        for_role=Role.LOOP_COORDINATOR,
        named={row.pk for row in named},
        url=request.build_absolute_uri(reverse("year:loop", args=[reading.loop.public_id])),
    )
    made = calendar_file(entries, method=Method.PUBLISH, name=reading.loop.name, made_at=clock.now())
    return HttpResponse(
        made,
        content_type=Method.PUBLISH.content_type,
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "private, no-store"},
    )
