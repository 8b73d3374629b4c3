"""A loop's own page: who has said yes, what is missing, the next step, and calling it off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.loops import choices
from brobygger.loops.building.actions import next_step as actions
from brobygger.loops.building.actions.calling_off import Told, call_off_loop
from brobygger.loops.building.queries import InvitationCounts, Lacks, Missing, employers_of, invitation_counts, missing, waiting_step
from brobygger.loops.models import Loop, LoopEmployer, NextStep
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT, CommitmentState, LoopState
from brobygger.loops.the_year.queries import with_next_turning
from brobygger.web import phrases
from brobygger.web.loops.building_forms import CallOffForm, NextStepForm
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_loop import crumbs, get_loop, rights
from brobygger.web.loops.words import kick_off_sentence, said_yes, where_it_stands
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part
from brobygger.web.shell import Fact


@require_GET
def loop(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    return loop_page(request, get_loop(request, Verb.READ, loop_id))


def loop_page(
    request: HttpRequest,
    loop: Loop,
    *,
    step_form: NextStepForm | None = None,
    call_off_form: CallOffForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    principal = request.principal
    may = rights(principal, loop, Verb.BUILD, Verb.RUN, Verb.PROPOSE, Verb.DECIDE)
    employers = list(employers_of(door.rows(principal, Verb.READ, LoopEmployer), loop))
    invited = invitation_counts(loop)
    step = waiting_step(loop)
    committed = sum(employer.state == CommitmentState.COMMITTED for employer in employers)
    if loop.state == LoopState.RUNNING:
        with_next_turning(loop)
    return render_part(
        request,
        "loops/loop.html",
        {
            "loop": loop,
            "crumbs": crumbs(),
            "may": may,
            "is_being_built": loop.state in BEING_BUILT,
            "has_year": loop.state in AFTER_THE_DECISION,
            "lead": loop_lead(loop, committed, today=principal.today),
            "steps": steps(loop, today=principal.today) if may["run"] and loop.state != LoopState.RECRUITING else [],
            "employers": [(employer, employer_line(employer)) for employer in employers],
            "missing": [
                (one.words, place_to_mend(loop, one) if may["build"] else "")
                for one in missing(loop, employers=employers, invited=invited, next_step=step)
            ],
            "invited": invited_words(invited),
            "step": step,
            "step_day": phrases.on_day(step.due_on, today=principal.today) if step else "",
            "is_late": step is not None and step.due_on < principal.today,
            "step_form": step_form or (step_form_of(request, loop, step=step) if may["build"] else None),
            "call_off_form": call_off_form or (CallOffForm() if may["build"] and loop.state in BEING_BUILT else None),
            "is_called_off": loop.state == LoopState.CANCELLED,
            "facts": facts_of(loop, today=principal.today),
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


def loop_lead(loop: Loop, committed: int, *, today) -> str:
    return f"{said_yes(loop, committed)} {where_it_stands(loop, today=today)}."


def employer_line(employer: LoopEmployer) -> str:
    """Who to call, what there is to do, and how many places."""
    tasks = (
        _("oppgavene mangler")
        if employer.task_count == 0
        else ngettext("én oppgave", "%(count)s oppgaver", employer.task_count) % {"count": phrases.number(employer.task_count)}
    )
    if len(set(employer.places)) == 1:
        count = employer.places[0]
        places = ngettext("én plass i hver periode", "%(count)s plasser i hver periode", count) % {"count": phrases.number(count)}
    else:
        places = _("plasser: %(counts)s") % {"counts": ", ".join(map(str, employer.places))}
    return f"{employer.contact}, {tasks}, {places}"


def place_to_mend(loop: Loop, one: Missing) -> str:
    """Where on the pages a missing thing is put right; nothing when it is not put right here."""
    match one.what:
        case Lacks.EMPLOYERS:
            return reverse("loops:employer_new", args=[loop.public_id])
        case Lacks.KICK_OFF:
            return reverse("loops:kick_off_edit", args=[loop.public_id])
        case Lacks.TASKS:
            return reverse("loops:employer", args=[one.employer.public_id]) + "#oppgaver"
        case Lacks.NEXT_STEP:
            return "#neste"
    return ""


def invited_words(counts: InvitationCounts) -> str:
    """How many have been asked and answered; never who."""
    if counts.asked == 0:
        return _("Ingen er invitert ennå.")
    return _("%(asked)s er invitert. %(yes)s har sagt ja, %(no)s vil noe annet, og %(waiting)s har ikke svart.") % {
        "asked": phrases.opening(counts.asked),
        "yes": phrases.opening(counts.yes),
        "no": phrases.number(counts.no),
        "waiting": phrases.number(counts.invited),
    }


def step_form_of(request: HttpRequest, loop: Loop, *, step: NextStep | None = None, data=None) -> NextStepForm:
    owners = choices.step_owners(door.rows(request.principal, Verb.CHOOSE, User), loop, today=request.principal.today)
    initial = {"text": step.text, "owner": str(step.owner.public_id), "due_on": step.due_on} if step else {}
    return NextStepForm(data, initial=initial, owners=owners)


def facts_of(loop: Loop, *, today) -> list[Fact]:
    start = phrases.on_day(loop.starts_on, today=today) if loop.starts_on else _("Ikke satt")
    return [
        Fact(_("Område"), loop.region.name),
        Fact(_("Bransje"), loop.trade),
        Fact(_("Driver"), loop.driver.name),
        Fact(_("Koordinator"), f"{loop.coordinator.name}, {loop.unit.name}"),
        Fact(_("Kick-off"), kick_off_sentence(loop, today=today)),
        Fact(_("Oppstart i bedriftene"), start),
    ]


@require_POST
@once
def next_step(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    form = step_form_of(request, loop, data=request.POST)
    if form.is_valid() and carried_out(form, lambda: actions.set_next_step(loop, **form.values(), actor=request.principal.user)):
        messages.success(request, _("Neste steg er lagret."))
        return redirect("loops:loop", loop.public_id)
    return loop_page(request, loop, step_form=form)


@require_POST
@once
def next_step_done(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    step = waiting_step(loop)
    if step is not None:  # somebody else may have been first
        actions.finish_next_step(step, now=clock.now(), actor=request.principal.user)
    messages.success(request, _("Steget er gjort. Hva er det neste?"))
    return redirect("loops:loop", loop.public_id)


@require_POST
@once
def call_off(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.BUILD, loop_id)
    form = CallOffForm(request.POST)
    told = []
    if form.is_valid() and carried_out(
        form, lambda: told.append(call_off_loop(loop, **form.cleaned_data, now=clock.now(), actor=request.principal.user))
    ):
        messages.success(request, called_off_words(told[0]))
        return redirect("loops:loop", loop.public_id)
    if loop.state not in BEING_BUILT:  # the form is gone from the page, so what stood in the way is said on top
        return loop_page(request, loop, refusal=" ".join(mistake.message for mistake in form.mistakes()))
    return loop_page(request, loop, call_off_form=form)


def called_off_words(told: Told) -> str:
    """That it is done, and how many have to be called; never who."""
    if not told.unreached:
        return _("Loopen er avlyst, og de som var spurt, får brev om det.")
    words = ngettext(
        "Loopen er avlyst. Én av dem som var spurt, har ikke e-post. Ring den.",
        "Loopen er avlyst. %(count)s av dem som var spurt, har ikke e-post. Ring dem.",
        told.unreached,
    )
    return words % {"count": phrases.opening(told.unreached)}
