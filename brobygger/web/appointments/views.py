"""An appointment: made, shown, moved, called off and taken up again, and put in one's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.appointments import actions, agreeing
from brobygger.appointments.calendar_file import Method, calendar_file
from brobygger.appointments.calendars import entry_of
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.queries import parties_of
from brobygger.appointments.states import AppointmentState
from brobygger.followup.actions.agreeing import not_held_after_all
from brobygger.followup.own_calendar import safe_place
from brobygger.intake.models import EmployerRelation, Engagement
from brobygger.intake.queries import caseload
from brobygger.jobdev.actions.visits import plan_visit
from brobygger.jobdev.models import EmployerVisit, Opening, VisitKind
from brobygger.jobdev.queries import in_touch_with
from brobygger.parties.models import Person, Role, Unit, Workplace
from brobygger.parties.named import Named
from brobygger.parties.queries import units_of
from brobygger.parties.reach import can_be_sent_to
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import Place, address_of
from brobygger.web.appointment_words import title_of, when_of, where_of
from brobygger.web.appointments.forms import CallOffForm, MoveForm, NewForm, asked
from brobygger.web.appointments.made_by import own_page
from brobygger.web.back import BACK, back_to
from brobygger.web.collisions import stands_in_the_way
from brobygger.web.jobdev.employers import contacts_at, unit_for
from brobygger.web.jobdev.words import map_url, street_of
from brobygger.web.kinds import form_page
from brobygger.web.page import button, only_while, page
from brobygger.web.phrases import in_a_row
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, asked_id, by_now, sent
from brobygger.web.shell import Crumb, Fact

LOADED = ("workplace__postal_code", "unit__postal_code")
FILE_NAME = "avtale.ics"

agreed = page(Verb.AGREE, Appointment, *LOADED)


@page(Verb.AGREE, Appointment)
def new(request: Request) -> HttpResponse:
    """One form for all: what it is follows from whom it is with."""
    principal = request.principal
    engagements = caseload(door.rows(principal, Verb.LOG, Engagement), user=principal.staff, today=principal.today)
    workplace = asked_workplace(request)
    form = NewForm(
        sent(request),
        initial=asked(request.GET),
        engagements=engagements,
        workplaces=workplaces_of(principal, besides=workplace),
        contacts=contacts_at(principal, workplace) if workplace is not None else (),
    )
    back = back_to(request, reverse("week:week"))
    if form.is_valid():
        with said_in(form):
            made = book(request, form)
            if made is not None:
                return done(request, back_to(request, address_of(made)), _("Avtalen er lagret."))
    if request.method == "GET":
        form.fields["tell"].help_text = _("Bare når avtalen er med en du følger opp.")
    door.seen(principal, [each.person for each in engagements], Purpose.APPOINTMENT_NEW)
    return form_page(
        request,
        form,
        heading=_("Ny avtale"),
        save=_("Lagre avtalen"),
        back=back,
        crumbs=to_week(),
        template="appointments/form.html",
        places=places_for(principal, workplace),
        next=back,
    )


def book(request: Request, form: NewForm) -> Appointment | EmployerVisit | None:
    """What was agreed, or nothing when somebody is elsewhere then, which the form says. One at a workplace alone is a visit."""
    principal, said = request.principal, form.cleaned_data
    person = said["person"].person if said["person"] is not None else None
    workplace: Workplace | None = said["workplace"]
    kind = agreeing.kind_of(person=person, workplace=workplace, by_phone=said["by_phone"])
    when, meets = form.when(), said.get("meets")
    people = [person] if person is not None else []
    if stands_in_the_way(request, form, when=when, kind=kind, users=[principal.staff], people=people):
        return None
    if person is None and workplace is not None and door.may(principal, Verb.VISIT, Workplace):
        return plan_visit(
            workplace,
            unit=unit_for(principal, workplace),
            when=when,
            purpose=said["about"],
            meets=meets,
            kind=VisitKind.PHONE if said["by_phone"] else VisitKind.VISIT,
            key=said["key"],
            **by_now(request),
        )
    return agreeing.agree(
        kind,
        when,
        unit=said["person"].unit if said["person"] is not None else own_unit(principal),
        person=person,
        workplace=workplace,
        meets=[meets.person] if meets is not None else [],
        place=said["place"],
        about=said["about"],
        tell=form.tells,
        key=said["key"],
        **by_now(request),
    )


def own_unit(principal: Principal) -> Unit:
    return units_of(principal.staff, roles=agreeing.WHO_AGREE, today=principal.today)[0]


def asked_workplace(request: Request) -> Workplace | None:
    """The workplace that the form, or else the address, names."""
    named = asked_id(request.POST.get("workplace") or request.GET.get("arbeidssted"))
    return (
        door.rows(request.principal, Verb.READ, Workplace).filter(public_id=named).select_related("postal_code").first() if named else None
    )


def workplaces_of(principal: Principal, *, besides: Workplace | None) -> Sequence[Workplace]:
    """Those one's units have to do with, and the one that is asked for."""
    found = in_touch_with(
        door.rows(principal, Verb.READ, Workplace),
        visits=door.rows(principal, Verb.READ, EmployerVisit),
        openings=door.rows(principal, Verb.READ, Opening),
        relations=door.rows(principal, Verb.READ, EmployerRelation),
        today=principal.today,
    )
    listed = list(found.order_by("name", "pk"))
    return listed if besides is None or besides in listed else [besides, *listed]


