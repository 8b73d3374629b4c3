"""A loop's year: the page of it, starting it, and one stay with its goals."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.models import Evaluation
from brobygger.followup.models import Matter
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.models import Loop, Participant, Stay
from brobygger.loops.queries import committed_employers
from brobygger.loops.repair.actions.leaving import begin_after_the_loop
from brobygger.loops.repair.holes import Holes, holes_among
from brobygger.loops.states import AFTER_THE_DECISION, LoopState
from brobygger.loops.the_year.actions import turnings as actions
from brobygger.loops.the_year.dates import usual_turnings, wanted_dates
from brobygger.loops.the_year.queries import Way, Year, is_due_to_begin, mentors_at, stay_in, stays_by_name
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_loop import get_loop
from brobygger.web.loops.words import period_label
from brobygger.web.once import once
from brobygger.web.phrases import number, on_day
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.window.pages import Call, call
from brobygger.web.year import words
from brobygger.web.year.common import Reading, reading_of, run_by, year_crumbs
from brobygger.web.year.forms import GoalsForm
from brobygger.web.year.turnings import written


@require_GET
def loop(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    reading = reading_of(request, loop_id)
    if reading.loop.state not in AFTER_THE_DECISION:
        return redirect("loops:loop", reading.loop.public_id)
    return before_page(request, reading) if reading.loop.state == LoopState.DECIDED else year_page(request, reading)


def before_page(request: HttpRequest, reading: Reading, *, refusal: str = "") -> HttpResponse:
    """What starting the year will lay out."""
    found = reading.loop
    now = clock.now()
    rows = wanted_dates(found, usual_turnings(found), stays_by_name(found), now=now)
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
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


@require_POST
@once
def start(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    reading = run_by(request, loop_id)
    principal = reading.principal
    try:
        actions.start_year(reading.loop, actor=principal.user, today=principal.today, now=clock.now())
    except DomainError as refusal:
        if reading.loop.state == LoopState.DECIDED:
            return before_page(request, reading, refusal=refusal.message)
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Året er satt i gang. Alle får brev med sine egne datoer."))
    return redirect("year:loop", reading.loop.public_id)


def year_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    year = reading.year()
    found = reading.loop
    is_running = found.state == LoopState.RUNNING
    empty = holes_in(year, reading) if reading.runs and is_running else Holes((), ())
    hole_lines = lines_of(empty, reading)
    missing = []
    if reading.runs and is_running:
        missing = [each for each in year.evaluations_waited_for(written(reading)) if each[0].participant_id in reading.seen]
    repair_url = optional_url("repair:holes", found.public_id) if reading.decides else ""
    now = words.waits(year, reading, missing=missing, hole_lines=hole_lines, repair_url=repair_url) if reading.runs and is_running else None
    return render_part(
        request,
        "year/loop.html",
        {
            "loop": found,
            "runs": reading.runs,
            "decides": reading.decides,
            "is_running": is_running,
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
    """Somebody who has gone on, in a sentence, and the button that says they have begun, when the reader may."""

    name: str
    words: str
    begun_url: str


def gone_rows(year: Year, reading: Reading) -> list[GoneRow]:
    """One query when somebody is due to begin, none otherwise."""
    today = reading.principal.today
    due = [way.participant.pk for way in year.gone if is_due_to_begin(way.participant, today=today)]
    guided = set(door.rows(reading.principal, Verb.GUIDE, Participant).filter(pk__in=due).values_list("pk", flat=True)) if due else set()
    return [
        GoneRow(
            reading.named(way.participant).first_name,
            gone_words(way, reading, today=today),
            reverse("year:has_begun", args=[year.loop.public_id, way.participant.public_id]) if way.participant.pk in guided else "",
        )
        for way in year.gone
    ]


def gone_words(way: Way, reading: Reading, *, today: date) -> str:
    """When somebody left, and where they are now; staff only, as the page is."""
    participant, named = way.participant, reading.named(way.participant)
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
    return holes_among(year.periods, stays, list(committed_employers(year.loop)), today=reading.principal.today)


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


@require_http_methods(["GET", "POST"])
@once
def stay(request: HttpRequest, loop_id: UUID, stay_id: UUID) -> HttpResponse:
    """What the four agreed at the start meeting, and whom to call."""
    principal = request.principal
    found = get_loop(request, Verb.READ, loop_id)
    row = stay_in(found, stay_id)
    if row is None:
        raise Http404
    door.get(principal, Verb.GUIDE, Participant, row.participant.public_id)
    form = GoalsForm(request.POST or None, stay=row, mentors=mentors_at(row, today=principal.today))
    if form.is_valid() and carried_out(form, lambda: actions.agree_on_goals(row, **form.values(), actor=principal.user, now=clock.now())):
        messages.success(request, _("Målene er lagret."))
        return redirect("year:stay", found.public_id, row.public_id)
    door.seen(principal, [row.participant.person], Purpose.LOOP_YEAR)
    return render_part(
        request,
        "year/stay.html",
        {
            "loop": found,
            "stay": row,
            "is_running": found.state == LoopState.RUNNING,
            "form": form,
            "calls": calls_about(row, found, today=principal.today),
            "crumbs": year_crumbs(found),
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


@require_POST
@once
def has_begun(request: HttpRequest, loop_id: UUID, participant_id: UUID) -> HttpResponse:
    """Somebody has begun where they went from the loop."""
    principal = request.principal
    found = get_loop(request, Verb.READ, loop_id)
    participant = door.get(principal, Verb.GUIDE, Participant, participant_id)
    if participant.loop_id != found.pk:
        raise Http404
    try:
        begin_after_the_loop(participant, actor=principal.user, today=principal.today)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(name)s har begynt.") % {"name": participant})
    return redirect("year:loop", found.public_id)


def optional_url(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
