"""Whom one calls at an employer: one more, put right, or gone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.kernel.units import day
from brobygger.loops.building.actions.contacts import end_contact
from brobygger.parties.actions import add_contact, correct_contact
from brobygger.parties.employer_cards import let_contact_stay
from brobygger.parties.models import ContactPerson, Workplace
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of, address_to
from brobygger.web.changes import in_sentences
from brobygger.web.jobdev.employers import OF_WORKPLACE, way_here
from brobygger.web.jobdev.forms import ContactForm, LastDayForm
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.request import Request, by_now, by_today, sent
from brobygger.web.shell import Crumb

PERSON_FIELDS = ("first_name", "last_name", "phone", "email")
CONTACT_FIELDS = ("title", "can_decide", "ends_on")


@page(Verb.CORRECT, Workplace, *OF_WORKPLACE)
def new(request: Request, workplace: Workplace) -> HttpResponse:
    form = ContactForm(sent(request))
    if form.is_valid():
        with said_in(form):
            add_contact(workplace, **form.cleaned_data, **by_today(request))
            return done(request, workplace, _("Kontaktpersonen er lagt til."))
    return form_page(
        request,
        form,
        heading=_("Ny kontaktperson"),
        lead=str(workplace),
        save=_("Legg til"),
        back=workplace,
        crumbs=way_here(workplace),
    )


@page(Verb.CORRECT, ContactPerson, "person")
def correct(request: Request, contact: ContactPerson, workplace_id: UUID) -> HttpResponse:
    workplace = place_of(request, contact, workplace_id)
    form = ContactForm(sent(request), initial=ContactForm.initial_of(contact))
    if form.is_valid():
        with said_in(form):
            correct_contact(contact.person, workplace=workplace, **form.cleaned_data, **by_now(request))
            return done(request, workplace, _("Lagret. Brev som venter, sendes til den nye adressen."))
    return form_page(
        request,
        form,
        heading=str(contact.person),
        lead=str(workplace),
        save=_("Lagre"),
        back=workplace,
        crumbs=way_here(workplace),
        template="jobdev/contact.html",
        contact=contact,
        workplace=workplace,
        changes=in_sentences((contact.person, PERSON_FIELDS), (contact, CONTACT_FIELDS)),
    )


@page(Verb.CORRECT, ContactPerson, "person")
def end(request: Request, contact: ContactPerson, workplace_id: UUID) -> HttpResponse:
    workplace = place_of(request, contact, workplace_id)
    form = LastDayForm(sent(request), initial={"on": contact.ends_on or request.principal.today})
    if form.is_valid():
        with said_in(form):
            ended = end_contact(contact, **form.cleaned_data, **by_today(request))
            words = {"name": contact.person, "day": day(form.cleaned_data["on"])}
            undo = address_to("jobdev:contact_stays", workplace.public_id, ended.public_id)
            return done(request, workplace, _("%(name)s står her til og med %(day)s.") % words, undo=undo)
    return form_page(
        request,
        form,
        heading=_("Når slutter %(name)s?") % {"name": contact.person.first_name},
        lead=_("%(name)s er siden blant dem som har vært her før. Egen side i Brobygger virker til og med siste dag.")
        % {"name": contact.person},
        save=_("Lagre"),
        back=contact,
        crumbs=[*way_here(workplace), Crumb(str(contact.person), address_of(contact))],
    )


@button(Verb.CORRECT, ContactPerson, "person", "workplace")
def stays(request: Request, contact: ContactPerson, workplace_id: UUID) -> HttpResponse:
    workplace = place_of(request, contact, workplace_id)
    let_contact_stay(contact, actor=request.principal.staff)
    return done(request, workplace, _("%(name)s står her som før.") % {"name": contact.person})


def place_of(request: Request, contact: ContactPerson, workplace_id: UUID) -> Workplace:
    workplace = door.get(request.principal, Verb.CORRECT, Workplace, workplace_id, *OF_WORKPLACE)
    if contact.workplace_id != workplace.pk:
        raise Http404
    return workplace
