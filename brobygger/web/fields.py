"""One field for each thing people fill in: a day, a time, a number, hours, a telephone, a name, a pick among few, rows to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.kernel import clock
from brobygger.kernel.our_time import is_of_our_time
from brobygger.kernel.phones import understood
from brobygger.kernel.text import has_a_letter
from brobygger.kernel.units import NO_BREAK_SPACE, day, hours, phone
from brobygger.parties.register_numbers import register_number_of, require_valid_register_number
from brobygger.reference.queries import current_postal_codes
from brobygger.web.days import Days, Mistyped, read_day, read_time

LONGEST_PHONE = 40  # as it is typed, with brackets and spaces
OUT_OF_RANGE = _("Skriv timer i uka, over 0 og høyst 60.")

Choices = Iterable[tuple[str, object]]


class DayAtHand(NamedTuple):
    """A button that fills in a day: what it says, and the day it stands for."""

    words: str
    value: str


class DateField(forms.DateField):
    """A day, written as people write one. Browsers' own date boxes ignore the language of the page.

    Takes   when  what the day is of, which says what can be meant, how a day without a year is read, and which buttons there are
    Source  ADR 0120
    """

    default_error_messages: ClassVar = {"invalid": _("Skriv datoen med dag, måned og år, for eksempel 04.01.2027.")}

    def __init__(self, *, when: Days = Days.AROUND, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Dag, måned og år, for eksempel 04.01.2027"))
        # The keys for decimals have a comma where those for whole numbers have no sign at all, so 28,11 can be typed on a phone.
        kwargs.setdefault("widget", forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.when = when

    def to_python(self, value: Any) -> Any:
        return read(value, self, lambda text: read_day(text, when=self.when, today=clock.day_at_hand()))

    def at_hand(self) -> list[DayAtHand]:
        """The days that are pressed rather than typed."""
        words = {-1: gettext("I går"), 0: gettext("I dag"), 1: gettext("I morgen")}
        today = clock.day_at_hand()
        return [DayAtHand(words[offset], day(today + timedelta(days=offset))) for offset in self.when.at_hand]


class TimeField(forms.TimeField):
    """A time of day, as people write it in Norway."""

    default_error_messages: ClassVar = {"invalid": _("Skriv klokkeslettet med timer og minutter, for eksempel 09.30.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Timer og minutter, for eksempel 09.30"))
        kwargs.setdefault("widget", forms.TimeInput(format="%H.%M", attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return read(value, self, read_time)


def read(value: Any, field: forms.Field, reading: Callable[[str], Any]) -> Any:
    """A text as its field reads it. Something that is read already stands, and nothing is nothing."""
    if value in field.empty_values or not isinstance(value, str):
        return value or None
    try:
        return reading(value)
    except Mistyped as mistake:
        raise forms.ValidationError(str(mistake) or field.error_messages["invalid"], code="invalid") from mistake


class MomentField(forms.Field):
    """A moment as a phone writes it, with its time zone: 2027-06-01T08:15:00.000Z."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar = {"invalid": _("Klokka på telefonen er feil. Skriv når det var.")}

    def to_python(self, value: str | None) -> datetime | None:
        if not value:
            return None
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
        if moment is None or moment.utcoffset() is None or not is_of_our_time(moment):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class NumberField(forms.IntegerField):
    """A whole number, typed in a plain box: number boxes change when a hand scrolls over them."""

    default_error_messages: ClassVar = {
        "invalid": _("Skriv et helt tall."),
        "min_value": _("Skriv et tall som er %(limit_value)s eller mer."),
        "max_value": _("Skriv et tall som er %(limit_value)s eller mindre."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(without_spaces(value))


class HoursField(forms.DecimalField):
    """Hours of a week, with a comma or a point, in whichever language the page is."""

    default_error_messages: ClassVar = {
        "invalid": _("Skriv timene som et tall, for eksempel 22,5."),
        "max_decimal_places": _("Skriv timene med én desimal, for eksempel 22,5."),
        **dict.fromkeys(("min_value", "max_value", "max_digits", "max_whole_digits"), OUT_OF_RANGE),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Timer i uka"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(localize=True, max_digits=3, decimal_places=1, min_value=0.5, max_value=60, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(without_spaces(value).replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Whole hours without a decimal, as people write them."""
        return hours(value) if isinstance(value, Decimal) else value


def without_spaces(value: Any) -> Any:
    """A number as it was typed, without the spaces of any kind that stand in it."""
    return "".join(value.split()) if isinstance(value, str) else value


class PhoneField(forms.CharField):
    """A telephone number as people write it. Its value is the one form that is kept; it is shown in groups."""

    default_error_messages: ClassVar = {
        "invalid": _("Skriv et nummer som kan ringes: åtte sifre, fem som begynner på 0, eller + og landet først, som +46 8 123 456 78."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Telefon"))
        kwargs.setdefault("max_length", LONGEST_PHONE)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A number that is kept in its groups, and what was typed as it was typed."""
        is_kept = isinstance(value, str) and value and understood(value) == value
        return phone(value).replace(NO_BREAK_SPACE, " ") if is_kept else value

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        number = understood(typed) if typed else ""
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class NameField(forms.CharField):
    """The name of a person, or a part of it. It has a letter, in whatever script."""

    default_error_messages: ClassVar = {"invalid": _("Skriv navnet med bokstaver.")}

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not has_a_letter(value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class FirstNameField(NameField):
    """What somebody is called. Who has one name only writes it here."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Fornavn"))
        kwargs.setdefault("error_messages", {"required": _("Skriv fornavnet")})
        super().__init__(max_length=60, **kwargs)


class LastNameField(NameField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Etternavn"), help_text=_("La det stå tomt for den som har ett navn."), max_length=80, required=False, **kwargs
        )


class EmailField(forms.EmailField):
    """An e-mail address, as long as the database takes one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-post"))
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=254, **kwargs)


class OrganisationNumberField(forms.CharField):
    """An organisation number however it is grouped, with or without NO and MVA around it. Its value is the nine digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Organisasjonsnummer"))
        kwargs.setdefault("help_text", _("Ni sifre. Det står på nettsidene til bedriften og i Brønnøysundregistrene."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": _("Skriv organisasjonsnummeret")})
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        number = register_number_of(super().clean(value))
        if number:
            require_valid_register_number(number)
        return number


class Pick(forms.TypedChoiceField):
    """One answer among a few that stand side by side, to tap.

    Takes   ends  what the first and the last of a scale mean
    """

    def __init__(self, *, ends: tuple[str, str] = ("", ""), **kwargs: Any) -> None:
        super().__init__(widget=forms.RadioSelect, **kwargs)
        self.template_name = "components/pick.html"
        self.low, self.high = ends


class PostalCodeField(forms.CharField):
    """Four figures that are in use. Its value is the PostalCode, and None for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Postnummer"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(max_length=4, **kwargs)

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        found = current_postal_codes().filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(gettext("Det postnummeret finnes ikke. Skriv de fire sifrene på nytt."))
        return found


def name_of(row: Any) -> str:
    return str(getattr(row, "name", row))


def key_of(row: Any) -> str:
    """What stands for a row in a form: its public id, or its key when it is never named in an address."""
    return str(getattr(row, "public_id", row.pk))


class RowChoice(forms.ChoiceField):
    """One of some rows. Its value is the row, and None for none of them. The form says which ones: `self.offer("owner", users)`.

    The rows are read when somebody has chosen one, or when the page is drawn: a queryset that is offered costs nothing before.
    """

    def offer(self, rows: Iterable[Model], *, label: Callable[[Any], object], key: Callable[[Any], str], none: str, last: bool) -> None:
        @cache
        def by_key() -> dict[str, Any]:
            return {key(row): row for row in rows}

        @cache
        def choices() -> list[tuple[str, str]]:
            offered = [(key, str(label(row))) for key, row in by_key().items()]
            nobody = [("", none)] if none else []
            return [*offered, *nobody] if last else [*nobody, *offered]

        self.by_key, self.choices = by_key, choices

    @property
    def rows(self) -> dict[str, Any]:
        return self.by_key()

    def prepare_value(self, value: Any) -> Any:
        """What stands there before one has chosen is given as a row: `initial={"owner": matter.owner}`."""
        return key_of(value) if isinstance(value, Model) else value

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return self.rows[chosen] if chosen else None


class RowChoices(forms.MultipleChoiceField):
    """Any number of some rows, each with a tick. Its value is a list of the rows, in the order they are offered."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)

    def offer(self, rows: Iterable[Model], *, label: Callable[[Any], object], key: Callable[[Any], str], **_none: object) -> None:
        self.rows: dict[str, Any] = {key(row): row for row in rows}
        self.choices = [(key, str(label(row))) for key, row in self.rows.items()]

    def clean(self, value: Any) -> list[Any]:
        chosen = set(super().clean(value))
        return [row for key, row in self.rows.items() if key in chosen]


def capitalised(choices: Choices) -> Callable[[], list[tuple[str, str]]]:
    """Choices that each stand on a line of their own, in the language of the page."""
    return lambda: [(value, capfirst(str(label))) for value, label in choices]
