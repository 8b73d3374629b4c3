from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.accounts.models import User
from brobygger.followup.actions.matters import LONGEST_NOTE, LONGEST_REASON, LONGEST_TEXT, LONGEST_WHAT
from brobygger.parties.models import Workplace
from brobygger.web.fields import DateField
from brobygger.web.forms import Form, FreeText


class OfMatter(Form):
    """A form about somebody: its free text says that they and those who follow the matter read it, unless the field says otherwise."""

    def __init__(self, *args: Any, first_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_name = first_name
        for field in self.fields.values():
            if isinstance(field, FreeText) and not field.readers:
                field.readers = _("%(name)s, koordinatorene og de som følger opp %(name)s,") % {"name": first_name}


class OwnerChoice(forms.ChoiceField):
    """One of those who can open it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Hvem tar det?"))
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Velg hvem som tar det")})
        super().__init__(widget=forms.RadioSelect, **kwargs)

    def offer(self, users: list[User]) -> None:
        self.users = {str(user.public_id): user for user in users}
        self.choices = [(key, user.name) for key, user in self.users.items()]

    def clean(self, value: Any) -> User:
        return self.users[super().clean(value)]


class WorkplaceChoice(forms.ChoiceField):
    """One of the employers the participant is to be at."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Velg bedriften")})
        super().__init__(widget=forms.RadioSelect, **kwargs)

    def offer(self, workplaces: list[Workplace], *, none: str = "") -> None:
        self.workplaces = {str(workplace.public_id): workplace for workplace in workplaces}
        self.choices = [(key, workplace.name) for key, workplace in self.workplaces.items()]
        if none:
            self.choices = [*self.choices, ("", none)]

    def clean(self, value: Any) -> Workplace | None:
        return self.workplaces.get(super().clean(value))


class RaiseForm(OfMatter):
    what = FreeText(
        label=gettext_lazy("Hva er vanskelig?"),
        help_text=gettext_lazy("Skriv det som skjer på jobben, med én eller to setninger."),
        readers="",
        max_length=LONGEST_WHAT,
        error_messages={"required": gettext_lazy("Skriv hva som er vanskelig")},
    )
    workplace = WorkplaceChoice(
        label=gettext_lazy("Hvilken bedrift gjelder det?"),
        help_text=gettext_lazy("Bedriften får ikke vite om det før deltakeren har sagt ja."),
        required=False,
    )
    owner = OwnerChoice()
    due_on = DateField(label=gettext_lazy("Når skal det være løst?"), error_messages={"required": gettext_lazy("Skriv fristen")})

    def __init__(self, *args: Any, users: list[User], workplaces: list[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(users)
        self.fields["workplace"].offer(workplaces, none=_("Ingen bestemt bedrift"))


class NoteForm(OfMatter):
    text = FreeText(
        label=gettext_lazy("Hva er gjort, eller hva skjer nå?"),
        readers="",
        lines=4,
        max_length=LONGEST_NOTE,
        error_messages={"required": gettext_lazy("Skriv hva som er gjort")},
    )
    withheld_until = DateField(label=gettext_lazy("Når får deltakeren lese det?"), required=False)
    withheld_because = FreeText(label=gettext_lazy("Hvorfor ikke før?"), readers="", lines=1, max_length=LONGEST_REASON, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until, because = self.fields["withheld_until"], self.fields["withheld_because"]
        until.label = _("Når får %(name)s lese det?") % {"name": self.first_name}
        until.help_text = _("La det stå tomt: da leses det med en gang. Holdes det tilbake, skriv dag, måned og år, og hvorfor.")
        because.readers = _("Koordinatorene og de som følger opp %(name)s, og %(name)s fra den dagen,") % {"name": self.first_name}


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
            self.fields["text"].readers = _("%(name)s, %(place)s, koordinatorene og de som følger opp %(name)s,") % name


class SolveForm(AgreementForm):
    text = FreeText(
        label=gettext_lazy("Hvordan ble det?"),
        readers="",
        lines=4,
        max_length=LONGEST_TEXT,
        error_messages={"required": gettext_lazy("Skriv hvordan det ble")},
    )


class OwnerForm(OfMatter):
    owner = OwnerChoice()

    def __init__(self, *args: Any, users: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(users)


class DeadlineForm(OfMatter):
    due_on = DateField(label=gettext_lazy("Ny frist"), error_messages={"required": gettext_lazy("Skriv den nye fristen")})
    reason = FreeText(
        label=gettext_lazy("Hvorfor flyttes den?"),
        readers="",
        lines=1,
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Skriv hvorfor fristen flyttes")},
    )


class EmployerForm(OfMatter):
    workplace = WorkplaceChoice(label=gettext_lazy("Hvilken bedrift?"))
    has_said_yes = forms.BooleanField(required=False)
    said = FreeText(
        label=gettext_lazy("Hvem sa ja, og hvordan?"),
        readers="",
        lines=1,
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Skriv hvem som sa ja, og hvordan")},
    )

    def __init__(self, *args: Any, workplaces: list[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workplace"].offer(workplaces)
        self.fields["has_said_yes"].label = _("%(name)s har sagt ja til at bedriften er med") % {"name": self.first_name}
        self.fields["said"].help_text = _("For eksempel: %(name)s sa det på telefon i dag.") % {"name": self.first_name}
