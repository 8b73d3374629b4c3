"""The lists behind what somebody must take up. Each is the very rows its figure counts; opening somebody asks for a reason as elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup import leader
from brobygger.followup.callbacks import who_ring
from brobygger.followup.due_dates import with_due_dates
from brobygger.followup.models import CallBack
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.jobdev.queries import openings_without_follow_up
from brobygger.kernel import clock
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.web.cover.words import asked_words, moment_words
from brobygger.web.leader import words
from brobygger.web.leader.paging import Part, part_of
from brobygger.web.leader.unit import Led, led, monday_asked, rows_of
from brobygger.web.leader.words import Line
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

BY = "hos"


def show(request: HttpRequest, here: Led, *, sections: list[dict[str, Any]], **context: Any) -> HttpResponse:
    shared = {
        "crumbs": [Crumb(_("Uka"), here.url("week"))],
        "here": here,
        "here_url": here.url("week"),
        "sections": sections,
        "is_empty": not any(each["lines"] for each in sections),
        "newer_url": "",
        "older_url": "",
    }
    return render_part(request, "leader/list.html", shared | context)


def section(lines: list[Line], *, more_url: str = "", heading: str = "", key: str = "") -> dict[str, Any]:
    return {"lines": lines, "more_url": more_url, "heading": heading, "key": key}


def page_of(person_id: UUID) -> str:
    return reverse("people:person", args=[person_id])


@require_safe
def uncontacted(request: HttpRequest) -> HttpResponse:
    here = led(request)
    today = request.principal.today
    monday = monday_asked(request)
    on = leader.week_end(monday, today=today) if monday is not None else today
    rows: QuerySet[Any] = leader.uncontacted(rows_of(request, here.unit).engagements, today=on)
    listed = leader.with_the_two(with_due_dates(rows, today=today), today=today)
    part = part_of(request, listed, "was_met", "silent_since")
    door.seen(request.principal, [each.person for each in part.rows], Purpose.LEADER_UNCONTACTED)
    lines = []
    for each in part.rows:
        since = words.silence(each, today=today) if on == today else words.silence_then(each, on=on)
        lines.append(Line(str(each.person), f"{since} {words.follows(each.responsibilities.all())}", page_of(each.person.public_id)))
    return show(
        request,
        here,
        title=_("Ikke kontaktet på 14 dager"),
        lead=_("De som ikke er kontaktet ennå, står øverst. Så de det er lengst siden. Et anrop uten svar teller ikke.")
        if on == today
        else _("Slik det var på kvelden %(day)s.") % {"day": day(on)},
        sections=[section(lines, more_url=part.more_url)],
        empty=_("Alle er kontaktet de siste 14 dagene."),
    )


@require_safe
def standing_still(request: HttpRequest) -> HttpResponse:
    here = led(request)
    part = part_of(request, leader.intakes_standing_still(rows_of(request, here.unit).intakes, now=clock.now()), "referred_at")
    door.seen(request.principal, [each.person for each in part.rows], Purpose.LEADER_INTAKES)
    lines = [Line(str(each.person), words.why_it_stands_still(each), reverse("intake:intake", args=[each.public_id])) for each in part.rows]
    return show(
        request,
        here,
        title=_("Inntak som står stille"),
        lead=_(
            "De har ventet mer enn én arbeidsdag. Ingen har dem, den som har dem, er ikke her, eller dagen de skulle få svar, er forbi. "
            "Den som har ventet lengst, står øverst."
        ),
        sections=[section(lines, more_url=part.more_url)],
        empty=_("Alle som er henvist, har en som svarer i tide."),
    )


@require_safe
def not_rung(request: HttpRequest) -> HttpResponse:
    here = led(request)
    part = part_of(request, leader.calls_overdue(rows_of(request, here.unit).calls, now=clock.now()), "due_at")
    return show(
        request,
        here,
        title=_("Ikke ringt tilbake"),
        lead=_("Fristen har gått. Den som har ventet lengst over tiden, står øverst."),
        sections=[section(call_lines(request, part.rows), more_url=part.more_url)],
        empty=_("Ingen venter på å bli ringt over tiden."),
    )


def call_lines(request: HttpRequest, calls: Any) -> list[Line]:
    today = request.principal.today
    rings = who_ring(calls, today=today)
    candidates = [call.person for call in calls if call.engagement_id is not None]
    door.seen(request.principal, candidates, Purpose.LEADER_CALLS)
    return [Line(name_of(call), call_text(call, rings[call.pk], today=today), url_of(call), call.person.phone) for call in calls]


def call_text(call: CallBack, rings: User | None, *, today: Any) -> str:
    due = _("Skulle vært ringt innen %(when)s.") % {"when": moment_words(call.due_at, today=today)}
    return f"{asked_words(call, today=today)} {due} {words.answers_today(rings)}"


def name_of(call: CallBack) -> str:
    return f"{call.person}, {call.relation.workplace}" if call.relation is not None else str(call.person)


def url_of(call: CallBack) -> str:
    if call.relation is not None:
        return reverse("jobdev:employer", args=[call.relation.workplace.public_id])
    return page_of(call.person.public_id)


@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    here = led(request)
    rows = openings_without_follow_up(rows_of(request, here.unit).openings, today=request.principal.today)
    part = part_of(request, rows, "followed_up_at")
    lines = [
        Line(
            f"{each.title}, {each.workplace}",
            _("Sist gjort noe med %(day)s. %(name)s følger den opp.")
            % {"day": day(local_day(each.followed_up_at)), "name": each.owner.name},
            reverse("jobdev:opening", args=[each.public_id]),
        )
        for each in part.rows
    ]
    return show(
        request,
        here,
        title=_("Muligheter uten oppfølging"),
        lead=_("Ingen har gjort noe med dem på 14 dager. Den som har ligget lengst, står øverst."),
        sections=[section(lines, more_url=part.more_url)],
        empty=_("Alle åpne muligheter er fulgt opp de siste 14 dagene."),
    )


@require_safe
def unanswered(request: HttpRequest) -> HttpResponse:
    here = led(request)
    today, rows = request.principal.today, rows_of(request, here.unit)
    nobody = leader.people_nobody_answers_for(rows.engagements, today=today)
    people, employers = parts_of(request, nobody, leader.employers_nobody_answers_for(rows.relations, today=today))
    door.seen(request.principal, [each.person for each in people.rows], Purpose.LEADER_NOBODY_ANSWERS)
    return show(
        request,
        here,
        title=_("Ingen svarer i dag"),
        lead=_("Den som har ansvaret, er borte uten stedfortreder, eller så har ingen ansvaret."),
        sections=people_and_employers(people, employers, say=who_is_away),
        empty=_("Alle har en som svarer i dag."),
    )


@require_safe
def without_deputy(request: HttpRequest) -> HttpResponse:
    here = led(request)
    today, rows = request.principal.today, rows_of(request, here.unit)
    alone = leader.people_without_deputy(rows.engagements, today=today)
    people, employers = parts_of(request, alone, leader.employers_without_deputy(rows.relations, today=today))
    door.seen(request.principal, [each.person for each in people.rows], Purpose.LEADER_WITHOUT_DEPUTY)
    return show(
        request,
        here,
        title=_("Uten stedfortreder"),
        lead=_(
            "De har en som svarer i dag. Blir den borte, har de ingen. Åpne en person og velg hvem som står inn. "
            "For en bedrift velger en kollega det på bedriftens side."
        ),
        sections=people_and_employers(people, employers, say=lambda row: words.follows(row.responsibilities.all())),
        empty=_("Alle som har en som svarer, har også en stedfortreder."),
    )


def parts_of(
    request: HttpRequest, engagements: QuerySet[Engagement], relations: QuerySet[EmployerRelation]
) -> tuple[Part[Engagement], Part[EmployerRelation]]:
    """A part of each of two lists, which are read on each by itself."""
    today = request.principal.today
    return (
        part_of(request, leader.with_the_two(engagements, today=today), "starts_on", name="folk"),
        part_of(request, leader.with_the_two(relations, today=today), "starts_on", name="bedrifter"),
    )


def people_and_employers(people: Part[Engagement], employers: Part[EmployerRelation], *, say: Callable[[Any], str]) -> list[dict[str, Any]]:
    """A name leads to where one chooses who answers."""
    of_people = [Line(str(each.person), say(each), reverse("cover:following", args=[each.public_id])) for each in people.rows]
    of_employers = [
        Line(str(each.workplace), say(each), reverse("jobdev:employer", args=[each.workplace.public_id])) for each in employers.rows
    ]
    return [
        section(of_people, more_url=people.more_url, heading=_("Folk"), key="folk"),
        section(of_employers, more_url=employers.more_url, heading=_("Bedrifter"), key="bedrifter"),
    ]


def who_is_away(row: Any) -> str:
    """«Gro Heimdal er borte til 16.11.2026.», or that nobody has it."""
    away = [
        _("%(name)s er borte til %(day)s.") % {"name": held.user.name, "day": day(held.away_until)}
        for held in row.responsibilities.all()
        if held.away_until is not None
    ]
    return " ".join(away) or _("Ingen er ansvarlig.")


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    here = led(request)
    today, rows = request.principal.today, rows_of(request, here.unit)
    by = specialist_asked(request, here)
    followed = leader.with_the_two(leader.people_followed(rows.engagements, today=today, by=by), today=today)
    part = part_of(request, followed, "last_sorted", "first_sorted")
    door.seen(request.principal, [each.person for each in part.rows], Purpose.LEADER_PEOPLE)
    lines = [Line(str(each.person), words.follows(each.responsibilities.all()), page_of(each.person.public_id)) for each in part.rows]
    return show(
        request,
        here,
        title=_("Dem %(name)s følger opp") % {"name": by.name} if by is not None else _("Alle vi følger opp"),
        lead=_("Lista er alfabetisk."),
        sections=[section(lines, more_url=part.more_url)],
        empty=_("Ingen følges opp nå."),
    )


def specialist_asked(request: HttpRequest, here: Led) -> User | None:
    """The colleague whose list is asked for; 404 for one who does not work in the unit."""
    asked = request.GET.get(BY)
    if asked is None:
        return None
    colleagues = door.rows(request.principal, Verb.CHOOSE, User)
    found = leader.colleague(colleagues, here.unit, asked, today=request.principal.today)
    if found is None:
        raise Http404
    return found
