"""Giving a loop to another coordinator of its unit, for whoever coordinates there: the one who had it may be gone."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.loops.choices import coordinators
from brobygger.loops.models import Loop
from brobygger.loops.the_year.actions.handing_over import hand_over_coordinator
from brobygger.web.forms import Form
from brobygger.web.loops.refusals import carried_out
from brobygger.web.loops.the_loop import crumbs, get_loop
from brobygger.web.once import once
from brobygger.web.rendering import render_part


class HandOverForm(Form):
    coordinator = forms.ChoiceField(
        label=gettext_lazy("Hvem er koordinator?"), error_messages={"required": gettext_lazy("Velg koordinator")}, widget=forms.RadioSelect
    )

    def __init__(self, *args, users: list[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(user.public_id): user for user in users}
        self.fields["coordinator"].choices = [(key, user.name) for key, user in self.users.items()]

    def clean_coordinator(self) -> User:
        return self.users[self.cleaned_data["coordinator"]]


@require_http_methods(["GET", "POST"])
@once
def hand_over(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = get_loop(request, Verb.RUN, loop_id)
    form = HandOverForm(request.POST or None, users=those_who_can(request, loop), initial={"coordinator": str(loop.coordinator.public_id)})
    if form.is_valid() and carried_out(
        form,
        lambda: hand_over_coordinator(
            loop, to=form.cleaned_data["coordinator"], today=request.principal.today, now=clock.now(), actor=request.principal.user
        ),
    ):
        messages.success(request, _("Loopen har fått koordinator."))
        return redirect("loops:loop", loop.public_id)
    return render_part(request, "loops/hand_over.html", {"form": form, "loop": loop, "crumbs": crumbs(loop)})


def those_who_can(request: HttpRequest, loop: Loop) -> list[User]:
    rows = coordinators(door.rows(request.principal, Verb.CHOOSE, User), today=request.principal.today)
    return [row.user for row in rows if row.unit_id == loop.unit_id]
