"""A loop's year: the page of it, starting it, and one stay with its goals."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.models import Evaluation
from brobygger.followup.actions.together import agree_on_goals
from brobygger.followup.models import Matter
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import Loop, Participant, Stay
from brobygger.loops.repair.actions.leaving import begin_after_the_loop
from brobygger.loops.repair.holes import Holes, holes_among
from brobygger.loops.states import AFTER_THE_DECISION, LoopState
from brobygger.loops.the_year.actions import turnings as actions
from brobygger.loops.the_year.dates import usual_turnings, wanted_dates
from brobygger.loops.the_year.queries import Way, Year, is_due_to_begin, mentors_at, stay_in, stays_by_name
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.calls import Call, call
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_loop import RELATED
from brobygger.web.loops.words import period_label
from brobygger.web.page import button, page
from brobygger.web.phrases import number, on_day
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, by_now, by_today, sent
from brobygger.web.year import words
from brobygger.web.year.common import Reading, reading_of, year_crumbs, year_url
from brobygger.web.year.forms import GoalsForm


@page()
def loop(request: Request, loop_id: UUID) -> HttpResponse:
    reading = reading_of(request, loop_id)
    if reading.loop.state not in AFTER_THE_DECISION:
        return redirect(address_of(reading.loop))
    return before_page(request, reading) if reading.loop.state == LoopState.DECIDED else year_page(request, reading)


def before_page(request: Request, reading: Reading) -> HttpResponse:
    """What starting the year will lay out."""
    found, now = reading.loop, reading.now
    rows = wanted_dates(found, usual_turnings(found), stays_by_name(reading.parts), now=now)
    return render_part(
        request,
        "year/before.html",
        {
            "loop": found,
            "runs": reading.runs,
            "lead": words.starts_lead(found, today=reading.principal.today),
            "lines": words.laid_out(rows, now=now),
            "steps": steps(found, today=reading.principal.today, here="year") if reading.runs else [],
            "crumbs": year_crumbs(found)[:-1],
        },
    )


def the_year(_request: Request, loop: Loop) -> str:
    """The page that the buttons about a year stand on."""
    return year_url(loop)


@button(Verb.RUN, Loop, *RELATED, back=the_year)
def start(request: Request, loop: Loop) -> HttpResponse:
    actions.start_year(loop, **by(request))
    return done(request, year_url(loop), _("Året er satt i gang. Alle får brev med sine egne datoer."))


def year_page(request: Request, reading: Reading) -> HttpResponse:
    year = reading.year()
    found = reading.loop
    is_running = found.state == LoopState.RUNNING
    empty = holes_in(year, reading) if reading.runs and is_running else Holes((), ())
    hole_lines = lines_of(empty, reading)
    repair_url = reverse("repair:holes", args=[found.public_id]) if reading.decides else ""
    now = words.waits(year, reading, hole_lines=hole_lines, repair_url=repair_url) if reading.runs and is_running else None
    return render_part(
        request,
        "year/loop.html",
        {
            "loop": found,
            "runs": reading.runs,
            "may_repair": reading.decides and is_running,
            "is_finished": found.state == LoopState.FINISHED,
            "reads_words": door.may(reading.principal, Verb.READ, Evaluation),
            "solves": is_running and bool(reading.seen) and door.may(reading.principal, Verb.SOLVE, Matter),
            "lead": words.lead(year, runs=reading.runs),
            "now": now,
            "hole_lines": hole_lines if year.due is not None else [],  # else they stand on top
            "heads": [(period, period_label(period)) for period in year.periods],
            "here": year.period.number if year.period is not None else None,
            "ways": [way_of(way, year, reading) for way in year.ways],
            "gone": gone_rows(year, reading),
            "months": words.months(year.ahead, reading=reading, now=year.now),
            "past": words.months(year.past, reading=reading, now=year.now),
            "turning": year.next_turning if is_running else None,
            "steps": steps(found, today=reading.principal.today, here="year") if reading.runs else [],
            "crumbs": year_crumbs(found)[:-1],
        },
    )


class WayRow(NamedTuple):
    """A row of the table: whose way, and the stays of each period. A stay is a link when the reader may write its goals."""

    name: str
    cells: list[tuple[str, tuple[Stay, ...]]]
    is_named: bool


def way_of(way: Way, year: Year, reading: Reading) -> WayRow:
    cells = [(period_label(period), stays) for period, stays in zip(year.periods, way.stays, strict=True)]
    named = reading.named(way.participant)
    return WayRow(named.first_name, cells, named.is_seen)


class GoneRow(NamedTuple):
    """Somebody who has gone on, in a sentence, and whether the reader may say that they have begun."""

    participant: Participant
    name: str
    words: str
    may_begin: bool


def gone_rows(year: Year, reading: Reading) -> list[GoneRow]:
    """One query when somebody is due to begin, none otherwise."""
    today = reading.principal.today
    due = [way.participant.pk for way in year.gone if is_due_to_begin(way.participant, today=today)]
    guided = set(door.rows(reading.principal, Verb.GUIDE, Participant).filter(pk__in=due).values_list("pk", flat=True)) if due else set()
    return [
        GoneRow(each, reading.named(each).first_name, gone_words(each, reading, today=today), each.pk in guided)
        for each in (way.participant for way in year.gone)
    ]


def gone_words(participant: Participant, reading: Reading, *, today: date) -> str:
    """When somebody left, and where they are now; staff only, as the page is."""
    named = reading.named(participant)
    assert participant.left_on is not None, f"{participant.pk} has not gone on"
    words_of = {
        "name": named.first_name,
        "day": on_day(participant.left_on, today=today),
        "what": participant.get_left_for_display(),
    }
    if not named.is_seen:
        return _("%(name)s gikk videre %(day)s.") % words_of
    if participant.went_to is None:
        return _("%(name)s gikk videre til %(what)s %(day)s.") % words_of
    return _("%(name)s gikk videre til %(what)s %(day)s: %(place)s.") % (words_of | {"place": participant.went_to.place})


def holes_in(year: Year, reading: Reading) -> Holes:
    stays = [stay for way in (*year.ways, *year.gone) for stays in way.stays for stay in stays]
    return holes_among(year.periods, stays, reading.parts.committed, today=reading.principal.today)


def lines_of(found: Holes, reading: Reading) -> list[str]:
    """Those without a place and empty places, a sentence each."""
    today = reading.principal.today
    people = [
        _("%(name)s har ikke noe sted å være fra %(first)s til %(last)s.")
        % {
            "name": reading.named(hole.participant).first_name,
            "first": on_day(hole.from_day, today=today),
            "last": on_day(hole.period.ends_on, today=today),
        }
        for hole in found.people
    ]
    places = [
        ngettext(
            "%(place)s har %(count)s ledig plass fra %(first)s til %(last)s.",
            "%(place)s har %(count)s ledige plasser fra %(first)s til %(last)s.",
            hole.places,
        )
        % {
            "place": hole.employer.workplace.name,
            "count": number(hole.places),
            "first": on_day(hole.free_from, today=today),
            "last": on_day(hole.period.ends_on, today=today),
        }
        for hole in found.places
    ]
    return [*people, *places]


@page(Verb.READ, Loop, *RELATED)
def stay(request: Request, loop: Loop, stay_id: UUID) -> HttpResponse:
    """What the four agreed at the start meeting, and whom to call."""
    principal = request.principal
    row = stay_in(loop, stay_id)
    if row is None:
        raise Http404
    door.get(principal, Verb.GUIDE, Participant, row.participant.public_id)
    form = GoalsForm(sent(request), stay=row, mentors=mentors_at(row, today=principal.today))
    if form.is_valid():
        with said_in(form):
            agree_on_goals(row, **form.cleaned_data, **by_now(request))
            return done(request, row, _("Målene er lagret."))
    door.seen(principal, [row.participant.person], Purpose.LOOP_YEAR)
    return render_part(
        request,
        "year/stay.html",
        {
            "heading": _("%(name)s hos %(place)s") % {"name": row.participant.person.first_name, "place": row.employer.workplace.name},
            "loop": loop,
            "stay": row,
            "is_running": loop.state == LoopState.RUNNING,
            "form": form,
            "calls": calls_about(row, loop, today=principal.today),
            "crumbs": year_crumbs(loop),
        },
    )


def calls_about(row: Stay, loop: Loop, *, today: date) -> list[Call]:
    """The four, and the mentor."""
    person, contact = row.participant.person, row.employer.contact
    found = [
        Call(str(person), _("Deltakeren"), person.phone),
        Call(str(contact), row.employer.workplace.name, contact.phone, "lyng"),
        call(counsellor_of(row.participant, today=today), _("Veilederen")),
        call(loop.coordinator, _("Koordinatoren"), tone="rav"),
    ]
    if row.mentor is not None and row.mentor.person_id != row.employer.contact_id:
        found.append(Call(str(row.mentor.person), _("Fadderen"), row.mentor.person.phone, "lyng"))
    return found


@button(Verb.READ, Loop, *RELATED, back=the_year)
def has_begun(request: Request, loop: Loop, participant_id: UUID) -> HttpResponse:
    """Somebody has begun where they went from the loop."""
    participant = door.get(request.principal, Verb.GUIDE, Participant, participant_id)
    if participant.loop_id != loop.pk:
        raise Http404
    begin_after_the_loop(participant, **by_today(request))
    return done(request, year_url(loop), _("%(name)s har begynt.") % {"name": participant})
