"""Forms of the kick-off day."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.loops.kick_off.actions.wishes import HIGHEST_WISH, LOWEST_WISH
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.web.forms import Form

SCALE = [(value, str(value)) for value in range(LOWEST_WISH, HIGHEST_WISH + 1)]


class AttendanceForm(Form):
    """One tick for each who has said yes."""

    present = forms.MultipleChoiceField(
        label=_("Hvem er her?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Lista har endret seg. Last siden på nytt og se hvem som står der.")},
    )

    def __init__(self, *args, participants: Sequence[Participant], names: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.participants = {str(row.public_id): row for row in participants}
        self.fields["present"].choices = [(key, names[row.pk]) for key, row in self.participants.items()]
        self.fields["present"].initial = [key for key, row in self.participants.items() if row.has_attended]

    def who_is_here(self) -> list[Participant]:
        return [self.participants[key] for key in self.cleaned_data["present"]]


class WishesForm(Form):
    """A number from 0 to 5 for each. Always blank: what has been answered is never shown."""

    def __init__(self, *args, about: Sequence[LoopEmployer | Participant], names: dict[int, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.about = {f"wish_{row.public_id}": row for row in about}
        for key, row in self.about.items():
            name = names[row.pk] if names else str(row)
            self.fields[key] = forms.TypedChoiceField(
                label=name,
                choices=SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Velg et tall for %(name)s") % {"name": name}},
            )

    def wishes(self) -> dict[LoopEmployer | Participant, int]:
        return {row: self.cleaned_data[key] for key, row in self.about.items()}
