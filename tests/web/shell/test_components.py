from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

COMPONENTS = Path(__file__).resolve().parents[3] / "brobygger" / "web" / "templates" / "components"
EVIL = "\"><img src=x onerror=alert(1)><script>alert('Å')</script>"
EVIL_URL = '/"onmouseover="alert(1)'
THING = SimpleNamespace(
    label=EVIL, value=EVIL, url=EVIL_URL, is_done=True, is_here=True, name=EVIL, cells=[EVIL], message=EVIL, field_id=EVIL, code=EVIL,
    label_language=EVIL,
)  # fmt: skip
EVERYTHING = {
    "heading": EVIL, "mistakes": [THING], "crumbs": [THING], "name": EVIL, "tone": EVIL, "size": EVIL, "url": EVIL_URL, "messages": [EVIL],
    "label": EVIL, "cancel": EVIL, "cancel_url": EVIL_URL, "is": EVIL, "text": EVIL, "title": EVIL, "id": EVIL, "next": EVIL,
    "page": SimpleNamespace(before_url=EVIL_URL, after_url=EVIL_URL, is_newest_first=True), "what": EVIL,
    "steps": [THING], "facts": [THING], "caption": EVIL, "heads": [EVIL, EVIL], "rows": [THING],
    "state": EVIL, "state_text": EVIL, "summary": EVIL, "variant": EVIL, "csrf_token": "key",
    "picks": SimpleNamespace(name=EVIL, chosen=[THING], sought=EVIL, found=[]), "kind": EVIL, "here": EVIL, "about": EVIL,
    "wide": True, "value": EVIL, "key_name": "once", "key": EVIL, "spoken": EVIL, "refusals": [EVIL],
}  # fmt: skip
OF_A_FORM = {"form.html", "field.html", "pick.html", "form_box.html", "form_fold.html"}  # see test_forms.py


@pytest.mark.parametrize("name", sorted({path.name for path in COMPONENTS.iterdir()} - OF_A_FORM))
def test_what_people_write_comes_out_of_a_component_inert(name):
    html = render_to_string(f"components/{name}", EVERYTHING)

    assert "<script" not in html
    assert "<img" not in html
    assert '"onmouseover' not in html


def test_a_row_with_a_cell_too_few_is_an_error_and_not_a_shifted_table():
    row = SimpleNamespace(name="Amina", url="", cells=["Bakeriet"])

    with pytest.raises(ValueError, match="shorter"):
        render_to_string("components/table.html", {"caption": "Plan", "heads": ["Deltaker", "Fra januar", "Fra mai"], "rows": [row]})


def test_an_empty_page_shows_the_bridge_and_the_way_on():
    html = render_to_string("components/empty.html", {"text": "Ingen loop ennå.", "url": "/loop/ny/", "label": "Bygg en loop"})

    assert "<svg" in html
    assert '<a class="ds-button" href="/loop/ny/">Bygg en loop</a>' in html
