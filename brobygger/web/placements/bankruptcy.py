"""An employer goes bankrupt: what will end, the day, and how it is known. It cannot be undone, and the page says so."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.fence import fence
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.actions.bankruptcy import NothingToEndError, employer_went_bankrupt
from brobygger.followup.bankruptcies import at_the_employer
from brobygger.kernel import clock
from brobygger.parties.models import Organisation, Workplace
from brobygger.placements.models import Placement
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.placements.forms import BankruptcyForm
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb


@require_http_methods(["GET", "HEAD", "POST"])
@once
def bankruptcy(request: HttpRequest, workplace_id: UUID) -> HttpResponse:
    principal = request.principal
    workplace = door.get(principal, Verb.VISIT, Workplace, workplace_id, "organisation")
    organisation = workplace.organisation
    what = at_the_employer(organisation, met=fence(principal, "person"))
    form = BankruptcyForm(request.POST or None, initial={"on": principal.today})
    if form.is_valid() and carried_out(form, lambda: put_in(request, organisation, form)):
        if what.is_empty:
            messages.success(request, _("Det er skrevet inn. Var det noe å avslutte der, er det avsluttet."))
        else:
            messages.success(request, _("Det er skrevet inn. De som svarer for folkene der, får beskjed med en gang."))
        return redirect("jobdev:employer", workplace.public_id)
    seen = seen_of(request, what.placements)
    door.seen(principal, [each.person for each in seen], Purpose.BANKRUPTCY)
    return render_part(
        request,
        "placements/bankruptcy.html",
        {
            "workplace": workplace,
            "organisation": organisation,
            "what": what,
            "running": [each for each in seen if each in what.running],
            "planned": [each for each in seen if each in what.planned],
            "other_count": len({each.person_id for each in what.placements} - {each.person_id for each in seen}),
            "form": form,
            "back": reverse("jobdev:employer", args=[workplace.public_id]),
            "crumbs": [Crumb(str(workplace), reverse("jobdev:employer", args=[workplace.public_id]))],
        },
    )


def put_in(request: HttpRequest, organisation: Organisation, form: BankruptcyForm) -> None:
    """End what there is. Nothing at all is answered as something the reader may not see would be. Source: RULES A4."""
    principal = request.principal
    with suppress(NothingToEndError):
        employer_went_bankrupt(organisation, **form.cleaned_data, actor=principal.user, today=principal.today, now=clock.now())


def seen_of(request: HttpRequest, placements: Iterable[Placement]) -> list[Placement]:
    """Those of some placements that the reader may see; of the others the page tells only how many people they are."""
    listed = list(placements)
    keys = door.rows(request.principal, Verb.READ, Placement).filter(pk__in=[each.pk for each in listed]).values_list("pk", flat=True)
    mine = set(keys)
    return [each for each in listed if each.pk in mine]
