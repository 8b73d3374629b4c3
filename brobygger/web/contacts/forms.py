from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from operator import attrgetter
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.appointments.moments import When, time_said_in
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.kernel.local_time import in_norway, local_day, moment_on
from brobygger.placements.models import Placement
from brobygger.web.collisions import ANYWAY, MayCollide
from brobygger.web.days import Days
from brobygger.web.fields import DateField, MomentField, RowChoice, TimeField, capitalised
from brobygger.web.forms import DesignField, FreeText

NOON = time(12)
NO_KEY = gettext_lazy("Skjemaet er ikke helt. Åpne det på nytt og prøv igjen.")


class ContactForm(MayCollide):
    """A contact: the two taps of the list send a few of these fields, the longer page all of them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hva gjorde du?"),
        choices=capitalised([each for each in ContactKind.choices if each[0] != ContactKind.TOGETHER]),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hva du gjorde"), "invalid_choice": gettext_lazy("Velg hva du gjorde")},
    )
    whom = forms.ChoiceField(label=gettext_lazy("Hvem snakket du med?"), widget=forms.RadioSelect, required=False)
    line = FreeText(
        label=gettext_lazy("Én linje, om du vil"),
        help_text=gettext_lazy("Du kan diktere."),
        readers="",
        lines=3,
        max_length=1000,
        required=False,
    )
    on = DateField(when=Days.PAST, label=gettext_lazy("Hvilken dag?"), required=False)
    at = TimeField(label=gettext_lazy("Når på dagen?"), required=False)
    placement = RowChoice(label=gettext_lazy("Hvor?"), required=False)
    next_step = FreeText(label=gettext_lazy("Neste steg"), readers="", lines=1, max_length=120, required=False)
    next_step_on = DateField(when=Days.PLAN, label=gettext_lazy("Når er neste steg?"), required=False)
    next_step_at = TimeField(
        label=gettext_lazy("Klokka"), help_text=gettext_lazy("Skal dere møtes? Med klokkeslett står det som en avtale."), required=False
    )
    next_step_where = FreeText(label=gettext_lazy("Hvor møtes dere?"), readers="", lines=1, max_length=160, required=False)
    withheld_until = DateField(when=Days.PLAN, required=False)
    withheld_because = FreeText(label=gettext_lazy("Hvorfor?"), readers="", lines=2, max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": NO_KEY, "invalid": NO_KEY})
    happened_at = MomentField(required=False)
    phone_now = MomentField(required=False)

    def __init__(self, *args: Any, first_name: str, placements: Iterable[Placement], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        other = {ContactWith.EMPLOYER: _("Arbeidsgiveren"), ContactWith.BOTH: _("Begge"), ContactWith.OTHER: _("En annen")}
        self.offer_words("whom", [(ContactWith.CANDIDATE.value, first_name), *((whom.value, label) for whom, label in other.items())])
        self.read_by("line", first_name)
        self.read_by("next_step", first_name)
        self.read_by("next_step_where", first_name)
        self.fields["on"].help_text = _("Tomt betyr i dag. Dag, måned og år, for eksempel %(day)s") % {"day": "04.01.2027"}
        self.read_by("withheld_because", _("Ansatte som følger opp %(name)s,") % {"name": first_name})
        self.fields["withheld_until"].label = _("Når kan %(name)s lese det?") % {"name": first_name}
        self.offer("placement", placements, label=attrgetter("place"), none=_("Ikke på noen plass"))

    @property
    def asks_where(self) -> bool:
        """Whether there is a place to choose."""
        field = self.fields["placement"]
        assert isinstance(field, RowChoice)
        return bool(field.rows)

    @property
    def is_withheld(self) -> bool:
        """Whether anything is said about withholding, so that the page shows those fields open."""
        return any(self[name].value() or self[name].errors for name in ("withheld_until", "withheld_because"))

    def clean_whom(self) -> str:
        return self.cleaned_data["whom"] or ContactWith.CANDIDATE.value

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data | {"happened_at": self.moment(self.cleaned_data)}

    def line_of(self, refused: str | None) -> str | None:
        """What is wrong with the moment is said where the page asks for the day."""
        return super().line_of("on" if refused == "happened_at" else refused)

    def moment(self, said: dict[str, Any]) -> datetime:
        """When it was: as typed, or by the phone's clock, put right by how wrong it is as it sends. No note of a phone is ahead of us."""
        if said.get("on") or said.get("at"):
            today = local_day(self.now)
            on = said.get("on") or today
            typed = moment_on(on, said.get("at") or NOON)
            return min(typed, self.now) if on == today and not said.get("at") else typed
        seen = said.get("happened_at") or self.now
        if said.get("happened_at") and said.get("phone_now"):
            seen += self.now - said["phone_now"]
        return min(seen, self.now)

    def contact(self) -> dict[str, Any]:
        """What log_contact takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"on", "at", "phone_now", ANYWAY}}

    def when_next(self) -> When | None:
        """When they meet next; none for what has no time of day."""
        said = self.cleaned_data
        at = said["next_step_at"] or time_said_in(said["next_step"])
        return When(said["next_step_on"], at) if said["next_step_on"] is not None and at is not None else None

    def read_through(self) -> dict[str, str]:
        """What the phone sends along when its user has read the line through; empty when nothing asks for it."""
        asked = [bound for bound in self if isinstance(bound, DesignField) and bound.asks_to_read_through]
        return {bound.read_name: bound.read_value for bound in asked}


class CorrectionForm(ContactForm):
    """A note as it stands, to be put right. A day and a time that are left alone are the moment that was written down, to the second."""

    def __init__(self, *args: Any, contact: Contact, placements: Iterable[Placement], now: datetime, **kwargs: Any) -> None:
        if contact.placement is not None and contact.placement not in placements:
            placements = [*placements, contact.placement]
        moment = in_norway(contact.happened_at)
        is_withheld = contact.withheld_until is not None and contact.withheld_until > local_day(now)
        self.was_on, self.was_at, self.was = moment.date(), moment.time().replace(second=0, microsecond=0), contact.happened_at
        initial = {
            "key": uuid4(),
            "kind": contact.kind,
            "whom": contact.whom,
            "line": contact.line,
            "on": self.was_on,
            "at": self.was_at,
            "placement": contact.placement,
            "next_step": contact.next_step,
            "next_step_on": contact.next_step_on,
            "next_step_at": contact.agreed.at if contact.agreed is not None else None,
            "next_step_where": contact.agreed.place if contact.agreed is not None else "",
            "withheld_until": contact.withheld_until if is_withheld else None,
            "withheld_because": contact.withheld_because if is_withheld else "",
        }
        name = contact.person.first_name
        super().__init__(*args, first_name=name, placements=placements, now=now, initial=initial, **kwargs)

    def moment(self, said: dict[str, Any]) -> datetime:
        is_as_it_was = (said.get("on"), said.get("at")) == (self.was_on, self.was_at)
        return self.was if is_as_it_was else super().moment(said)
