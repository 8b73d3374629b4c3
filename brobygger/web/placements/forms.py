"""Forms of a stay at a workplace, and of a bankruptcy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from brobygger.placements.models import EndCause, PlacementKind
from brobygger.web.fields import DateField, HoursField, capitalised
from brobygger.web.forms import Form, FreeText

LONGEST_WORDS = 300  # letters, as the table has it
LONGEST_BECAUSE = 200
# A bankruptcy ends all that the employer has at once, from the employer's own page.
CAUSES = [(cause.value, cause.label) for cause in EndCause if cause != EndCause.EMPLOYER_BANKRUPT]


class NewPlacementForm(Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Hva slags plass er det?"),
        choices=capitalised(PlacementKind.choices),
        coerce=PlacementKind,
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
        if not is_named:
            del self.fields["place_name"]


class ChangeForm(Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Hva slags plass er det?"),
        choices=capitalised(PlacementKind.choices),
        coerce=PlacementKind,
        error_messages={"required": gettext_lazy("Velg hva slags plass det er")},
        widget=forms.RadioSelect,
    )
    starts_on = DateField(label=gettext_lazy("Første dag"), error_messages={"required": gettext_lazy("Skriv første dag")})
    ends_on = DateField(label=gettext_lazy("Siste dag"), help_text=gettext_lazy("La det stå tomt hvis det ikke er avtalt."), required=False)


class HoursForm(Form):
    hours_per_week = HoursField(required=True, error_messages={"required": gettext_lazy("Skriv hvor mange timer i uka")})
    from_on = DateField(
        label=gettext_lazy("Fra hvilken dag?"),
        help_text=gettext_lazy("La det stå tomt når det har vært slik hele tida. Timene før denne dagen blir stående."),
        required=False,
    )


class TakeOutForm(Form):
    because = FreeText(
        label=gettext_lazy("Hva er feil?"),
        help_text=gettext_lazy("For eksempel: skrevet på feil person."),
        readers=gettext_lazy("De som følger opp, og de som har skrevet en grunn til å åpne,"),
        lines=1,
        max_length=LONGEST_BECAUSE,
        error_messages={"required": gettext_lazy("Skriv hvorfor plassen tas ut")},
    )


class EndForm(Form):
    on = DateField(label=gettext_lazy("Siste dag"), error_messages={"required": gettext_lazy("Skriv siste dag")})
    cause = forms.TypedChoiceField(
        label=gettext_lazy("Hvorfor sluttet det?"),
        choices=capitalised(CAUSES),
        coerce=EndCause,
        help_text=gettext_lazy(
            "Bedriften og fadderen får aldri se dette. Det står ikke på siden til deltakeren, og ikke i brev eller attester."
        ),
        error_messages={"required": gettext_lazy("Velg hvorfor det sluttet")},
        widget=forms.RadioSelect,
    )
    words = FreeText(
        label=gettext_lazy("Vil du si mer?"),
        readers=gettext_lazy("De som følger opp, og de som har skrevet en grunn til å åpne,"),
        lines=2,
        max_length=LONGEST_WORDS,
        required=False,
    )

    def __init__(self, *args: Any, stands: str = "", **kwargs: Any) -> None:
        """Takes   stands  the cause that is to be put right: it can be kept, also when it is none that one chooses."""
        super().__init__(*args, **kwargs)
        if stands == EndCause.EMPLOYER_BANKRUPT:
            self.offer_words("cause", capitalised([(stands, EndCause.EMPLOYER_BANKRUPT.label), *CAUSES])())


class BankruptcyForm(Form):
    on = DateField(
        label=gettext_lazy("Siste dag noen var der"), error_messages={"required": gettext_lazy("Skriv den siste dagen noen var der")}
    )
    words = FreeText(
        label=gettext_lazy("Hvordan vet vi det?"),
        help_text=gettext_lazy("For eksempel: kunngjort i Brønnøysundregistrene i går."),
        readers=gettext_lazy("Alle som kan åpne siden til bedriften,"),
        lines=1,
        max_length=LONGEST_WORDS,
        error_messages={"required": gettext_lazy("Skriv hvordan vi vet at bedriften er konkurs")},
    )
