"""Forms of the kick-off day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.loops.kick_off.actions.wishes import HIGHEST_WISH, LOWEST_WISH
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.web.fields import Pick, RowChoices, key_of
from brobygger.web.forms import Form

SCALE = [(value, str(value)) for value in range(LOWEST_WISH, HIGHEST_WISH + 1)]


class AttendanceForm(Form):
    """One tick for each who has said yes."""

    present = RowChoices(
        label=_("Hvem er her?"),
        required=False,
        error_messages={"invalid_choice": _("Lista har endret seg. Last siden på nytt og se hvem som står der.")},
    )

    def __init__(self, *args: Any, participants: Sequence[Participant], names: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, initial={"present": [key_of(row) for row in participants if row.has_attended]}, **kwargs)
        self.offer("present", participants, label=lambda row: names[row.pk])


class WishesForm(Form):
    """A number from 0 to 5 for each. Always blank: what has been answered is never shown."""

    def __init__(
        self, *args: Any, about: Sequence[LoopEmployer] | Sequence[Participant], names: dict[int, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about: dict[str, Any] = {f"wish_{row.public_id}": row for row in about}
        for key, row in self.about.items():
            name = names[row.pk] if names else str(row)
            self.fields[key] = Pick(
                label=name,
                choices=SCALE,
                coerce=int,
                ends=(gettext("helst ikke"), gettext("aller helst")),
                error_messages={"required": gettext("Velg et tall for %(name)s") % {"name": name}},
            )

    def wishes(self) -> dict[Any, int]:
        return {row: self.cleaned_data[key] for key, row in self.about.items()}
