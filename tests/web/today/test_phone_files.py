import html
import json
import re

import pytest
from django.urls import reverse

from brobygger.parties.models import Protection, Role
from brobygger.web.today import phone
from tests.factories import ClearanceFactory, EngagementFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_is_kept(monkeypatch):
    """The words are the same as long as the process lives, except where a test changes them."""
    monkeypatch.setattr(phone, "written", phone.written.__wrapped__)


def data_of(page: str) -> dict[str, object]:
    return json.loads(html.unescape(re.search(r'<template id="telefon">(.*?)</template>', page, re.DOTALL)[1]))


def test_the_page_the_phone_keeps_is_the_same_for_everybody(client):
    jonas = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST)
    for_nobody = client.get(reverse("today:queue")).content.decode()
    client.force_login(jonas)

    for_jonas = client.get(reverse("today:queue")).content.decode()

    assert for_jonas == for_nobody
    assert "Jonas" not in for_jonas
    assert str(jonas.public_id) not in for_jonas
    assert data_of(for_jonas)["user"] == ""


def test_a_page_tells_the_script_who_is_signed_in_by_an_opaque_id_alone(client):
    jonas = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST)
    client.force_login(jonas)

    data = data_of(client.get(reverse("pages:me")).content.decode())

    assert data["user"] == str(jonas.public_id)
    assert data["addresses"]["worker"] == "/sw.js"
    assert jonas.email not in json.dumps(data)


@pytest.mark.parametrize("role", [Role.LEADER, Role.LOOP_COORDINATOR])
def test_those_who_follow_nobody_up_get_no_worker(client, role):
    client.force_login(UserFactory(role=role))

    assert "worker" not in data_of(client.get(reverse("pages:me")).content.decode())["addresses"]


@pytest.mark.usefixtures("nothing_is_kept")
def test_words_of_people_cannot_end_the_block_of_data(client, monkeypatch):
    monkeypatch.setattr(phone, "words", lambda: {"undo": "</template><script>alert(1)</script> & more"})

    page = client.get(reverse("pages:privacy")).content.decode()

    assert "<script>alert" not in page
    assert data_of(page)["words"]["undo"] == "</template><script>alert(1)</script> & more"


def test_the_worker_may_have_every_page_and_keeps_one_page_with_nobody_in_it(client):
    answer = client.get(reverse("today:worker"))

    text = answer.content.decode()
    shell = json.loads(re.search(r"const SHELL = (\[.*?\]);", text)[1])
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]
    assert [address for address in shell if not address.startswith("/static/")] == [reverse("today:queue")]
    assert "put(" not in text


@pytest.mark.usefixtures("nothing_is_kept")
def test_the_worker_has_a_new_version_when_the_page_or_a_file_changes(client, monkeypatch):
    def version() -> str:
        return re.search(r'const VERSION = "(\w+)"', client.get(reverse("today:worker")).content.decode())[1]

    first, again = version(), version()
    monkeypatch.setattr(phone, "digest_of_files", lambda: "another")
    with_another_file = version()
    monkeypatch.setattr(phone, "words", dict)

    assert first == again
    assert len({first, with_another_file, version()}) == 3


def test_the_app_starts_at_today_with_icons_of_the_sizes_they_say(client):
    answer = client.get(reverse("today:manifest"))

    manifest = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/i-dag/", "/", "standalone")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        header = phone.content_of(icon["src"].removeprefix("/static/"))[:24]
        width, height = (int.from_bytes(header[start : start + 4], "big") for start in (16, 20))
        assert f"{width}x{height}" == icon["sizes"]


@pytest.mark.parametrize("signed_in", [True, False])
def test_what_a_phone_sends_for_another_than_the_one_signed_in_is_not_taken(client, signed_in):
    jonas, kari = UserFactory(role=Role.SPECIALIST), UserFactory(role=Role.COUNSELLOR)
    if signed_in:
        client.force_login(kari)

    answer = client.post(reverse("pages:language"), {"language": "nn"}, headers={"X-Phone-User": str(jonas.public_id)})

    assert answer.status_code == 401
    assert answer.json()["message"].startswith("Du er logget ut.")
    assert client.session.get("kept_forms") is None


def test_what_a_phone_sends_for_the_one_signed_in_is_taken(client):
    jonas = UserFactory(role=Role.SPECIALIST)
    client.force_login(jonas)

    answer = client.get(reverse("pages:me"), headers={"X-Phone-User": str(jonas.public_id)})

    assert answer.status_code == 200


def test_a_note_that_waits_on_the_phone_says_no_name_of_one_with_protection(client):
    jonas = UserFactory(role=Role.SPECIALIST)
    ClearanceFactory(user=jonas, protection=Protection.CODE_7)
    unit = jonas.memberships.get().unit
    EngagementFactory(unit=unit, responsible=jonas, person__first_name="Skjermet", person__protection=Protection.CODE_7)
    EngagementFactory(unit=unit, responsible=jonas, person__first_name="Nora")
    client.force_login(jonas)

    page = client.get(reverse("today:today")).content.decode()

    assert "Skjermet" in page
    assert re.findall(r'data-who="(.*?)"', page) == ["Nora"]
