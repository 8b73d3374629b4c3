from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.parties.models import Person, Workplace
from brobygger.reference.models import WorkTime
from brobygger.talent.actions.disclosing import LONGEST_ITEM, MOST_ITEMS, Item
from brobygger.talent.actions.profile import (
    LONGEST_NOT_WANTED,
    LONGEST_TEXT,
    LONGEST_TRAVEL,
    MOST_OCCUPATIONS,
    ProfileContent,
)
from brobygger.talent.models import DisclosureDecision, TravelsBy, VocationalProfile
from brobygger.talent.queries import Thought
from brobygger.web.days import Days
from brobygger.web.fields import DateField, HoursField, NumberField, Pick
from brobygger.web.forms import Form, FreeText, read_name
from brobygger.web.occupations import Picks
from brobygger.web.sensitive import health_words

EMPTY_LINES = 3  # for what the candidate adds, and as many more when asked
NEVER_TOLD = "never_told"
ABOUT = {"after", "gone_through_on"}  # what is said of a version, beside what it says


class ProfileForm(Form):
    """What somebody wants, wishes first. Each box says who will read it."""

    template_name = "talent/profile_fields.html"
    most_occupations = MOST_OCCUPATIONS

    wishes = FreeText(label="", readers="", lines=4, max_length=LONGEST_TEXT)
    resources = FreeText(
        label=gettext_lazy("Kan"),
        help_text=gettext_lazy("Det som går bra, og det som er lært, på jobb og ellers."),
        readers="",
        max_length=LONGEST_TEXT,
        required=False,
    )
    accommodation = FreeText(
        label=gettext_lazy("Tilrettelegging"),
        help_text=gettext_lazy("Det som trengs på jobben, ikke hvorfor."),
        readers="",
        max_length=LONGEST_TEXT,
        required=False,
    )
    what_helps = FreeText(label=gettext_lazy("Det som hjelper"), readers="", max_length=LONGEST_TEXT, required=False)
    not_wanted = FreeText(label=gettext_lazy("Vil ikke"), readers="", lines=2, max_length=LONGEST_NOT_WANTED, required=False)
    travel_minutes = NumberField(label=gettext_lazy("Reise én vei, høyst minutter"), min_value=1, max_value=LONGEST_TRAVEL, required=False)
    travels_by = forms.ChoiceField(label=gettext_lazy("Reiser med"), required=False)
    hours_from = HoursField(label=gettext_lazy("Timer i uka, fra"))
    hours_to = HoursField(label=gettext_lazy("Timer i uka, til"))
    work_times = forms.MultipleChoiceField(
        label=gettext_lazy("Når på døgnet?"), choices=WorkTime.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    gone_through_on = DateField(
        when=Days.PAST,
        label=gettext_lazy("Når gikk dere gjennom det sammen?"),
        error_messages={"required": gettext_lazy("Skriv når dere gikk gjennom det sammen")},
    )
    after = NumberField(widget=forms.HiddenInput, min_value=0, max_value=30_000)

    def __init__(self, *args: Any, person: Person, picks: Picks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picks = picks
        self.fields["wishes"].label = _("Hva ønsker %(name)s seg?") % {"name": person.first_name}
        self.fields["wishes"].error_messages["required"] = _("Skriv først hva %(name)s ønsker seg") % {"name": person.first_name}
        self.offer_words("travels_by", [("", _("Ikke snakket om")), *TravelsBy.choices])
        for name, field in self.fields.items():
            if isinstance(field, FreeText):
                self.read_by(name, _("%(name)s og de som følger opp %(name)s") % {"name": person.first_name})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("hours_from"), cleaned.get("hours_to")
        if first is not None and last is not None and first > last:
            self.add_error("hours_to", _("Timer i uka, til, kan ikke være færre enn timer i uka, fra."))
        return cleaned

    def content(self) -> ProfileContent:
        cleaned = {name: value for name, value in self.cleaned_data.items() if name not in ABOUT}
        return ProfileContent(**{**cleaned, "work_times": tuple(cleaned["work_times"])}, occupations=tuple(self.picks.chosen))

    def about(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ABOUT}


def initial_of(profile: VocationalProfile | None, *, today: date) -> dict[str, Any]:
    """What the last version said. It is gone through anew, most often today."""
    if profile is None:
        return {"after": 0, "gone_through_on": today}
    kept = set(ProfileForm.base_fields) - ABOUT
    return {name: getattr(profile, name) for name in kept} | {"after": profile.version, "gone_through_on": today}


class Line(FreeText):
    """One line of many; who reads it is said once, above them all."""

    def who_reads(self) -> str:
        return ""


class DisclosureForm(Form):
    """Some lines, each with what the candidate says about telling it. No answer is chosen beforehand, and no line goes by undecided.

    What looks like health details can be kept as something not to tell, when it has been read through. It is never told by us: what the
    candidate wants an employer to know of that, they say themselves.
    """

    template_name = "talent/disclosure_fields.html"

    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lines = NumberField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ITEMS)

    def __init__(
        self,
        data: Any = None,
        *,
        person: Person,
        workplace: Workplace,
        thoughts: Sequence[Thought],
        line_count: int,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial={**initial, "lines": line_count})
        self.person, self.workplace, self.line_count = person, workplace, line_count
        name = person.first_name
        choices = [
            (DisclosureDecision.SHARE, _("Deles med %(place)s") % {"place": workplace}),
            (DisclosureDecision.ASK_FIRST, _("Spør %(name)s først") % {"name": name}),
            (DisclosureDecision.DO_NOT_SHARE, _("Deles ikke")),
        ]
        words = {str(decision): label for decision, label in choices}
        said = {thought.text.casefold(): words[thought.said] for thought in thoughts[:line_count] if thought.said}
        for number, thought in enumerate([*thoughts, *[Thought("")] * line_count][:line_count]):
            text = str((data or initial).get(f"text_{number}", thought.text))
            last = said.get(text.strip().casefold())
            self.fields[f"text_{number}"] = Line(
                label=_("Ting %(number)s") % {"number": number + 1},
                readers="",
                lines=2,
                max_length=LONGEST_ITEM,
                required=False,
                initial=thought.text,
            )
            self.fields[f"decision_{number}"] = Pick(
                label=_("Hva sier %(name)s om å dele dette?") % {"name": name},
                help_text=_("Sist: %(said)s.") % {"said": last.lower()} if last else "",
                choices=choices,
                required=False,
            )

    @property
    def may_add(self) -> bool:
        """Whether there is room for more lines."""
        return self.line_count < MOST_ITEMS

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each line as the page lays it out."""
        return [(self[f"text_{number}"], self[f"decision_{number}"]) for number in range(self.line_count)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(self.line_count):
            text, decision = cleaned.get(f"text_{number}", ""), cleaned.get(f"decision_{number}", "")
            if decision == DisclosureDecision.SHARE:
                self.refuse_health(f"text_{number}")
            if text and not decision:
                self.add_error(
                    f"decision_{number}", _("Velg hva %(name)s sier om dette, eller tøm linjen") % {"name": self.person.first_name}
                )
            if decision and not text and not self.errors.get(f"text_{number}"):
                self.add_error(f"text_{number}", _("Skriv hva det gjelder"))
        if not self.errors and not any(cleaned[f"text_{number}"] for number in range(self.line_count)):
            self.add_error(None, _("Skriv minst én ting dere har snakket om, og hva som er sagt om den."))
        return cleaned

    def refuse_health(self, name: str) -> None:
        """No tick lets it through to an employer. Source: RULES A7."""
        words = health_words(str(self[name].data or ""))
        if words:
            self.errors.pop(name, None)
            message = _("Dette ligner helseopplysninger: %(words)s. Skriv hva som trengs på jobben. Mer enn det sier %(name)s selv.")
            params = {"words": ", ".join(f"«{word}»" for word in words), "name": self.person.first_name}
            self.add_error(name, ValidationError(message, code=NEVER_TOLD, params=params))

    def items(self) -> list[Item]:
        """The lines that say something, in the order of the page."""
        lines = [(self.cleaned_data[f"text_{number}"], self.cleaned_data[f"decision_{number}"]) for number in range(self.line_count)]
        return [Item(" ".join(text.split()), DisclosureDecision(decision)) for text, decision in lines if text]

    def carried(self) -> list[tuple[str, str]]:
        """What the next step sends again, word for word, with the ticks that were set."""
        names = [name for name in self.fields for name in (name, read_name(name))]
        return [(name, self.data[name]) for name in names if self.data.get(name)]
