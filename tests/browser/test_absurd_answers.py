"""Nothing absurd gets in: every form of the town, as each of those who may open it, is sent what nobody means. No browser is needed.

Each answer is a sentence at the field within a second, what was typed still stands, and nothing is written. A new page with a form is met
by itself as soon as it stands in a walk of test_every_page.py; `test_no_form_with_a_day_is_forgotten` tells when it does not.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

import pytest
from django import forms
from django.test import Client

from brobygger.demo.cast import STAFF
from brobygger.intake.models import Engagement
from brobygger.parties.models import Role
from brobygger.web import fields
from brobygger.web.forms import Form
from tests import absurd
from tests.browser.test_every_page import WALKS, about, address, stop, town  # noqa: F401  the fixtures too
from tests.factories import CallBackFactory, IntakeFactory
from tests.kit import of_the_cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FIELDS_WITH_BOUNDS = (fields.DateField, fields.TimeField, fields.HoursField, fields.NumberField)
REFUSED, ASKED_FOR = 422, 200
KEYS = list(WALKS)
# What the town has no row for, and the journeys make one for themselves.
MORE = {
    "kari": [stop("cover:agree", "call")],
    "siri": [stop(name, "referred") for name in ("intake:intake", "intake:owner", "intake:take_in", "intake:let_wait", "intake:hand_on")],
}


def come_in(client: Client, key: str) -> Client:
    """Staff sign in; holders of a link need only the link."""
    if key in {part.key for part in STAFF}:
        client.force_login(of_the_cast(key))
    return client


@pytest.fixture(scope="module")
def sheets(about) -> Callable[[str], Iterable[tuple[str, absurd.Sheet]]]:  # noqa: F811
    """Every form that somebody meets, each once, with the page it stands on."""

    unit = of_the_cast("siri").memberships.get(role=Role.LEADER).unit
    call = CallBackFactory(engagement=Engagement.objects.get(public_id=about["amina at Kari"]))
    rows = {**about, "call": call.public_id, "referred": IntakeFactory(unit=unit, referred_by=of_the_cast("kari")).public_id}

    @cache
    def met_by(key: str) -> list[tuple[str, absurd.Sheet]]:
        client, found = come_in(Client(), key), {}
        for each in [*WALKS[key], *MORE.get(key, [])]:
            asked = address(each, rows)
            for sheet in absurd.sheets_of(client.get(asked), asked):
                if sheet.boxes:
                    found.setdefault((sheet.action, *sheet.typed), (asked, sheet))
        return list(found.values())

    return met_by


def complaints(asked: str, sheet: absurd.Sheet, sent: absurd.Sent, typed: dict[absurd.Box, str]) -> Iterator[str]:
    said = f"{asked} → {sheet.action}, with {', '.join(f'{box.name}={text[:20]!r}' for box, text in typed.items())}:"
    status = sent.answer.status_code
    if status != (REFUSED if sheet.method == "post" else ASKED_FOR) and not (sheet.method == "get" and status == REFUSED):
        yield f"{said} answers {status}"
        return
    if sent.is_slow:
        yield f"{said} took {sent.worked:.1f} s of {sent.took:.1f}"
    page = sent.answer.content.decode()
    for box, text in typed.items():
        if f'id="{box.id}_error"' not in page and not box.field.widget.is_hidden:
            yield f"{said} {box.name} says nothing"
        if escape(text, quote=True) not in page:
            yield f"{said} {box.name} has lost what was typed"
    for box in sheet.boxes:
        stood = sheet.answers({})[box.name][0]
        if box not in typed and stood and not box.field.widget.is_hidden and escape(stood) not in page and stood not in page:
            yield f"{said} {box.name} has lost {stood!r}"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("kind", FIELDS_WITH_BOUNDS, ids=lambda kind: kind.__name__)
def test_what_is_mistyped_is_refused_in_words_and_nothing_is_lost(sheets, key: str, kind: type[forms.Field]):
    client, wrong = come_in(absurd.QuickClient(), key), []

    for asked, sheet in sheets(key):
        boxes = [box for box in sheet.boxes if box.kind is kind and not box.field.widget.is_hidden]
        for text in absurd.ABSURD[kind] if boxes else ():
            typed = dict.fromkeys(boxes, text)
            sent = absurd.send(client, sheet, sheet.answers({box.name: text for box in boxes}))
            wrong += complaints(asked, sheet, sent, typed)

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("key", KEYS)
def test_no_text_breaks_a_page(sheets, key: str):
    client, wrong = come_in(absurd.QuickClient(), key), []

    for asked, sheet in sheets(key):
        boxes = [box for box in sheet.boxes if box.kind in {forms.CharField, fields.MomentField}]
        for number in range(len(absurd.TEXTS) if boxes else 0):
            sent = absurd.send(client, sheet, sheet.answers({box.name: absurd.ABSURD[box.kind][number] for box in boxes}))
            if sent.answer.status_code not in {200, 201, 302, 404, REFUSED}:
                wrong.append(f"{asked} → {sheet.action}, text {number}: answers {sent.answer.status_code}")
            if sent.is_slow:
                wrong.append(f"{asked} → {sheet.action}, text {number}: took {sent.worked:.1f} s of {sent.took:.1f}")

    assert not wrong, "\n".join(wrong)


def every_form(form: type[Form] = Form) -> Iterator[type[Form]]:
    for each in form.__subclasses__():
        yield each
        yield from every_form(each)


def test_no_form_with_a_day_is_forgotten(sheets):
    met = {box.form for key in KEYS for _asked, sheet in sheets(key) for box in sheet.boxes}
    with_a_day = {
        each
        for each in every_form()
        if each.__module__.startswith("brobygger.") and any(isinstance(field, fields.DateField) for field in each.base_fields.values())
    }

    forgotten = {each for each in with_a_day if not any(issubclass(other, each) for other in met)}

    assert sorted(f"{each.__module__}.{each.__name__}" for each in forgotten) == []
