"""How a stay went, and the way on, in the candidate's own words. Source: MISSION §5.6, §5.9; ADR 0090."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.access.verbs import Verb
from brobygger.agreements.actions.way_on import reword_aim
from brobygger.agreements.models import WayOn
from brobygger.loops.models import Participant, Side
from brobygger.parties.models import Role
from brobygger.placements.models import Placement
from brobygger.web.acting import done, said_in
from brobygger.web.agreements.forms import AimForm
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.request import Request, sent
from brobygger.web.shell import Crumb
from brobygger.web.window.pages import address, held_by_now, home_crumb, opened_by
from brobygger.web.window.stays import OF_STAY, evaluation_page


def certificate_of(request: Request, participant: Participant) -> str:
    return address(request, "certificate", participant)


def way_here(request: Request, participant: Participant) -> list[Crumb]:
    return [home_crumb(request), Crumb(_("Attesten min"), certificate_of(request, participant))]


@opened_by(Role.CANDIDATE)
@page(Verb.EVALUATE, Placement, *OF_STAY)
def evaluation(request: Request, placement: Placement) -> HttpResponse:
    stay = placement.stay
    return evaluation_page(
        request,
        stay,
        Side.CANDIDATE,
        readers=_("%(name)s og veilederen din") % {"name": stay.participant.loop.coordinator.name},
        heading=_("Hvordan gikk det hos %(employer)s?") % {"employer": stay.employer},
        lead=_("Tre korte spørsmål. Bedriften ser ikke det du skriver. Du kan endre det til loopen er fullført."),
        said=_("Det du skrev, er lagret."),
        crumbs=way_here(request, stay.participant),
    )


@opened_by(Role.CANDIDATE)
@page(Verb.GUIDE, WayOn, "participant__loop__coordinator", "owner")
def way_on(request: Request, way_on: WayOn) -> HttpResponse:
    back, words = certificate_of(request, way_on.participant), {"name": way_on.owner.name}
    form = AimForm(sent(request), way_on=way_on, readers=_("%(name)s, koordinatoren og veilederen din") % words)
    if form.is_valid():
        with said_in(form):
            reword_aim(way_on, **form.cleaned_data, **held_by_now(request))
            return done(request, back, _("Det du vil, er lagret."))
    return form_page(
        request,
        form,
        heading=_("Det jeg vil"),
        lead=_("Skriv det med dine egne ord. %(name)s hjelper deg på veien.") % words,
        save=_("Lagre"),
        back=back,
        crumbs=way_here(request, way_on.participant),
    )
