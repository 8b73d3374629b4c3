"""How every form looks and answers. `{{ form }}` gives the summary, the fields and the hidden keys; the page gives the button."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.text import is_blank, on_one_line, tidied
from brobygger.web.fields import Choices, DateField, DayAtHand, PhoneField, RowChoice, RowChoices, key_of, name_of
from brobygger.web.sensitive import health_words, national_ids

LOOKS_LIKE_HEALTH = "looks_like_health"
LOOKS_LIKE_ID = "looks_like_national_id"
WRITTEN = (forms.TextInput, forms.Textarea)  # not the password, which is taken as it is
TYPED = (forms.widgets.Input, forms.Textarea, forms.Select)
NOT_TYPED = (forms.CheckboxInput, forms.FileInput, forms.HiddenInput)  # inputs too, in name only
STANDARD_REQUIRED = forms.Field.default_error_messages["required"]
TOO_LONG = _("Skriv høyst %(limit_value)d tegn. Det står %(show_value)d nå.")


class DesignRenderer(DjangoTemplates):
    """The design's templates in place of Django's. Finds them without FORM_RENDERER in the settings."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class Mistake(NamedTuple):
    """One line of the error summary."""

    message: str
    field_id: str  # empty when the mistake concerns the whole form


class DesignField(forms.BoundField):
    """A field as components/field.html needs it."""

    @property
    def data(self) -> Any:
        """What was sent, and what is typed without what cannot be seen: the one place where text comes in. Source: ADR 0121."""
        sent = super().data
        if not isinstance(sent, str) or not isinstance(self.field.widget, WRITTEN):
            return sent
        text = tidied(sent) if isinstance(self.field.widget, forms.Textarea) else on_one_line(sent)
        return "" if isinstance(self.field, forms.CharField) and is_blank(text) else text

    @property
    def kind(self) -> str:
        """Which of the three shapes: a `group` of choices, one `check`, or a `line` to fill in."""
        if self.use_fieldset:
            return "group"
        return "check" if isinstance(self.field.widget, forms.CheckboxInput) else "line"

    @property
    def hint(self) -> str:
        """What stands between the label and the box. Free text adds who will read it."""
        hint = str(self.help_text)
        if isinstance(self.field, FreeText):
            hint = f"{hint} {self.field.who_reads()}".strip()
        return hint

    @property
    def is_optional(self) -> bool:
        """Whether to say so beside the label. A tick needs no word about it."""
        return not self.field.required and not self.field.disabled and self.kind == "line"

    @property
    def days_at_hand(self) -> list[DayAtHand]:
        """The days there are buttons for beside the box."""
        return self.field.at_hand() if isinstance(self.field, DateField) else []

    @property
    def first_id(self) -> str:
        """What a link in the summary goes to."""
        return f"{self.auto_id}_0" if self.kind == "group" else str(self.id_for_label)

    @property
    def aria_describedby(self) -> str:
        parts = [f"{self.auto_id}_hint"] if self.hint else []
        parts += [f"{self.auto_id}_error"] if self.errors else []
        return " ".join(parts)

    @property
    def asks_to_read_through(self) -> bool:
        """Whether the field shows the tick that lets what looks like health details through."""
        return any(error.code == LOOKS_LIKE_HEALTH for error in self.errors.as_data())

    @property
    def read_name(self) -> str:
        return read_name(self.html_name)

    @property
    def read_value(self) -> str:
        return read_value(str(self.value() or ""))

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)  # not allowed on a radio button; the fieldset is described by the message instead
        elif isinstance(widget, TYPED) and not isinstance(widget, NOT_TYPED):
            attrs["class"] = f"{widget.attrs.get('class', '')} ds-input".strip()
            if self.field.required:
                attrs["aria-required"] = "true"
        return attrs


