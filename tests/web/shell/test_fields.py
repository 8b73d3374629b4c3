"""What every field of a kind does, in whatever form it stands. Source: ADR 0121."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from brobygger.web.fields import EmailField, FirstNameField, LastNameField, OrganisationNumberField, PhoneField
from brobygger.web.forms import LOOKS_LIKE_ID, Form, FreeText
from tests.factories import register_number
from tests.kernel.test_text import NOTHING_TO_SEE
from tests.web.shell.test_sensitive import D_NUMBER, SYNTHETIC

NUMBER = register_number(9200)


class CardForm(Form):
    first_name = FirstNameField()
    last_name = LastNameField()
    title = forms.CharField(label="Stilling", max_length=80, required=False)
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    number = OrganisationNumberField(required=False)
    note = FreeText(label="Notat", readers="Lise", max_length=600, required=False)
    secret = forms.CharField(strip=False, widget=forms.PasswordInput, required=False)


def sent(**fields):
    return CardForm({"first_name": "Amina", **fields})


def mistakes_of(form, name):
    return [str(each) for each in form.errors.get(name, [])]


def test_one_name_is_enough():
    form = sent(last_name="")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["last_name"] == ""


@pytest.mark.parametrize("text", [*NOTHING_TO_SEE, "-", "–", "..."])
def test_blank_is_blank_whatever_character_it_is(text):
    form = sent(first_name=text, title=text, note=text)

    assert mistakes_of(form, "first_name") == ["Skriv fornavnet"]
    assert form.cleaned_data["title"] == form.cleaned_data["note"] == ""


@pytest.mark.parametrize("text", ["123 456", "7", "👍"])
def test_a_name_has_a_letter(text):
    assert mistakes_of(sent(first_name=text), "first_name") == ["Skriv navnet med bokstaver."]
    assert mistakes_of(sent(last_name=text), "last_name") == ["Skriv navnet med bokstaver."]


def test_what_is_typed_comes_in_composed_on_one_line_and_without_what_cannot_be_seen():
    form = sent(first_name="A\u030ase\r\nMarie\u200b", note="en\r\nto\x07 tre\u00a0", secret=" \u00a0a\u030a ")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["first_name"] == "Åse Marie"
    assert form.cleaned_data["note"] == "en\nto tre"
    assert form.cleaned_data["secret"] == " \u00a0a\u030a "  # a password is taken as it is


def test_a_line_break_counts_as_one_as_it_does_in_the_browser():
    text = "\r\n".join(["x" * 12] * 45 + ["y" * 15])
    assert len(text.replace("\r\n", "\n")) == 600

    assert sent(note=text).is_valid()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_text_that_is_too_long_is_told_in_our_words_and_kept(language):
    words = {
        "nb": "Skriv høyst 600 tegn. Det står 605 nå.",
        "nn": "Skriv høgst 600 teikn. Det står 605 no.",
        "en": "Write at most 600 characters. There are 605 now.",
    }
    with override(language):
        form = sent(note="x" * 605)
        assert mistakes_of(form, "note") == [words[language]]
        assert "x" * 605 in str(form)


@pytest.mark.parametrize("text", ["abc", "12345", "0047 123", "+47 1", "680 50 214 eller 680 50 215"])
def test_what_cannot_be_dialled_is_refused_in_words(text):
    form = sent(phone=text)

    assert mistakes_of(form, "phone")[0].startswith("Skriv et nummer som kan ringes")
    assert f'value="{text}"' in str(form["phone"])


@pytest.mark.parametrize(
    ("text", "kept"), [("+47 680 50 214", "68050214"), ("0047 90 00 00 00", "90000000"), ("028 00", "02800"), ("-", "")]
)
def test_a_telephone_is_kept_in_one_form(text, kept):
    form = sent(phone=text)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == kept


def test_a_telephone_that_stands_is_shown_as_people_write_it():
    assert 'value="680 50 214"' in str(CardForm(initial={"phone": "68050214"})["phone"])


GROUPINGS = [
    "{0}{1}{2}",
    "{0} {1} {2}",
    "{0}\u00a0{1}\u00a0{2}",
    "{0}.{1}.{2}",
    "NO {0} {1} {2} MVA",
    "no{0}{1}{2}mva",
    " {0}\u2009{1}\u202f{2} ",
]


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_an_organisation_number_is_understood_however_it_is_grouped(grouping):
    form = sent(number=grouping.format(NUMBER[:3], NUMBER[3:6], NUMBER[6:]))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == NUMBER


@pytest.mark.parametrize("text", ["12345678", "310000001", "Rugbakken", NUMBER + "0", "MVA"])
def test_what_is_no_organisation_number_is_told_so(text):
    assert "er ikke et organisasjonsnummer" in mistakes_of(sent(number=text), "number")[0]


SHAPES = [
    "{0}{1}",
    "{0} {1}",
    "{0} - {1}",
    "{0}  {1}",
    "{0}–{1}",
    "{0}: {1}",
    "{0}\r\n{1}",
    "{0}\u00a0–\u00a0{1}",
    "{0}\u200b{1}",
    "{0}_{1}",
    "{0}/{1}",
    "{0} ({1})",
]


@pytest.mark.parametrize("digits", [SYNTHETIC, D_NUMBER])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["first_name", "last_name", "title", "note"])
def test_no_field_takes_a_national_id(name, shape, digits):
    form = sent(**{name: f"Amina {shape.format(digits[:6], digits[6:])}"})

    assert [error.code for error in form.errors.as_data()[name]] == [LOOKS_LIKE_ID]
