from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.appointments.actions import hold
from brobygger.appointments.models import Appointment
from brobygger.followup.actions.agreeing import step_not_done
from brobygger.followup.models import CallBack, ContactKind, Handover
from brobygger.followup.today import MOST_SHOWN, NewsKind, carried, day_of_work, followed_today
from brobygger.intake.models import EmployerRelation, Engagement, Intake
from brobygger.jobdev.models import Opening
from brobygger.kernel.phones import dialled
from brobygger.parties.models import Person
from brobygger.web.acting import done
from brobygger.web.addresses import address_to
from brobygger.web.back import back_to
from brobygger.web.contacts.words import LogForm, log_form
from brobygger.web.cover.words import waiting_rows
from brobygger.web.page import button, page
from brobygger.web.phrases import opening
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now
from brobygger.web.today import phone, words

NEWS_PAGES = {NewsKind.INTAKE: "intake:intake", NewsKind.HANDOVER: "cover:handover", NewsKind.OPENING: "jobdev:opening"}


@page(Verb.LOG, Engagement)
def today(request: Request) -> HttpResponse:
    principal, on, here = request.principal, request.principal.today, request.path
    found = day_of_work(
        principal.staff,
        now=request.now,
        engagements=door.rows(principal, Verb.LOG, Engagement),
        calls=door.rows(principal, Verb.RING, CallBack),
        appointments=door.rows(principal, Verb.READ, Appointment),
        relations=door.rows(principal, Verb.READ, EmployerRelation),
        people=door.rows(principal, Verb.READ, Person),
        intakes=door.rows(principal, Verb.ANSWER, Intake),
        handovers=door.rows(principal, Verb.ANSWER, Handover),
        openings=door.rows(principal, Verb.READ, Opening),
    )
    followed = [*found.due.now, *(each for day in found.due.ahead for each in day.engagements)]
    ringing = [call for call in found.calls if call.engagement_id is not None]
    door.seen(principal, [*(each.person for each in (*followed, *ringing)), *found.agreed.people], Purpose.TODAY)
    return render_part(
        request,
        "today/today.html",
        {
            "lead": words.lead(found, on=on),
            "calls": waiting_rows(found.calls, now=request.now),
            "now": with_logs(found.due.now, on=on, back=here),
            "ahead": [(words.day_ahead(day, today=on), with_logs(day.engagements, on=on, back=here)) for day in found.due.ahead],
            "ahead_count": found.due.ahead_count,
            "ahead_words": opening(found.due.ahead_count),
            "count": found.due.count,
            "shown_count": MOST_SHOWN if found.due.is_cut_short else None,
            "drives": [words.drive(stop, today=on) for stop in found.agreed.today],
            "steps": [words.to_do(stop, today=on) for stop in found.agreed.steps],
            "not_logged": [words.to_do(stop, today=on) for stop in found.agreed.not_logged],
            "news": [(each, words.line(each, today=on), reverse(NEWS_PAGES[each.kind], args=[each.about])) for each in found.news],
            "back_again": words.back_again(found.covers, today=on),
        },
    )


@button(Verb.AGREE, Appointment, back=lambda request, _step: back_to(request, reverse("today:today")))
def step_done(request: Request, appointment: Appointment) -> HttpResponse:
    hold(appointment, **by_now(request))
    undo = address_to("today:step_not_done", appointment.public_id)
    return done(request, back_to(request, reverse("today:today")), _("Gjort: %(what)s") % {"what": appointment.about}, undo=undo)


@button(Verb.AGREE, Appointment, back=lambda request, _step: back_to(request, reverse("today:today")))
def not_done(request: Request, appointment: Appointment) -> HttpResponse:
    step_not_done(appointment, **by_now(request))
    return done(request, back_to(request, reverse("today:today")), _("Står igjen: %(what)s") % {"what": appointment.about})


def with_logs(engagements: Iterable[Any], *, on: date, back: str) -> list[tuple[words.Row, LogForm]]:
    return [(words.row(each, today=on), log_form(each, last_kind=each.last_kind, back=back)) for each in engagements]


@page(Verb.LOG, Engagement)
def copy(request: Request) -> HttpResponse:
    """What a phone carries of one's own people: first name, telephone and next step, and nothing of those with protection."""
    principal = request.principal
    found = carried(followed_today(door.rows(principal, Verb.LOG, Engagement), user=principal.staff, today=principal.today))
    door.seen(principal, [each.person for each in found], Purpose.PHONE)
    people = [
        {
            "id": str(each.public_id),
            "name": each.person.first_name,
            "tel": dialled(each.person.phone),
            "next": words.next_step(each, today=principal.today),
            "kind": each.last_kind or ContactKind.PHONE,
            "url": reverse("contacts:log", args=[each.public_id]),
        }
        for each in found
    ]
    return JsonResponse({"user": str(principal.staff.public_id), "people": people})


@login_not_required
@require_safe
def queue(request: Request) -> HttpResponse:
    """The page the phone keeps. It names nobody, so it needs no sign-in; what it shows lies on the phone."""
    return render(request, "today/queue.html", phone.queue_context(request))


@login_not_required
@require_safe
def worker(request: Request) -> HttpResponse:
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(phone.worker(request), content_type="text/javascript", headers=headers)


@login_not_required
@require_safe
def manifest(request: Request) -> HttpResponse:
    return JsonResponse(phone.manifest(), content_type="application/manifest+json")
