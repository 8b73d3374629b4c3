"""«Vi har plass til en til»: an employer says what they need help with, and the one who answers for them calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.intake.cover import EmployerPickUp
from brobygger.intake.models import EmployerRelation
from brobygger.jobdev.actions.openings import LONGEST_TASKS, LONGEST_TITLE, OpeningCard, tell_of_opening
from brobygger.jobdev.models import Opening
from brobygger.jobdev.queries import told_openings, who_hears_from, workplaces_in_touch
from brobygger.loops.models import LoopEmployer
from brobygger.loops.windows.employer import own_places
from brobygger.parties.models import Role
from brobygger.web.acting import done, said_in
from brobygger.web.days import Days
from brobygger.web.fields import DateField, RowChoice
from brobygger.web.forms import Form, FreeText
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.window.employer.page import calls_of
from brobygger.web.window.pages import address, held_by_now, home_crumb, opened_by


class RoomForOneMoreForm(Form):
    workplace = RowChoice(
        label=gettext_lazy("Hvilket sted?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Velg stedet")}
    )
    tasks = FreeText(
        label=gettext_lazy("Hva trenger dere hjelp til?"),
        readers="",
        max_length=LONGEST_TASKS,
        error_messages={"required": gettext_lazy("Skriv hva dere trenger hjelp til")},
    )
    starts_on = DateField(when=Days.PLAN, label=gettext_lazy("Fra når?"), required=False)

    def __init__(self, *args: Any, hearing: Sequence[EmployerPickUp], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hearing = {two.relation.workplace: two for two in hearing}
        names = sorted({hears(two).name for two in hearing})
        self.read_by("tasks", _("%(names)s og kollegene") % {"names": ", ".join(names)})
        self.offer("workplace", self.hearing)
        if len(hearing) == 1:
            del self.fields["workplace"]

    def chosen(self) -> EmployerPickUp:
        return self.hearing[self.cleaned_data.get("workplace", next(iter(self.hearing)))]

    def card(self) -> OpeningCard:
        tasks = self.cleaned_data["tasks"].strip()
        return OpeningCard(title=in_short(tasks), tasks=tasks, starts_on=self.cleaned_data["starts_on"])


def in_short(tasks: str) -> str:
    """The first line, as far as there is room, since the employer is asked for the tasks only."""
    first = tasks.splitlines()[0].strip()
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1].rstrip()}…"


def hears(two: EmployerPickUp) -> User:
    found = two.answers or two.responsible
    assert found is not None, "who_hears_from gives only those who have somebody"
    return found


@opened_by(Role.EMPLOYER)
@page()
def more_work(request: Request) -> HttpResponse:
    principal = request.principal
    hearing = who_hears(request)
    form = RoomForOneMoreForm(sent(request), hearing=hearing) if hearing else None
    if form is not None and form.is_valid():
        with said_in(form):
            two = form.chosen()
            place, unit = two.relation.workplace, two.relation.unit
            tell_of_opening(place, unit=unit, owner=hears(two), card=form.card(), **held_by_now(request))
            return done(request, address(request, "more_work"), _("Sendt. %(name)s ringer dere.") % {"name": hears(two).name})
    places = [] if hearing else own_places(door.rows(principal, Verb.READ, LoopEmployer), today=principal.today)
    return render_part(
        request,
        "window/more_work.html",
        {
            "form": form,
            "caller": hears(hearing[0]).name if len(hearing) == 1 else "",
            "told": list(told_openings(door.rows(principal, Verb.READ, Opening))),
            "calls": [each for place in places[:1] for each in calls_of(place)],
            "crumbs": [home_crumb(request)],
        },
    )


def who_hears(request: Request) -> list[EmployerPickUp]:
    """The one who answers for each workplace of the reader's, where somebody does."""
    principal = request.principal
    workplaces = workplaces_in_touch(door.rows(principal, Verb.ASK, EmployerRelation), today=principal.today)
    found = [who_hears_from(each, today=principal.today) for each in workplaces]
    return [two for two in found if two is not None]
