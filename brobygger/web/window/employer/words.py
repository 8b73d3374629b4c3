"""What an employer writes about those who are or have been there. Source: MISSION §5.6, §5.9; ADR 0090."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.actions.words import done_tasks, write_words
from brobygger.agreements.contents import part_now, preview
from brobygger.agreements.models import EmployerWords, Evaluation
from brobygger.agreements.queries import may_sign_at, stays_at, written
from brobygger.loops.models import LoopEmployer, Side, Stay
from brobygger.loops.states import CommitmentState
from brobygger.loops.the_year.queries import has_begun
from brobygger.parties.models import Role
from brobygger.placements.models import Placement
from brobygger.web.acting import done, said_in
from brobygger.web.agreements.forms import WordsForm
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.shell import Crumb
from brobygger.web.window.employer.page import RELATED
from brobygger.web.window.pages import address, held_by_now, home, home_crumb, opened_by
from brobygger.web.window.stays import OF_STAY, all_of, evaluation_page


@opened_by(Role.EMPLOYER)
@page(Verb.READ, LoopEmployer, *RELATED)
def words(request: Request, employer: LoopEmployer) -> HttpResponse:
    """Those who are or have been here and share with the employer, and what it has written about each."""
    if employer.state == CommitmentState.WITHDRAWN:
        return redirect(home(request))
    rows = written(
        stays_at(employer, door.rows(request.principal, Verb.VOUCH, Placement)),
        evaluations=door.rows(request.principal, Verb.READ, Evaluation),
        words=door.rows(request.principal, Verb.READ, EmployerWords),
    )
    door.seen(request.principal, [each.stay.participant.person for each in rows], Purpose.AGREEMENTS_WORDS)
    return render_part(request, "window/words.html", {"rows": rows, "loop": employer.loop, "crumbs": [home_crumb(request)]})


def way_here(request: Request, stay: Stay) -> list[Crumb]:
    return [home_crumb(request), Crumb(_("Det dere skriver"), address(request, "words", stay.employer))]


@opened_by(Role.EMPLOYER)
@page(Verb.EVALUATE, Placement, *OF_STAY, purpose=Purpose.AGREEMENTS_WORDS)
def employer_evaluation(request: Request, placement: Placement) -> HttpResponse:
    stay = placement.stay
    readers = {"first": stay.participant.person.first_name, "name": stay.participant.loop.coordinator.name}
    called = {"name": stay.participant}
    return evaluation_page(
        request,
        stay,
        Side.EMPLOYER,
        readers=_("%(first)s, veilederen og %(name)s") % readers,
        heading=_("Hvordan gikk det med %(name)s?") % called,
        lead=_(
            "Tre korte spørsmål. %(name)s leser det dere skriver. Ingen andre bedrifter ser det. Dere kan endre det til loopen er fullført."
        )
        % called,
        said=_("Det dere skrev, er lagret."),
        crumbs=way_here(request, stay),
    )


@opened_by(Role.EMPLOYER)
@page(Verb.VOUCH, Placement, *OF_STAY, purpose=Purpose.AGREEMENTS_WORDS)
def employer_words(request: Request, placement: Placement) -> HttpResponse:
    """Saves, or with «Se hvordan det blir» only shows what stands in the form as the certificate will have it."""
    stay, person, crumbs = placement.stay, request.principal.holder, way_here(request, placement.stay)
    called, each = {"name": stay.participant}, all_of(request, stay)
    form = WordsForm(
        sent(request),
        listed=[task.text for task in stay.employer.tasks.all()],
        written=each.words,
        readers=_("%(name)s, koordinatoren, veilederen og den %(name)s viser attesten til,") % called,
        title=next((contact.title for contact in may_sign_at(stay) if contact.person_id == person.pk), ""),
    )
    part, is_tried = part_now(each) if each.words is not None else None, False
    if form.is_valid():
        with said_in(form):
            given = form.values() | {"signed_by": person, "tasks": done_tasks(form.values()["tasks"])}
            if "preview" in request.POST:
                part, is_tried = preview(each, **given, on=request.principal.today), True
            else:
                write_words(stay, **given, **held_by_now(request))
                return done(request, crumbs[-1].url, _("Ordene til attesten er lagret."))
    if has_begun(stay):
        lead = (
            _("Kryss av for det %(name)s har gjort, og skriv noen ord. %(name)s leser det og kan vise det fram i en jobbsøknad.") % called
        )
    else:
        lead = _("Oppholdet har ikke begynt ennå. Dere kan skrive her når det er i gang.")
    return form_page(
        request,
        form,
        title=_("Ord til attesten"),
        heading=_("Ord til attesten for %(name)s") % called,
        lead=lead,
        save=_("Lagre"),
        back=crumbs[-1].url,
        crumbs=crumbs,
        template="window/words_employer.html",
        words=each.words,
        stay=stay,
        has_begun=has_begun(stay),
        part=part,
        is_tried=is_tried,
        signer=person,
    )
