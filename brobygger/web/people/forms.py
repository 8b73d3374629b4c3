from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access.actions import HowLong
from brobygger.parties.models import Person
from brobygger.web.forms import Form, FreeText

LENGTH = gettext_lazy("Skriv grunnen med 10 til 255 tegn.")


class SearchForm(forms.Form):
    """Part of a name. Digits are refused, so that no national id comes to stand in an address."""

    navn = forms.RegexField(r"^\D*$", min_length=2, max_length=80)


class ReasonForm(Form):
    reason = FreeText(
        label=gettext_lazy("Hvorfor trenger du å åpne?"),
        readers="",
        min_length=10,
        max_length=255,
        error_messages={"required": LENGTH, "min_length": LENGTH, "max_length": LENGTH},
    )
    how_long = forms.TypedChoiceField(
        label=gettext_lazy("Hvor lenge trenger du det?"),
        choices=HowLong.choices,
        coerce=lambda value: HowLong(int(value)),
        initial=HowLong.A_WEEK,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_by("reason", _("%(name)s og personvernombudet") % {"name": person.first_name})
