"""What an employer writes about those who are or have been there. Source: MISSION §5.6, §5.9; ADR 0090."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.actions.evaluating import evaluate_stay
from brobygger.agreements.actions.words import done_tasks, write_words
from brobygger.agreements.contents import part_now, preview
from brobygger.agreements.models import EmployerWords, Evaluation
from brobygger.agreements.queries import may_sign_at, stays_at, written
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import LoopEmployer, Side, Stay
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.loops.the_year.queries import has_begun
from brobygger.parties.models import Role
from brobygger.placements.models import Placement
from brobygger.web.agreements.forms import EvaluationForm, WordsForm
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.window.employer.page import RELATED, home_crumb
from brobygger.web.window.pages import address, opened_by, show
from brobygger.web.window.stays import all_of, get_stay, refuse


@opened_by(Role.EMPLOYER)
@require_safe
def words(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """Those who are or have been here and share with the employer, and what it has written about each."""
    place = door.get(request.principal, Verb.READ, LoopEmployer, employer_id, *RELATED)
    if place.state == CommitmentState.WITHDRAWN:
        return redirect(address(request, "home"))
    reached = door.rows(request.principal, Verb.VOUCH, Placement)
    rows = written(
        stays_at(place, reached),
        evaluations=door.rows(request.principal, Verb.READ, Evaluation),
        words=door.rows(request.principal, Verb.READ, EmployerWords),
    )
    door.seen(request.principal, [each.stay.participant.person for each in rows], Purpose.AGREEMENTS_WORDS)
    return show(
        request,
        "window/words.html",
        {"rows": rows, "employer": place, "loop": place.loop, "crumbs": [home_crumb(request)]},
    )


def crumbs_of(request: HttpRequest, stay: Stay) -> list[Crumb]:
    return [home_crumb(request), Crumb(_("Det dere skriver"), address(request, "words", stay.employer.public_id))]


@opened_by(Role.EMPLOYER)
@require_http_methods(["GET", "POST"])
@once
def employer_evaluation(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    stay = get_stay(request, Verb.EVALUATE, placement_id)
    loop, back = stay.participant.loop, address(request, "words", stay.employer.public_id)
    each = all_of(request, stay)
    readers = _("%(first)s, veilederen og %(name)s") % {"first": stay.participant.person.first_name, "name": loop.coordinator.name}
    form = EvaluationForm(request.POST or None, evaluation=each.employer, readers=readers)
    door.seen(request.principal, [stay.participant.person], Purpose.AGREEMENTS_WORDS)
    if form.is_valid():
        try:
            evaluate_stay(stay, side=Side.EMPLOYER, **form.cleaned_data, now=clock.now(), actor=request.principal.person)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Det dere skrev, er lagret."))
            return redirect(back)
    return show(
        request,
        "window/words_evaluation.html",
        {
            "form": form,
            "is_candidate": False,
            "each": each,
            "own": each.employer,
            "is_open": loop.state != LoopState.FINISHED and has_begun(stay),
            "has_begun": has_begun(stay),
            "coordinator": loop.coordinator,
            "back": back,
            "crumbs": crumbs_of(request, stay),
        },
    )


@opened_by(Role.EMPLOYER)
@require_http_methods(["GET", "POST"])
@once
def employer_words(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Saves, or with «Se hvordan det blir» only shows what stands in the form as the certificate will have it."""
    stay = get_stay(request, Verb.VOUCH, placement_id)
    person, each = request.principal.person, all_of(request, stay)
    readers = _("%(name)s, koordinatoren, veilederen og den %(name)s viser attesten til,") % {"name": stay.participant}
    back = address(request, "words", stay.employer.public_id)
    form = WordsForm(
        request.POST or None,
        listed=[task.text for task in stay.employer.tasks.all()],
        written=each.words,
        readers=readers,
        title=next((contact.title for contact in may_sign_at(stay) if contact.person_id == person.pk), ""),
    )
    door.seen(request.principal, [stay.participant.person], Purpose.AGREEMENTS_WORDS)
    part, is_tried = part_now(each) if each.words is not None else None, False
    if form.is_valid():
        try:
            given = form.values() | {"signed_by": person, "tasks": done_tasks(form.values()["tasks"])}
            if "preview" in request.POST:
                part, is_tried = preview(each, **given, on=request.principal.today), True
            else:
                write_words(stay, **given, now=clock.now(), actor=person)
                messages.success(request, _("Ordene til attesten er lagret."))
                return redirect(back)
        except DomainError as refusal:
            refuse(form, refusal)
    return show(
        request,
        "window/words_employer.html",
        {
            "form": form,
            "each": each,
            "stay": stay,
            "has_begun": has_begun(stay),
            "part": part,
            "is_tried": is_tried,
            "signer": person,
            "back": back,
            "crumbs": crumbs_of(request, stay),
        },
    )
