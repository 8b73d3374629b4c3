"""The lists behind the figures of one week: whom we were in touch with, which employers we met, and who asked to be rung."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.followup import leader
from brobygger.followup.models import CallBack
from brobygger.followup.working_time import minutes_at_work
from brobygger.jobdev.models import EmployerVisit
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.web.addresses import address_of
from brobygger.web.keyset import keyset
from brobygger.web.leader import words
from brobygger.web.leader.lists import Section, name_of, show, url_of
from brobygger.web.leader.unit import led, monday_asked, rows_of, week_asked
from brobygger.web.leader.words import Line
from brobygger.web.page import page
from brobygger.web.request import Request


@page()
def contacts(request: Request) -> HttpResponse:
    """Whom and when: never by whom, and never what was said."""
    here = led(request)
    first, last = week_asked(request)
    rows = leader.contacts_between(rows_of(request, here.unit).engagements, first=first, last=last)
    found = keyset(request, rows, by=("-happened_at",))
    door.seen(request.principal, [each.person for each in found.rows], Purpose.LEADER_CONTACTS)
    lines = [Line(str(each.person), day(local_day(each.happened_at)), address_of(each.person)) for each in found.rows]
    return show(
        request,
        here,
        Section(found, lines),
        title=_("Kontakter"),
        lead=_("%(week)s. Anrop uten svar er ikke med.") % {"week": words.week_of(first, last)},
        empty=_("Ingen kontakter er skrevet inn denne uka."),
    )


@page()
def meetings(request: Request) -> HttpResponse:
    return with_employers(
        request,
        leader.meetings_in,
        title=_("Møter med bedrifter"),
        lead=_("%(week)s. Telefonsamtaler er ikke med."),
        empty=_("Ingen møter med bedrifter er skrevet inn denne uka."),
    )


@page()
def calls(request: Request) -> HttpResponse:
    return with_employers(
        request,
        leader.calls_in,
        title=_("Telefonsamtaler med bedrifter"),
        lead=_("%(week)s. Møter er ikke med."),
        empty=_("Ingen telefonsamtaler med bedrifter er skrevet inn denne uka."),
    )


def with_employers(request: Request, counted: Callable[..., QuerySet[EmployerVisit]], *, title: str, lead: str, empty: str) -> HttpResponse:
    here = led(request)
    first, last = week_asked(request)
    rows = counted(rows_of(request, here.unit).visits, first=first, last=last)
    found = keyset(request, rows, by=("-held_at",))
    lines = [
        Line(str(each.workplace), day(local_day(each.held_at)), address_of(each.workplace))
        for each in found.rows
        if each.held_at is not None
    ]
    return show(
        request,
        here,
        Section(found, lines),
        title=title,
        lead=lead % {"week": words.week_of(first, last)},
        empty=empty,
    )


@page()
def answers(request: Request) -> HttpResponse:
    """Everybody who asked to be rung, those who still wait too: for one week, or for all twelve. Who rang is not told."""
    here = led(request)
    monday = monday_asked(request)
    weeks = leader.last_weeks(request.principal.today)
    first, last = (monday, monday + timedelta(days=6)) if monday is not None else (weeks[0], weeks[-1] + timedelta(days=6))
    rows = leader.calls_asked(rows_of(request, here.unit).calls, first=first, last=last)
    found = keyset(request, rows, by=("-asked_at",))
    door.seen(request.principal, [call.person for call in found.rows if call.engagement_id is not None], Purpose.LEADER_CALLS)
    lines = [Line(name_of(call), waited(call, now=request.now), url_of(call)) for call in found.rows]
    return show(
        request,
        here,
        Section(found, lines),
        title=_("De som ringte oss"),
        lead=_("%(week)s. Tiden er regnet i arbeidstid.")
        % {"week": words.week_of(first, last) if monday is not None else _("De siste tolv ukene")},
        empty=_("Ingen ba om å bli ringt."),
    )


def waited(call: CallBack, *, now: datetime) -> str:
    """«12.11.2026. Ringt tilbake etter 38 minutter.»"""
    facts = {
        "day": day(local_day(call.asked_at)),
        "time": words.in_time(minutes_at_work(call.asked_at, call.rung_at or now)),
    }
    if call.rung_at is None:
        return _("%(day)s. Venter fortsatt, %(time)s til nå.") % facts
    return _("%(day)s. Ringt tilbake etter %(time)s.") % facts
