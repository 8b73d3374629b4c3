import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from brobygger.accounts.models import Language
from tests.factories import UserFactory

PUBLIC = ["pages:front", "pages:privacy", "pages:accessibility"]
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_opens_for_anyone(client, name):
    response = client.get(reverse(name), headers={"accept-language": "nb"})

    assert response.status_code == 200
    assert '<html lang="nb"' in response.content.decode()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_allows_nothing_from_elsewhere_and_nothing_inline(client, name):
    response = client.get(reverse(name))

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert not INLINE.search(response.content.decode())


def test_a_page_tells_the_browser_what_it_never_uses(client):
    response = client.get(reverse("pages:front"))

    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_that_is_not_there_says_so_in_plain_words():
    response = Client(headers={"accept-language": "nb"}).get("/finnes-ikke/")

    assert response.status_code == 404
    assert "Her er det ingenting du kan åpne" in response.content.decode()


def test_the_page_for_what_broke_needs_no_database_and_no_request(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string("500.html")

    assert "Noe gikk galt hos oss" in html


def test_a_form_without_its_token_is_refused_in_plain_words():
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "nb"})

    response = strict.post(reverse("pages:language"), {"language": "nn"})

    assert response.status_code == 403
    assert "Ingenting er lagret" in response.content.decode()


def test_someone_signed_in_goes_from_the_front_page_to_where_they_begin(client):
    client.force_login(UserFactory())

    assert client.get(reverse("pages:front")).url == reverse("accounts:start")


def test_my_page_says_who_i_am_and_lets_me_out_by_post(client):
    client.force_login(UserFactory(name="Lise Dalby", email="lise@brovik.example"))

    html = client.get(reverse("pages:me")).content.decode()

    assert "Lise Dalby" in html
    assert "lise@brovik.example" in html
    assert f'method="post" action="{reverse("account_logout")}"' in html


def test_choosing_a_language_leads_back_to_the_same_page_in_that_language(client):
    here = reverse("pages:privacy")

    response = client.post(reverse("pages:language"), {"language": "nn", "next": here}, follow=True)

    assert response.redirect_chain == [(here, 302)]
    assert '<html lang="nn"' in response.content.decode()


def test_a_signed_in_user_keeps_the_language_on_the_next_machine(client):
    user = UserFactory()
    client.force_login(user)

    client.post(reverse("pages:language"), {"language": "en", "next": "/"})

    user.refresh_from_db()
    assert user.language == Language.ENGLISH


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_choosing_a_language_never_leads_elsewhere(client, elsewhere):
    response = client.post(reverse("pages:language"), {"language": "nn", "next": elsewhere})

    assert response.url == reverse("pages:front")


def test_a_language_there_is_none_of_changes_nothing(client):
    response = client.post(reverse("pages:language"), {"language": "xx", "next": "/personvern/"})

    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_the_sheet_of_specimens_opens_and_answers_mistakes_with_422(client):
    sheet = reverse("pages:specimens")

    assert client.get(sheet).status_code == 200
    assert client.post(sheet, {"place": ""}).status_code == 422


def test_a_window_names_no_authority_and_has_no_menu(client):
    html = client.get(reverse("pages:specimen_window")).content.decode()

    assert "Hei, Tor" in html
    assert not re.search(r"\bNAV\b|Hovedmeny", html, re.IGNORECASE)
