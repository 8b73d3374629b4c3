"""Days away: one's own, and for a leader those of the unit. Why somebody is away is asked by nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.intake.absence_actions import call_off_absence, change_absence, record_absence, require_days
from brobygger.intake.gaps import Gap, colleagues_led, gaps_while_away, those_who_can_stand_in, who_stands_in
from brobygger.intake.models import Absence
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Role
from brobygger.parties.named import Named
from brobygger.web.acting import done, said_in
from brobygger.web.cover.forms import AbsenceForm
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, asked_id, by, by_today, sent
from brobygger.web.shell import Crumb

Action = Callable[..., Absence]


@page(Verb.LOG, Absence)
def absences(request: Request) -> HttpResponse:
    principal = request.principal
    rows = door.rows(principal, Verb.LOG, Absence).filter(ends_on__gte=principal.today)
    found = list(rows.select_related("user").order_by("starts_on", "pk"))
    stands_in = who_stands_in(found)
    with_names = [(each, [user.name for user in stands_in.get(each.pk, ())]) for each in found]
    return render_part(
        request,
        "cover/absences.html",
        {
            "mine": [(each, names) for each, names in with_names if each.user_id == principal.user_key],
            "others": [(each, names) for each, names in with_names if each.user_id != principal.user_key],
            "colleagues": list(led_by(principal)),
            "today": principal.today,
        },
    )


def led_by(principal: Principal) -> list[User]:
    """The colleagues a leader can write days away for."""
    units = principal.units_as(Role.LEADER)
    return list(colleagues_led(door.rows(principal, Verb.CHOOSE, User), units=units, today=principal.today))


@page(Verb.LOG, Absence)
def new(request: Request) -> HttpResponse:
    user = whose(request)
    is_mine = user.pk == request.principal.user_key
    heading = _("Jeg skal være borte") if is_mine else _("%(name)s skal være borte") % {"name": user.name}
    return days(request, user, partial(record_absence, user), heading=heading, initial={})


def whose(request: Request) -> User:
    """Oneself, or one of those a leader leads, by `?hvem=`."""
    asked = request.GET.get("hvem", "")
    return someone(request, asked_id(asked)) if asked else request.principal.staff


def someone(request: Request, public_id: UUID | None) -> User:
    """Oneself, or one of those a leader leads; 404 for anybody else."""
    found = next((user for user in (request.principal.staff, *led_by(request.principal)) if user.public_id == public_id), None)
    if found is None:
        raise Http404
    return found


@page(Verb.LOG, Absence, "user")
def change(request: Request, absence: Absence) -> HttpResponse:
    is_mine = absence.user_id == request.principal.user_key
    heading = _("Endre dagene") if is_mine else _("Endre dagene for %(name)s") % {"name": absence.user.name}
    stands = {"starts_on": absence.starts_on, "ends_on": absence.ends_on}
    return days(request, absence.user, partial(change_absence, absence), heading=heading, initial=stands, absence=absence)


def days(
    request: Request, user: User, action: Action, *, heading: str, initial: dict[str, Any], absence: Absence | None = None
) -> HttpResponse:
    """The days, and then whom nobody would answer for: the page asks who stands in only when somebody must."""
    principal = request.principal
    form, gaps = AbsenceForm(sent(request), initial=initial), list[Gap]()
    if form.is_valid():
        with said_in(form):  # before anybody is reckoned with on each of the days
            require_days(**form.cleaned_data, today=principal.today)
    if form.is_valid():
        gaps = gaps_while_away(
            user, starts_on=max(principal.today, form.cleaned_data["starts_on"]), ends_on=form.cleaned_data["ends_on"], besides=absence
        )
        if gaps:
            stand_ins = list(those_who_can_stand_in(user, gaps, today=principal.today))
            form = AbsenceForm(request.POST, initial=initial, stand_ins=stand_ins)
        if form.is_valid():
            with said_in(form):
                action(**form.cleaned_data, **by(request))
                said = _("Lagret. Den som står inn, har fått beskjed.") if gaps else _("Lagret. Stedfortrederne svarer.")
                return done(request, "cover:absences", said)
    shown = people_shown(principal, [gap.person for gap in gaps if gap.person is not None])
    door.seen(principal, shown, Purpose.ABSENCE)
    return form_page(
        request,
        form,
        heading=heading,
        lead=_("Skriv første og siste dag. Mangler noen en stedfortreder som er på jobb, spør vi hvem som står inn før noe lagres."),
        save=_("Lagre"),
        back="cover:absences",
        crumbs=[Crumb(_("Borte"), reverse("cover:absences"))],
        template="cover/absence.html",
        absence=absence,
        gap_names=list(dict.fromkeys(name_of(gap, shown) for gap in gaps)),
        has_stand_ins=form.has_stand_ins,
    )


def people_shown(principal: Principal, people: Iterable[Person]) -> set[Person]:
    """Those of some people whom the reader may know of: a leader may not meet everybody a colleague follows. Source: RULES A2, A3."""
    keys = [person.pk for person in people]
    return {person for verb in (Verb.FIND, Verb.READ) for person in door.rows(principal, verb, Person).filter(pk__in=keys)}


def name_of(gap: Gap, shown: set[Person]) -> str:
    return gap.name if gap.person is None else str(Named(gap.person, gap.person in shown))


@button(Verb.LOG, Absence, "user", back="cover:absences")
def call_off(request: Request, absence: Absence) -> HttpResponse:
    first, last, user = absence.starts_on, absence.ends_on, absence.user
    stand_in = next(iter(who_stands_in([absence])[absence.pk]), None)
    call_off_absence(absence, **by_today(request))
    undo = reverse("cover:absence_again", args=[user.public_id, first, last])
    if stand_in is not None:
        undo = reverse("cover:absence_again_with", args=[user.public_id, first, last, stand_in.public_id])
    return done(request, "cover:absences", _("Fraværet fra %(day)s er avlyst. Alt er som før.") % {"day": day(first)}, undo=undo)


@page(Verb.LOG, Absence)
def again(request: Request, user_id: UUID, first: str, last: str, stand_in_id: UUID | None = None) -> HttpResponse:
    """The absence that was called off, with the colleague who was to stand in; what is left of it, when it had begun."""
    principal = request.principal
    user = someone(request, user_id)
    try:
        days_away = {"starts_on": day(max(date.fromisoformat(first), principal.today)), "ends_on": day(date.fromisoformat(last))}
    except ValueError as error:
        raise Http404 from error
    form = AbsenceForm(days_away)
    if request.method != "POST" or not form.is_valid():
        return redirect("cover:absences")
    stand_in = None if stand_in_id is None else door.rows(principal, Verb.CHOOSE, User).filter(public_id=stand_in_id).first()
    with said_in(form) as attempt:
        record_absence(user, **form.cleaned_data, stand_in=stand_in, **by(request))
        return done(request, "cover:absences", _("Fraværet står igjen."))
    if attempt.refusal is not None:
        messages.error(request, attempt.refusal.message)
    return redirect("cover:absences")
