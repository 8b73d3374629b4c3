"""Taking over people and employers: what one is asked, what one has asked, and a new question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.handovers import accept_handover, decline_handover, propose_handover, withdraw_handover
from brobygger.followup.actions.handovers import ask_again as wait_for_an_answer_again
from brobygger.followup.handovers import (
    colleagues_of,
    handovers_asked,
    handovers_waiting,
    held_to_hand_over,
    responsibilities_in,
    to_hand_over,
    would_be_above_range,
)
from brobygger.followup.models import Handover, HandoverState
from brobygger.intake.colleagues import absences_soon
from brobygger.intake.models import Responsibility
from brobygger.kernel.units import day
from brobygger.parties.models import Person
from brobygger.parties.named import Named
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_to
from brobygger.web.cover.forms import AcceptForm, DeclineForm, HandoverForm
from brobygger.web.intake import colleagues
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, by_now, sent
from brobygger.web.shell import Crumb

LATELY = timedelta(days=30)
OF_HANDOVER = ("from_user", "to_user", "proposed_by")
TIME_TO_START, TIME_TO_ANSWER = timedelta(days=7), timedelta(days=3)  # what stands in the form before one has written


@page(Verb.READ, Handover)
def handovers(request: Request) -> HttpResponse:
    principal = request.principal
    scope = door.rows(principal, Verb.READ, Handover)
    leaders = {each.user for each in held_to_hand_over(held_scope(principal), today=principal.today)}
    return render_part(
        request,
        "cover/handovers.html",
        {
            "waiting": list(handovers_waiting(scope, to=principal.staff)),
            "asked": list(handovers_asked(scope, by=principal.staff, since=principal.today - LATELY)),
            "leaders": sorted(leaders, key=lambda user: user.name),
        },
    )


def held_scope(principal: Principal) -> QuerySet[Responsibility]:
    return door.rows(principal, Verb.HAND_OVER, Responsibility)


@page(Verb.HAND_OVER, Responsibility)
def new(request: Request) -> HttpResponse:
    principal = request.principal
    user = whose(request)
    is_mine = user.pk == principal.user_key
    held = list(to_hand_over(held_scope(principal), user=user, today=principal.today))
    about = next((each for each in held if each.engagement and str(each.engagement.public_id) == request.GET.get("om")), None)
    ticked = [str(each.pk) for each in ([about] if about is not None else [] if is_mine else held)]
    first = {"starts_on": principal.today + TIME_TO_START, "answer_by": principal.today + TIME_TO_ANSWER}
    users = list(colleagues_of(user, today=principal.today))
    soon = absences_soon(users, today=principal.today)
    form = HandoverForm(
        sent(request),
        held=held,
        labels={each: colleagues.named(each, soon.get(each.pk)) for each in users},
        about=about,
        initial=first | {"held": ticked},
    )
    if form.is_valid():
        with said_in(form):
            chosen = dict(form.cleaned_data)
            made = propose_handover(chosen.pop("held"), **chosen, **by(request))
            words = {"name": made.to_user.name, "day": day(made.answer_by)}
            return done(request, made, _("%(name)s er spurt, og skal svare innen %(day)s. Ingenting er endret ennå.") % words)
    door.seen(principal, [each.engagement.person for each in held if each.engagement is not None], Purpose.HANDOVER)
    return form_page(
        request,
        form,
        heading=_("Be noen ta over fra deg") if is_mine else _("Be noen ta over fra %(name)s") % {"name": user.name},
        lead=_("Den du spør, svarer ja eller nei for alle på én gang. Ingenting er endret før det er sagt ja."),
        save=_("Spør"),
        back="cover:handovers",
        crumbs=crumbs(),
        template="cover/handover_new.html",
        held=held,
        about=about,
    )


def whose(request: Request) -> User:
    """Oneself, or one whose people a leader lets another take over, by `?fra=`."""
    asked = request.GET.get("fra", "")
    if not asked:
        return request.principal.staff
    held = held_to_hand_over(held_scope(request.principal), today=request.principal.today)
    found = next((each.user for each in held if str(each.user.public_id) == asked), None)
    if found is None:
        raise Http404
    return found


def crumbs() -> list[Crumb]:
    return [Crumb(_("Overtakelser"), reverse("cover:handovers"))]


@page(Verb.READ, Handover, *OF_HANDOVER)
def handover(request: Request, handover: Handover) -> HttpResponse:
    return one(request, handover)


def one(request: Request, found: Handover, *, accept: AcceptForm | None = None, decline: DeclineForm | None = None) -> HttpResponse:
    principal = request.principal
    held = responsibilities_in(found)
    is_open = found.state == HandoverState.PROPOSED
    may_answer = is_open and found.to_user_id == principal.user_key and door.may(principal, Verb.ANSWER, Handover)
    people = [each.engagement.person for each in held if each.engagement is not None]
    shown = set(door.rows(principal, Verb.FIND, Person).filter(pk__in=[person.pk for person in people]))
    door.seen(principal, shown, Purpose.HANDOVER)
    return render_part(
        request,
        "cover/handover.html",
        {
            "handover": found,
            "rows": named(held, shown),
            "accept": accept or (accept_form(request, found) if may_answer else None),
            "decline": decline or DeclineForm(prefix="nei"),
            "may_answer": may_answer,
            "may_withdraw": is_open and found.proposed_by_id == principal.user_key,
            "crumbs": crumbs(),
        },
    )


def named(held: Iterable[Responsibility], shown: set[Person]) -> list[tuple[str, str]]:
    """Each person and employer with what it is; one that has become protected is not named to those who may not meet them."""
    found = []
    for each in held:
        if each.engagement is not None:
            person = each.engagement.person
            found.append((str(Named(person, person in shown)), each.engagement.get_service_display()))
        elif each.relation is not None:
            found.append((str(each.relation.workplace), _("Bedrift")))
    return found


def accept_form(request: Request, found: Handover, answers: QueryDict | None = None) -> AcceptForm:
    engagements = [each.engagement for each in responsibilities_in(found) if each.engagement is not None]
    starts_on = max(found.starts_on, request.principal.today)
    return AcceptForm(answers, count=would_be_above_range(found.to_user, engagements, on=starts_on), prefix="ja")


@page(Verb.ANSWER, Handover, *OF_HANDOVER)
def accept(request: Request, handover: Handover) -> HttpResponse:
    form = accept_form(request, handover, sent(request))
    if form.is_valid():
        with said_in(form):
            accept_handover(handover, **form.cleaned_data, **by(request))
            first = day(max(handover.starts_on, request.principal.today))
            return done(request, handover, _("Du tar over fra %(day)s. De som spurte, har fått beskjed.") % {"day": first})
    return one(request, handover, accept=form)


@page(Verb.ANSWER, Handover, *OF_HANDOVER)
def decline(request: Request, handover: Handover) -> HttpResponse:
    form = DeclineForm(sent(request), prefix="nei")
    if form.is_valid():
        with said_in(form):
            decline_handover(handover, **form.cleaned_data, **by_now(request))
            return done(request, handover, _("Svaret er sendt. Ingenting er endret."))
    return one(request, handover, decline=form)


@button(Verb.HAND_OVER, Handover)
def withdraw(request: Request, handover: Handover) -> HttpResponse:
    withdraw_handover(handover, **by_now(request))
    undo = address_to("cover:ask_handover_again", handover.public_id)
    return done(request, handover, _("Spørsmålet er trukket tilbake."), undo=undo)


@button(Verb.HAND_OVER, Handover)
def ask_again(request: Request, handover: Handover) -> HttpResponse:
    wait_for_an_answer_again(handover, **by(request))
    return done(request, handover, _("Spørsmålet står igjen, og venter på svar."))
