from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.appointments.moments import When
from brobygger.jobdev.models import SaidBy, Suggestion
from brobygger.kernel.local_time import moment_on
from brobygger.parties.models import ContactPerson
from brobygger.placements.models import PlacementKind
from brobygger.web.collisions import MayCollide
from brobygger.web.days import Days
from brobygger.web.fields import DateField, HoursField, RowChoice, TimeField, capitalised
from brobygger.web.forms import Form, FreeText

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
        self.read_by("because", called)


class SaidHowForm(Form):
    said_how = FreeText(
        label="",
        help_text=gettext_lazy("For eksempel: på telefon i dag."),
        readers=THOSE_WHO_FOLLOW,
        lines=1,
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv hvordan det ble sagt")},
    )

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_how"].label = _("Hvordan sa %(name)s ja?") % {"name": called}


class AskEmployerForm(Form):
    contact = RowChoice(label=gettext_lazy("Hvem skal få spørsmålet?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, contacts: Iterable[ContactPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("contact", contacts, label=attrgetter("person"), none=_("Ingen. Jeg ringer selv."), last=True)


class MeetForm(MayCollide):
    day = DateField(when=Days.PLAN, label=gettext_lazy("Hvilken dag?"), error_messages={"required": gettext_lazy("Skriv hvilken dag")})
    time = TimeField(label=gettext_lazy("Når på dagen?"), error_messages={"required": gettext_lazy("Skriv når på dagen")})

    def at(self) -> datetime:
        return moment_on(self.cleaned_data["day"], self.cleaned_data["time"])

    def when(self) -> When:
        return When(self.cleaned_data["day"], self.cleaned_data["time"])


class BeginForm(Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Hva slags plass er det?"),
        choices=capitalised(PlacementKind.choices),
        coerce=PlacementKind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hva slags plass det er")},
    )
    starts_on = DateField(label=gettext_lazy("Første dag"), error_messages={"required": gettext_lazy("Skriv første dag")})
    ends_on = DateField(
        when=Days.PLAN, label=gettext_lazy("Siste dag"), help_text=gettext_lazy("La det stå tomt hvis det ikke er avtalt."), required=False
    )
    hours_per_week = HoursField()


class NotNowForm(Form):
    side = forms.TypedChoiceField(
        label=gettext_lazy("Hvem sa at det ikke ble denne gangen?"),
        coerce=SaidBy,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem som sa det")},
    )
    because = FreeText(
        label=gettext_lazy("Hvorfor?"),
        help_text=gettext_lazy("Verken deltakeren eller bedriften får se dette."),
        readers=THOSE_WHO_FOLLOW,
        lines=2,
        max_length=300,
        error_messages={"required": gettext_lazy("Skriv hvorfor")},
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        employer = [(SaidBy.EMPLOYER, suggestion.opening.workplace)] if suggestion.employer_asked_at is not None else []
        sides = [(SaidBy.CANDIDATE, suggestion.person.first_name), *employer, (SaidBy.OFFICE, _("Jeg, eller vi på kontoret"))]
        self.offer_words("side", [(side.value, str(words)) for side, words in sides])
