"""Forms of a stay at a workplace, and of a bankruptcy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.placements.models import EndCause, PlacementKind
from brobygger.web.fields import DateField, HoursField
from brobygger.web.forms import Form, FreeText

LONGEST_WORDS = 300  # letters, as the table has it
# A bankruptcy ends all that the employer has at once, from the employer's own page.
CAUSES = [cause for cause in EndCause if cause != EndCause.EMPLOYER_BANKRUPT]
STAFF_READ = gettext_lazy("De som følger opp, og de som har skrevet en grunn til å åpne,")


class NewPlacementForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Hva slags plass er det?"),
        error_messages={"required": gettext_lazy("Velg hva slags plass det er")},
        widget=forms.RadioSelect,
    )
    place_name = forms.CharField(
        label=gettext_lazy("Hvor er det?"),
        help_text=gettext_lazy("Navnet på skolen eller stedet"),
        max_length=160,
        error_messages={"required": gettext_lazy("Skriv hvor det er")},
    )
    starts_on = DateField(label=gettext_lazy("Første dag"), error_messages={"required": gettext_lazy("Skriv første dag")})
    ends_on = DateField(label=gettext_lazy("Siste dag"), help_text=gettext_lazy("La det stå tomt hvis det ikke er avtalt."), required=False)
    hours_per_week = HoursField()

    def __init__(self, *args: Any, is_named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, capfirst(str(kind.label))) for kind in PlacementKind]
        if not is_named:
            del self.fields["place_name"]

    def clean_kind(self) -> PlacementKind:
        return PlacementKind(self.cleaned_data["kind"])


class ChangeForm(Form):
    starts_on = DateField(label=gettext_lazy("Første dag"), error_messages={"required": gettext_lazy("Skriv første dag")})
    ends_on = DateField(label=gettext_lazy("Siste dag"), help_text=gettext_lazy("La det stå tomt hvis det ikke er avtalt."), required=False)
    hours_per_week = HoursField()


class EndForm(Form):
    on = DateField(label=gettext_lazy("Siste dag"), error_messages={"required": gettext_lazy("Skriv siste dag")})
    cause = forms.ChoiceField(
        label=gettext_lazy("Hvorfor sluttet det?"),
        help_text=gettext_lazy("Bedriften og fadderen får aldri se dette."),
        error_messages={"required": gettext_lazy("Velg hvorfor det sluttet")},
        widget=forms.RadioSelect,
    )
    words = FreeText(
        label=gettext_lazy("Vil du si mer?"),
        readers="",
        lines=2,
        max_length=LONGEST_WORDS,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [(cause.value, capfirst(str(cause.label))) for cause in CAUSES]
        self.fields["words"].readers = str(STAFF_READ)

    def clean_cause(self) -> EndCause:
        return EndCause(self.cleaned_data["cause"])


class BankruptcyForm(Form):
    on = DateField(
        label=gettext_lazy("Siste dag noen var der"), error_messages={"required": gettext_lazy("Skriv den siste dagen noen var der")}
    )
    words = FreeText(
        label=gettext_lazy("Hvordan vet vi det?"),
        help_text=gettext_lazy("For eksempel: kunngjort i Brønnøysundregistrene i går."),
        readers="",
        lines=1,
        max_length=LONGEST_WORDS,
        error_messages={"required": gettext_lazy("Skriv hvordan vi vet at bedriften er konkurs")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].readers = _("De som følger opp noen som var der,")
