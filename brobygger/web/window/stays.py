"""A stay as a window reaches it, what its holder may read of it, and how it went. Source: MISSION §5.6, §5.9; ADR 0090."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.agreements.actions.evaluating import evaluate_stay
from brobygger.agreements.models import EmployerWords, Evaluation
from brobygger.agreements.queries import Written, written
from brobygger.loops.models import Side, Stay
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.queries import has_begun
from brobygger.web.acting import done, said_in
from brobygger.web.agreements.forms import EvaluationForm
from brobygger.web.kinds import form_page
from brobygger.web.request import Request, sent
from brobygger.web.shell import Crumb
from brobygger.web.window.pages import held_by_now

# With a placement. A stay has one once it has begun, and is reached by it.
OF_STAY = ("stay__participant__person", "stay__participant__loop__coordinator", "stay__employer__workplace", "stay__employer__contact")


def all_of(request: Request, stay: Stay) -> Written:
    """What the holder of the link may read about one stay."""
    evaluations, words = door.rows(request.principal, Verb.READ, Evaluation), door.rows(request.principal, Verb.READ, EmployerWords)
    return written([stay], evaluations=evaluations, words=words)[0]


def evaluation_page(
    request: Request, stay: Stay, side: Side, *, readers: str, heading: str, lead: str, said: str, crumbs: Sequence[Crumb]
) -> HttpResponse:
    """How a stay went, as one side has it. The candidate also reads what the employer wrote.

    Takes   lead  what is said above the questions while they can be answered
    """
    each, back, is_candidate = all_of(request, stay), crumbs[-1].url, side == Side.CANDIDATE
    own = each.candidate if is_candidate else each.employer
    form = EvaluationForm(sent(request), evaluation=own, readers=readers)
    if form.is_valid():
        with said_in(form):
            evaluate_stay(stay, side=side, **form.cleaned_data, **held_by_now(request))
            return done(request, back, said)
    has_ended = stay.participant.loop.state == LoopState.FINISHED
    if not has_begun(stay):
        lead = _("Oppholdet har ikke begynt ennå. Du kan skrive her når det er i gang.")
    elif has_ended:
        lead = _("Loopen er fullført. Dette står som det ble skrevet.")
    return form_page(
        request,
        form,
        title=_("Hvordan det gikk"),
        heading=heading,
        lead=lead,
        save=_("Lagre"),
        back=back,
        crumbs=crumbs,
        template="window/evaluation.html",
        employer=stay.employer,
        own=own,
        theirs=each.employer if is_candidate else None,
        is_open=has_begun(stay) and not has_ended,
    )
