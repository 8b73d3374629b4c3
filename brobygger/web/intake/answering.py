"""The ways to answer: take in, let wait, hand on; and who answers, and the two questions put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.assigning import decide_owner
from brobygger.followup.assigning import assignments, left_out_of, proposals_by_intake
from brobygger.intake.actions import answering as actions
from brobygger.intake.actions.taking_in import take_in as take_somebody_in
from brobygger.intake.colleagues import Colleague, absences_soon, colleagues_for, deputy_to_propose
from brobygger.intake.intakes import those_who_can_answer, usual_deputy
from brobygger.intake.models import Intake
from brobygger.kernel.units import day
from brobygger.parties.models import Person
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import Place
from brobygger.web.forms import Form
from brobygger.web.intake.colleagues import against, label, named
from brobygger.web.intake.forms import AnswersForm, HandOnForm, OwnerForm, TakeInForm, WaitForm
from brobygger.web.intake.views import RELATED, way_here
from brobygger.web.kinds import form_page
from brobygger.web.page import button, only_while, page
from brobygger.web.request import Request, by, by_now, sent

answered = page(Verb.ANSWER, Intake, *RELATED, purpose=Purpose.INTAKE)
decided = page(Verb.DECIDE, Intake, *RELATED, purpose=Purpose.INTAKE)
while_open = only_while(attrgetter("is_open"))


def step_page(request: Request, intake: Intake, form: Form, *, heading: str, lead: str, save: str) -> HttpResponse:
    return form_page(request, form, heading=heading, lead=lead, save=save, back=intake, crumbs=way_here(intake))


@answered
@while_open
def take_in(request: Request, intake: Intake) -> HttpResponse:
    principal = request.principal
    scope = door.rows(principal, Verb.CHOOSE, User)
    found = colleagues_for(intake, scope, today=principal.today)
    first = next((each.user for each in found if each.user.pk in (principal.user_key, intake.owner_id)), None)
    usual = usual_deputy(scope, first) if first else None
    proposed = deputy_to_propose(found, responsible=first, usual=usual, today=principal.today) if first else None
    form = TakeInForm(
        sent(request),
        labels={each.user: label(each) for each in found},
        why_deputy=why_another(found, usual, proposed, today=principal.today),
        initial={"responsible": first, "deputy": proposed.user if proposed else None},
    )
    name = {"name": intake.person.first_name}
    if form.is_valid():
        with said_in(form):
            take_somebody_in(intake, **form.cleaned_data, **by(request))
            return done(request, where_next(request, intake), taken_in(intake, found, form.cleaned_data, today=principal.today))
    lead = _("Oppfølgingen begynner i dag. De to du velger, får beskjed.")
    return step_page(request, intake, form, heading=_("Ta inn %(name)s") % name, lead=lead, save=_("Ta inn"))


def why_another(found: Sequence[Colleague], usual: User | None, proposed: Colleague | None, *, today: date) -> str:
    """Why the usual deputy is not the one who is proposed."""
    passed_over = next((each for each in found if usual is not None and each.user.pk == usual.pk), None)
    if passed_over is None or (proposed is not None and proposed.user.pk == passed_over.user.pk):
        return ""
    words = {"usual": passed_over.user.name, "why": against(passed_over, today=today), "name": proposed.user.name if proposed else ""}
    if proposed is None:
        return _("%(usual)s pleier å stå inn, men %(why)s. Ingen andre er ledige nå.") % words
    return _("%(usual)s pleier å stå inn, men %(why)s. Derfor er %(name)s foreslått.") % words


def where_next(request: Request, intake: Intake) -> Place:
    """The person's page, for those who may open it; a leader who has given them to others reads how it went."""
    return intake.person if door.rows(request.principal, Verb.READ, Person, pk=intake.person_id).exists() else intake


def taken_in(intake: Intake, found: Sequence[Colleague], chosen: dict[str, Any], *, today: date) -> str:
    """That it is done, and what one should know of the two who were chosen."""
    responsible, deputy = chosen["responsible"], chosen["deputy"]
    said = [_("%(name)s er tatt inn. %(responsible)s er ansvarlig.") % {"name": intake.person.first_name, "responsible": responsible.name}]
    for each in found:
        why = against(each, today=today)
        if why and each.user in (responsible, deputy):
            said.append(_("%(name)s %(why)s.") % {"name": each.user.name, "why": why})
    return " ".join(said)


