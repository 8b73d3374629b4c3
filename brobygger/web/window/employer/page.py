"""An employer's own pages about a loop: who is there, and who comes. Nothing of the other employers'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.models import EmployerWords, Evaluation
from brobygger.agreements.queries import written
from brobygger.loops.models import LoopDate, LoopEmployer, Participant
from brobygger.loops.states import CommitmentState
from brobygger.loops.windows.employer import own_place, own_places, still_open
from brobygger.loops.windows.employer_year import Guest, year_here
from brobygger.loops.windows.order import WITH_A_YEAR
from brobygger.parties.models import Role
from brobygger.web.calls import Call, call
from brobygger.web.page import page
from brobygger.web.phrases import in_a_row
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.shell import Crumb
from brobygger.web.window import pages
from brobygger.web.window.appointments import own_meetings
from brobygger.web.window.employer import suggested, year
from brobygger.web.window.employer.told import besides, told_at_all, told_here
from brobygger.web.window.pages import address, home_crumb, opened_by
from brobygger.web.window.ring import employers_rings

RELATED = ("loop__coordinator", "loop__driver", "loop__region", "loop__unit", "workplace", "contact")


def home(request: Request) -> HttpResponse:
    places = own_places(door.rows(request.principal, Verb.READ, LoopEmployer), today=request.principal.today)
    if places:
        return loop_page(request, places[0], others=places[1:])
    context = {
        "told": told_here(request),
        "rings": employers_rings(request),
        "asked": suggested.asked_here(request),
        "meetings": own_meetings(request),
    }
    return render_part(request, "window/employer_empty.html", context)


def is_closed(request: Request, employer: LoopEmployer) -> bool:
    """Whether the pages about a loop are gone: the employer is not in it, or it is twelve weeks since. Cost: one query, none before."""
    if employer.state == CommitmentState.WITHDRAWN:
        return True
    if employer.loop.state not in WITH_A_YEAR:
        return False
    scope = door.rows(request.principal, Verb.READ, LoopEmployer, pk=employer.pk)
    return not still_open(scope, today=request.principal.today).exists()


@opened_by(Role.EMPLOYER)
@page(Verb.READ, LoopEmployer, *RELATED)
def place(request: Request, employer: LoopEmployer) -> HttpResponse:
    if is_closed(request, employer):
        return redirect(pages.home(request))
    return loop_page(request, employer, crumbs=[home_crumb(request)])


def page_of(request: Request, employer: LoopEmployer) -> str:
    return address(request, "place", employer)


def loop_page(
    request: Request, employer: LoopEmployer, *, others: Sequence[LoopEmployer] = (), crumbs: Sequence[Crumb] = ()
) -> HttpResponse:
    shared = {
        "employer": employer,
        "loop": employer.loop,
        "others": year.others_here(request, others),
        "crumbs": crumbs,
        "calls": calls_of(employer),
        "rings": employers_rings(request, employer.workplace),
        "asked": suggested.asked_here(request),
        "meetings": own_meetings(request),
    }
    if employer.loop.state in WITH_A_YEAR:
        return render_part(request, "window/employer_year.html", shared | the_year(request, employer))
    own = own_place(employer, door.rows(request.principal, Verb.MEET, Participant), today=request.principal.today)
    door.seen(request.principal, [meeting.interview.participant.person for meeting in own.meetings], Purpose.LOOP_OWN_ROOM)
    door.seen(request.principal, [arrival.person for arrival in own.arrivals if arrival.person], Purpose.LOOP_ARRIVALS)
    before = {
        "own": own,
        "arrival": own.arrival,
        "told": told_here(request),
        "is_asked": employer.state == CommitmentState.ASKED,
    }
    return render_part(request, "window/employer.html", shared | before)


def the_year(request: Request, employer: LoopEmployer) -> dict[str, object]:
    """What the page has more while the year is on: who is here and who comes."""
    principal = request.principal
    own = year_here(
        employer,
        scope=door.rows(principal, Verb.MEET, Participant),
        dates=door.rows(principal, Verb.READ, LoopDate),
        today=principal.today,
        now=request.now,
    )
    about = written(
        own.begun, evaluations=door.rows(principal, Verb.READ, Evaluation), words=door.rows(principal, Verb.READ, EmployerWords)
    )
    told = told_at_all(request)
    door.seen(principal, [*own.named.values(), *(each.person for each in told)], Purpose.LOOP_YEAR_HERE)
    texts = {each.person.pk: each.texts for each in told if each.workplace.pk == employer.workplace_id}
    named = [guest.person.pk for guest in (*own.here, *own.coming) if guest.person is not None]
    return {
        "own": own,
        "here": with_texts(own.here, texts),
        "coming": with_texts(own.coming, texts),
        "told": besides(told, [(key, employer.workplace_id) for key in named]),
        "lead": year.lead_here(own),
        "lines": year.lines_here(own),
        "empty": year.empty_lines(own),
        "unwritten": in_a_row(year.unwritten(about)),
    }


def with_texts(guests: Iterable[Guest], texts: Mapping[int, tuple[str, ...]]) -> list[tuple[Guest, tuple[str, ...]]]:
    """Each with what they let the employer know; nothing beside one who is not named."""
    return [(guest, texts.get(guest.person.pk, ()) if guest.person is not None else ()) for guest in guests]


def calls_of(employer: LoopEmployer) -> list[Call]:
    """The coordinator; before the employer has said yes also the driver, who asks."""
    found = [call(employer.loop.coordinator, _("Koordinator for loopen"), tone="rav")]
    if employer.state == CommitmentState.ASKED and employer.loop.driver_id != employer.loop.coordinator_id:
        found.append(call(employer.loop.driver, _("Samler bedriftene til loopen")))
    return found
