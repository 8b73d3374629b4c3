"""Taking over people and employers: what one is asked, what one has asked, and a new question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.handovers import accept_handover, decline_handover, propose_handover, withdraw_handover
from brobygger.followup.handovers import (
    colleagues_of,
    handovers_asked,
    handovers_waiting,
    held_to_hand_over,
    to_hand_over,
    with_items,
    would_be_above_range,
)
from brobygger.followup.models import Handover, HandoverState
from brobygger.intake.models import Responsibility
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.parties.models import Person
from brobygger.web.cover.forms import AcceptForm, DeclineForm, HandoverForm
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

LATELY = timedelta(days=30)
TIME_TO_START, TIME_TO_ANSWER = timedelta(days=7), timedelta(days=3)  # what stands in the form before one has written


@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.READ, Handover)
    scope = door.rows(principal, Verb.READ, Handover)
    return render_part(
        request,
        "cover/handovers.html",
        {
            "waiting": list(handovers_waiting(scope, to=principal.user)),
            "asked": list(handovers_asked(scope, by=principal.user, since=principal.today - LATELY)),
            "leaders": sorted(
                {each.user for each in held_to_hand_over(held_scope(request), today=principal.today)}, key=lambda user: user.name
            ),
        },
    )


def held_scope(request: HttpRequest) -> Any:
    return door.rows(request.principal, Verb.HAND_OVER, Responsibility)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.HAND_OVER, Responsibility)
    user = whose(request)
    is_mine = user.pk == principal.user_key
    held = list(to_hand_over(held_scope(request), user=user, today=principal.today))
    first = {"starts_on": principal.today + TIME_TO_START, "answer_by": principal.today + TIME_TO_ANSWER}
    form = HandoverForm(
        request.POST or None,
        held=held,
        users=list(colleagues_of(user, today=principal.today)),
        initial=first if is_mine else first | {"held": [str(each.pk) for each in held]},
    )
    if form.is_valid():
        chosen, made = dict(form.cleaned_data), list[Handover]()
        if carried_out(
            form,
            lambda: made.append(
                propose_handover(chosen.pop("held"), **chosen, today=principal.today, now=clock.now(), actor=principal.user)
            ),
        ):
            words = {"name": made[0].to_user.name, "day": day(made[0].answer_by)}
            messages.success(request, _("%(name)s er spurt, og skal svare innen %(day)s. Ingenting er endret ennå.") % words)
            return redirect("cover:handover", made[0].public_id)
    door.seen(principal, [each.engagement.person for each in held if each.engagement is not None], Purpose.HANDOVER)
    return render_part(
        request,
        "cover/handover_new.html",
        {"form": form, "held": held, "user": user, "is_mine": is_mine, "crumbs": crumbs()},
    )


def whose(request: HttpRequest) -> User:
    """Oneself, or one whose people a leader lets another take over, by `?fra=`."""
    asked = request.GET.get("fra", "")
    if not asked:
        return request.principal.user
    held = held_to_hand_over(held_scope(request), today=request.principal.today)
    found = next((each.user for each in held if str(each.user.public_id) == asked), None)
    if found is None:
        raise Http404
    return found


def crumbs() -> list[Crumb]:
    return [Crumb(_("Overtakelser"), reverse("cover:handovers"))]


@require_safe
def handover(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    return page(request, whole(request, Verb.READ, handover_id))


def whole(request: HttpRequest, verb: Verb, handover_id: UUID) -> Handover:
    found = door.get(request.principal, verb, Handover, handover_id)
    return with_items(door.rows(request.principal, verb, Handover)).get(pk=found.pk)


def page(request: HttpRequest, found: Handover, *, accept: AcceptForm | None = None, decline: DeclineForm | None = None) -> HttpResponse:
    principal = request.principal
    held = [item.responsibility for item in found.items.all()]
    is_open = found.state == HandoverState.PROPOSED
    may_answer = is_open and found.to_user_id == principal.user_key and door.may(principal, Verb.ANSWER, Handover)
    if may_answer:
        accept, decline = accept or accept_form(request, found), decline or DeclineForm(prefix="nei")
    people = [each.engagement.person for each in held if each.engagement is not None]
    shown = set(door.rows(principal, Verb.FIND, Person).filter(pk__in=[person.pk for person in people]))
    door.seen(principal, shown, Purpose.HANDOVER)
    mistakes = [form for form in (accept, decline) if form is not None and form.is_bound]
    return render_part(
        request,
        "cover/handover.html",
        {
            "handover": found,
            "rows": named(held, shown),
            "accept": accept,
            "decline": decline,
            "may_answer": may_answer,
            "may_withdraw": is_open and found.proposed_by_id == principal.user_key,
            "crumbs": crumbs(),
        },
        status=422 if mistakes else None,
    )


def named(held: Iterable[Responsibility], shown: set[Person]) -> list[tuple[str, str]]:
    """Each person and employer with what it is; one that has become protected is not named to those who may not meet them."""
    found = []
    for each in held:
        if each.relation is not None:
            found.append((str(each.relation.workplace), _("Bedrift")))
        else:
            person = each.engagement.person
            found.append((str(person) if person in shown else _("En person du ikke kan åpne"), each.engagement.get_service_display()))
    return found


def accept_form(request: HttpRequest, found: Handover, data: Any = None) -> AcceptForm:
    held = [item.responsibility for item in found.items.all()]
    engagements = [each.engagement for each in held if each.engagement is not None]
    starts_on = max(found.starts_on, request.principal.today)
    return AcceptForm(data, count=would_be_above_range(found.to_user, engagements, on=starts_on), prefix="ja")


@require_POST
@once
def accept(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    found = whole(request, Verb.ANSWER, handover_id)
    form = accept_form(request, found, request.POST)
    if form.is_valid() and carried_out(
        form,
        lambda: accept_handover(found, **form.cleaned_data, today=request.principal.today, now=clock.now(), actor=request.principal.user),
    ):
        first = day(max(found.starts_on, request.principal.today))
        messages.success(request, _("Du tar over fra %(day)s. De som spurte, har fått beskjed.") % {"day": first})
        return redirect("cover:handover", found.public_id)
    return page(request, found, accept=form)


@require_POST
@once
def decline(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    found = whole(request, Verb.ANSWER, handover_id)
    form = DeclineForm(request.POST, prefix="nei")
    if form.is_valid() and carried_out(
        form, lambda: decline_handover(found, because=form.cleaned_data["because"], now=clock.now(), actor=request.principal.user)
    ):
        messages.success(request, _("Svaret er sendt. Ingenting er endret."))
        return redirect("cover:handover", found.public_id)
    return page(request, found, decline=form)


@require_POST
@once
def withdraw(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    found = whole(request, Verb.HAND_OVER, handover_id)
    try:
        withdraw_handover(found, now=clock.now(), actor=request.principal.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Spørsmålet er trukket tilbake."))
    return redirect("cover:handover", found.public_id)