def places_for(principal: Principal, workplace: Workplace | None) -> list[str]:
    """Where it may be: the workplace, and one's own office."""
    units = units_of(principal.staff, roles=agreeing.WHO_AGREE, today=principal.today)
    return [each for each in (street_of(workplace) if workplace is not None else "", *(unit.name for unit in units)) if each]


def to_week() -> list[Crumb]:
    return [Crumb(_("Uka"), reverse("week:week"))]


@dataclass(frozen=True)
class Shown:
    """An appointment as one reader may see it. Cost: two queries, for those who are there and for whom the reader may know."""

    request: Request
    row: Appointment

    @cached_property
    def parties(self) -> list[Any]:
        return list(parties_of(self.row))

    @cached_property
    def candidates(self) -> list[Person]:
        return [each.person for each in self.parties if each.person is not None and each.role == Role.CANDIDATE]

    @cached_property
    def named(self) -> list[Named]:
        readable = door.rows(self.request.principal, Verb.READ, Person).filter(pk__in=[each.pk for each in self.candidates])
        seen = set(readable.values_list("pk", flat=True)) if self.candidates else set()
        return [Named(each, each.pk in seen) for each in self.candidates]

    @property
    def seen(self) -> list[Person]:
        return [each.person for each in self.named if each.is_seen]

    @property
    def reachable(self) -> Person | None:
        """The candidate who can be sent word, when the reader may know who it is."""
        return next((each for each in self.seen if can_be_sent_to(each)), None)

    @property
    def employers(self) -> list[Person]:
        return [each.person for each in self.parties if each.person is not None and each.role == Role.EMPLOYER]

    @property
    def staff(self) -> list[User]:
        return [each.user for each in self.parties if each.user is not None]

    @property
    def concerns_others(self) -> bool:
        return len(self.parties) > 1

    @property
    def title(self) -> str:
        return title_of(self.row, self.named)


@page(Verb.READ, Appointment, *LOADED)
def appointment(request: Request, appointment: Appointment) -> HttpResponse:
    """One that something else made leads to the page of that, where it is moved and called off."""
    made_by = own_page(request.principal, appointment)
    if made_by is not None:
        return redirect(address_of(made_by))
    principal, shown = request.principal, Shown(request, appointment)
    door.seen(principal, shown.seen, Purpose.APPOINTMENT)
    is_planned, may_change = appointment.state == AppointmentState.PLANNED, may_agree(principal, appointment)
    return render_part(
        request,
        "appointments/appointment.html",
        {
            "appointment": appointment,
            "kind": capfirst(str(appointment.get_kind_display())),
            "title": shown.title,
            "when": when_of(appointment, today=principal.today),
            "facts": facts_of(shown),
            "people": [(each, address_of(each.person)) for each in shown.named if each.is_seen],
            "employers": shown.employers,
            "map_url": map_url(appointment.workplace) if appointment.workplace is not None else "",
            "may_change": may_change and is_planned,
            "may_restore": may_change and appointment.state == AppointmentState.CALLED_OFF and appointment.ends_at > request.now,
            "is_called_off": appointment.state == AppointmentState.CALLED_OFF,
            "is_held": appointment.state == AppointmentState.HELD,
            "has_begun": appointment.starts_at <= request.now,
            "log_url": log_url(request, shown),
            "concerns_others": shown.concerns_others,
            "crumbs": to_week(),
        },
    )


def may_agree(principal: Principal, appointment: Appointment) -> bool:
    return door.rows(principal, Verb.AGREE, Appointment).filter(pk=appointment.pk).exists()


def facts_of(shown: Shown) -> list[Fact]:
    row = shown.row
    said = [
        (_("Med hvem"), in_a_row([str(each) for each in (*shown.named, *shown.employers)])),
        (_("Hvor"), where_of(row)),
        (_("Hva det gjelder"), row.about),
        (_("Fra oss"), ", ".join(each.name for each in shown.staff)),
        (_("Hvorfor avlyst"), row.called_off_because),
    ]
    return [Fact(label, value) for label, value in said if value]


