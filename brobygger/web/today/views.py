from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.models import CallBack, ContactKind, Handover
from brobygger.followup.today import MOST_SHOWN, NewsKind, carried, day_of_work, followed_today
from brobygger.intake.models import EmployerRelation, Engagement, Intake
from brobygger.jobdev.models import EmployerVisit, Opening
from brobygger.kernel import clock
from brobygger.web.cover.words import waiting_rows
from brobygger.web.phrases import opening
from brobygger.web.templatetags.shell import tel
from brobygger.web.today import phone, words

NEWS_PAGES = {NewsKind.INTAKE: "intake:intake", NewsKind.HANDOVER: "cover:handover", NewsKind.OPENING: "jobdev:opening"}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    principal, now = request.principal, clock.now()
    door.require(principal, Verb.LOG, Engagement)
    found = day_of_work(
        principal.user,
        now=now,
        engagements=door.rows(principal, Verb.LOG, Engagement),
        calls=door.rows(principal, Verb.RING, CallBack),
        visits=door.rows(principal, Verb.READ, EmployerVisit),
        relations=door.rows(principal, Verb.READ, EmployerRelation),
        intakes=door.rows(principal, Verb.ANSWER, Intake),
        handovers=door.rows(principal, Verb.ANSWER, Handover),
        openings=door.rows(principal, Verb.READ, Opening),
    )
    ahead = [
        (words.day_ahead(day, today=principal.today), [with_key(each, today=principal.today) for each in day.engagements])
        for day in found.due.ahead
    ]
    context = {
        "lead": words.lead(found, on=principal.today),
        "calls": waiting_rows(found.calls, now=now),
        "now": [with_key(each, today=principal.today) for each in found.due.now],
        "ahead": ahead,
        "ahead_count": found.due.ahead_count,
        "ahead_words": opening(found.due.ahead_count),
        "count": found.due.count,
        "shown_count": MOST_SHOWN if found.due.is_cut_short else None,
        "drives": [words.drive(stop, today=principal.today) for stop in found.visits.today],
        "not_logged": found.visits.not_logged,
        "news": [(each, words.line(each, today=principal.today), reverse(NEWS_PAGES[each.kind], args=[each.about])) for each in found.news],
        "back_again": words.back_again(found.covers, today=principal.today),
    }
    followed = [*found.due.now, *(each for day in found.due.ahead for each in day.engagements)]
    ringing = [call for call in found.calls if call.engagement_id is not None]
    door.seen(principal, [each.person for each in (*followed, *ringing)], Purpose.TODAY)
    return render(request, "today/today.html", context)


def with_key(engagement: Any, *, today: date) -> tuple[words.Row, str]:
    """A row with the key of its form, so that two taps on a slow line give one note."""
    return words.row(engagement, today=today), str(uuid4())


@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    """What a phone carries of one's own people: first name, telephone and next step, and nothing of those with protection."""
    principal = request.principal
    door.require(principal, Verb.LOG, Engagement)
    found = carried(followed_today(door.rows(principal, Verb.LOG, Engagement), user=principal.user, today=principal.today))
    door.seen(principal, [each.person for each in found], Purpose.PHONE)
    people = [
        {
            "id": str(each.public_id),
            "name": each.person.first_name,
            "tel": tel(each.person.phone) if each.person.phone else "",
            "next": words.next_step(each, today=principal.today),
            "kind": each.last_kind or ContactKind.PHONE,
            "url": reverse("contacts:log", args=[each.public_id]),
        }
        for each in found
    ]
    return JsonResponse({"user": str(principal.user.public_id), "people": people})


@login_not_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The page the phone keeps. It names nobody, so it needs no sign-in; what it shows lies on the phone."""
    return render(request, "today/queue.html", phone.queue_context(request))


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(phone.worker(request), content_type="text/javascript", headers=headers)


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(phone.manifest(), content_type="application/manifest+json")
