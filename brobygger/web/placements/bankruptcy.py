"""An employer goes bankrupt: what will end, the day, and how it is known. It cannot be undone, and the page says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.fence import fence
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.bankruptcy import NothingToEndError, employer_went_bankrupt
from brobygger.followup.bankruptcies import AtTheEmployer, at_the_employer
from brobygger.parties.models import Workplace
from brobygger.placements.models import Placement
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.kinds import form_page
from brobygger.web.page import page
from brobygger.web.placements.forms import BankruptcyForm
from brobygger.web.request import Request, by, sent
from brobygger.web.shell import Crumb

Ending = tuple[object, str, str]  # what it is, what becomes of it, and where it has its page, if it has


@page(Verb.VISIT, Workplace, "organisation")
def bankruptcy(request: Request, workplace: Workplace) -> HttpResponse:
    principal, organisation = request.principal, workplace.organisation
    what = at_the_employer(organisation, met=fence(principal, "person"))
    form = BankruptcyForm(sent(request), initial={"on": principal.today})
    if form.is_valid():
        with said_in(form):
            with suppress(NothingToEndError):  # answered as something the reader may not see would be. Source: RULES A4
                employer_went_bankrupt(organisation, **form.cleaned_data, **by(request))
            if what.is_empty:
                said = _("Det er skrevet inn. Var det noe å avslutte der, er det avsluttet.")
            else:
                said = _("Det er skrevet inn. De som svarer for folkene der, får beskjed med en gang.")
            return done(request, workplace, said)
    keys = [each.pk for each in what.placements]
    mine = set(door.rows(principal, Verb.READ, Placement).filter(pk__in=keys).values_list("pk", flat=True))
    seen = [each for each in what.placements if each.pk in mine]
    door.seen(principal, [each.person for each in seen], Purpose.BANKRUPTCY)
    name = {"name": organisation.name}
    return form_page(
        request,
        form,
        heading=_("Er %(name)s konkurs?") % name,
        lead=lead_of(what) % name,
        save=_("Avslutt alt hos bedriften"),
        back=workplace,
        crumbs=[Crumb(str(workplace), address_of(workplace))],
        template="placements/bankruptcy.html",
        organisation=organisation,
        endings=list(endings(what, seen)),
    )


def lead_of(what: AtTheEmployer) -> str:
    if what.is_empty:
        return _(
            "Her er ingen plasser, muligheter eller looper som du kan se. Er %(name)s konkurs, kan du skrive det inn likevel. "
            "Er det noe å avslutte der, avsluttes det, og det kan ikke gjøres om."
        )
    return _(
        "Dette avsluttes på én gang, på alle arbeidsstedene. De som svarer for folkene der, får beskjed med en gang. "
        "Det kan ikke gjøres om."
    )


def endings(what: AtTheEmployer, seen: Sequence[Placement]) -> Iterator[Ending]:
    """All that ends. People the reader may meet and does not follow up are counted; nobody behind the fence is among them.

    Takes   seen  the placements that the reader may see
    """
    for placements, words in (
        (what.running, _("Plassen avsluttes: %(what)s, %(place)s")),
        (what.planned, _("Plassen blir ikke noe av: %(what)s, %(place)s")),
    ):
        for each in seen:
            if each in placements:
                yield each.person, words % {"what": each.get_kind_display(), "place": each.workplace}, address_of(each.person)
    others = len({each.person_id for each in what.placements} - {each.person_id for each in seen})
    if others:
        one_more = ngettext("Og én til, som du ikke følger opp", "Og %(count)s til, som du ikke følger opp", others)
        one = ngettext("Én person, som du ikke følger opp", "%(count)s personer, som du ikke følger opp", others)
        yield (one_more if seen else one) % {"count": others}, _("Plassene avsluttes eller avlyses"), ""
    for opening in what.openings:
        yield opening.title, _("Muligheten lukkes, %(place)s") % {"place": opening.workplace}, ""
    for employers, words in (
        (what.in_running_loops, _("Bedriften går ut av loopen. Koordinatoren finner nye steder")),
        (what.in_loops_being_built, _("Bedriften tas ut av loopen, som ikke har begynt")),
        (what.in_loops_about_to_begin, _("Planen er vedtatt. Koordinatoren får beskjed og må ta den opp igjen")),
    ):
        for employer in employers:
            yield employer.loop, words, ""
