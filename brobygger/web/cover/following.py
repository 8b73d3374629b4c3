"""Who is responsible for somebody when nobody is, who stands in, and that the follow-up ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.followup.actions.following import choose_deputy, choose_responsible, end_engagement, keep_engagement
from brobygger.intake.colleagues import colleagues_for
from brobygger.intake.cover import deputy_of
from brobygger.intake.models import Engagement, Part
from brobygger.intake.queries import who_picks_up
from brobygger.kernel.units import day
from brobygger.parties.queries import holds_on, is_not_over
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_to
from brobygger.web.cover.forms import DeputyForm, EndForm, ResponsibleForm
from brobygger.web.crumbs import to_person
from brobygger.web.intake.colleagues import label
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, by_today, sent

followed = page(Verb.DECIDE, Engagement, "person", "unit", purpose=Purpose.FOLLOWING)


@followed
def following(request: Request, engagement: Engagement) -> HttpResponse:
    return one(request, engagement)


@followed
def responsible(request: Request, engagement: Engagement) -> HttpResponse:
    form = responsible_form(request, engagement, sent(request))
    if form.is_valid():
        with said_in(form):
            choose_responsible(engagement, **form.cleaned_data, **by(request))
            words = {"name": form.cleaned_data["responsible"].name, "person": engagement.person.first_name}
            return done(request, engagement, _("%(name)s er ansvarlig for %(person)s.") % words)
    return one(request, engagement, given=form)


@followed
def deputy(request: Request, engagement: Engagement) -> HttpResponse:
    form = deputy_form(request, engagement, sent(request))
    if form.is_valid():
        with said_in(form):
            before = deputy_of(engagement, today=request.principal.today)
            choose_deputy(engagement, **form.cleaned_data, **by_today(request))
            undo = reverse("cover:deputy_again", args=[engagement.public_id, before.public_id]) if before is not None else ""
            return done(request, engagement, stands_in(form.cleaned_data["deputy"], engagement), undo=undo)
    return one(request, engagement, chosen=form)


def stands_in(deputy: User, engagement: Engagement) -> str:
    return _("%(name)s er stedfortreder for %(person)s.") % {"name": deputy.name, "person": engagement.person.first_name}


@button(Verb.DECIDE, Engagement, "person", "unit")
def deputy_again(request: Request, engagement: Engagement, user_id: UUID) -> HttpResponse:
    """The one who stood in before, instead of the one who was chosen by mistake."""
    before = door.rows(request.principal, Verb.CHOOSE, User).filter(public_id=user_id).first()
    if before is None:
        raise Http404
    choose_deputy(engagement, deputy=before, **by_today(request))
    return done(request, engagement, stands_in(before, engagement))


@page(Verb.END, Engagement, "person", "unit", purpose=Purpose.FOLLOWING)
def end(request: Request, engagement: Engagement) -> HttpResponse:
    form = end_form(request, engagement, sent(request))
    if form.is_valid():
        with said_in(form):
            end_engagement(engagement, **form.cleaned_data, **by_today(request))
            words = {"name": engagement.person.first_name, "day": day(form.cleaned_data["on"])}
            said = _("Siste dag for oppfølgingen av %(name)s er %(day)s.") % words
            return done(request, engagement, said, undo=address_to("cover:keep_engagement", engagement.public_id))
    return one(request, engagement, ended=form)


@button(Verb.END, Engagement, "person")
def keep(request: Request, engagement: Engagement) -> HttpResponse:
    keep_engagement(engagement, **by_today(request))
    said = _("Oppfølgingen av %(name)s går videre. Se over hvem som står inn framover.") % {"name": engagement.person.first_name}
    return done(request, engagement, said)


def end_form(request: Request, found: Engagement, answers: QueryDict | None = None) -> EndForm:
    """Asks why from those who are not responsible."""
    today = request.principal.today
    is_own = found.responsibilities.filter(holds_on(today), part=Part.RESPONSIBLE, user=request.principal.staff).exists()
    return EndForm(answers, prefix="slutt", initial={"on": today}, asks_why=not is_own)


def able_to_follow(request: Request, found: Engagement, *, besides: QuerySet[Any] | None = None) -> dict[User, str]:
    """Those who can, with how many they follow and when they are away.

    Takes   besides  the keys of users who are left out
    """
    principal = request.principal
    scope = door.rows(principal, Verb.CHOOSE, User)
    if besides is not None:
        scope = scope.exclude(pk__in=besides)
    return {each.user: label(each) for each in colleagues_for(found, scope, today=principal.today)}


def responsible_form(request: Request, found: Engagement, answers: QueryDict | None = None) -> ResponsibleForm:
    return ResponsibleForm(answers, prefix="ansvarlig", labels=able_to_follow(request, found))


def deputy_form(request: Request, found: Engagement, answers: QueryDict | None = None) -> DeputyForm:
    responsible = found.responsibilities.filter(is_not_over(request.principal.today), part=Part.RESPONSIBLE).values("user")
    return DeputyForm(answers, prefix="stedfortreder", labels=able_to_follow(request, found, besides=responsible))


def one(
    request: Request,
    found: Engagement,
    *,
    given: ResponsibleForm | None = None,
    chosen: DeputyForm | None = None,
    ended: EndForm | None = None,
) -> HttpResponse:
    principal = request.principal
    answers = who_picks_up(door.rows(principal, Verb.DECIDE, Engagement).filter(pk=found.pk), today=principal.today)[0]
    refused = given if given is not None and given.is_bound else None
    may_end = door.rows(principal, Verb.END, Engagement, pk=found.pk).exists()
    running = door.rows(principal, Verb.READ, Placement, person=found.person).filter(state=PlacementState.ACTIVE)
    return render_part(
        request,
        "cover/following.html",
        {
            "engagement": found,
            "person": found.person,
            "answers": answers,
            "running": list(running.select_related("workplace").order_by("starts_on", "pk")),
            "given": refused if refused is not None or answers.responsible else responsible_form(request, found),
            "chosen": chosen or deputy_form(request, found),
            "may_end": may_end,
            "ended": ended or (end_form(request, found) if may_end else None),
            "crumbs": to_person(found.person),
        },
    )