def log_url(request: Request, shown: Shown) -> str:
    """Where one writes down how it went: the log of the candidate, filled in with when it was. Empty when there is nobody to log about."""
    keys = [each.pk for each in shown.seen]
    found = door.rows(request.principal, Verb.LOG, Engagement).filter(person__in=keys).order_by("pk").first() if keys else None
    if found is None:
        return ""
    asked_for = {"avtale": str(shown.row.public_id), BACK: address_of(shown.row)}
    return f"{reverse('contacts:log', args=[found.public_id])}?{urlencode(asked_for)}"


def is_planned(appointment: Appointment) -> bool:
    return appointment.state == AppointmentState.PLANNED


def way_to(shown: Shown) -> list[Crumb]:
    return [*to_week(), Crumb(shown.title, address_of(shown.row))]


def changeable(request: Request, appointment: Appointment) -> Place | None:
    """Where it is changed instead, when something else made it."""
    return own_page(request.principal, appointment)


@agreed
@only_while(is_planned)
def move(request: Request, appointment: Appointment) -> HttpResponse:
    elsewhere = changeable(request, appointment)
    if elsewhere is not None:
        return redirect(address_of(elsewhere))
    shown = Shown(request, appointment)
    form = MoveForm(sent(request), initial=MoveForm.initial_of(appointment))
    if shown.reachable is None:
        form.tell_nobody()
    else:
        form.tell_named(shown.reachable)
    if form.is_valid():
        with said_in(form):
            when, said = form.when(), form.cleaned_data
            kind = AppointmentKind(appointment.kind)
            if not stands_in_the_way(request, form, when=when, kind=kind, users=shown.staff, people=shown.candidates, besides=appointment):
                agreeing.move(appointment, when, place=said["place"], about=said["about"], tell=form.tells, **by_now(request))
                return done(request, appointment, _("Avtalen er endret."))
    door.seen(request.principal, shown.seen, Purpose.APPOINTMENT)
    return form_page(
        request,
        form,
        heading=_("Flytt avtalen"),
        lead=f"{shown.title}. {when_of(appointment, today=request.principal.today)}.",
        save=_("Lagre"),
        back=appointment,
        crumbs=way_to(shown),
        template="appointments/form.html",
        places=places_for(request.principal, appointment.workplace),
    )


@agreed
@only_while(is_planned)
def call_off(request: Request, appointment: Appointment) -> HttpResponse:
    elsewhere = changeable(request, appointment)
    if elsewhere is not None:
        return redirect(address_of(elsewhere))
    shown = Shown(request, appointment)
    form = CallOffForm(sent(request), concerns_others=shown.concerns_others, tells=shown.reachable)
    if form.is_valid():
        with said_in(form):
            said = form.cleaned_data
            agreeing.call_off(appointment, because=said.get("because", ""), tell=bool(said.get("tell")), **by_now(request))
            undo = reverse("appointments:restore", args=[appointment.public_id])
            return done(request, appointment, _("Avtalen er avlyst."), undo=undo)
    door.seen(request.principal, shown.seen, Purpose.APPOINTMENT)
    return form_page(
        request,
        form,
        heading=_("Avlys avtalen"),
        lead=f"{shown.title}. {when_of(appointment, today=request.principal.today)}.",
        save=_("Avlys avtalen"),
        back=appointment,
        crumbs=way_to(shown),
    )


@button(Verb.AGREE, Appointment)
def restore(request: Request, appointment: Appointment) -> HttpResponse:
    elsewhere = changeable(request, appointment)
    if elsewhere is not None:
        return redirect(address_of(elsewhere))
    agreeing.restore(appointment, **by_now(request))
    return done(request, appointment, _("Avtalen gjelder likevel."))


@button(Verb.AGREE, Appointment)
def hold(request: Request, appointment: Appointment) -> HttpResponse:
    """Of one with nobody to log about."""
    elsewhere = changeable(request, appointment)
    if elsewhere is not None:
        return redirect(address_of(elsewhere))
    actions.say_held(appointment, **by_now(request))
    undo = reverse("appointments:hold_no_more", args=[appointment.public_id])
    return done(request, appointment, _("Avtalen er gjennomført."), undo=undo)


@button(Verb.AGREE, Appointment)
def hold_no_more(request: Request, appointment: Appointment) -> HttpResponse:
    elsewhere = changeable(request, appointment)
    if elsewhere is not None:
        return redirect(address_of(elsewhere))
    not_held_after_all(appointment, **by_now(request))
    return done(request, appointment, _("Avtalen står som planlagt igjen."))


@page(Verb.READ, Appointment, *LOADED)
def calendar(request: Request, appointment: Appointment) -> HttpResponse:
    """A file for one's own calendar: when, where, and «samtale» or «besøk». It names nobody."""
    entry = entry_of(appointment, place=safe_place(appointment))
    return HttpResponse(
        calendar_file([entry], method=Method.PUBLISH, name="Brobygger", made_at=request.now),
        content_type=Method.PUBLISH.content_type,
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "private, no-store"},
    )
