"""The wishes of the kick-off day: who has answered, and typing for one who has no telephone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.loops.kick_off.actions import wishes as actions
from brobygger.loops.kick_off.queries import Answers, answers_among
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.loops.queries import committed_employers
from brobygger.web import phrases
from brobygger.web.loops.kick_off_forms import WishesForm
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_day import here, said_yes, wishes_crumbs
from brobygger.web.loops.the_loop import get_loop
from brobygger.web.loops.words import first_name_and_more
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb


def answers_of(answers: Answers, names: dict[int, str]) -> dict[str, object]:
    """Who has answered and who has not; never what."""
    given = [names[row.pk] for row, has in answers.participants if has]
    return {
        "given": answers.given,
        "wanted": answers.wanted,
        "employers": answers.employers,
        "waiting": [(row, names[row.pk]) for row, has in answers.participants if not has],
        "given_summary": ngettext("Vis den ene som har svart", "Vis de %(count)s som har svart", len(given))
        % {"count": phrases.number(len(given))}
        if given
        else "",
        "given_names": f"{phrases.in_a_row(given)}.",
    }


def wishes_address(loop: Loop) -> str:
    return reverse("loops:kick_off", args=[loop.public_id]) + "#onsker"


def get_participant(request: HttpRequest, participant_id: UUID) -> Participant:
    return door.get(request.principal, Verb.WISH, Participant, participant_id, "person", "loop__coordinator", "loop__unit")


def get_employer(request: HttpRequest, employer_id: UUID) -> LoopEmployer:
    return door.get(request.principal, Verb.WISH, LoopEmployer, employer_id, "contact", "workplace", "loop__coordinator", "loop__unit")


@require_GET
def type_wishes(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Choose whose answer to type."""
    loop = get_loop(request, Verb.RUN, loop_id)
    present, employers = here(said_yes(request, loop)), list(committed_employers(loop))
    door.seen(request.principal, [row.person for row in present], Purpose.LOOP_TYPE_WISHES)
    answers = answers_among(loop, employers, present)
    names = first_name_and_more(present)
    return render_part(
        request,
        "loops/type_wishes.html",
        {
            "loop": loop,
            "crumbs": wishes_crumbs(loop),
            "steps": steps(loop, today=request.principal.today, here="wishes"),
            "employers": answers.employers,
            "participants": [(row, names[row.pk], has) for row, has in answers.participants],
        },
    )


@require_http_methods(["GET", "POST"])
@once
def type_candidate_wishes(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = get_participant(request, participant_id)
    principal = request.principal
    form = WishesForm(request.POST or None, about=list(committed_employers(participant.loop)))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.give_candidate_wishes(
            participant, wishes=form.wishes(), typed_by=principal.user, now=clock.now(), actor=principal.user
        ),
    ):
        messages.success(request, _("Ønskene til %(name)s er lagret.") % {"name": participant})
        return redirect(wishes_address(participant.loop))
    door.seen(principal, [participant.person], Purpose.LOOP_TYPE_WISHES)
    lead = _("Spør %(name)s alene, og les opp én bedrift om gangen. 5 er det %(name)s helst vil.") % {"name": participant}
    return wishes_page(request, participant.loop, form, whose=str(participant), lead=lead)


@require_http_methods(["GET", "POST"])
@once
def type_employer_wishes(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    principal = request.principal
    present = here(said_yes(request, employer.loop))
    form = WishesForm(request.POST or None, about=present, names=first_name_and_more(present))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.give_employer_wishes(
            employer, wishes=form.wishes(), among=present, typed_by=principal.user, now=clock.now(), actor=principal.user
        ),
    ):
        messages.success(request, _("Ønskene til %(name)s er lagret.") % {"name": employer})
        return redirect(wishes_address(employer.loop))
    door.seen(principal, [row.person for row in present], Purpose.LOOP_TYPE_WISHES)
    lead = _("Spør %(contact)s uten at andre hører det. 5 er dem bedriften helst vil ha inn.") % {"contact": employer.contact}
    return wishes_page(request, employer.loop, form, whose=str(employer), lead=lead)


def wishes_page(request: HttpRequest, loop: Loop, form: WishesForm, *, whose: str, lead: str) -> HttpResponse:
    choose = Crumb(_("Skriv inn svar"), reverse("loops:type_wishes", args=[loop.public_id]))
    return render_part(
        request,
        "loops/wishes.html",
        {"loop": loop, "crumbs": wishes_crumbs(loop, choose), "form": form, "whose": whose, "lead": lead, "has_any": bool(form.about)},
    )
