"""The form for preparing a candidate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.loops.models import Accommodation, Participant, Shift
from brobygger.web.fields import NumberField, capitalised
from brobygger.web.forms import Form, FreeText

LONGEST_TRAVEL_KM = 500


class PrepareForm(Form):
    presentation = FreeText(
        label=_("Slik presenterer jeg meg"),
        help_text=_("Med egne ord: hva liker du, hva kan du, hva vil du lære?"),
        readers=_("Bedriftene i loopen og koordinatoren"),
        lines=6,
        max_length=600,
        required=False,
    )
    travel_limit_km = NumberField(
        label=_("Hvor langt unna kan arbeidet være?"),
        help_text=_("Kilometer i luftlinje mellom postnumrene. La stå tomt når det ikke har noe å si."),
        min_value=1,
        max_value=LONGEST_TRAVEL_KM,
        required=False,
    )
    cannot_work = forms.MultipleChoiceField(
        label=_("Når passer det ikke å arbeide?"), choices=capitalised(Shift.choices), widget=forms.CheckboxSelectMultiple, required=False
    )
    needs = forms.MultipleChoiceField(
        label=_("Hva må arbeidsplassen legge til rette for?"),
        help_text=_("Skriv hva som trengs, aldri hvorfor. Bare koordinatoren ser det, og planen tar hensyn til det."),
        choices=capitalised(Accommodation.choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def initial_of(participant: Participant) -> dict[str, object]:
    return {
        "presentation": participant.presentation,
        "travel_limit_km": participant.travel_limit_km,
        "cannot_work": participant.cannot_work,
        "needs": participant.needs,
    }
