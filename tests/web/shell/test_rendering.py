import pytest
from django.test import RequestFactory

from brobygger.web.fields import NumberField
from brobygger.web.forms import Form
from brobygger.web.rendering import render_part

PAGE = "{% load partials %}whole {% partialdef part inline %}part{% endpartialdef %}"


class HoursForm(Form):
    hours = NumberField(label="Timer")


@pytest.fixture(autouse=True)
def a_page(settings, tmp_path):
    """A page with one part, known by name for as long as the test runs."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def ask(**headers):
    return RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_browser_gets_the_whole_page():
    assert render_part(ask(), "page.html#part").content == b"whole part"


def test_htmx_gets_the_part():
    response = render_part(ask(hx_request="true", hx_request_type="partial"), "page.html#part")

    assert response.content == b"part"
    assert response.headers["Vary"] == "HX-Request"


@pytest.mark.parametrize("why", [{"hx_history_restore_request": "true"}, {"hx_request_type": "full"}, {"hx_boosted": "true"}])
def test_htmx_gets_the_whole_page_when_it_replaces_the_whole(why):
    assert render_part(ask(hx_request="true", **why), "page.html#part").content == b"whole part"


@pytest.mark.parametrize(("data", "status"), [(None, 200), ({"hours": "15"}, 200), ({"hours": "femten"}, 422)])
def test_a_form_with_mistakes_is_answered_with_422(data, status):
    assert render_part(ask(), "page.html#part", {"form": HoursForm(data)}).status_code == status
