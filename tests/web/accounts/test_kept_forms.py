from datetime import timedelta

import pytest
from django.test import Client

from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.parties.models import Membership, Role
from tests.web.accounts import form_urls
from tests.web.accounts.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.accounts.form_urls")]
TEXT = "Amina vil gjerne prøve bakeriet. <b>Hun</b> kan begynne tidlig."


@pytest.fixture(autouse=True)
def nothing_saved(ida):
    form_urls.SAVED.clear()


def pass_time(client: Client, **named: int) -> None:
    """Let time pass for the session that the client has."""
    session = client.session
    for name in ("seen_at", "signed_in_at"):
        session[name] = (clock.now() - timedelta(**named)).timestamp() if name in session else None
    session.save()


def test_a_note_sent_after_the_session_ended_waits_for_the_same_user_and_can_be_saved(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)

    sent = client.post("/notat/", {"note": TEXT, "once": "x"})
    assert sent.url == "/konto/logg-inn/"
    assert "Vi har tatt vare på det du skrev" in client.get(sent.url).content.decode()
    assert sign_in().url == "/fortsett/"
    page = client.get("/fortsett/")
    form = page.context["waiting"][0]
    saved = client.post(form.path, {"kept_form": form.id, **dict(form.fields)})

    assert "&lt;b&gt;Hun&lt;/b&gt;" in page.content.decode()
    assert "<b>Hun</b>" not in page.content.decode()
    assert saved.url == "/lagret/"
    assert form_urls.SAVED == [TEXT]
    assert client.get("/fortsett/").url == "/start/"


def test_nothing_is_saved_before_the_person_says_so(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)

    client.post("/notat/", {"note": TEXT})
    sign_in()
    client.get("/fortsett/")

    assert form_urls.SAVED == []


def test_another_user_on_the_same_machine_never_sees_it(sign_in, client, office):
    per = User.objects.create_user("per@brovik.example", PASSWORD, name="Per Aunvik")
    Membership.objects.create(user=per, unit=office, role=Role.BUSINESS_COORDINATOR, starts_on=clock.today())
    sign_in()
    pass_time(client, minutes=61)
    client.post("/notat/", {"note": TEXT})

    assert sign_in("per@brovik.example").url == "/start/"
    assert client.get("/fortsett/").url == "/start/"
    client.post("/konto/logg-ut/")
    sign_in()

    assert client.get("/fortsett/").url == "/start/"


def test_a_form_sent_by_script_is_kept_too_and_the_browser_is_sent_to_sign_in(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)

    answer = client.post("/notat/", {"note": TEXT}, headers={"HX-Request": "true"})
    sign_in()

    assert answer.headers["HX-Redirect"] == "/konto/logg-inn/"
    assert TEXT[:20] in client.get("/fortsett/").content.decode()


def test_two_pages_open_at_the_same_time_are_both_kept(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)

    client.post("/notat/", {"note": "Det første jeg skrev i dag"})
    client.post("/notat/", {"note": "Det andre jeg skrev i dag"})
    sign_in()

    texts = [text for form in client.get("/fortsett/").context["waiting"] for text in form.texts]
    assert texts == ["Det første jeg skrev i dag", "Det andre jeg skrev i dag"]


def test_it_can_be_thrown_away(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)
    client.post("/notat/", {"note": TEXT})
    sign_in()
    form = client.get("/fortsett/").context["waiting"][0]

    answer = client.post("/fortsett/", {"forget": form.id})

    assert answer.url == "/start/"
    assert form_urls.SAVED == []
    assert "kept_forms" not in client.session or client.session["kept_forms"] == []


def test_it_is_gone_after_an_hour(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)
    client.post("/notat/", {"note": TEXT})
    session = client.session
    assert session.get_expiry_age() <= 60 * 60
    session["kept_forms"] = [{**session["kept_forms"][0], "at": (clock.now() - timedelta(minutes=61)).timestamp()}]
    session.save()

    assert sign_in().url == "/start/"
    assert not client.session.get("kept_forms")


def test_more_than_200_kilobytes_is_not_kept(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)

    client.post("/notat/", {"note": "lang " * 50_000})
    sign_in()

    assert client.get("/fortsett/").url == "/start/"


def test_a_sign_in_ends_after_twelve_hours_however_busy(sign_in, client):
    sign_in()
    session = client.session
    session["signed_in_at"] = (clock.now() - timedelta(hours=12, minutes=1)).timestamp()
    session.save()

    assert client.get("/meg/").url.startswith("/konto/logg-inn/")


def test_a_sign_in_that_is_used_lasts_past_the_hour(sign_in, client):
    sign_in()
    session = client.session
    session["signed_in_at"] = (clock.now() - timedelta(minutes=90)).timestamp()
    session["seen_at"] = (clock.now() - timedelta(minutes=50)).timestamp()
    session.save()

    assert client.get("/meg/").status_code == 200
    assert clock.now().timestamp() - client.session["seen_at"] < 60


def test_a_form_from_a_page_older_than_the_sign_in_is_kept_when_it_is_from_our_own_page(ida):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ida)

    own = client.post("/notat/", {"note": TEXT, "csrfmiddlewaretoken": "gammel"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert own.url == "/fortsett/"
    assert TEXT[:20] in client.get("/fortsett/").content.decode()
    assert form_urls.SAVED == []


def test_a_form_from_another_site_is_refused_and_not_kept(ida):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ida)

    other = client.post("/notat/", {"note": TEXT}, headers={"Sec-Fetch-Site": "cross-site"})

    assert other.status_code == 403
    assert "Gå tilbake i nettleseren" in other.content.decode()
    assert client.get("/fortsett/").url == "/start/"


def test_a_password_sent_after_the_session_ended_is_not_kept(sign_in, client):
    sign_in()
    pass_time(client, minutes=61)

    sent = client.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": "tolv nye katter", "password2": "tolv nye katter"})
    sign_in()

    assert sent.url == "/konto/logg-inn/"
    assert not client.session.get("kept_forms")
    assert client.get("/fortsett/").url == "/start/"


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/konto/logg-inn/", {"login": "ida@brovik.example", "password": PASSWORD}),
        ("/konto/passord/", {"oldpassword": PASSWORD, "password1": "tolv nye katter"}),
        ("/konto/bekreft/", {"password": PASSWORD}),
        ("/konto/engangskode/", {"code": "123456"}),
        ("/konto/bekreft/kode/", {"code": "123456"}),
        ("/ny-lenke/", {"token": "abc"}),
    ],
)
def test_nothing_from_an_old_page_about_signing_in_is_kept(ida, address, fields):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ida)

    answer = client.post(address, {**fields, "csrfmiddlewaretoken": "gammel"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert not client.session.get("kept_forms")


def test_a_password_in_any_other_form_is_left_out_of_what_is_kept(ida):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ida)
    secrets = {"new_password": PASSWORD, "code": "123456"}

    client.post("/notat/", {"note": TEXT, "postal_code": "0581", **secrets}, headers={"Sec-Fetch-Site": "same-origin"})

    assert client.session["kept_forms"][0]["fields"] == [["note", TEXT], ["postal_code", "0581"]]
