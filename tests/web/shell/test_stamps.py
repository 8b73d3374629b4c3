from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.template import Context, engines
from django.template.loader import render_to_string
from django.urls import reverse, set_script_prefix
from django.utils import translation

from brobygger.followup.models import ContactKind
from brobygger.web.addresses import PAGES, address_to
from brobygger.web.stamps import drawn, stamped

EVIL = "\"><script>alert('Å')</script> 100 % %(name)s {name} {{ name }} \ue000name\ue001"
PUBLIC_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
LOG = {
    "id": PUBLIC_ID,
    "key": PUBLIC_ID,
    "first_name": EVIL,
    "log_url": f"/kontakt/{PUBLIC_ID}/",
    "longer_url": f"/kontakt/{PUBLIC_ID}/?neste=%2Fi-dag%2F&x=1",
    "agree_url": f"/avtaler/ny/?person={PUBLIC_ID}&neste=%2Fi-dag%2F",
    "next": "/i-dag/",
    "csrf_token": "a token",
}
PERSON = LOG | {"name": EVIL, "url": f"/folk/{PUBLIC_ID}/", "phone": "+4768050982", "due": "i dag", "why": EVIL, "covers": "For Jonas."}
YES_OR_NO = ("is_late", "is_ahead", "is_protected")


def engine():
    return engines["django"].engine


def people():
    """A row of Today in every shape."""
    for kind, phone, covers in product(ContactKind, ("", PERSON["phone"]), ("", EVIL)):
        for answers in product((True, False), repeat=len(YES_OR_NO)):
            yield PERSON | {"last_kind": kind, "phone": phone, "covers": covers} | dict(zip(YES_OR_NO, answers, strict=True))


def foots():
    for is_demo in (True, False):
        yield {"next": "/folk/?navn=a&b=%C3%A5", "is_demo": is_demo, "language_url": "/sprak/", "csrf_token": "a token"}


def texts(*names, **more):
    """Rows where all of the texts are there, and where none is."""
    return [dict.fromkeys(names, EVIL) | more, dict.fromkeys(names, "") | more]


EVENT = ("url", "title", "kind", "looks", "at", "quarters", "time", "until", "leg", "where", "map_url", "more", "lies")


def events():
    for is_held, is_not_logged in product((True, False), repeat=2):
        yield from texts(*EVENT, is_held=is_held, is_not_logged=is_not_logged)


ROWS = {
    "week/_event.html": lambda: list(events()),
    "week/_not_agreed.html": lambda: [
        row for late in (True, False) for row in texts("name", "url", "phone", "due", "why", "covers", "free", "new_url", is_late=late)
    ],
    "people/_listed.html": lambda: [row for late in (True, False) for row in texts("name", "url", "part", "due", is_late=late)],
    "components/item.html": lambda: texts("name", "text", "url", "state", "state_text"),
    "components/state.html": lambda: texts("is", "text"),
    "components/post_button.html": lambda: texts(
        *("csrf_token", "url", "key_name", "key", "label", "variant", "about", "spoken", "next", "quiet", "wide", "name", "value")
    ),
    "today/_person.html": people,
    "contacts/_log.html": lambda: [LOG | {"last_kind": kind} for kind in ContactKind],
    "_foot.html": foots,
    "_files.html": lambda: [{}],
    "components/mark.html": lambda: [{}],
    "today/_head.html": lambda: [{}],
}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", ROWS)
def test_a_stamp_gives_what_an_include_gives_for_every_shape_and_language(name, language):
    with translation.override(language):
        differing = [row for row in ROWS[name]() if stamped(engine().get_template(name), row) != render_to_string(name, row)]

    assert differing == []


def test_a_row_is_never_told_what_another_row_of_its_shape_said():
    template = engine().from_string('<p title="{{ name }}">{{ name }}{% if phone %}, {{ phone }}{% endif %}</p>')

    said = [stamped(template, {"name": name, "phone": phone}) for name, phone in [("Amina", "1"), ("Tor & Co", "2"), ("Siri", "")]]

    assert said == ['<p title="Amina">Amina, 1</p>', '<p title="Tor &amp; Co">Tor &amp; Co, 2</p>', '<p title="Siri">Siri</p>']


def test_thirty_rows_of_one_shape_draw_their_template_once():
    template = engine().from_string("{{ name }}{{ is_late }}")
    before = drawn.cache_info().misses

    for number in range(30):
        stamped(template, {"name": f"Amina {number}", "is_late": False})

    assert drawn.cache_info().misses == before + 1


def test_a_component_shows_a_nought():
    assert "0" in engine().from_string('{% load shell %}{% state "ask" 0 %}').render(Context())


@pytest.mark.parametrize("value", [7, date(2026, 11, 30), ["Amina"], object()])
def test_what_would_make_each_row_a_shape_of_its_own_is_refused(value):
    with pytest.raises(TypeError, match="due is neither a text nor one of a few kinds"):
        stamped(engine().from_string("{{ due }}"), {"due": value})


@pytest.mark.parametrize("page", [name for name, *ids in PAGES.values() if len(ids) < 2])
def test_an_address_is_the_one_its_page_has_also_under_a_prefix(page):
    assert address_to(page, PUBLIC_ID) == reverse(page, args=[PUBLIC_ID])

    set_script_prefix("/brobygger/")
    try:
        assert address_to(page, PUBLIC_ID) == reverse(page, args=[PUBLIC_ID])
    finally:
        set_script_prefix("/")