@answered
@while_open
def let_wait(request: Request, intake: Intake) -> HttpResponse:
    users = list(able_to_answer(request, intake))
    first = next((user for user in users if user.pk == (intake.owner_id or request.principal.user_key)), None)
    form = WaitForm(sent(request), users=users, initial={"owner": first, "until": intake.waits_until})
    name = {"name": intake.person.first_name}
    if form.is_valid():
        with said_in(form):
            actions.let_wait(intake, **form.cleaned_data, **by(request))
            words = name | {"owner": form.cleaned_data["owner"].name, "day": day(form.cleaned_data["until"])}
            return done(request, "intake:list", _("%(name)s venter på plass. %(owner)s svarer senest %(day)s.") % words)
    lead = _("Ring %(name)s og si når svaret kommer, og fra hvem.") % name
    return step_page(request, intake, form, heading=_("%(name)s venter på plass") % name, lead=lead, save=_("Lagre dagen"))


@button(Verb.ANSWER, Intake, *RELATED)
def take_on(request: Request, intake: Intake) -> HttpResponse:
    """One press for «jeg tar selv»: the one who referred to their own unit answers, and goes on to what is to be done."""
    actions.give_owner(intake, to=request.principal.staff, **by(request))
    return done(request, intake, _("Du svarer %(name)s nå.") % {"name": intake.person.first_name})


def able_to_answer(request: Request, intake: Intake) -> list[User]:
    principal = request.principal
    return list(those_who_can_answer(door.rows(principal, Verb.CHOOSE, User), intake, today=principal.today))


@answered
@while_open
def hand_on(request: Request, intake: Intake) -> HttpResponse:
    form = HandOnForm(sent(request))
    name = {"name": intake.person.first_name}
    if form.is_valid():
        with said_in(form):
            actions.hand_on(intake, **form.cleaned_data, **by_now(request))
            return done(request, "intake:list", _("Lagret. %(name)s får hjelp videre.") % name)
    lead = _("Når %(name)s heller vil noe annet. Snakk med den som hjelper videre først, så ingen står uten.") % name
    return step_page(request, intake, form, heading=_("%(name)s vil noe annet") % name, lead=lead, save=_("Lagre hvem som hjelper"))


@answered
@while_open
def answers(request: Request, intake: Intake) -> HttpResponse:
    form = AnswersForm(sent(request), intake=intake)
    if form.is_valid():
        with said_in(form):
            actions.correct_answers(intake, **form.cleaned_data, actor=request.principal.staff)
            return done(request, intake, _("Svarene er rettet."))
    lead = _("Spør %(name)s en gang til, og skriv det som er riktig nå.") % {"name": intake.person.first_name}
    return step_page(request, intake, form, heading=_("Rett svarene på de to spørsmålene"), lead=lead, save=_("Lagre svarene"))


@decided
@while_open
def owner(request: Request, intake: Intake) -> HttpResponse:
    scope = door.rows(request.principal, Verb.DECIDE, Intake)
    found = assignments(scope, today=request.principal.today)
    proposed = proposals_by_intake(found).get(intake.pk)
    words = {each.user.pk: each.words_with_full_name for each in proposed.options} if proposed else {}
    words |= {each.user.pk: each.label for each in left_out_of(found)}
    users = able_to_answer(request, intake)
    soon = absences_soon(users, today=request.principal.today)
    labels = {user: words.get(user.pk, named(user, soon.get(user.pk))) for user in users}
    best = proposed.best if proposed else None
    form = OwnerForm(sent(request), labels=labels, has_proposal=best is not None, initial={"owner": best.user if best else intake.owner})
    if form.is_valid():
        with said_in(form):
            to, reason = form.cleaned_data["owner"], form.cleaned_data.get("reason", "")
            if intake.owner_id:
                actions.give_owner(intake, to=to, **by(request))
            else:
                decide_owner(scope, intake, to=to, reason=reason, **by(request))
            return done(request, "intake:list", _("%(name)s svarer, og har fått beskjed.") % {"name": to.name})
    heading = _("Hvem skal svare %(name)s?") % {"name": intake.person.first_name}
    lead = _("Forslag: %(words)s") % {"words": best.words} if best else _("Den du velger, får beskjed, og svarer på henvisningen.")
    return step_page(request, intake, form, heading=heading, lead=lead, save=_("Gi ansvaret"))
