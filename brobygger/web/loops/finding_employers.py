"""Bringing an employer into a loop: one that is known already, or one that is not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.loops import choices
from brobygger.loops.building.actions import employers as actions
from brobygger.loops.models import Loop
from brobygger.parties.actions import EmployerCard
from brobygger.parties.models import ContactPerson
from brobygger.web.loops.building_forms import (
    NewEmployerForm,
)
from brobygger.web.loops.refusals import carried_out, refusal_of
from brobygger.web.loops.the_loop import crumbs, get_loop
from brobygger.web.once import once
from brobygger.web.rendering import UNPROCESSABLE, render_part


@require_http_methods(["GET", "POST"])
@once
def employer_new(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Find an employer that is known, or register one that is not."""
    loop = get_loop(request, Verb.BUILD, loop_id)
    sought = request.GET.get("sok", "").strip()
    form = NewEmployerForm(request.POST or None, initial={"trade": loop.trade})
    if form.is_valid():
        asked = []
        principal = request.principal
        if carried_out(
            form,
            lambda: asked.append(
                actions.ask_new_employer(loop, card=EmployerCard(**form.cleaned_data), today=principal.today, actor=principal.user)
            ),
        ):
            messages.success(request, _("%(employer)s er lagt til.") % {"employer": asked[0]})
            return redirect("loops:employer", asked[0].public_id)
    return new_employer_page(request, loop, form, sought=sought)


def new_employer_page(request: HttpRequest, loop: Loop, form: NewEmployerForm, *, sought: str, refusal: str = "") -> HttpResponse:
    contacts = door.rows(request.principal, Verb.CHOOSE, ContactPerson)
    return render_part(
        request,
        "loops/employer_new.html#found",
        {
            "loop": loop,
            "crumbs": crumbs(loop),
            "sought": sought,
            "found": choices.employer_contacts(contacts, sought, today=request.principal.today),
            "form": form,
            "refusal": refusal,
        },
        status=UNPROCESSABLE if refusal else None,
    )


@require_POST
@once
def employer_pick(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Ask one that is known already."""
    loop = get_loop(request, Verb.BUILD, loop_id)
    contact = chosen_contact(request)
    asked = []
    refusal = refusal_of(
        lambda: asked.append(actions.ask_employer(loop, workplace=contact.workplace, contact=contact.person, actor=request.principal.user))
    )
    if refusal:
        return new_employer_page(request, loop, NewEmployerForm(), sought=contact.workplace.name, refusal=refusal)
    messages.success(request, _("%(employer)s er lagt til.") % {"employer": asked[0]})
    return redirect("loops:employer", asked[0].public_id)


def chosen_contact(request: HttpRequest) -> ContactPerson:
    try:
        public_id = UUID(request.POST["contact"])
    except (KeyError, ValueError) as error:
        raise Http404 from error
    return door.get(request.principal, Verb.CHOOSE, ContactPerson, public_id, "person", "workplace__organisation")
