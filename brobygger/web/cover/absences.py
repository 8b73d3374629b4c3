"""Days away: one's own, and for a leader those of the unit. Why somebody is away is asked by nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.intake.absence_actions import call_off_absence, change_absence, record_absence
from brobygger.intake.gaps import Gap, colleagues_led, gaps_while_away, those_who_can_stand_in, who_stands_in
from brobygger.intake.models import Absence
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Role
from brobygger.web.cover.forms import AbsenceForm
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb

Action = Callable[..., Absence]


@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.LOG, Absence)
    rows = door.rows(principal, Verb.LOG, Absence).filter(ends_on__gte=principal.today)
    found = list(rows.select_related("user").order_by("starts_on", "pk"))
    stands_in = who_stands_in(found)
    with_names = [(each, stands_in.get(each.pk, ())) for each in found]
    return render_part(
        request,
        "cover/absences.html",
        {
            "mine": [(each, names) for each, names in with_names if each.user_id == principal.user_key],
            "others": [(each, names) for each, names in with_names if each.user_id != principal.user_key],
            "colleagues": list(led_by(request)),
            "today": principal.today,
        },
    )


def led_by(request: HttpRequest) -> list[User]:
    """The colleagues a leader can write days away for."""
    units = request.principal.units_as(Role.LEADER)
    return list(colleagues_led(door.rows(request.principal, Verb.CHOOSE, User), units=units, today=request.principal.today))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    door.require(request.principal, Verb.LOG, Absence)
    user = whose(request)
    is_mine = user.pk == request.principal.user_key
    heading = _("Jeg skal være borte") if is_mine else _("%(name)s skal være borte") % {"name": user.name}
    return days(request, user, lambda **chosen: record_absence(user, **chosen), heading=heading, initial={})


def whose(request: HttpRequest) -> User:
    """Oneself, or one of those a leader leads, by `?hvem=`."""
    asked = request.GET.get("hvem", "")
    if not asked:
        return request.principal.user
    found = next((user for user in led_by(request) if str(user.public_id) == asked), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    absence = door.get(request.principal, Verb.LOG, Absence, absence_id, "user")
    return days(
        request,
        absence.user,
        lambda **chosen: change_absence(absence, **chosen),
        heading=_("Endre dagene")
        if absence.user_id == request.principal.user_key
        else _("Endre dagene for %(name)s") % {"name": absence.user.name},
        initial={"starts_on": absence.starts_on, "ends_on": absence.ends_on},
        absence=absence,
    )


def days(
    request: HttpRequest, user: User, action: Action, *, heading: str, initial: dict[str, object], absence: Absence | None = None
) -> HttpResponse:
    """The days, and then whom nobody would answer for: the page asks who stands in only when somebody must."""
    principal = request.principal
    form, gaps = AbsenceForm(request.POST or None, initial=initial), list[Gap]()
    if form.is_valid():
        gaps = gaps_while_away(
            user, starts_on=max(principal.today, form.cleaned_data["starts_on"]), ends_on=form.cleaned_data["ends_on"], besides=absence
        )
        if gaps:
            stand_ins = list(those_who_can_stand_in(user, gaps, today=principal.today))
            form = AbsenceForm(request.POST, initial=initial, stand_ins=stand_ins)
        if form.is_valid() and carried_out(
            form, lambda: action(**form.cleaned_data, today=principal.today, now=clock.now(), actor=principal.user)
        ):
            messages.success(request, _("Lagret. Den som står inn, har fått beskjed.") if gaps else _("Lagret. Stedfortrederne svarer."))
            return redirect("cover:absences")
    shown = people_shown(principal, [gap.person for gap in gaps if gap.person is not None])
    door.seen(principal, shown, Purpose.ABSENCE)
    return render_part(
        request,
        "cover/absence.html",
        {
            "form": form,
            "heading": heading,
            "absence": absence,
            "gap_names": list(dict.fromkeys(name_of(gap, shown) for gap in gaps)),
            "has_stand_ins": not gaps or bool(form.fields["stand_in"].choices),
            "crumbs": [Crumb(_("Borte"), reverse("cover:absences"))],
        },
    )


def people_shown(principal: Principal, people: Iterable[Person]) -> set[Person]:
    """Those of some people whom the reader may know of: a leader may not meet everybody a colleague follows. Source: RULES A2, A3."""
    keys = [person.pk for person in people]
    return {person for verb in (Verb.FIND, Verb.READ) for person in door.rows(principal, verb, Person).filter(pk__in=keys)}


def name_of(gap: Gap, shown: set[Person]) -> str:
    return gap.name if gap.person is None or gap.person in shown else _("En person du ikke kan åpne")


@require_POST
@once
def call_off(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    absence = door.get(request.principal, Verb.LOG, Absence, absence_id, "user")
    first = absence.starts_on
    try:
        call_off_absence(absence, today=request.principal.today, actor=request.principal.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Fraværet fra %(day)s er avlyst. Alt er som før.") % {"day": day(first)})
    return redirect("cover:absences")
