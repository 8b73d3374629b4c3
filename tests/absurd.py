"""What nobody means, for every kind of field, and the forms of a page to type it in: found by what is drawn, so that none is forgotten."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urljoin

from django import forms
from django.db import transaction
from django.test import Client

from brobygger.web import fields
from brobygger.web.forms import Form, FreeText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.http import HttpResponse

DAYS = ("02.01.0026", "01.01.0001", "04.01.2207", "31.12.9999", "31.02.2026", "tulleball")
TIMES = ("24.00", "2811", "-1", "9,75", "tulleball", "9" * 1000)
NUMBERS = ("-1", "99999999999999999999", "1e400", "NaN", "3,7", "9" * 5000)
HOURS = ("-1", "168", "1e9", "Infinity", "NaN", "tulleball")
MOMENTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2207-01-04T08:00:00Z", "2026-11-30", "tulleball", "9" * 1000)
TEXTS = (
    "<script>alert(1)</script><b>fet</b>",
    "ord " * 25_000,
    "\u200b\u200c\u2060\ufeff",
    "a\0b",
    "a\ud800b",
    "\u202esnudd\u202c \U0001f469\u200d\U0001f373 A\u030a",
)
# The most telling kind first: a telephone is a text, but not any text.
ABSURD: Mapping[type[forms.Field], tuple[str, ...]] = {
    fields.DateField: DAYS,
    fields.TimeField: TIMES,
    fields.HoursField: HOURS,
    fields.NumberField: NUMBERS,
    fields.MomentField: MOMENTS,
    forms.CharField: TEXTS,
}
PLAUSIBLE: Mapping[type[forms.Field], str] = {
    fields.DateField: "i morgen",
    fields.TimeField: "10.00",
    fields.HoursField: "20",
    fields.NumberField: "2",
    fields.MomentField: "",
    FreeText: "Vi snakket om dagen.",
    forms.CharField: "Brovik",
}


class Box(NamedTuple):
    """Where something is typed, the field that reads it, and the form the field is of."""

    name: str
    id: str
    field: forms.Field
    form: type[forms.BaseForm]

    @property
    def kind(self) -> type[forms.Field] | None:
        return next((kind for kind in ABSURD if isinstance(self.field, kind)), None)


@dataclass
class Sheet:
    """A form of a page as a browser has it: where it goes, and what it sends as it stands.

    Takes   offered  the values that may be chosen, by name, for what is chosen and not typed
    """

    action: str
    method: str
    stands: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def answers(self, absurd: Mapping[str, str]) -> dict[str, list[str]]:
        """What is sent: what stands, the first choice where there is none, something plausible in what is empty, and what is absurd."""
        sent = dict(self.stands)
        for name, values in self.offered.items():
            sent.setdefault(name, values[:1])
        for box in self.boxes:
            if not any(sent.get(box.name, [])):
                sent[box.name] = [plausible(box.field)]
        return sent | {name: [value] for name, value in absurd.items()}


class Reader(HTMLParser):
    """The forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.sheets: list[Sheet] = []
        self.here: Sheet | None = None
        self.area = self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.here = Sheet(urljoin(self.address, has.get("action", "")), has.get("method", "get").lower())
            self.sheets.append(self.here)
        if self.here is None:
            return
        name, value = has.get("name", ""), has.get("value", "")
        if tag == "input" and name and has.get("type") in {"radio", "checkbox"}:
            self.here.offered.setdefault(name, []).append(value)
            if "checked" in has:
                self.here.stands.setdefault(name, []).append(value)
        elif tag == "input" and name and has.get("type") not in {"submit", "file"}:
            self.here.stands.setdefault(name, []).append(value)
            self.here.typed.append(name)
        elif tag == "textarea":
            self.area = name
            self.here.stands.setdefault(name, [""])
            self.here.typed.append(name)
        elif tag == "select":
            self.choice = name
            self.here.offered.setdefault(name, [])
        elif tag == "option" and self.choice and value:
            self.here.offered[self.choice].append(value)
            if "selected" in has:
                self.here.stands.setdefault(self.choice, []).append(value)

    def handle_data(self, text: str) -> None:
        if self.here is not None and self.area:
            self.here.stands[self.area] = [self.here.stands[self.area][0] + text.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.choice = "" if tag == "select" else self.choice
        self.here = None if tag == "form" else self.here


def sheets_of(answer: HttpResponse, address: str) -> list[Sheet]:
    """The forms of a page, each with the boxes that a field of ours reads."""
    reader = Reader(address)
    reader.feed(answer.content.decode())
    known = {bound.html_name: Box(bound.html_name, bound.id_for_label, bound.field, type(bound.form)) for bound in fields_of(answer)}
    for sheet in reader.sheets:
        sheet.boxes = [known[name] for name in dict.fromkeys(sheet.typed) if name in known]
    return reader.sheets


def fields_of(answer: HttpResponse) -> Iterator[forms.BoundField]:
    """The fields that stand on a page, as the templates were given them."""
    for context in answer.context or ():
        for layer in context.dicts:
            for value in layer.values():
                if isinstance(value, forms.BoundField):
                    yield value
                elif isinstance(value, Form):
                    yield from value


def plausible(asks: forms.Field) -> str:
    kind = next((kind for kind in PLAUSIBLE if isinstance(asks, kind)), None)
    return PLAUSIBLE[kind] if kind is not None else ""


class QuickClient(Client):
    """A client that keeps no copy of what each template was given, which takes longer than drawing the page."""

    def request(self, **request: Any) -> HttpResponse:
        answer = self.handler(self._base_environ(**request))
        self.cookies.update(answer.cookies)
        return answer


class Sent(NamedTuple):
    """What came of sending a form, how long this process worked at it, and how long it took with the database and all others there."""

    answer: HttpResponse
    worked: float  # seconds
    took: float

    @property
    def is_slow(self) -> bool:
        """Over a second of work, or so long that the database must have worked, however busy the machine is with other things."""
        return self.worked > 1 or self.took > 10


def send(client: QuickClient, sheet: Sheet, answers: Mapping[str, Iterable[str]]) -> Sent:
    """Send a form and take everything it did back, so that the next one meets the same rows. Sent raw, as only a browser would not.

    What is slow is sent once more, since Python may have been clearing its memory: what is slow of itself is so again.
    """
    body = "&".join(f"{quote_plainly(name)}={quote_plainly(value)}" for name, values in answers.items() for value in values)
    first = send_once(client, sheet, body)
    return send_once(client, sheet, body) if first.is_slow else first


def send_once(client: QuickClient, sheet: Sheet, body: str) -> Sent:
    began, worked = time.monotonic(), time.thread_time()
    with transaction.atomic():
        if sheet.method == "post":
            answer = client.post(sheet.action, body, content_type="application/x-www-form-urlencoded")
        else:
            answer = client.get(f"{sheet.action.partition('#')[0].partition('?')[0]}?{body}")
        transaction.set_rollback(True)
    return Sent(answer, time.thread_time() - worked, time.monotonic() - began)


def quote_plainly(text: Any) -> str:
    return quote(str(text).encode("utf-8", "surrogatepass"), safe="")
