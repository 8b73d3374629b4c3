"""What may be written in every text field of the town's forms, as each of those who may open them. No browser is needed. ADR 0121."""

from __future__ import annotations

from functools import cache
from itertools import cycle, product
from typing import TYPE_CHECKING

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from brobygger.demo.cast import STAFF
from brobygger.web import fields
from brobygger.web.forms import LOOKS_LIKE_ID, Form
from tests import absurd
from tests.browser.test_every_page import NOBODY, WALKS, about, address, town  # noqa: F401  the fixtures too
from tests.kit import of_the_cast
from tests.web.shell.test_fields import SHAPES
from tests.web.shell.test_sensitive import D_NUMBER, SYNTHETIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

KEYS = [key for key in WALKS if key != NOBODY]
IDS = ["Se " + shape.format(digits[:6], digits[6:]) for shape, digits in product(SHAPES, (SYNTHETIC, D_NUMBER))]
TAKES_NO_WORDS = (fields.PhoneField, fields.OrganisationNumberField, fields.PostalCodeField, forms.EmailField)  # say what they want instead
MARKUP = "<script>alert(1)</script><b>Åse</b> \u202eשלום 👩\u200d👧"


def is_text(field: forms.Field) -> bool:
    is_written = not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
    return isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField) and is_written


@pytest.fixture(scope="module")
def sheets(about) -> Callable[[str], Iterable[tuple[str, absurd.Sheet]]]:  # noqa: F811
    """Every form that somebody meets and a text is written in, each once, with the page it stands on."""

    @cache
    def met_by(key: str) -> list[tuple[str, absurd.Sheet]]:
        client, found = come_in(Client(), key), {}
        for each in WALKS[key]:
            asked = address(each, about)
            for sheet in absurd.sheets_of(client.get(asked), asked):
                if sheet.method == "post" and any(is_text(box.field) for box in sheet.boxes):
                    found.setdefault((sheet.action, *sheet.typed), (asked, sheet))
        return list(found.values())

    return met_by


def come_in(client: Client, key: str) -> Client:
    """Staff sign in; holders of a link need only the link."""
    if key in {part.key for part in STAFF}:
        client.force_login(of_the_cast(key))
    return client


@pytest.mark.parametrize("key", KEYS)
def test_no_text_field_takes_a_national_id(sheets, key: str):
    client, written, wrong = come_in(absurd.QuickClient(), key), cycle(IDS), []

    for asked, sheet in sheets(key):
        for box in sheet.boxes:
            if not is_text(box.field):
                continue
            text = next(written)
            answer = absurd.send(client, sheet, sheet.answers({box.name: text})).answer
            is_said = f'id="{box.id}_error"' in answer.content.decode()
            if answer.status_code != 422 or not is_said:
                wrong.append(f"{asked} → {sheet.action}, {box.name}={text!r}: answers {answer.status_code}, said: {is_said}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("key", KEYS)
def test_markup_and_other_scripts_are_shown_as_they_were_written_and_never_run(sheets, key: str):
    client, wrong = come_in(absurd.QuickClient(), key), []

    for asked, sheet in sheets(key):
        answers = sheet.answers(
            {box.name: MARKUP for box in sheet.boxes if is_text(box.field) and not isinstance(box.field, TAKES_NO_WORDS)}
        )
        with transaction.atomic():
            answer = client.post(sheet.action, answers)
            status = answer.status_code
            if status == 302:
                answer = client.get(answer.url)
            transaction.set_rollback(True)
        page = answer.content.decode()
        if status not in {200, 302, 422} or "<script>alert" in page or "<b>Åse" in page or "\u202e" in page:
            wrong.append(f"{asked} → {sheet.action} answers {status}")

    assert not wrong, "\n".join(wrong)


def every_form(form: type[Form] = Form) -> Iterator[type[Form]]:
    for each in form.__subclasses__():
        yield each
        yield from every_form(each)


def every_text_field() -> list[tuple[str, forms.Field]]:
    assert get_resolver().url_patterns  # reading the addresses brings in every form
    return [
        (f"{form.__module__}.{form.__name__}.{name}", field)
        for form in every_form()
        if form.__module__.startswith("brobygger.web.")
        for name, field in form.base_fields.items()
        if is_text(field)
    ]


def alone(field: forms.Field, text: str) -> Form:
    """A form of ours with nothing but one field in it."""
    return type("Alone", (Form,), {"field": field})({"field": text})


def test_every_text_field_of_every_form_refuses_a_national_id_in_all_its_shapes():
    taken = [
        f"{name}: {text!r}"
        for name, field in every_text_field()
        for text in IDS
        if "field" not in (form := alone(field, text)).errors
        or (not isinstance(field, TAKES_NO_WORDS) and form.errors.as_data()["field"][-1].code not in {LOOKS_LIKE_ID, "max_length"})
    ]

    assert taken == []


def test_every_text_field_has_a_length_and_says_so_in_our_words():
    assert len(every_text_field()) > 80
    said = {name: str(alone(field, "a" * 100_000).errors.get("field", [""])[0]) for name, field in every_text_field()}

    assert {name: words for name, words in said.items() if not words or "Sørg for" in words} == {}


def test_every_form_is_one_of_ours_but_those_that_only_look_something_up():
    others = [
        f"{form.__module__}.{form.__name__}"
        for form in forms.Form.__subclasses__()
        if form.__module__.startswith("brobygger.") and form is not Form
    ]

    assert [each for each in others if not each.endswith("SearchForm")] == []
