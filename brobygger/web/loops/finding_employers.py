"""Bringing an employer into a loop: one that is known already, or one that is not."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.loops import choices
from brobygger.loops.building.actions import employers as actions
from brobygger.loops.models import Loop, LoopEmployer
from brobygger.parties.actions import EmployerCard
from brobygger.parties.models import ContactPerson
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.loops.building_forms import NewEmployerForm
from brobygger.web.loops.the_loop import RELATED, crumbs
from brobygger.web.page import button, page
from brobygger.web.request import Request, asked_id, by_today, plain, sent


@page(Verb.BUILD, Loop, *RELATED)
def employer_new(request: Request, loop: Loop) -> HttpResponse:
    """Find an employer that is known, or register one that is not."""
    form = NewEmployerForm(sent(request), initial={"trade": loop.trade})
    if form.is_valid():
        with said_in(form):
            return is_asked(request, actions.ask_new_employer(loop, card=EmployerCard(**form.cleaned_data), **by_today(request)))
    sought = plain(request.GET.get("sok", ""))
    contacts = door.rows(request.principal, Verb.CHOOSE, ContactPerson)
    return form_page(
        request,
        form,
        heading=_("Legg til en bedrift"),
        lead=_("Finn bedriften som skal spørres om å være med i %(loop)s. Er den ikke her fra før, registrerer du den nederst.")
        % {"loop": loop.name},
        save=_("Registrer og legg til"),
        back=loop,
        crumbs=crumbs(loop),
        template="loops/employer_new.html#found",
        loop=loop,
        sought=sought,
        found=[(row, contact_line(row)) for row in choices.employer_contacts(contacts, sought, today=request.principal.today)],
    )


def contact_line(contact: ContactPerson) -> str:
    """Berit Lyngstad, leder, kan bestemme · Brovik"""
    can_decide = _("kan bestemme") if contact.can_decide else ""
    is_mentor = _("fadder") if contact.is_mentor else ""
    words = ", ".join(filter(None, (str(contact.person), contact.title, can_decide, is_mentor)))
    return f"{words} · {contact.workplace.postal_code.place}" if contact.workplace.postal_code else words


def search_of(request: Request, loop: Loop) -> str:
    return reverse("loops:employer_new", args=[loop.public_id])


@button(Verb.BUILD, Loop, *RELATED, back=search_of)
def employer_pick(request: Request, loop: Loop) -> HttpResponse:
    """Ask one that is known already."""
    contact = door.get(
        request.principal, Verb.CHOOSE, ContactPerson, asked_id(request.POST.get("contact")), "person", "workplace__organisation"
    )
    asked = actions.ask_employer(loop, workplace=contact.workplace, contact=contact.person, actor=request.principal.staff)
    return is_asked(request, asked)


def is_asked(request: Request, employer: LoopEmployer) -> HttpResponse:
    return done(request, employer, _("%(employer)s er lagt til.") % {"employer": employer})
