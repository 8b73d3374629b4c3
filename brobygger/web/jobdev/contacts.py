"""Whom one calls at an employer: one more, put right, or gone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.kernel import clock
from brobygger.parties import actions
from brobygger.parties.models import ContactPerson, Workplace
from brobygger.web.jobdev.employers import OF_WORKPLACE, page_of, way_here
from brobygger.web.jobdev.forms import ContactForm
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    principal = request.principal
    workplace = door.get(principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    form = ContactForm(request.POST or None)
    if form.is_valid() and carried_out(
        form, lambda: actions.add_contact(workplace, **form.cleaned_data, today=principal.today, actor=principal.user)
    ):
        messages.success(request, _("Kontaktpersonen er lagt til."))
        return redirect("jobdev:employer", workplace.public_id)
    return page(request, workplace, form, heading=_("Ny kontaktperson"), save=_("Legg til"))


@require_http_methods(["GET", "POST"])
@once
def correct(request: HttpRequest, workplace_id: UUID, contact_id: UUID) -> HttpResponse:
    workplace, contact = found(request, workplace_id, contact_id)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(contact))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.correct_contact(
            contact.person, workplace=workplace, **form.cleaned_data, now=clock.now(), actor=request.principal.user
        ),
    ):
        messages.success(request, _("Lagret. Brev som venter, sendes til den nye adressen."))
        return redirect("jobdev:employer", workplace.public_id)
    return page(request, workplace, form, heading=str(contact.person), save=_("Lagre"), contact=contact)


@require_POST
@once
def end(request: HttpRequest, workplace_id: UUID, contact_id: UUID) -> HttpResponse:
    workplace, contact = found(request, workplace_id, contact_id)
    refusal = refusal_of(lambda: actions.end_contact(contact, today=request.principal.today, actor=request.principal.user))
    if refusal:
        form = ContactForm(initial=ContactForm.initial_of(contact))
        return page(request, workplace, form, heading=str(contact.person), save=_("Lagre"), contact=contact, refusal=refusal)
    messages.success(request, _("%(name)s står her til og med i dag.") % {"name": contact.person})
    return redirect("jobdev:employer", workplace.public_id)


def found(request: HttpRequest, workplace_id: UUID, contact_id: UUID) -> tuple[Workplace, ContactPerson]:
    workplace = door.get(request.principal, Verb.VISIT, Workplace, workplace_id, *OF_WORKPLACE)
    contact = door.get(request.principal, Verb.READ, ContactPerson, contact_id, "person")
    if contact.workplace_id != workplace.pk:
        raise Http404
    return workplace, contact


def page(
    request: HttpRequest,
    workplace: Workplace,
    form: ContactForm,
    *,
    heading: str,
    save: str,
    contact: ContactPerson | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {"form": form, "heading": heading, "save": save, "contact": contact, "workplace": workplace, "refusal": refusal}
    return render_part(
        request,
        "jobdev/contact.html",
        {**context, "back": page_of(workplace), "crumbs": way_here(workplace)},
        status=UNPROCESSABLE if refusal else None,
    )
