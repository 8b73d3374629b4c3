from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.access.actions import HowLong
from brobygger.accounts.models import Language
from brobygger.parties.card_actions import Card, card_of
from brobygger.parties.models import SECRET_ADDRESS, Person, SpokenLanguage
from brobygger.web.days import Days
from brobygger.web.fields import DateField, EmailField, FirstNameField, LastNameField, NumberField, PhoneField, PostalCodeField, capitalised
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


class ReachForm(Form):
    """How somebody is reached, and in which language."""

    phone = PhoneField(required=False)
    email = EmailField(required=False)
    language = forms.ChoiceField(label=gettext_lazy("Hvilket språk skal brev og sider være på?"), choices=Language)

    def clean_language(self) -> Language:
        return Language(self.cleaned_data["language"])


class CardForm(ReachForm):
    """All that can be put right about somebody. No street is asked for where the address is secret."""

    first_name = FirstNameField()
    last_name = LastNameField()
    born_on = DateField(when=Days.BIRTH, label=gettext_lazy("Fødselsdato"), required=False)
    street = forms.CharField(label=gettext_lazy("Gateadresse"), max_length=160, required=False)
    postal_code = PostalCodeField(required=False)
    talks_best = forms.ChoiceField(label=gettext_lazy("Hvilket språk snakker personen helst?"), required=False)
    after = NumberField(widget=forms.HiddenInput, required=False)
    field_order = ("phone", "email", "street", "postal_code", "talks_best", "language", "first_name", "last_name", "born_on")

    def __init__(self, *args: Any, person: Person, version: int, **kwargs: Any) -> None:
        stands = vars(card_of(person)) | {"postal_code": person.postal_code_id, "after": version}
        super().__init__(*args, initial=stands, **kwargs)
        self.offer_words("talks_best", [("", _("Ikke spurt")), *capitalised(SpokenLanguage.choices)()])
        if person.protection in SECRET_ADDRESS:
            del self.fields["street"]

    def card(self) -> Card:
        said = {name: value for name, value in self.cleaned_data.items() if name != "after"}
        return Card(**{"street": "", **said})
