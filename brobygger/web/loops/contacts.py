"""Whom one calls and writes to: putting an employer's contact right, and closing a link that has come to somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from brobygger.kernel import clock
from brobygger.parties.actions import close_link, correct_contact, replace_link
from brobygger.parties.models import Person, Role
from brobygger.web.loops.employer_page import contact_form_of, employer_page, get_employer
from brobygger.web.loops.inviting import get_participant, prepare_page
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.once import once


@require_POST
@once
def employer_contact(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    form = contact_form_of(employer, request.POST)
    if form.is_valid() and carried_out(
        form,
        lambda: correct_contact(
            employer.contact, workplace=employer.workplace, **form.cleaned_data, now=clock.now(), actor=request.principal.user
        ),
    ):
        messages.success(request, _("Lagret. Brev som venter, sendes til den nye adressen."))
        return redirect("loops:employer", employer.public_id)
    return employer_page(request, employer, contact_form=form)


@require_POST
@once
def employer_new_link(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employer = get_employer(request, employer_id)
    refusal = refusal_of(lambda: change_link(request, employer.contact, Role.EMPLOYER))
    if refusal:
        return employer_page(request, employer, refusal=refusal)
    messages.success(request, done_words(request, employer.contact))
    return redirect("loops:employer", employer.public_id)


@require_POST
@once
def candidate_new_link(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = get_participant(request, participant_id)
    refusal = refusal_of(lambda: change_link(request, participant.person, Role.CANDIDATE))
    if refusal:
        return prepare_page(request, participant, refusal=refusal)
    messages.success(request, done_words(request, participant.person))
    return redirect("loops:prepare", participant.public_id)


def change_link(request: HttpRequest, person: Person, role: Role) -> None:
    """Close the link, or close it and send a new one, as the button said."""
    change = close_link if closes_only(request) else replace_link
    change(person, role=role, now=clock.now(), actor=request.principal.user)


def closes_only(request: HttpRequest) -> bool:
    return "steng" in request.POST


def done_words(request: HttpRequest, person: Person) -> str:
    if closes_only(request):
        return _("Lenken til %(name)s er stengt.") % {"name": person}
    return _("Lenken til %(name)s er stengt, og en ny er sendt.") % {"name": person}
