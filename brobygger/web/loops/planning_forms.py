"""Forms of the plan page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.loops.models import AdjustmentKind, Loop, VetoKind
from brobygger.loops.periods import periods
from brobygger.loops.plan.gathering import Gathering
from brobygger.web.fields import RowChoice
from brobygger.web.forms import Form, FreeText
from brobygger.web.loops.words import first_name_and_more, period_label


class PairForm(Form):
    """A participant who turned up and an employer of one loop."""

    participant = RowChoice(label=_("Deltaker"))
    employer = RowChoice(label=_("Bedrift"))

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = first_name_and_more(row for row in gathering.here if row.pk in gathering.seen)
        self.offer("participant", gathering.here, label=lambda row: names.get(row.pk) or gathering.named(row).first_name)
        self.offer("employer", gathering.committed)


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
    period = forms.TypedChoiceField(label=_("Når gjelder det?"), coerce=int, empty_value=None, required=False)
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
        self.offer_words("period", [("", _("Hele året")), *((str(period.number), period_label(period)) for period in periods(loop))])

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
