"""An employer goes bankrupt: what will end, the day, and how it is known. What ends stays ended; the day can be put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.fence import fence
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.bankruptcy import employer_is_not_bankrupt, employer_went_bankrupt
from brobygger.followup.bankruptcies import AtTheEmployer, at_the_employer
from brobygger.parties.models import Workplace
from brobygger.placements.models import Placement
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.changes import in_sentences
from brobygger.web.kinds import form_page
from brobygger.web.page import button, page
from brobygger.web.placements.forms import BankruptcyForm
from brobygger.web.request import Request, by, sent
from brobygger.web.shell import Crumb

Ending = tuple[object, str, str]  # what it is, what becomes of it, and where it has its page, if it has


@page(Verb.CORRECT, Workplace, "organisation")
def bankruptcy(request: Request, workplace: Workplace) -> HttpResponse:
    principal, organisation = request.principal, workplace.organisation
    what = at_the_employer(organisation, today=principal.today, met=fence(principal, "person"))
    stands = {"on": organisation.bankrupt_on or principal.today, "words": organisation.bankrupt_words}
    form = BankruptcyForm(sent(request), initial=stands)
    if form.is_valid():
        with said_in(form):
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
    is_bankrupt = organisation.bankrupt_on is not None
    heading = _("%(name)s er konkurs") if is_bankrupt else _("Er %(name)s konkurs?")
    return form_page(
        request,
        form,
        heading=heading % name,
        lead=_("Her kan du rette dagen og hvordan vi vet det.") if is_bankrupt else lead_of(what) % name,
        save=_("Lagre") if is_bankrupt else _("Avslutt alt hos bedriften"),
        back=workplace,
        crumbs=[Crumb(str(workplace), address_of(workplace))],
        template="placements/bankruptcy.html",
        workplace=workplace,
        is_bankrupt=is_bankrupt,
        endings=list(endings(what, seen)),
        changes=in_sentences((organisation, ("bankrupt_on", "bankrupt_words"))),
    )


@button(Verb.CORRECT, Workplace, "organisation")
def not_bankrupt(request: Request, workplace: Workplace) -> HttpResponse:
    employer_is_not_bankrupt(workplace.organisation, actor=request.principal.staff)
    said = _("%(name)s er ikke konkurs likevel. Det som ble avsluttet, tas opp igjen fra siden til hver enkelt.")
    return done(request, workplace, said % {"name": workplace.organisation})


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
    if what.visits:
        visits = ngettext("Ett planlagt besøk", "%(count)s planlagte besøk", len(what.visits)) % {"count": len(what.visits)}
        yield visits, _("Avlyses, og de som skulle dit, får beskjed"), ""
    for opening in what.openings:
        yield opening.title, _("Muligheten lukkes, %(place)s") % {"place": opening.workplace}, ""
    for employers, words in (
        (what.in_running_loops, _("Bedriften går ut av loopen. Koordinatoren finner nye steder")),
        (what.in_loops_being_built, _("Bedriften tas ut av loopen, som ikke har begynt")),
        (what.in_loops_about_to_begin, _("Planen er vedtatt. Koordinatoren får beskjed og må ta den opp igjen")),
    ):
        for employer in employers:
            yield employer.loop, words, ""
