from datetime import date, time
from uuid import uuid4

import pytest
from django import forms
from django.template.loader import render_to_string

from brobygger.accounts.models import User
from brobygger.web.fields import DateField, NumberField, RowChoice, TimeField
from brobygger.web.forms import Form, FreeText, read_name, read_value
from tests.web.shell.test_sensitive import SYNTHETIC


class PlaceForm(Form):
    starts_on = DateField(label="Når begynner han?", error_messages={"required": "Skriv når Henrik begynner"})
    at = TimeField(label="Når på dagen?", required=False)
    hours = NumberField(label="Timer i uka", min_value=1, max_value=37)
    kind = forms.ChoiceField(label="Hva slags plass?", choices=[("job", "Jobb"), ("practice", "Praksis")], widget=forms.RadioSelect)
    note = FreeText(label="Hva trengs på jobben?", readers="Henrik", required=False)


GOOD = {"starts_on": "04.01.2027", "at": "09.30", "hours": "15", "kind": "job", "note": "Beskjeder skriftlig"}


def test_a_form_without_mistakes_gives_plain_values_and_no_summary():
    form = PlaceForm(GOOD)

    assert form.is_valid()
    assert form.cleaned_data["starts_on"] == date(2027, 1, 4)
    assert form.cleaned_data["at"] == time(9, 30)
    assert form.cleaned_data["hours"] == 15
    assert "ds-error-summary" not in str(form)


def test_mistakes_are_summed_up_with_a_link_to_each_field():
    form = PlaceForm({**GOOD, "starts_on": "", "hours": "femten", "kind": ""})

    html = str(form)

    assert "Tre ting må rettes før vi kan lagre" in html
    assert '<a href="#id_starts_on">Skriv når Henrik begynner</a>' in html
    assert '<a href="#id_hours">Skriv et helt tall.</a>' in html
    assert '<a href="#id_kind_0">Velg et svar: Hva slags plass?</a>' in html


def test_a_mistake_in_the_whole_form_is_summed_up_without_a_link():
    form = PlaceForm(GOOD)
    form.add_error(None, "Bakeriet har ikke plass.")

    html = str(form)

    assert "Én ting må rettes før vi kan lagre" in html
    assert "<li>Bakeriet har ikke plass.</li>" in html


def test_a_field_tells_those_who_hear_it_the_hint_and_the_mistake():
    html = str(PlaceForm({**GOOD, "starts_on": "tulleball"})["starts_on"].as_field_group())

    assert 'aria-describedby="id_starts_on_hint id_starts_on_error"' in html
    assert 'id="id_starts_on_hint"' in html
    assert 'id="id_starts_on_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_may_be_left_empty_says_so():
    html = str(PlaceForm())

    assert html.count("(valgfritt)") == 2
    assert html.count('aria-required="true"') == 2
    assert " required" not in html


def test_every_form_carries_a_key_of_its_own():
    one, other = str(PlaceForm()), str(PlaceForm())

    assert 'name="once"' in one
    assert one != other


def test_free_text_says_who_will_read_it():
    form = PlaceForm()
    form.fields["note"].readers = "Amina og Lise"

    assert "Amina og Lise kan lese det du skriver. Ikke ta med helse." in str(form)


def test_what_looks_like_health_is_asked_about_once():
    text = "Han har angst og ADHD"
    asked = PlaceForm({**GOOD, "note": text})
    read_through = PlaceForm({**GOOD, "note": text, read_name("note"): read_value(text)})

    html = str(asked["note"].as_field_group())

    assert not asked.is_valid()
    assert "Dette ligner helseopplysninger: «angst», «ADHD»" in asked.errors["note"][0]
    assert "Jeg har lest gjennom, lagre likevel" in html
    assert f'value="{read_value(text)}"' in html
    assert read_through.is_valid()


def test_having_read_one_text_through_lets_no_other_through():
    answer = {read_name("note"): read_value("Han har angst")}

    assert not PlaceForm({**GOOD, "note": "Han har epilepsi", **answer}).is_valid()


def test_a_national_id_is_never_saved():
    text = f"Amina, {SYNTHETIC}, har angst"
    form = PlaceForm({**GOOD, "note": text, read_name("note"): read_value(text)})

    assert not form.is_valid()
    assert "fødselsnummer" in form.errors["note"][0]
    assert SYNTHETIC not in form.errors["note"][0]
    assert "lagre likevel" not in str(form["note"].as_field_group())


@pytest.mark.parametrize(
    ("widget", "is_box"),
    [
        *((widget, True) for widget in (forms.EmailInput, forms.PasswordInput, forms.NumberInput, forms.Textarea, forms.Select)),
        *((widget, False) for widget in (forms.CheckboxInput, forms.HiddenInput, forms.FileInput)),
    ],
)
def test_what_is_typed_in_looks_like_a_box_and_says_that_it_must_be_filled_in(widget, is_box):
    class One(Form):
        it = forms.Field(label="Det", widget=widget)

    html = str(One()["it"].as_widget())

    assert ("ds-input" in html) is is_box
    assert ('aria-required="true"' in html) is is_box


def test_the_tick_belongs_to_the_field_of_a_form_with_a_prefix():
    data = {f"a-{name}": value for name, value in GOOD.items()}
    data |= {"a-note": "Har angst", read_name("a-note"): read_value("Har angst")}

    assert PlaceForm(data, prefix="a").is_valid()


def test_free_text_outside_a_form_that_looks_it_through_is_refused():
    class Other(forms.Form):
        note = FreeText(label="Notat", readers="Lise")

    with pytest.raises(TypeError, match="must stand in"):
        str(Other()["note"])


def test_what_people_write_comes_out_inert():
    evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>'

    class Evil(Form):
        note = FreeText(label=evil, readers=evil, help_text=evil)
        kind = forms.ChoiceField(label=evil, choices=[("a", evil)], widget=forms.RadioSelect)
        one = forms.BooleanField(label=evil, help_text=evil)

    form = Evil({"note": f"{evil} angst", "kind": evil})
    form.add_error(None, evil)
    html = render_to_string("components/form.html", form.get_context())

    assert "<script" not in html
    assert "<img" not in html


def test_what_stands_in_a_choice_of_rows_is_given_as_a_row_and_its_value_is_one():
    kari, tor = (User(name=name, public_id=uuid4()) for name in ("Kari", "Tor"))
    choice = type("Choice", (Form,), {"owner": RowChoice(label="Hvem?", required=False)})
    shown, sent = choice(initial={"owner": tor}), choice({"owner": str(kari.public_id)})
    for form in (shown, sent):
        form.offer("owner", [kari, tor], none="Ingen")

    assert f'<option value="{tor.public_id}" selected>Tor</option>' in str(shown)
    assert sent.is_valid()
    assert sent.cleaned_data["owner"] is kari