class Form(forms.Form):
    """The base of every form a person fills in.

    A required field gets a message made from its label. "Skriv når Henrik begynner" is better: give it as
    `error_messages={"required": _("…")}`.
    """

    default_renderer = DesignRenderer
    bound_field_class = DesignField
    use_required_attribute = False  # the browser's own bubbles speak another language and hide the summary

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            if field.error_messages.get("required") == STANDARD_REQUIRED:
                field.error_messages["required"] = _missing(self[name])
            field.error_messages.setdefault("max_length", TOO_LONG)
        super().full_clean()

    def offer(
        self,
        name: str,
        rows: Iterable[Model],
        *,
        label: Callable[[Any], object] = name_of,
        key: Callable[[Any], str] = key_of,
        none: str = "",
        last: bool = False,
    ) -> None:
        """Which rows a RowChoice or RowChoices lets one choose from.

        Takes   label  what a row is called in the list; its name when it is not given
                key    what stands for a row in the form, when it has no public id
                none   what stands there for none of them; empty when one must be chosen
                last   whether that stands after the rows; «Velg» stands before
        """
        field = self.fields[name]
        assert isinstance(field, RowChoice | RowChoices), f"{name} is no choice of rows"
        field.offer(rows, label=label, key=key, none=none, last=last)

    def offer_words(self, name: str, choices: Choices) -> None:
        """What a choice among words lets one choose from."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), f"{name} is no choice"
        field.choices = choices

    def let_carry(self, name: str, value: object) -> None:
        """Let a hidden field carry something else when a form that was refused is sent again."""
        assert isinstance(self.data, QueryDict), "this form was not sent"
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = str(value)

    def read_by(self, name: str, readers: str | Promise) -> None:
        """Who can read a free text, when it is known only as the form is made."""
        field = self.fields[name]
        assert isinstance(field, FreeText), f"{name} is no free text"
        field.readers = readers

    def line_of(self, refused: str | None) -> str | None:
        """The field a refusal is shown at; none when it is about what is not on this form, and stands above it all."""
        return refused if refused in self.fields else None

    def mistakes(self) -> list[Mistake]:
        """What the summary lists, in the order of the page."""
        found = [Mistake(str(message), "") for message in self.non_field_errors()]
        for bound in self:
            assert isinstance(bound, DesignField)
            found += [Mistake(str(message), bound.first_id) for message in bound.errors]
        return found

    def summary(self) -> str:
        """The heading of the summary: how many things must be put right."""
        count = len(self.mistakes())
        return ngettext("Én ting må rettes før vi kan lagre", "%(count)s ting må rettes før vi kan lagre", count) % {
            "count": _in_words(count)
        }

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django has it, its types do not
        for name, field in self.fields.items():
            text = self.cleaned_data.get(name)
            if isinstance(text, str) and isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                self._look_through(name, text)

    def _look_through(self, name: str, text: str) -> None:
        """Refuse a national id wherever it is written, and ask once about what looks like health details in free text."""
        if isinstance(self.fields[name], PhoneField):
            return  # eleven digits without a country are no number, and one abroad may look like an id
        if national_ids(text):
            message = _("Her står det et fødselsnummer eller D-nummer. Ta det bort. Navnet er nok.")
            self.add_error(name, ValidationError(message, code=LOOKS_LIKE_ID))
            return
        words = health_words(text) if isinstance(self.fields[name], FreeText) else []
        if words and self.data.get(read_name(self.add_prefix(name))) != read_value(text):
            message = _("Dette ligner helseopplysninger: %(words)s. Skriv hva som trengs på jobben i stedet.")
            params = {"words": ", ".join(f"«{word}»" for word in words)}
            self.add_error(name, ValidationError(message, code=LOOKS_LIKE_HEALTH, params=params))


class FreeText(forms.CharField):
    """Free text, with a word on who will read it and a second look before health details are saved.

    Takes   readers  who can read it, as it begins a sentence: "Amina og Lise". A form that knows the name only when it is made
                     says `self.read_by("note", …)` in its `__init__`
            lines    how high the box is; one line gives a plain input
    Source  RULES P2; ADR 0032
    """

    def __init__(self, *, readers: str | Promise, lines: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput() if lines == 1 else forms.Textarea(attrs={"rows": lines}))
        kwargs.setdefault("max_length", 2000)
        super().__init__(**kwargs)
        self.readers = readers

    def who_reads(self) -> str:
        return gettext("%(readers)s kan lese det du skriver. Ikke ta med helse.") % {"readers": self.readers}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        if not isinstance(form, Form):
            raise TypeError(f"FreeText must stand in a brobygger.web.forms.Form, which looks it through; got {type(form).__name__}")
        return super().get_bound_field(form, field_name)


def read_name(html_name: str) -> str:
    """What the tick «Jeg har lest gjennom» is called in the form."""
    return f"{html_name}-lest"


def read_value(text: str) -> str:
    """What the tick says: the words it lets through, so that a tick for one text does not let another through."""
    words = sorted(word.casefold() for word in health_words(text))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def _in_words(count: int) -> str:
    """A small number at the start of a sentence; figures from ten up."""
    words = gettext("Null Én To Tre Fire Fem Seks Sju Åtte Ni").split()
    return words[count] if count < len(words) else str(count)


def _missing(bound: forms.BoundField) -> str:
    """What a required field says when it is empty, made from its label."""
    is_choice = isinstance(bound.field, forms.ChoiceField | forms.ModelChoiceField)
    template = gettext("Velg et svar: %(label)s") if is_choice else gettext("Fyll ut: %(label)s")
    return template % {"label": bound.label}
