"""The lists behind what somebody must take up. Each is the very rows its figure counts; opening somebody asks for a reason as elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup import leader
from brobygger.followup.callbacks import who_ring
from brobygger.followup.due_dates import due_dates_of
from brobygger.followup.models import CallBack
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.jobdev.queries import openings_without_follow_up
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.web.addresses import address_of
from brobygger.web.cover.words import asked_words, moment_words
from brobygger.web.keyset import Page, keyset
from brobygger.web.leader import words
from brobygger.web.leader.unit import Led, led, monday_asked, rows_of
from brobygger.web.leader.words import Line
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.shell import Crumb

BY = "hos"


class Section(NamedTuple):
    """A list with its lines; a heading, and what it is called in the address, when there are several on the page."""

    page: Page[Any]
    lines: list[Line]
    heading: str = ""
    key: str = ""


def show(request: Request, here: Led, *sections: Section, title: str, lead: str, empty: str) -> HttpResponse:
    context = {
        "title": title,
        "lead": lead,
        "empty": empty,
        "here": here,
        "here_url": here.url("week"),
        "sections": [each for each in sections if each.lines],
        "crumbs": [Crumb(_("Enhetens uke"), here.url("week"))],
    }
    return render_part(request, "leader/list.html", context)


@page()
def uncontacted(request: Request) -> HttpResponse:
    here = led(request)
    today = request.principal.today
    monday = monday_asked(request)
    on = leader.week_end(monday, today=today) if monday is not None else today
    rows: QuerySet[Any] = leader.uncontacted(rows_of(request, here.unit).engagements, today=on)
    found = keyset(request, leader.with_the_two(rows, today=today), by=("was_met", "silent_since"))
    door.seen(request.principal, [each.person for each in found.rows], Purpose.LEADER_UNCONTACTED)
    due = due_dates_of(found.rows, today=today) if on == today else {}
    lines = []
    for each in found.rows:
        since = words.silence(each, due[each.pk], today=today) if on == today else words.silence_then(each, on=on)
        lines.append(Line(str(each.person), f"{since} {words.follows(each.responsibilities.all())}", address_of(each.person)))
    return show(
        request,
        here,
        Section(found, lines),
        title=_("Ikke kontaktet på 14 dager"),
        lead=_("De som ikke er kontaktet ennå, står øverst. Så de det er lengst siden. Et anrop uten svar teller ikke.")
        if on == today
        else _("Slik det var på kvelden %(day)s.") % {"day": day(on)},
        empty=_("Alle er kontaktet de siste 14 dagene."),
    )


@page()
def standing_still(request: Request) -> HttpResponse:
    here = led(request)
    found = keyset(request, leader.intakes_standing_still(rows_of(request, here.unit).intakes, now=request.now), by=("referred_at",))
    door.seen(request.principal, [each.person for each in found.rows], Purpose.LEADER_INTAKES)
    lines = [Line(str(each.person), words.why_it_stands_still(each), address_of(each)) for each in found.rows]
    return show(
        request,
        here,
        Section(found, lines),
        title=_("Inntak som står stille"),
        lead=_(
            "De har ventet mer enn én arbeidsdag. Ingen har dem, den som har dem, er ikke her, eller dagen de skulle få svar, er forbi. "
            "Den som har ventet lengst, står øverst."
        ),
        empty=_("Alle som er henvist, har en som svarer i tide."),
    )


@page()
def not_rung(request: Request) -> HttpResponse:
    here = led(request)
    found = keyset(request, leader.calls_overdue(rows_of(request, here.unit).calls, now=request.now), by=("due_at",))
    return show(
        request,
        here,
        Section(found, call_lines(request, found.rows)),
        title=_("Ikke ringt tilbake"),
        lead=_("Fristen har gått. Den som har ventet lengst over tiden, står øverst."),
        empty=_("Ingen venter på å bli ringt over tiden."),
    )


def call_lines(request: Request, calls: Any) -> list[Line]:
    today = request.principal.today
    rings = who_ring(calls, today=today)
    candidates = [call.person for call in calls if call.engagement_id is not None]
    door.seen(request.principal, candidates, Purpose.LEADER_CALLS)
    return [Line(name_of(call), call_text(call, rings[call.pk], today=today), url_of(call), call.person.phone) for call in calls]


def call_text(call: CallBack, rings: User | None, *, today: date) -> str:
    due = _("Skulle vært ringt innen %(when)s.") % {"when": moment_words(call.due_at, today=today)}
    return f"{asked_words(call, today=today)} {due} {words.answers_today(rings)}"


def name_of(call: CallBack) -> str:
    return f"{call.person}, {call.relation.workplace}" if call.relation is not None else str(call.person)


def url_of(call: CallBack) -> str:
    if call.relation is not None:
        return address_of(call.relation.workplace)
    return address_of(call.person)


@page()
def openings(request: Request) -> HttpResponse:
    here = led(request)
    rows = openings_without_follow_up(rows_of(request, here.unit).openings, today=request.principal.today)
    found = keyset(request, rows, by=("followed_up_at",))
    lines = [
        Line(
            f"{each.title}, {each.workplace}",
            _("Sist gjort noe med %(day)s. %(name)s følger den opp.")
            % {"day": day(local_day(each.followed_up_at)), "name": each.owner.name},
            address_of(each),
        )
        for each in found.rows
    ]
    return show(
        request,
        here,
        Section(found, lines),
        title=_("Muligheter uten oppfølging"),
        lead=_("Ingen har gjort noe med dem på 14 dager. Den som har ligget lengst, står øverst."),
        empty=_("Alle åpne muligheter er fulgt opp de siste 14 dagene."),
    )


@page()
def unanswered(request: Request) -> HttpResponse:
    here = led(request)
    today, rows = request.principal.today, rows_of(request, here.unit)
    nobody = leader.people_nobody_answers_for(rows.engagements, today=today)
    people, employers = parts_of(request, nobody, leader.employers_nobody_answers_for(rows.relations, today=today))
    door.seen(request.principal, [each.person for each in people.rows], Purpose.LEADER_NOBODY_ANSWERS)
    return show(
        request,
        here,
        *people_and_employers(people, employers, say=who_is_away),
        title=_("Ingen svarer i dag"),
        lead=_("Den som har ansvaret, er borte uten stedfortreder, eller så har ingen ansvaret."),
        empty=_("Alle har en som svarer i dag."),
    )


@page()
def without_deputy(request: Request) -> HttpResponse:
    here = led(request)
    today, rows = request.principal.today, rows_of(request, here.unit)
    alone = leader.people_without_deputy(rows.engagements, today=today)
    people, employers = parts_of(request, alone, leader.employers_without_deputy(rows.relations, today=today))
    door.seen(request.principal, [each.person for each in people.rows], Purpose.LEADER_WITHOUT_DEPUTY)
    return show(
        request,
        here,
        *people_and_employers(people, employers, say=lambda row: words.follows(row.responsibilities.all())),
        title=_("Uten stedfortreder"),
        lead=_(
            "De har en som svarer i dag. Blir den borte, har de ingen. Åpne en person og velg hvem som står inn. "
            "For en bedrift velger en kollega det på bedriftens side."
        ),
        empty=_("Alle som har en som svarer, har også en stedfortreder."),
    )


def parts_of(
    request: Request, engagements: QuerySet[Engagement], relations: QuerySet[EmployerRelation]
) -> tuple[Page[Engagement], Page[EmployerRelation]]:
    """A page of each of two lists, which are read on each by itself."""
    today = request.principal.today
    return (
        keyset(request, leader.with_the_two(engagements, today=today), by=("starts_on",), name="-folk"),
        keyset(request, leader.with_the_two(relations, today=today), by=("starts_on",), name="-bedrifter"),
    )


def people_and_employers(people: Page[Engagement], employers: Page[EmployerRelation], *, say: Callable[[Any], str]) -> list[Section]:
    """A name leads to where one chooses who answers."""
    of_people = [Line(str(each.person), say(each), address_of(each)) for each in people.rows]
    of_employers = [Line(str(each.workplace), say(each), address_of(each.workplace)) for each in employers.rows]
    return [
        Section(people, of_people, _("Folk"), "folk"),
        Section(employers, of_employers, _("Bedrifter"), "bedrifter"),
    ]


def who_is_away(row: Any) -> str:
    """«Gro Heimdal er borte til 16.11.2026.», or that nobody has it."""
    away = [
        _("%(name)s er borte til %(day)s.") % {"name": held.user.name, "day": day(held.away_until)}
        for held in row.responsibilities.all()
        if held.away_until is not None
    ]
    return " ".join(away) or _("Ingen er ansvarlig.")


@page()
def people(request: Request) -> HttpResponse:
    here = led(request)
    today, rows = request.principal.today, rows_of(request, here.unit)
    by = specialist_asked(request, here)
    followed = leader.with_the_two(leader.people_followed(rows.engagements, today=today, by=by), today=today)
    found = keyset(request, followed, by=("last_sorted", "first_sorted"), is_hidden=True)
    door.seen(request.principal, [each.person for each in found.rows], Purpose.LEADER_PEOPLE)
    lines = [Line(str(each.person), words.follows(each.responsibilities.all()), address_of(each.person)) for each in found.rows]
    return show(
        request,
        here,
        Section(found, lines),
        title=_("Dem %(name)s følger opp") % {"name": by.name} if by is not None else _("Alle vi følger opp"),
        lead=_("Lista er alfabetisk."),
        empty=_("Ingen følges opp nå."),
    )


def specialist_asked(request: Request, here: Led) -> User | None:
    """The colleague whose list is asked for; 404 for one who does not work in the unit."""
    asked = request.GET.get(BY)
    if asked is None:
        return None
    colleagues = door.rows(request.principal, Verb.CHOOSE, User)
    found = leader.colleague(colleagues, here.unit, asked, today=request.principal.today)
    if found is None:
        raise Http404
    return found
