"""How a candidate is reached: telephone, e-mail and language as they stand, for the candidate to put right. Source: RULES P4; ADR 0122."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.parties.card_actions import card_of, correct_card
from brobygger.parties.models import Person, Role
from brobygger.web.acting import done, said_in
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.people.forms import ReachForm
from brobygger.web.request import Request, sent
from brobygger.web.window.pages import held_by, home, home_crumb, opened_by


@opened_by(Role.CANDIDATE)
@page()
def reach(request: Request) -> HttpResponse:
    """«Slik når dere meg»."""
    person = door.get(request.principal, Verb.CORRECT, Person, request.principal.holder.public_id, "postal_code")
    stands = {name: getattr(person, name) for name in ReachForm.base_fields}
    form = ReachForm(sent(request), initial=stands)
    if form.is_valid():
        with said_in(form):
            correct_card(person, card=replace(card_of(person), **form.cleaned_data), **held_by(request))
            return done(request, home(request), _("Lagret. Brev til deg går dit du har skrevet."))
    lead = _("Er noe feil eller nytt, retter du det her. Bare de som følger deg opp, ser det.")
    return form_page(
        request, form, heading=_("Slik når dere meg"), lead=lead, save=_("Lagre"), back=home(request), crumbs=[home_crumb(request)]
    )
