from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.accounts.models import User
from brobygger.followup.actions.matters import LONGEST_NOTE, LONGEST_REASON, LONGEST_TEXT, LONGEST_WHAT
from brobygger.parties.models import Workplace
from brobygger.web.days import Days
from brobygger.web.fields import DateField, RowChoice
from brobygger.web.forms import Form, FreeText


class OfMatter(Form):
    """A form about somebody: its free text says that they and those who follow the matter read it, unless the field says otherwise."""

    def __init__(self, *args: Any, first_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_name = first_name
        for field in self.fields.values():
            if isinstance(field, FreeText) and not field.readers:
                field.readers = _("%(name)s, koordinatorene og de som følger opp %(name)s,") % {"name": first_name}


class OwnerForm(OfMatter):
    owner = RowChoice(
        label=gettext_lazy("Hvem tar det?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Velg hvem som tar det")}
    )

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", users)


class RaiseForm(OwnerForm):
    what = FreeText(
        label=gettext_lazy("Hva er vanskelig?"),
        help_text=gettext_lazy("Skriv det som skjer på jobben, med én eller to setninger."),
        readers="",
        max_length=LONGEST_WHAT,
        error_messages={"required": gettext_lazy("Skriv hva som er vanskelig")},
    )
    workplace = RowChoice(
        label=gettext_lazy("Hvilken bedrift gjelder det?"),
        help_text=gettext_lazy("Bedriften får ikke vite om det før deltakeren har sagt ja."),
        widget=forms.RadioSelect,
        required=False,
    )
    due_on = DateField(
        when=Days.PLAN, label=gettext_lazy("Når skal det være løst?"), error_messages={"required": gettext_lazy("Skriv fristen")}
    )
    field_order = ("what", "workplace", "owner", "due_on")

    def __init__(self, *args: Any, workplaces: Sequence[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("workplace", workplaces, none=_("Ingen bestemt bedrift"), last=True)


class NoteForm(OfMatter):
    text = FreeText(
        label=gettext_lazy("Hva er gjort, eller hva skjer nå?"),
        readers="",
        lines=4,
        max_length=LONGEST_NOTE,
        error_messages={"required": gettext_lazy("Skriv hva som er gjort")},
    )
    withheld_until = DateField(when=Days.PLAN, label=gettext_lazy("Når får deltakeren lese det?"), required=False)
    withheld_because = FreeText(label=gettext_lazy("Hvorfor ikke før?"), readers="", lines=1, max_length=LONGEST_REASON, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, until = {"name": self.first_name}, self.fields["withheld_until"]
        until.label = _("Når får %(name)s lese det?") % name
        until.help_text = _("La det stå tomt: da leses det med en gang. Holdes det tilbake, skriv dag, måned og år, og hvorfor.")
        self.read_by("withheld_because", _("Koordinatorene og de som følger opp %(name)s, og %(name)s fra den dagen,") % name)


class AgreementForm(OfMatter):
    text = FreeText(
        label=gettext_lazy("Hva er dere blitt enige om?"),
        help_text=gettext_lazy("Hva skal skje, hvem gjør det, og når?"),
        readers="",
        lines=5,
        max_length=LONGEST_TEXT,
        error_messages={"required": gettext_lazy("Skriv hva dere er blitt enige om")},
    )

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if place:
            name = {"name": self.first_name, "place": place}
            self.read_by("text", _("%(name)s, %(place)s, koordinatorene og de som følger opp %(name)s,") % name)


class SolveForm(AgreementForm):
    text = FreeText(
        label=gettext_lazy("Hvordan ble det?"),
        readers="",
        lines=4,
        max_length=LONGEST_TEXT,
        error_messages={"required": gettext_lazy("Skriv hvordan det ble")},
    )


class DeadlineForm(OfMatter):
    due_on = DateField(when=Days.PLAN, label=gettext_lazy("Ny frist"), error_messages={"required": gettext_lazy("Skriv den nye fristen")})
    reason = FreeText(
        label=gettext_lazy("Hvorfor flyttes den?"),
        readers="",
        lines=1,
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Skriv hvorfor fristen flyttes")},
    )


class EmployerForm(OfMatter):
    workplace = RowChoice(
        label=gettext_lazy("Hvilken bedrift?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Velg bedriften")}
    )
    has_said_yes = forms.BooleanField(required=False)
    said = FreeText(
        label=gettext_lazy("Hvem sa ja, og hvordan?"),
        readers="",
        lines=1,
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Skriv hvem som sa ja, og hvordan")},
    )

    def __init__(self, *args: Any, workplaces: Sequence[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("workplace", workplaces)
        self.fields["has_said_yes"].label = _("%(name)s har sagt ja til at bedriften er med") % {"name": self.first_name}
        self.fields["said"].help_text = _("For eksempel: %(name)s sa det på telefon i dag.") % {"name": self.first_name}
