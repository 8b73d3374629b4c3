"""«Vi har plass til en til»: an employer says what they need help with, and the one who answers for them calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.intake.cover import EmployerPickUp
from brobygger.intake.models import EmployerRelation
from brobygger.jobdev.actions.openings import LONGEST_TASKS, LONGEST_TITLE, OpeningCard, tell_of_opening
from brobygger.jobdev.models import Opening
from brobygger.jobdev.queries import told_openings, who_hears_from, workplaces_in_touch
from brobygger.kernel import clock
from brobygger.loops.models import LoopEmployer
from brobygger.loops.windows.employer import own_places
from brobygger.parties.models import Role, Workplace
from brobygger.web.fields import DateField
from brobygger.web.forms import Form, FreeText
from brobygger.web.loops.refusals import carried_out
from brobygger.web.once import once
from brobygger.web.shell import Crumb
from brobygger.web.window.employer.page import calls
from brobygger.web.window.pages import address, opened_by, show


class RoomForOneMoreForm(Form):
    workplace = forms.ChoiceField(
        label=gettext_lazy("Hvilket sted?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Velg stedet")}
    )
    tasks = FreeText(
        label=gettext_lazy("Hva trenger dere hjelp til?"),
        readers="",
        max_length=LONGEST_TASKS,
        error_messages={"required": gettext_lazy("Skriv hva dere trenger hjelp til")},
    )
    starts_on = DateField(label=gettext_lazy("Fra når?"), required=False)

    def __init__(self, *args: Any, hearing: dict[str, EmployerPickUp], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hearing = hearing
        names = sorted({hears(two).name for two in hearing.values()})
        self.fields["tasks"].readers = _("%(names)s og kollegene") % {"names": ", ".join(names)}
        if len(hearing) == 1:
            del self.fields["workplace"]
        else:
            self.fields["workplace"].choices = [(key, two.relation.workplace.name) for key, two in hearing.items()]

    def chosen(self) -> EmployerPickUp:
        return self.hearing[self.cleaned_data.get("workplace", next(iter(self.hearing)))]

    def card(self) -> OpeningCard:
        tasks = self.cleaned_data["tasks"].strip()
        return OpeningCard(title=in_short(tasks), tasks=tasks, starts_on=self.cleaned_data["starts_on"])


def in_short(tasks: str) -> str:
    """The first line, as far as there is room, since the employer is asked for the tasks only."""
    first = tasks.splitlines()[0].strip()
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1].rstrip()}…"


def hears(two: EmployerPickUp) -> Any:
    return two.answers or two.responsible


@opened_by(Role.EMPLOYER)
@require_http_methods(["GET", "POST"])
@once
def more_work(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    hearing = who_hears(request)
    form = RoomForOneMoreForm(request.POST or None, hearing=hearing) if hearing else None
    if form is not None and form.is_valid():
        two = form.chosen()
        if carried_out(
            form,
            lambda: tell_of_opening(
                two.relation.workplace,
                unit=two.relation.unit,
                owner=hears(two),
                card=form.card(),
                now=clock.now(),
                actor=principal.person,
            ),
        ):
            messages.success(request, _("Sendt. %(name)s ringer dere.") % {"name": hears(two).name})
            return redirect(address(request, "more_work"))
    places = [] if hearing else own_places(door.rows(principal, Verb.READ, LoopEmployer), today=principal.today)
    return show(
        request,
        "window/more_work.html",
        {
            "form": form,
            "caller": hears(next(iter(hearing.values()))).name if len(hearing) == 1 else "",
            "told": list(told_openings(door.rows(principal, Verb.READ, Opening))),
            "calls": [each for place in places[:1] for each in calls(place)],
            "crumbs": [Crumb(_("Siden vår"), address(request, "home"))],
        },
    )


def who_hears(request: HttpRequest) -> dict[str, EmployerPickUp]:
    """The one who answers for each workplace of the reader's, where somebody does."""
    principal = request.principal
    workplaces: list[Workplace] = list(workplaces_in_touch(door.rows(principal, Verb.ASK, EmployerRelation), today=principal.today))
    found = {str(each.public_id): who_hears_from(each, today=principal.today) for each in workplaces}
    return {key: two for key, two in found.items() if two is not None}
