"""Forms of leaving, dropping out and repairing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from brobygger.loops.models import DropOut, LeftFor, LoopEmployer, Participant
from brobygger.loops.periods import Period
from brobygger.loops.repair.actions.leaving import JOBS, NewPlace
from brobygger.placements.models import PlacementKind
from brobygger.web.fields import DateField
from brobygger.web.forms import Form, FreeText
from brobygger.web.loops.words import first_name_and_more, period_label

WHERE_TO = [*JOBS, PlacementKind.EDUCATION]


class LeaveForm(Form):
    participant = forms.ChoiceField(
        label=_("Hvem slutter?"), error_messages={"required": _("Velg hvem som slutter")}, widget=forms.RadioSelect
    )
    on = DateField(label=_("Siste dag i loopen"), error_messages={"required": _("Skriv siste dag i loopen")})
    left_for = forms.ChoiceField(
        label=_("Hva går de videre til?"),
        choices=LeftFor.choices,
        error_messages={"required": _("Velg hva de går videre til")},
        widget=forms.RadioSelect,
        help_text=_("Bedriftene får bare vite siste dag."),
    )
    kind = forms.ChoiceField(label=_("Hva slags jobb eller utdanning?"), required=False)
    place_name = forms.CharField(label=_("Hvor er det?"), max_length=160, required=False, help_text=_("Navnet på bedriften eller skolen"))
    starts_on = DateField(label=_("Første dag der"), required=False)
    hours_per_week = forms.DecimalField(
        label=_("Timer i uka"), required=False, max_digits=3, decimal_places=1, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def __init__(self, *args: Any, participants: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(participants)
        names = first_name_and_more(rows)
        self.participants = {str(row.public_id): row for row in rows}
        self.fields["participant"].choices = [(key, names[row.pk]) for key, row in self.participants.items()]
        self.fields["left_for"].choices = [(value, capfirst(str(label))) for value, label in LeftFor.choices]
        ladder = [(kind.value, capfirst(str(kind.label))) for kind in PlacementKind if kind in WHERE_TO]
        self.fields["kind"].choices = [("", _("Velg")), *ladder]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        goes_on = cleaned.get("left_for") in {LeftFor.JOB, LeftFor.EDUCATION}
        if cleaned.get("left_for") == LeftFor.EDUCATION:
            cleaned["kind"] = PlacementKind.EDUCATION.value
        for name, message in self.needed_for_a_new_place().items() if goes_on else ():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        if "participant" in cleaned:
            cleaned["participant"] = self.participants[cleaned["participant"]]
        return cleaned

    @staticmethod
    def needed_for_a_new_place() -> dict[str, Any]:
        return {
            "kind": _("Velg hva slags jobb det er"),
            "place_name": _("Skriv hvor de skal, så noen kan følge opp"),
            "starts_on": _("Skriv første dag der"),
        }

    def goes_to(self) -> NewPlace | None:
        """Where they go, when that was asked for."""
        given = self.cleaned_data
        if given["left_for"] == LeftFor.OTHER:
            return None
        return NewPlace(
            kind=PlacementKind(given["kind"]),
            starts_on=given["starts_on"],
            place_name=given["place_name"],
            hours_per_week=given["hours_per_week"],
        )


class DropOutForm(Form):
    employer = forms.ChoiceField(
        label=_("Hvilken bedrift går ut?"), error_messages={"required": _("Velg bedriften")}, widget=forms.RadioSelect
    )
    on = DateField(label=_("Siste dag noen kan være der"), error_messages={"required": _("Skriv siste dag noen kan være der")})
    because = forms.ChoiceField(
        label=_("Hvorfor?"),
        error_messages={"required": _("Velg hvorfor")},
        widget=forms.RadioSelect,
        help_text=_("Bare de ansatte ser dette."),
    )

    def __init__(self, *args: Any, employers: Iterable[LoopEmployer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employers = {str(row.public_id): row for row in employers}
        self.fields["employer"].choices = [(key, row.workplace.name) for key, row in self.employers.items()]
        self.fields["because"].choices = [(value, capfirst(str(label))) for value, label in DropOut.choices]

    def clean_employer(self) -> LoopEmployer:
        return self.employers[self.cleaned_data["employer"]]

    def clean_because(self) -> DropOut:
        return DropOut(self.cleaned_data["because"])


class RepairForm(Form):
    from_period = forms.TypedChoiceField(label=_("Fra hvilken periode kan planen endres?"), coerce=int, widget=forms.RadioSelect)
    starts_on = DateField(label=_("Første dag på nye plasser"))
    newcomers = forms.MultipleChoiceField(
        label=_("Er det noen nye?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De som var på kick-off og har sagt ja, men ikke begynte i loopen."),
    )

    def __init__(self, *args: Any, periods: Iterable[Period], newcomers: Iterable[Participant], first_day: date, **kwargs: Any) -> None:
        rows, ahead = list(newcomers), list(periods)
        kwargs.setdefault("initial", {"from_period": ahead[0].number if ahead else None, "starts_on": first_day})
        super().__init__(*args, **kwargs)
        names = first_name_and_more(rows)
        self.newcomers = {str(row.public_id): row for row in rows}
        self.fields["from_period"].choices = [(period.number, capfirst(period_label(period))) for period in ahead]
        self.fields["newcomers"].choices = [(key, names[row.pk]) for key, row in self.newcomers.items()]
        if not rows:
            del self.fields["newcomers"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["newcomers"] = [self.newcomers[key] for key in cleaned.get("newcomers", [])]
        return cleaned


class DecideForm(Form):
    proposal = forms.UUIDField(widget=forms.HiddenInput)
    reason = FreeText(label=_("Vil du skrive hvorfor?"), readers=_("De som kan se planen"), lines=2, max_length=1000, required=False)
