"""Whom one calls and writes to: putting an employer's contact right, and closing a link that has come to somebody else."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access.verbs import Verb
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.parties.actions import close_link, correct_contact, replace_link
from brobygger.parties.models import Person, Role
from brobygger.web.acting import done, said_in
from brobygger.web.loops.employer_page import RELATED, contact_form_of, employer_page
from brobygger.web.page import button, page
from brobygger.web.request import Request, by_now, sent


@page(Verb.BUILD, LoopEmployer, *RELATED)
def employer_contact(request: Request, employer: LoopEmployer) -> HttpResponse:
    form = contact_form_of(employer, sent(request))
    if form.is_valid():
        with said_in(form):
            correct_contact(employer.contact, workplace=employer.workplace, **form.cleaned_data, **by_now(request))
            return done(request, employer, _("Lagret. Brev som venter, sendes til den nye adressen."))
    return employer_page(request, employer, contact_form=form)


@button(Verb.BUILD, LoopEmployer, "contact")
def employer_new_link(request: Request, employer: LoopEmployer) -> HttpResponse:
    return done(request, employer, change_link(request, employer.contact, Role.EMPLOYER))


@button(Verb.PREPARE, Participant, "person")
def candidate_new_link(request: Request, participant: Participant) -> HttpResponse:
    return done(request, participant, change_link(request, participant.person, Role.CANDIDATE))


def change_link(request: Request, person: Person, role: Role) -> str:
    """Close the link, or close it and send a new one, as the button said; and what was done, in words."""
    if "steng" in request.POST:
        close_link(person, role=role, **by_now(request))
        return _("Lenken til %(name)s er stengt.") % {"name": person}
    replace_link(person, role=role, **by_now(request))
    return _("Lenken til %(name)s er stengt, og en ny er sendt.") % {"name": person}
