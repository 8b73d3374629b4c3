"""The wishes of the kick-off day: who has answered, sending the link, and typing for one who has no telephone."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.loops.kick_off.actions import wishes as actions
from brobygger.loops.kick_off.queries import Answers, answers_among
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.loops.queries import committed_employers
from brobygger.web import phrases
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.loops.kick_off_forms import WishesForm
from brobygger.web.loops.steps import steps
from brobygger.web.loops.the_day import crumbs_from_the_day, here, said_yes, the_day
from brobygger.web.loops.the_loop import RELATED
from brobygger.web.loops.words import first_name_and_more
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by_now, sent
from brobygger.web.shell import Crumb

OF_PARTICIPANT = ("person", "loop__coordinator", "loop__unit")
OF_EMPLOYER = ("contact", "workplace", "loop__coordinator", "loop__unit")


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


def wishes_of(request: Request, about: Loop | Participant | LoopEmployer) -> str:
    """Where the page of the day says who has answered."""
    return the_day(request, about if isinstance(about, Loop) else about.loop) + "#onsker"


@button(Verb.RUN, Loop, back=wishes_of)
def ask_for_wishes(request: Request, loop: Loop) -> HttpResponse:
    return done(request, wishes_of(request, loop), asked_words(actions.ask_for_wishes(loop, **by_now(request))))


def asked_words(asked: actions.Asked) -> str:
    """How many got the link, and how many have to be asked in another way; never who."""
    said = []
    if asked.sent:
        words = ngettext("Lenken er sendt til én.", "Lenken er sendt til %(count)s.", asked.sent)
        said.append(words % {"count": phrases.number(asked.sent)})
    if asked.unreached:
        words = ngettext(
            "Én har ikke e-post. Ring, eller skriv inn svaret.",
            "%(count)s har ikke e-post. Ring dem, eller skriv inn svarene.",
            asked.unreached,
        )
        said.append(words % {"count": phrases.opening(asked.unreached)})
    return " ".join(said) or _("Alle har svart.")


@button(Verb.WISH, Participant, *OF_PARTICIPANT, back=wishes_of)
def candidate_link(request: Request, participant: Participant) -> HttpResponse:
    actions.ask_candidate_for_wishes(participant, **by_now(request))
    return done(request, wishes_of(request, participant), _("Lenken er sendt til %(name)s.") % {"name": participant})


@button(Verb.WISH, LoopEmployer, *OF_EMPLOYER, back=wishes_of)
def employer_link(request: Request, employer: LoopEmployer) -> HttpResponse:
    actions.ask_employer_for_wishes(employer, **by_now(request))
    words = {"name": employer.contact, "employer": employer}
    return done(request, wishes_of(request, employer), _("Lenken er sendt til %(name)s hos %(employer)s.") % words)


@page(Verb.RUN, Loop, *RELATED)
def type_wishes(request: Request, loop: Loop) -> HttpResponse:
    """Choose whose answer to type."""
    present, employers = here(said_yes(request, loop)), list(committed_employers(loop))
    door.seen(request.principal, [row.person for row in present], Purpose.LOOP_TYPE_WISHES)
    answers = answers_among(loop, employers, present)
    names = first_name_and_more(present)
    return render_part(
        request,
        "loops/type_wishes.html",
        {
            "loop": loop,
            "crumbs": crumbs_from_the_day(request, loop),
            "steps": steps(loop, today=request.principal.today, here="wishes"),
            "employers": answers.employers,
            "participants": [(row, names[row.pk], has) for row, has in answers.participants],
        },
    )


@page(Verb.WISH, Participant, *OF_PARTICIPANT, purpose=Purpose.LOOP_TYPE_WISHES)
def type_candidate_wishes(request: Request, participant: Participant) -> HttpResponse:
    form = WishesForm(sent(request), about=list(committed_employers(participant.loop)))
    if form.is_valid():
        with said_in(form):
            actions.give_candidate_wishes(participant, wishes=form.wishes(), typed_by=request.principal.staff, **by_now(request))
            return typed(request, participant)
    lead = _("Spør %(name)s alene, og les opp én bedrift om gangen. 5 er det %(name)s helst vil.") % {"name": participant}
    return wishes_page(request, participant, form, lead=lead)


@page(Verb.WISH, LoopEmployer, *OF_EMPLOYER)
def type_employer_wishes(request: Request, employer: LoopEmployer) -> HttpResponse:
    present = here(said_yes(request, employer.loop))
    form = WishesForm(sent(request), about=present, names=first_name_and_more(present))
    if form.is_valid():
        with said_in(form):
            actions.give_employer_wishes(employer, wishes=form.wishes(), among=present, typed_by=request.principal.staff, **by_now(request))
            return typed(request, employer)
    door.seen(request.principal, [row.person for row in present], Purpose.LOOP_TYPE_WISHES)
    lead = _("Spør %(contact)s uten at andre hører det. 5 er dem bedriften helst vil ha inn.") % {"contact": employer.contact}
    return wishes_page(request, employer, form, lead=lead)


def typed(request: Request, about: Participant | LoopEmployer) -> HttpResponse:
    return done(request, wishes_of(request, about), _("Ønskene til %(name)s er lagret.") % {"name": about})


def wishes_page(request: Request, about: Participant | LoopEmployer, form: WishesForm, *, lead: str) -> HttpResponse:
    choose = reverse("loops:type_wishes", args=[about.loop.public_id])
    return form_page(
        request,
        form,
        heading=_("Ønskene til %(whose)s") % {"whose": about},
        lead=lead,
        save=_("Lagre svarene"),
        back=choose,
        crumbs=crumbs_from_the_day(request, about.loop, Crumb(_("Skriv inn svar"), choose)),
        template="loops/wishes.html",
        has_any=bool(form.about),
    )
