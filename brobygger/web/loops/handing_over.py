"""Giving a loop to another coordinator of its unit, for whoever coordinates there: the one who had it may be gone."""

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
from brobygger.loops.choices import coordinators
from brobygger.loops.models import Loop
from brobygger.loops.the_year.actions.handing_over import hand_over_coordinator
from brobygger.web.acting import done, said_in
from brobygger.web.fields import RowChoice
from brobygger.web.forms import Form
from brobygger.web.kinds import form_page
from brobygger.web.loops.the_loop import RELATED, crumbs
from brobygger.web.page import page
from brobygger.web.request import Request, by, sent


class HandOverForm(Form):
    coordinator = RowChoice(
        label=gettext_lazy("Hvem er koordinator?"), error_messages={"required": gettext_lazy("Velg koordinator")}, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("coordinator", users)


@page(Verb.RUN, Loop, *RELATED)
def hand_over(request: Request, loop: Loop) -> HttpResponse:
    form = HandOverForm(sent(request), users=those_who_can(request, loop), initial={"coordinator": loop.coordinator})
    if form.is_valid():
        with said_in(form):
            hand_over_coordinator(loop, to=form.cleaned_data["coordinator"], **by(request))
            return done(request, loop, _("Loopen har fått koordinator."))
    return form_page(
        request,
        form,
        heading=_("Koordinator for loopen"),
        lead=_(
            "Koordinatoren vedtar planen for %(loop)s, og er den deltakerne og bedriftene ringer. "
            "Du kan velge blant koordinatorene i %(unit)s."
        )
        % {"loop": loop.name, "unit": loop.unit.name},
        save=_("Lagre koordinatoren"),
        back=loop,
        crumbs=crumbs(loop),
    )


def those_who_can(request: Request, loop: Loop) -> list[User]:
    rows = coordinators(door.rows(request.principal, Verb.CHOOSE, User), today=request.principal.today)
    return [row.user for row in rows if row.unit_id == loop.unit_id]
