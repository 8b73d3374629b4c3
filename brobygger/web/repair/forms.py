"""Forms of leaving, dropping out and repairing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.loops.models import DropOut, LeftFor, LoopEmployer, Participant
from brobygger.loops.periods import Period
from brobygger.loops.repair.actions.leaving import JOBS, NewPlace
from brobygger.placements.models import PlacementKind
from brobygger.web.days import Days
from brobygger.web.fields import DateField, HoursField, RowChoice, RowChoices, capitalised
from brobygger.web.forms import Form, FreeText
from brobygger.web.loops.words import first_name_and_more, period_label

WHERE_TO = [("", _("Velg")), *((kind, kind.label) for kind in PlacementKind if kind in (*JOBS, PlacementKind.EDUCATION))]


class LeaveForm(Form):
    participant = RowChoice(label=_("Hvem slutter?"), error_messages={"required": _("Velg hvem som slutter")}, widget=forms.RadioSelect)
    on = DateField(label=_("Siste dag i loopen"), error_messages={"required": _("Skriv siste dag i loopen")})
    left_for = forms.ChoiceField(
        label=_("Hva går de videre til?"),
        choices=capitalised(LeftFor.choices),
        error_messages={"required": _("Velg hva de går videre til")},
        widget=forms.RadioSelect,
        help_text=_("Bedriftene får bare vite siste dag."),
    )
    kind = forms.ChoiceField(label=_("Hva slags jobb eller utdanning?"), choices=capitalised(WHERE_TO), required=False)
    place_name = forms.CharField(label=_("Hvor er det?"), max_length=160, required=False, help_text=_("Navnet på bedriften eller skolen"))
    starts_on = DateField(label=_("Første dag der"), required=False)
    hours_per_week = HoursField()

    def __init__(self, *args: Any, participants: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(participants)
        names = first_name_and_more(rows)
        self.offer("participant", rows, label=lambda row: names[row.pk])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        goes_on = cleaned.get("left_for") in {LeftFor.JOB, LeftFor.EDUCATION}
        if cleaned.get("left_for") == LeftFor.EDUCATION:
            cleaned["kind"] = PlacementKind.EDUCATION.value
        for name, message in self.needed_for_a_new_place().items() if goes_on else ():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        return cleaned

    @staticmethod
    def needed_for_a_new_place() -> dict[str, Any]:
        return {
            "kind": _("Velg hva slags jobb det er"),
            "place_name": _("Skriv hvor de skal, så noen kan følge opp"),
            "starts_on": _("Skriv første dag der"),
        }

    def values(self) -> dict[str, Any]:
        """What `leave_loop` takes."""
        return {name: self.cleaned_data[name] for name in ("participant", "on", "left_for")} | {"goes_to": self.goes_to()}

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
    employer = RowChoice(label=_("Hvilken bedrift går ut?"), error_messages={"required": _("Velg bedriften")}, widget=forms.RadioSelect)
    on = DateField(label=_("Siste dag noen kan være der"), error_messages={"required": _("Skriv siste dag noen kan være der")})
    because = forms.TypedChoiceField(
        label=_("Hvorfor?"),
        choices=capitalised(DropOut.choices),
        coerce=DropOut,
        error_messages={"required": _("Velg hvorfor")},
        widget=forms.RadioSelect,
        help_text=_("Bare de ansatte ser dette."),
    )

    def __init__(self, *args: Any, employers: Iterable[LoopEmployer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("employer", employers, label=lambda row: row.workplace.name)


class RepairForm(Form):
    from_period = forms.TypedChoiceField(label=_("Fra hvilken periode kan planen endres?"), coerce=int, widget=forms.RadioSelect)
    starts_on = DateField(when=Days.PLAN, label=_("Første dag på nye plasser"))
    newcomers = RowChoices(
        label=_("Er det noen nye?"),
        required=False,
        help_text=_("De som var på kick-off og har sagt ja, men ikke begynte i loopen."),
    )

    def __init__(self, *args: Any, periods: Iterable[Period], newcomers: Iterable[Participant], first_day: date, **kwargs: Any) -> None:
        rows, ahead = list(newcomers), list(periods)
        kwargs.setdefault("initial", {"from_period": ahead[0].number if ahead else None, "starts_on": first_day})
        super().__init__(*args, **kwargs)
        names = first_name_and_more(rows)
        self.offer_words("from_period", capitalised((str(period.number), period_label(period)) for period in ahead)())
        self.offer("newcomers", rows, label=lambda row: names[row.pk])
        if not rows:
            del self.fields["newcomers"]

    def clean(self) -> dict[str, Any]:
        return {"newcomers": [], **(super().clean() or {})}


class DecideForm(Form):
    proposal = forms.UUIDField(widget=forms.HiddenInput)
    reason = FreeText(label=_("Vil du skrive hvorfor?"), readers=_("De som kan se planen"), lines=2, max_length=1000, required=False)
