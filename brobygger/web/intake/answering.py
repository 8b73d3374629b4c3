"""The ways to answer: take in, let wait, hand on; and who answers, and the two questions put right."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

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
from brobygger.intake.models import OPEN_INTAKES, Intake
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.web.forms import Form
from brobygger.web.intake.forms import AnswersForm, HandOnForm, OwnerForm, TakeInForm, WaitForm
from brobygger.web.intake.views import RELATED
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

View = Callable[[HttpRequest, Intake], HttpResponse]


def step(verb: Verb) -> Callable[[View], Callable[..., HttpResponse]]:
    """Something that is done with one who is not answered. One who is leads back to the page."""

    def around(view: View) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "POST"])
        @once
        @wraps(view)
        def answer(request: HttpRequest, intake_id: UUID) -> HttpResponse:
            found = door.get(request.principal, verb, Intake, intake_id, *RELATED)
            if found.state not in OPEN_INTAKES:
                return redirect("intake:intake", found.public_id)
            return view(request, found)

        return answer

    return around


def step_page(request: HttpRequest, intake: Intake, form: Form, *, heading: str, lead: str, save: str) -> HttpResponse:
    door.seen(request.principal, [intake.person], Purpose.INTAKE)
    back = reverse("intake:intake", args=[intake.public_id])
    crumbs = [Crumb(_("Inntak"), reverse("intake:list")), Crumb(str(intake.person), back)]
    return render_part(
        request, "intake/step.html", {"form": form, "heading": heading, "lead": lead, "save": save, "back": back, "crumbs": crumbs}
    )


def done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("intake:list")


@step(Verb.ANSWER)
def take_in(request: HttpRequest, intake: Intake) -> HttpResponse:
    principal = request.principal
    scope = door.rows(principal, Verb.CHOOSE, User)
    users = list(those_who_can_follow(scope, intake, today=principal.today))
    people = {each.user.pk: each.count for each in caseloads(intake.unit, today=principal.today)}
    labels = {user: label(user, people.get(user.pk)) for user in users}
    first = next((user for user in users if user.pk in (principal.user_key, intake.owner_id)), None)
    deputy = usual_deputy(scope, first) if first else None
    initial = {"responsible": str(first.public_id) if first else "", "deputy": str(deputy.public_id) if deputy else ""}
    form = TakeInForm(request.POST or None, labels=labels, initial=initial)
    if form.is_valid() and carried_out(
        form,
        lambda: take_somebody_in(intake, **form.cleaned_data, today=principal.today, now=clock.now(), actor=principal.user),
    ):
        return done(
            request,
            _("%(name)s er tatt inn. %(responsible)s er ansvarlig.")
            % {"name": intake.person.first_name, "responsible": form.cleaned_data["responsible"].name},
        )
    lead = _("Oppfølgingen begynner i dag. De to du velger, får beskjed.")
    return step_page(request, intake, form, heading=_("Ta inn %(name)s") % {"name": intake.person.first_name}, lead=lead, save=_("Ta inn"))


def label(user: User, count: int | None) -> str:
    """A colleague with how many they follow up; one without a caseload by name alone."""
    if count is None:
        return user.name
    return ngettext("%(name)s, følger opp %(count)s", "%(name)s, følger opp %(count)s", count) % {"name": user.name, "count": count}


@step(Verb.ANSWER)
def let_wait(request: HttpRequest, intake: Intake) -> HttpResponse:
    principal = request.principal
    users = list(those_who_can_answer(door.rows(principal, Verb.CHOOSE, User), intake, today=principal.today))
    first = next((user for user in users if user.pk == (intake.owner_id or principal.user_key)), None)
    form = WaitForm(
        request.POST or None, users=users, initial={"owner": str(first.public_id) if first else "", "until": intake.waits_until}
    )
    if form.is_valid() and carried_out(
        form, lambda: actions.let_wait(intake, **form.cleaned_data, today=principal.today, now=clock.now(), actor=principal.user)
    ):
        said = _("%(name)s venter på plass. %(owner)s svarer senest %(day)s.")
        answers = form.cleaned_data
        return done(request, said % {"name": intake.person.first_name, "owner": answers["owner"].name, "day": day(answers["until"])})
    name = {"name": intake.person.first_name}
    lead = _("Ring %(name)s og si når svaret kommer, og fra hvem.") % name
    return step_page(request, intake, form, heading=_("%(name)s venter på plass") % name, lead=lead, save=_("Lagre dagen"))


@step(Verb.ANSWER)
def hand_on(request: HttpRequest, intake: Intake) -> HttpResponse:
    form = HandOnForm(request.POST or None)
    if form.is_valid() and carried_out(
        form, lambda: actions.hand_on(intake, **form.cleaned_data, now=clock.now(), actor=request.principal.user)
    ):
        return done(request, _("Lagret. %(name)s får hjelp videre.") % {"name": intake.person.first_name})
    name = {"name": intake.person.first_name}
    lead = _("Når %(name)s heller vil noe annet. Snakk med den som hjelper videre først, så ingen står uten.") % name
    return step_page(request, intake, form, heading=_("%(name)s vil noe annet") % name, lead=lead, save=_("Lagre hvem som hjelper"))


@step(Verb.ANSWER)
def answers(request: HttpRequest, intake: Intake) -> HttpResponse:
    form = AnswersForm(request.POST or None, intake=intake)
    if form.is_valid() and carried_out(form, lambda: actions.correct_answers(intake, **form.cleaned_data, actor=request.principal.user)):
        messages.success(request, _("Svarene er rettet."))
        return redirect("intake:intake", intake.public_id)
    lead = _("Spør %(name)s en gang til, og skriv det som er riktig nå.") % {"name": intake.person.first_name}
    return step_page(request, intake, form, heading=_("Rett svarene på de to spørsmålene"), lead=lead, save=_("Lagre svarene"))


@step(Verb.DECIDE)
def owner(request: HttpRequest, intake: Intake) -> HttpResponse:
    principal = request.principal
    scope = door.rows(principal, Verb.DECIDE, Intake)
    users = list(those_who_can_answer(door.rows(principal, Verb.CHOOSE, User), intake, today=principal.today))
    found = assignments(scope, today=principal.today)
    proposed = proposals_by_intake(found).get(intake.pk)
    words = {each.user.pk: each.words_with_full_name for each in proposed.options} if proposed else {}
    words |= {each.user.pk: each.label for each in left_out_of(found)}
    labels = {user: words.get(user.pk, user.name) for user in users}
    best = proposed.best if proposed else None
    first = str(best.user.public_id) if best else str(intake.owner.public_id) if intake.owner else ""
    form = OwnerForm(request.POST or None, labels=labels, has_proposal=best is not None, initial={"owner": first})
    if form.is_valid():
        to, reason = form.cleaned_data["owner"], form.cleaned_data.get("reason", "")
        when = {"today": principal.today, "now": clock.now(), "actor": principal.user}
        if carried_out(
            form,
            lambda: (
                actions.give_owner(intake, to=to, **when) if intake.owner_id else decide_owner(scope, intake, to=to, reason=reason, **when)
            ),
        ):
            return done(request, _("%(name)s svarer, og har fått beskjed.") % {"name": to.name})
    lead = _("Forslag: %(words)s") % {"words": best.words} if best else _("Den du velger, får beskjed, og svarer på henvisningen.")
    return step_page(
        request, intake, form, heading=_("Hvem skal svare %(name)s?") % {"name": intake.person.first_name}, lead=lead, save=_("Gi ansvaret")
    )
