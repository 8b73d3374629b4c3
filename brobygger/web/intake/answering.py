"""The ways to answer: take in, let wait, hand on; and who answers, and the two questions put right."""

from __future__ import annotations

from operator import attrgetter

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.assigning import decide_owner
from brobygger.followup.assigning import assignments, left_out_of, proposals_by_intake
from brobygger.intake.actions import answering as actions
from brobygger.intake.actions.taking_in import take_in as take_somebody_in
from brobygger.intake.caseloads import caseloads
from brobygger.intake.intakes import those_who_can_answer, those_who_can_follow, usual_deputy
from brobygger.intake.models import Intake
from brobygger.kernel.units import day
from brobygger.web.acting import done, said_in
from brobygger.web.forms import Form
from brobygger.web.intake.forms import AnswersForm, HandOnForm, OwnerForm, TakeInForm, WaitForm
from brobygger.web.intake.views import RELATED, way_here
from brobygger.web.kinds import form_page
from brobygger.web.page import only_while, page
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
    users = list(those_who_can_follow(scope, intake, today=principal.today))
    people = {each.user.pk: each.count for each in caseloads(intake.unit, today=principal.today)}
    labels = {user: label(user, people.get(user.pk)) for user in users}
    first = next((user for user in users if user.pk in (principal.user_key, intake.owner_id)), None)
    initial = {"responsible": first, "deputy": usual_deputy(scope, first) if first else None}
    form = TakeInForm(sent(request), labels=labels, initial=initial)
    name = {"name": intake.person.first_name}
    if form.is_valid():
        with said_in(form):
            take_somebody_in(intake, **form.cleaned_data, **by(request))
            words = name | {"responsible": form.cleaned_data["responsible"].name}
            return done(request, "intake:list", _("%(name)s er tatt inn. %(responsible)s er ansvarlig.") % words)
    lead = _("Oppfølgingen begynner i dag. De to du velger, får beskjed.")
    return step_page(request, intake, form, heading=_("Ta inn %(name)s") % name, lead=lead, save=_("Ta inn"))


def label(user: User, count: int | None) -> str:
    """A colleague with how many they follow up; one without a caseload by name alone."""
    if count is None:
        return user.name
    return ngettext("%(name)s, følger opp %(count)s", "%(name)s, følger opp %(count)s", count) % {"name": user.name, "count": count}


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
    labels = {user: words.get(user.pk, user.name) for user in able_to_answer(request, intake)}
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
