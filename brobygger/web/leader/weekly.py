"""The lists behind the figures of one week: whom we were in touch with, which employers we met, and who asked to be rung."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.followup import leader
from brobygger.followup.models import CallBack
from brobygger.followup.working_time import minutes_at_work
from brobygger.kernel import clock
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.web.leader import words
from brobygger.web.leader.lists import name_of, page_of, section, show, url_of
from brobygger.web.leader.paging import PAGE_SIZE
from brobygger.web.leader.unit import led, monday_asked, rows_of, week_asked
from brobygger.web.leader.words import Line
from brobygger.web.paging import newest_first


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Whom and when: never by whom, and never what was said."""
    here = led(request)
    first, last = week_asked(request)
    found = leader.contacts_between(rows_of(request, here.unit).engagements, first=first, last=last)
    page = newest_first(request, found, moment="happened_at", size=PAGE_SIZE)
    door.seen(request.principal, [each.person for each in page.rows], Purpose.LEADER_CONTACTS)
    lines = [Line(str(each.person), day(local_day(each.happened_at)), page_of(each.person.public_id)) for each in page.rows]
    return show(
        request,
        here,
        title=_("Kontakter"),
        lead=_("%(week)s. Anrop uten svar er ikke med.") % {"week": words.week_of(first, last)},
        sections=[section(lines)],
        newer_url=page.newer_url,
        older_url=page.older_url,
        empty=_("Ingen kontakter er skrevet inn denne uka."),
    )


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    here = led(request)
    first, last = week_asked(request)
    page = newest_first(
        request, leader.meetings_in(rows_of(request, here.unit).visits, first=first, last=last), moment="held_at", size=PAGE_SIZE
    )
    lines = [
        Line(str(each.workplace), day(local_day(each.held_at)), reverse("jobdev:employer", args=[each.workplace.public_id]))
        for each in page.rows
        if each.held_at is not None
    ]
    return show(
        request,
        here,
        title=_("Møter med bedrifter"),
        lead=_("%(week)s. Telefonsamtaler er ikke med.") % {"week": words.week_of(first, last)},
        sections=[section(lines)],
        newer_url=page.newer_url,
        older_url=page.older_url,
        empty=_("Ingen møter med bedrifter er skrevet inn denne uka."),
    )


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Everybody who asked to be rung, those who still wait too: for one week, or for all twelve. Who rang is not told."""
    here = led(request)
    monday = monday_asked(request)
    weeks = leader.last_weeks(request.principal.today)
    first, last = (monday, monday + timedelta(days=6)) if monday is not None else (weeks[0], weeks[-1] + timedelta(days=6))
    found = leader.calls_asked(rows_of(request, here.unit).calls, first=first, last=last)
    page = newest_first(request, found, moment="asked_at", size=PAGE_SIZE)
    door.seen(request.principal, [call.person for call in page.rows if call.engagement_id is not None], Purpose.LEADER_CALLS)
    lines = [Line(name_of(call), waited(call), url_of(call)) for call in page.rows]
    return show(
        request,
        here,
        title=_("De som ringte oss"),
        lead=_("%(week)s. Tiden er regnet i arbeidstid.")
        % {"week": words.week_of(first, last) if monday is not None else _("De siste tolv ukene")},
        sections=[section(lines)],
        newer_url=page.newer_url,
        older_url=page.older_url,
        empty=_("Ingen ba om å bli ringt."),
    )


def waited(call: CallBack) -> str:
    """«12.11.2026. Ringt tilbake etter 38 minutter.»"""
    facts = {
        "day": day(local_day(call.asked_at)),
        "time": words.in_time(minutes_at_work(call.asked_at, call.rung_at or clock.now())),
    }
    if call.rung_at is None:
        return _("%(day)s. Venter fortsatt, %(time)s til nå.") % facts
    return _("%(day)s. Ringt tilbake etter %(time)s.") % facts
