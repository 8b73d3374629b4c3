"""A loop's own page: who has said yes, what is missing, the next step, and calling it off."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.loops import choices
from brobygger.loops.building.actions.calling_off import Told, call_off_loop
from brobygger.loops.building.actions.next_step import finish_next_step, renew_next_step, set_next_step, step_is_not_done
from brobygger.loops.building.queries import InvitationCounts, Lacks, Missing, employers_of, invitation_counts, missing, waiting_step
from brobygger.loops.models import Loop, LoopEmployer, NextStep
from brobygger.loops.states import AFTER_THE_DECISION, BEING_BUILT, CommitmentState, LoopState
from brobygger.loops.the_year.queries import with_next_turning
from brobygger.web import phrases
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of, address_to
from brobygger.web.loops.building_forms import CallOffForm, NextStepForm
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_loop import RELATED, crumbs, rights
from brobygger.web.loops.words import kick_off_sentence, said_yes, where_it_stands
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now, sent
from brobygger.web.shell import Fact


@page(Verb.READ, Loop, *RELATED)
def loop(request: Request, loop: Loop) -> HttpResponse:
    return loop_page(request, loop)


def loop_page(
    request: Request, loop: Loop, *, step_form: NextStepForm | None = None, call_off_form: CallOffForm | None = None
) -> HttpResponse:
    """Takes  forms  those that were sent: one with something wrong stands on the page even when the loop is past it"""
    principal = request.principal
    may = rights(principal, loop, Verb.BUILD, Verb.RUN, Verb.PROPOSE, Verb.DECIDE)
    employers = list(employers_of(door.rows(principal, Verb.READ, LoopEmployer), loop))
    invited = invitation_counts(loop)
    step = waiting_step(loop)
    step_form = step_form or (step_form_of(request, loop, step) if may["build"] else None)
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
            "employers": [employer_row(employer, may_build=may["build"]) for employer in employers],
            "missing": [
                (one.words, place_to_mend(loop, one) if may["build"] else "")
                for one in missing(loop, employers=employers, invited=invited, next_step=step)
            ],
            "invited": invited_words(invited),
            "step": step,
            **about_the_step(loop, step, step_form, today=principal.today),
            "call_off_form": call_off_form or (CallOffForm() if may["build"] and loop.state in BEING_BUILT else None),
            "is_called_off": loop.state == LoopState.CANCELLED,
            "facts": facts_of(loop, today=principal.today),
        },
    )


def loop_lead(loop: Loop, committed: int, *, today: date) -> str:
    return f"{said_yes(loop, committed)} {where_it_stands(loop, today=today)}."


def about_the_step(loop: Loop, step: NextStep | None, form: NextStepForm | None, *, today: date) -> dict[str, object]:
    """What the coloured surface says of the next step, and whether the form for it stands open."""
    is_late = step is not None and step.due_on < today
    is_lacking = step is None and loop.state not in AFTER_THE_DECISION
    return {
        "step_heading": step_heading(loop, step),
        "is_from_before": step is not None and is_from_before(loop, step),
        "step_day": phrases.on_day(step.due_on, today=today) if step else "",
        "is_late": is_late,
        "is_amber": is_late or is_lacking,
        "step_form": form,
        "step_summary": _("Endre neste steg") if step else _("Skriv neste steg"),
        "step_is_open": is_lacking or (form is not None and form.is_bound),
    }


def step_heading(loop: Loop, step: NextStep | None) -> str:
    if step is None:
        return where_without_a_step(loop)
    return _("Er dette fortsatt neste steg?") if is_from_before(loop, step) else _("Neste steg")


def is_from_before(loop: Loop, step: NextStep) -> bool:
    """Whether the loop has come further since the step was set; that the last employer says yes is no other stage of the work."""
    return step.set_while != loop.state and not {step.set_while, loop.state} <= set(BEING_BUILT)


def where_without_a_step(loop: Loop) -> str:
    match loop.state:
        case LoopState.FINISHED:
            return _("Året er fullført")
        case LoopState.RUNNING:
            return _("Året er i gang")
        case LoopState.DECIDED:
            return _("Planen er vedtatt")
    return _("Neste steg er ikke satt")


def employer_row(employer: LoopEmployer, *, may_build: bool) -> tuple[LoopEmployer, str, str, str, str]:
    """An employer, a line about it, its page for those who may open it, and what it answered as the list shows it."""
    ring, words = {
        CommitmentState.COMMITTED: ("yes", _("Har sagt ja")),
        CommitmentState.DROPPED_OUT: ("no", _("Gikk ut underveis")),
    }.get(CommitmentState(employer.state), ("ask", _("Er spurt")))
    return employer, employer_line(employer), address_of(employer) if may_build else "", ring, words


def employer_line(employer: LoopEmployer) -> str:
    """Who to call, what there is to do, and how many places."""
    count = getattr(employer, "task_count", 0)  # counted by employers_of
    tasks = ngettext("én oppgave", "%(count)s oppgaver", count) % {"count": phrases.number(count)} if count else _("oppgavene mangler")
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
            return address_of(one.employer) + "#oppgaver" if one.employer is not None else ""
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


def step_form_of(request: Request, loop: Loop, step: NextStep | None, answers: QueryDict | None = None) -> NextStepForm:
    """Takes  step  the one that is changed, if there is one."""
    owners = choices.step_owners(door.rows(request.principal, Verb.CHOOSE, User), loop, today=request.principal.today)
    return NextStepForm(answers, step=step, owners=owners)


def facts_of(loop: Loop, *, today: date) -> list[Fact]:
    start = phrases.on_day(loop.starts_on, today=today) if loop.starts_on else _("Ikke satt")
    return [
        Fact(_("Område"), loop.region.name),
        Fact(_("Bransje"), loop.trade),
        Fact(_("Driver"), loop.driver.name),
        Fact(_("Koordinator"), f"{loop.coordinator.name}, {loop.unit.name}"),
        Fact(_("Kick-off"), kick_off_sentence(loop, today=today)),
        Fact(_("Oppstart i bedriftene"), start),
    ]


@page(Verb.BUILD, Loop, *RELATED)
def next_step(request: Request, loop: Loop) -> HttpResponse:
    form = step_form_of(request, loop, waiting_step(loop), sent(request))
    if form.is_valid():
        with said_in(form):
            set_next_step(loop, **form.cleaned_data, actor=request.principal.staff)
            return done(request, loop, _("Neste steg er lagret."))
    return loop_page(request, loop, step_form=form)


@button(Verb.BUILD, Loop)
def next_step_done(request: Request, loop: Loop) -> HttpResponse:
    step = waiting_step(loop)
    if step is not None:  # somebody else may have been first
        finish_next_step(step, **by_now(request))
    undo = address_to("loops:next_step_not_done", loop.public_id)
    return done(request, loop, _("Steget er gjort. Hva er det neste?"), undo=undo)


@button(Verb.BUILD, Loop)
def next_step_renew(request: Request, loop: Loop) -> HttpResponse:
    step = waiting_step(loop)
    if step is not None:
        renew_next_step(step, actor=request.principal.staff)
    return done(request, loop, _("Lagret. Dette er fortsatt neste steg."))


@button(Verb.BUILD, Loop)
def next_step_not_done(request: Request, loop: Loop) -> HttpResponse:
    step_is_not_done(loop, actor=request.principal.staff)
    return done(request, loop, _("Steget står igjen."))


@page(Verb.BUILD, Loop, *RELATED)
def call_off(request: Request, loop: Loop) -> HttpResponse:
    form = CallOffForm(sent(request))
    if form.is_valid():
        with said_in(form):
            return done(request, loop, called_off_words(call_off_loop(loop, **form.cleaned_data, **by_now(request))))
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
