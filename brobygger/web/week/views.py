"""«Uka»: what is agreed day by day, and who is to be followed up with nothing agreed. Mock-up 20."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.models import Appointment
from brobygger.followup.week import week_of_work
from brobygger.intake.models import Engagement
from brobygger.parties.models import Person
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.week import weeks, words

WEEK = timedelta(days=7)


@page(Verb.AGREE, Appointment)
def week(request: Request) -> HttpResponse:
    principal, here = request.principal, request.get_full_path()
    monday = weeks.asked_monday(request.GET.get(weeks.NAME), today=principal.today)
    found = week_of_work(
        principal.staff,
        monday=monday,
        now=request.now,
        appointments=door.rows(principal, Verb.READ, Appointment),
        engagements=door.rows(principal, Verb.LOG, Engagement),
        people=door.rows(principal, Verb.READ, Person),
    )
    door.seen(principal, found.people, Purpose.WEEK)
    return render_part(
        request,
        "week/week.html",
        {
            "number": weeks.number_of(monday),
            "week": weeks.written(monday),
            "lead": words.lead(found),
            "others": others(monday, today=principal.today),
            "drawn": words.drawn(found, today=principal.today),
            "not_agreed": [words.not_agreed_row(each, today=principal.today, back=here) for each in found.not_agreed],
            "not_agreed_left": found.not_agreed_count - len(found.not_agreed),
            "follows_anybody": door.may(principal, Verb.LOG, Engagement),
            "has_been": monday + WEEK <= principal.today,
            "here": here,
        },
    )


def others(monday: date, *, today: date) -> list[tuple[int | None, str]]:
    """The numbers of the weeks before and after, and where they are; between them this one, without a number, when another is shown."""
    this = [] if monday <= today < monday + WEEK else [(None, reverse("week:week"))]
    before, after = ((weeks.number_of(each), address_of_week(each)) for each in (monday - WEEK, monday + WEEK))
    return [before, *this, after]


def address_of_week(monday: date) -> str:
    return f"{reverse('week:week')}?{urlencode({weeks.NAME: weeks.written(monday)})}"
