"""What stands on somebody's card and of their way to a job, put right by those who follow them up; and what stood there before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import Language, User
from brobygger.intake.actions.describing import WAY_FIELDS, correct_way
from brobygger.intake.models import Engagement, Pathway
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day, phone
from brobygger.parties.card_actions import CARD_FIELDS, correct_card
from brobygger.parties.changes import Change, changes_of, latest_version
from brobygger.parties.models import Person, SpokenLanguage
from brobygger.reference.queries import places_by_code
from brobygger.web.acting import done, said_in
from brobygger.web.crumbs import to_person
from brobygger.web.intake.forms import WayForm
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.people.forms import CardForm
from brobygger.web.request import Request, by, sent

# How a line of the history begins: «Telefonen ble endret …».
WHAT = {
    "first_name": gettext_lazy("Fornavnet"),
    "last_name": gettext_lazy("Etternavnet"),
    "born_on": gettext_lazy("Fødselsdatoen"),
    "phone": gettext_lazy("Telefonen"),
    "email": gettext_lazy("E-posten"),
    "street": gettext_lazy("Gateadressen"),
    "postal_code": gettext_lazy("Postnummeret"),
    "language": gettext_lazy("Språket i brev"),
    "talks_best": gettext_lazy("Språket i samtaler"),
    "pathway": gettext_lazy("Veien"),
    "worked_lately": gettext_lazy("Svaret om arbeid de siste to årene"),
    "hours_wished": gettext_lazy("Ønsket om timer i uka"),
}


class Line(NamedTuple):
    """One change in words."""

    what: str
    before: str
    after: str


@page(Verb.CORRECT, Person, "postal_code", purpose=Purpose.CARD)
def card(request: Request, person: Person) -> HttpResponse:
    version = latest_version(person)
    form = CardForm(sent(request), person=person, version=version)
    if form.is_valid():
        with said_in(form):
            correct_card(person, card=form.card(), after=form.cleaned_data["after"], **by(request))
            return done(request, person, _("Opplysningene er lagret."))
        form.let_carry("after", version)
    return form_page(
        request,
        form,
        heading=_("Rett opplysningene om %(name)s") % {"name": person.first_name},
        lead=_("Brev som venter, går til den nye adressen. Det som sto her før, blir stående nederst på siden."),
        save=_("Lagre"),
        back=person,
        crumbs=to_person(person),
        template="people/card.html",
        changes=lines(changes_of(person, fields=CARD_FIELDS), person),
    )


@page(Verb.CORRECT, Engagement, "person", "unit", purpose=Purpose.WAY)
def way(request: Request, engagement: Engagement) -> HttpResponse:
    person = engagement.person
    form = WayForm(sent(request), initial={name: getattr(engagement, name) for name in WAY_FIELDS})
    if form.is_valid():
        with said_in(form):
            correct_way(engagement, **form.cleaned_data, actor=request.principal.staff)
            return done(request, person, _("Veien til jobb er lagret."))
    return form_page(
        request,
        form,
        heading=_("Rett veien til jobb for %(name)s") % {"name": person.first_name},
        lead=f"{capfirst(engagement.get_service_display())}, {engagement.unit}.",
        save=_("Lagre"),
        back=person,
        crumbs=to_person(person),
        template="people/card.html",
        changes=lines(changes_of(engagement, fields=WAY_FIELDS), person),
    )


def lines(changes: Iterable[Change], person: Person) -> list[Line]:
    listed = list(changes)
    places = places_by_code(each for change in listed if change.field == "postal_code" for each in (change.before, change.after))
    return [Line(heading(each, person), *(in_words(each.field, value, places) for value in (each.before, each.after))) for each in listed]


def heading(change: Change, person: Person) -> str:
    """«Telefonen ble endret 30.11.2026 av Jonas Hauglid»"""
    words = {"what": WHAT[change.field], "day": day(local_day(change.at)), "name": str(change.by or "")}
    if isinstance(change.by, User):
        words["name"] = change.by.name
    if change.by == person:
        return _("%(what)s ble endret %(day)s av %(name)s selv") % words
    return (_("%(what)s ble endret %(day)s av %(name)s") if change.by else _("%(what)s ble endret %(day)s")) % words


def in_words(field: str, value: object, places: dict[str, str]) -> str:
    """A value as it was, as people read it."""
    match field, value:
        case _field, None | "":
            return _("vet ikke") if field == "worked_lately" else _("ikke skrevet")
        case "postal_code", str(code):
            return f"{code} {places.get(code, '')}".strip()
        case "phone", str(number):
            return phone(number)
        case "born_on", date() as born_on:
            return day(born_on)
        case "language", str(code):
            return str(Language(code).label)
        case "talks_best", str(code):
            return str(SpokenLanguage(code).label)
        case "pathway", str(code):
            return str(Pathway(code).label)
        case "worked_lately", bool(answer):
            return _("ja") if answer else _("nei")
        case _other:
            return str(value)
