"""Whom one calls at an employer: one more, put right, or gone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.parties.actions import add_contact, correct_contact, end_contact
from brobygger.parties.models import ContactPerson, Workplace
from brobygger.web.acting import done, said_in
from brobygger.web.jobdev.employers import OF_WORKPLACE, way_here
from brobygger.web.jobdev.forms import ContactForm
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.request import Request, by_now, by_today, sent


@page(Verb.VISIT, Workplace, *OF_WORKPLACE)
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


@page(Verb.READ, ContactPerson, "person")
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
    )


@button(Verb.READ, ContactPerson, "person", "workplace")
def end(request: Request, contact: ContactPerson, workplace_id: UUID) -> HttpResponse:
    workplace = place_of(request, contact, workplace_id)
    end_contact(contact, **by_today(request))
    return done(request, workplace, _("%(name)s står her til og med i dag.") % {"name": contact.person})


def place_of(request: Request, contact: ContactPerson, workplace_id: UUID) -> Workplace:
    workplace = door.get(request.principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    if contact.workplace_id != workplace.pk:
        raise Http404
    return workplace
