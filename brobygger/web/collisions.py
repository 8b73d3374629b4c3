"""What is at the same time is said before a form is saved, with a tick to go past it. Nothing that was written is lost.

A form that may collide is a `MayCollide`, and its page asks `stands_in_the_way(…)` when the form is valid. Source: ADR 0126.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import User
from brobygger.appointments.models import Appointment, AppointmentKind
from brobygger.appointments.moments import When
from brobygger.appointments.queries import in_the_way
from brobygger.parties.models import Person, Role
from brobygger.parties.named import Named
from brobygger.web.appointment_words import title_of
from brobygger.web.forms import Form
from brobygger.web.phrases import clock
from brobygger.web.request import Request

ANYWAY = "anyway"


class MayCollide(Form):
    """A form about a time: it asks for a tick when somebody is elsewhere then. A tick for one thing does not go past another."""

    anyway = forms.Field(label=_("På samme tid"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[ANYWAY] = self.fields.pop(ANYWAY)  # last on the page

    def warn(self, sentences: Sequence[str]) -> bool:
        """Say what is at the same time, unless it was said and ticked. Gives whether it is in the way."""
        mark = hashlib.sha256("\0".join(sentences).encode()).hexdigest()[:12]
        ticks = forms.CheckboxSelectMultiple(choices=[(mark, gettext("Lagre likevel"))])
        self.fields[ANYWAY].widget = ticks
        if mark in ticks.value_from_datadict(self.data, self.files, self.add_prefix(ANYWAY)):
            return False
        for sentence in sentences:
            self.add_error(ANYWAY, sentence)
        return True


def stands_in_the_way(
    request: Request,
    form: MayCollide,
    *,
    when: When,
    kind: AppointmentKind,
    users: Collection[User] = (),
    people: Collection[Person] = (),
    besides: Appointment | None = None,
) -> bool:
    """Whether somebody would have to be in two places, which the form then says.

    Takes   kind           how long it takes when no end is written
            users, people  those who are to be there
            besides        the appointment that is being moved
    Raises  DomainError for an end before the start
    Cost    two queries; two more when something is in the way. None for any time of a day, which is in nobody's way
    Source  RULES A7: whose appointment it is, is said to those only who may see it
    """
    starts_at, ends_at = when.span(kind)
    if when.at is None:
        return False
    principal = request.principal
    seen = door.rows(principal, Verb.READ, Appointment)
    found = list(in_the_way(seen, starts_at=starts_at, ends_at=ends_at, users=users, people=people, besides=besides))
    if not found:
        return False
    there = {party.person_id for each in found if each.is_seen for party in each.parties.all() if party.role == Role.CANDIDATE}
    known = {each.pk: each for each in door.rows(principal, Verb.READ, Person).filter(pk__in=there - {None})}
    door.seen(principal, known.values(), Purpose.APPOINTMENT)
    return form.warn([sentence(each, known, users=users, people=people, me=principal.staff) for each in found])


def sentence(appointment: Any, known: Collection[int], *, users: Collection[User], people: Collection[Person], me: User) -> str:
    """«Du har bedriftsbesøk kl. 10.30–11.30: Rugbakken bakeri.», or only that one is busy then."""
    parties = appointment.parties.all()
    user_keys, person_keys = {each.pk for each in users}, {each.pk for each in people}
    who = next((party.user for party in parties if party.user_id in user_keys), None)
    name = next((party.person.first_name for party in parties if party.person_id in person_keys), "") if who is None else who.name
    words = {"name": name, "from": clock(appointment.at), "to": clock(appointment.until)}
    if not appointment.is_seen:
        return _("%(name)s er opptatt kl. %(from)s–%(to)s.") % words
    named = [Named(party.person, party.person_id in known) for party in parties if party.person and party.role == Role.CANDIDATE]
    words |= {"kind": appointment.get_kind_display(), "what": title_of(appointment, named)}
    if who == me:
        return _("Du har allerede %(kind)s kl. %(from)s–%(to)s: %(what)s.") % words
    return _("%(name)s har allerede %(kind)s kl. %(from)s–%(to)s: %(what)s.") % words
