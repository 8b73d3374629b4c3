"""Forms of the plan page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.loops.models import AdjustmentKind, Loop, VetoKind
from brobygger.loops.periods import periods
from brobygger.loops.plan.gathering import Gathering
from brobygger.web.forms import Form, FreeText
from brobygger.web.loops.words import first_name_and_more, period_label


class PairForm(Form):
    """A participant who turned up and an employer of one loop, by their public ids."""

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participants = {str(row.public_id): row for row in gathering.here}
        self.employers = {str(row.public_id): row for row in gathering.committed}
        names = first_name_and_more(row for row in gathering.here if row.pk in gathering.seen)
        self.fields["participant"] = forms.ChoiceField(
            label=_("Deltaker"),
            choices=[(key, names.get(row.pk) or gathering.named(row).first_name) for key, row in self.participants.items()],
        )
        self.fields["employer"] = forms.ChoiceField(
            label=_("Bedrift"), choices=[(key, row.workplace.name) for key, row in self.employers.items()]
        )
        self.order_fields(["participant", "employer", *self.fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "participant" in cleaned:
            cleaned["participant"] = self.participants[cleaned["participant"]]
        if "employer" in cleaned:
            cleaned["employer"] = self.employers[cleaned["employer"]]
        return cleaned


class TryForm(PairForm):
    kind = forms.ChoiceField(
        label=_("Hva skal gjelde?"),
        choices=[(AdjustmentKind.PIN, _("Begynne her")), (AdjustmentKind.FORBID, _("Ikke være her"))],
        initial=AdjustmentKind.PIN,
        widget=forms.RadioSelect,
    )

    def clean_kind(self) -> AdjustmentKind:
        return AdjustmentKind(self.cleaned_data["kind"])


class VetoForm(PairForm):
    kind = forms.ChoiceField(label=_("Hva slags hensyn er det?"), choices=VetoKind.choices, widget=forms.RadioSelect)
    reason = FreeText(
        label=_("Hva må planen ta hensyn til?"),
        readers=_("Koordinatoren for loopen"),
        lines=2,
        max_length=200,
        error_messages={"required": _("Skriv hva planen må ta hensyn til")},
    )

    def __init__(self, *args: Any, loop: Loop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Hele året")), *((str(period.number), period_label(period)) for period in periods(loop))]
        self.fields["period"] = forms.TypedChoiceField(
            label=_("Når gjelder det?"), choices=choices, coerce=int, empty_value=None, required=False
        )
        self.order_fields(["participant", "employer", "period", "kind", "reason"])

    def clean_kind(self) -> VetoKind:
        return VetoKind(self.cleaned_data["kind"])


class DecideForm(Form):
    proposal = forms.UUIDField(widget=forms.HiddenInput)
    reason = FreeText(
        label=_("Hvorfor avviker du fra forslaget?"),
        help_text=_("Én eller to setninger. De lagres sammen med planen."),
        readers=_("De som kan se planen"),
        lines=3,
        max_length=1000,
        error_messages={"required": _("Skriv hvorfor du avviker fra forslaget")},
    )

    def __init__(self, *args: Any, departs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not departs:
            del self.fields["reason"]
