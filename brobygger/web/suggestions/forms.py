from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.jobdev.models import SaidBy, Suggestion
from brobygger.kernel.local_time import moment_on
from brobygger.parties.models import ContactPerson
from brobygger.placements.models import PlacementKind
from brobygger.web.fields import DateField, TimeField
from brobygger.web.forms import Form, FreeText
from brobygger.web.placements.forms import HoursField

RING_MYSELF = ""
THOSE_WHO_FOLLOW = gettext_lazy("De som følger opp,")


class BecauseForm(Form):
    """Why one thinks of an opening; needed when nothing that is wished for speaks for it."""

    because = FreeText(
        label=gettext_lazy("Hva tenker du?"),
        readers="",
        lines=2,
        max_length=300,
        required=False,
        error_messages={"required": gettext_lazy("Skriv hva du tenker")},
    )

    def __init__(self, *args: Any, called: str, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].required = is_needed
        self.fields["because"].readers = called


class SaidHowForm(Form):
    said_how = FreeText(
        label="", readers="", lines=1, max_length=200, error_messages={"required": gettext_lazy("Skriv hvordan det ble sagt")}
    )

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_how"].label = _("Hvordan sa %(name)s ja?") % {"name": called}
        self.fields["said_how"].help_text = _("For eksempel: på telefon i dag.")
        self.fields["said_how"].readers = str(THOSE_WHO_FOLLOW)


class AskEmployerForm(Form):
    contact = forms.ChoiceField(label=gettext_lazy("Hvem skal få spørsmålet?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, contacts: Iterable[ContactPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(each.public_id): each for each in contacts}
        named = [(key, str(each.person)) for key, each in self.contacts.items()]
        self.fields["contact"].choices = [*named, (RING_MYSELF, _("Ingen. Jeg ringer selv."))]

    def chosen(self) -> ContactPerson | None:
        return self.contacts.get(self.cleaned_data["contact"])


class MeetForm(Form):
    day = DateField(label=gettext_lazy("Hvilken dag?"), error_messages={"required": gettext_lazy("Skriv hvilken dag")})
    time = TimeField(label=gettext_lazy("Når på dagen?"), error_messages={"required": gettext_lazy("Skriv når på dagen")})

    def at(self) -> datetime:
        return moment_on(self.cleaned_data["day"], self.cleaned_data["time"])


class BeginForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Hva slags plass er det?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hva slags plass det er")},
    )
    starts_on = DateField(label=gettext_lazy("Første dag"), error_messages={"required": gettext_lazy("Skriv første dag")})
    ends_on = DateField(label=gettext_lazy("Siste dag"), help_text=gettext_lazy("La det stå tomt hvis det ikke er avtalt."), required=False)
    hours_per_week = HoursField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, capfirst(str(kind.label))) for kind in PlacementKind]

    def clean_kind(self) -> PlacementKind:
        return PlacementKind(self.cleaned_data["kind"])


class NotNowForm(Form):
    side = forms.ChoiceField(
        label=gettext_lazy("Hvem sa at det ikke ble denne gangen?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem som sa det")},
    )
    because = FreeText(
        label=gettext_lazy("Hvorfor?"),
        help_text=gettext_lazy("Verken deltakeren eller bedriften får se dette."),
        readers="",
        lines=2,
        max_length=300,
        error_messages={"required": gettext_lazy("Skriv hvorfor")},
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(SaidBy.CANDIDATE.value, suggestion.person.first_name), (SaidBy.OFFICE.value, _("Jeg, eller vi på kontoret"))]
        if suggestion.employer_asked_at is not None:
            choices.insert(1, (SaidBy.EMPLOYER.value, str(suggestion.opening.workplace)))
        self.fields["side"].choices = choices
        self.fields["because"].readers = str(THOSE_WHO_FOLLOW)

    def clean_side(self) -> SaidBy:
        return SaidBy(self.cleaned_data["side"])
