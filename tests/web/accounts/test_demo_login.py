from datetime import timedelta
from importlib import reload

import pytest
from django.test import override_settings
from django.urls import URLPattern, clear_url_caches, reverse

import brobygger.web.urls
import config.urls
from brobygger.accounts.models import User
from brobygger.demo.cast import LINK_HOLDERS, STAFF, cast, person_id
from brobygger.kernel import clock
from brobygger.parties.models import Membership, Person, Role, SignedLink
from brobygger.web.accounts.urls import urlpatterns

pytestmark = pytest.mark.django_db
CAST = {"Kari", "Jonas", "Per", "Lise", "Dag", "Siri", "Ida", "Rune", "Tor", "Mona", "Amina", "Liv"}


@pytest.fixture
def amina_of_the_town(db):
    person = Person.objects.create(public_id=person_id("amina"), first_name="Amina", last_name="Rahimi")
    return SignedLink.objects.create(person=person, role=Role.CANDIDATE, expires_on=clock.today() + timedelta(days=3))


def test_the_cast_is_the_twelve_of_the_architecture():
    assert {part.first_name for part in (*STAFF, *LINK_HOLDERS)} == CAST


def test_those_the_town_has_not_made_have_no_button(ida, amina_of_the_town):
    assert [member.first_name for member in cast()] == ["Ida", "Amina"]


def test_a_button_signs_staff_in_without_password_or_code(ida, client, settings):
    settings.REQUIRE_TOTP = True

    answer = client.post("/demo/", {"som": "ida"})

    assert answer.url == "/start/"
    assert client.get("/meg/").status_code == 200


@pytest.fixture
def siri_inside(office, client):
    """Somebody who came in by a button, and has no password."""
    siri = User.objects.create_user("siri@brovik.example", name="Siri Lunden")
    Membership.objects.create(user=siri, unit=office, role=Role.LEADER, starts_on=clock.today())
    client.post("/demo/", {"som": "siri"})
    return siri


def test_one_without_a_password_has_none_to_change_and_is_told_so(siri_inside, client):
    new = "åtte blå båter i havna"

    for answer in (client.get("/konto/passord/", follow=True), client.post("/konto/passord/", {"password1": new}, follow=True)):
        assert answer.redirect_chain == [("/konto/", 302)]
        assert "Du er inne uten passord, fordi dette er demobyen." in answer.content.decode()


@pytest.mark.parametrize("name", [each.name for each in urlpatterns if isinstance(each, URLPattern) and "<" not in str(each.pattern)])
def test_no_page_of_the_account_breaks_for_one_without_a_password(siri_inside, client, name):
    for answer in (client.get(reverse(name), follow=True), client.post(reverse(name), follow=True)):
        assert answer.status_code < 500


@pytest.mark.urls("tests.web.accounts.window_urls")
def test_a_button_leads_a_link_holder_to_their_own_window(amina_of_the_town, client):
    answer = client.post("/demo/", {"som": "amina"}, follow=True)

    assert answer.content.decode() == "Amina: candidate"


def test_somebody_who_is_not_in_the_cast_gets_nothing(ida, client):
    assert client.post("/demo/", {"som": "ida@brovik.example"}).status_code == 404
    assert client.get("/demo/?som=ida").status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_address_does_not_exist_outside_the_demo(ida, client):
    with override_settings(DEMO=False):
        reload_addresses()
        seen = client.get("/demo/").status_code
        pressed = client.post("/demo/", {"som": "ida"}).status_code
        sign_in_page = client.get("/konto/logg-inn/").content.decode()
    reload_addresses()

    assert (seen, pressed) == (404, 404)
    assert "Prøv demobyen" not in sign_in_page
    assert client.get("/demo/").status_code == 200


def reload_addresses() -> None:
    reload(brobygger.web.urls)
    reload(config.urls)
    clear_url_caches()
