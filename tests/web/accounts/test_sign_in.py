import re
from datetime import timedelta

import pytest
from django.core import mail

from brobygger.accounts.actions import close_user
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.parties.models import Membership
from tests.web.accounts.conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r"\b(the|your|password|email address|sign|please|code is|again)\b", re.IGNORECASE)


def test_signing_in_with_the_right_password_leads_to_ones_own_page(ida, sign_in, client):
    answer = sign_in("IDA@brovik.example")

    assert answer.status_code == 302
    assert answer.url == "/start/"
    assert client.get("/meg/").status_code == 200


def test_a_page_that_was_asked_for_is_come_back_to_after_signing_in(ida, client):
    asked = client.get("/meg/?vis=alt")

    assert asked.url == "/konto/logg-inn/?next=%2Fmeg%2F%3Fvis%3Dalt"
    assert client.post(asked.url, {"login": ida.email, "password": PASSWORD}).url == "/meg/?vis=alt"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(ida, sign_in):
    wrong = sign_in(password="noe helt annet")
    unknown = sign_in(email="kora@brovik.example")

    assert wrong.status_code == unknown.status_code == 422
    assert sorted(wrong.context["form"].non_field_errors()) == sorted(unknown.context["form"].non_field_errors())


@pytest.mark.parametrize("email", ["ida@brovik.example", "finnes.ikke@brovik.example"])
def test_the_sixth_try_within_five_minutes_is_refused_with_a_time_to_come_back(ida, sign_in, email):
    for _try in range(5):
        sign_in(email, "feil passord igjen")

    locked = sign_in(email, PASSWORD)

    assert locked.status_code == 422
    assert re.search(r"for mange forsøk\. Du kan prøve igjen klokka \d\d\.\d\d\.", locked.content.decode())


def test_another_account_at_the_same_office_is_not_locked_out(ida, sign_in):
    for _try in range(5):
        sign_in("per@brovik.example", "feil passord igjen")

    assert sign_in().status_code == 302


def test_a_closed_account_is_out_on_the_next_page(ida, sign_in, client):
    sign_in()

    close_user(ida, actor=ida)

    assert client.get("/meg/").url.startswith("/konto/logg-inn/")
    assert sign_in().url == "/konto/uten-tilgang/"


def test_one_whose_membership_ended_yesterday_gets_no_page_today(ida, sign_in, client):
    sign_in()

    Membership.objects.filter(user=ida).update(ends_on=clock.today() - timedelta(days=1))
    answer = client.get("/start/")

    assert answer.status_code == 403
    assert "Du har ingen tilgang i dag" in answer.content.decode()


def test_the_last_day_of_a_membership_is_a_day_with_access(ida, sign_in, client):
    Membership.objects.filter(user=ida).update(ends_on=clock.today())

    sign_in()

    assert client.get("/start/").status_code in {200, 302}


def test_nobody_can_make_an_account_for_themselves(client):
    for address in ("/konto/registrer/", "/accounts/signup/", "/konto/signup/"):
        assert client.get(address).status_code == 404


def test_staff_without_a_one_time_code_reach_nothing_but_setting_it_up(ida, sign_in, client, settings):
    settings.REQUIRE_TOTP = True
    sign_in()

    assert client.get("/meg/").url == "/konto/engangskode/"
    assert client.get("/konto/passord/").url == "/konto/engangskode/"
    assert client.get("/konto/engangskode/").status_code == 200


def test_setting_up_the_code_shows_a_picture_and_a_key_and_gives_recovery_codes(ida, sign_in, client, settings):
    settings.REQUIRE_TOTP = True
    sign_in()
    page = client.get("/konto/engangskode/")
    secret = page.context["form"].secret

    done = client.post("/konto/engangskode/", {"code": code_of(secret)}, follow=True)

    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert secret[:4] in page.content.decode()
    assert done.redirect_chain[-1][0] == "/konto/reservekoder/"
    assert len(done.context["unused_codes"]) == 10
    assert client.get("/meg/").status_code == 200


def test_a_wrong_code_is_refused_in_plain_words(ida_with_code, sign_in, client):
    sign_in()

    answer = client.post("/konto/kode/", {"code": "000000"})

    assert answer.status_code == 422
    assert "Koden stemmer ikke" in answer.content.decode()
    assert client.get("/meg/").status_code == 302


def test_the_password_alone_opens_nothing_and_the_code_opens_the_rest(ida_with_code, sign_in, client, settings):
    settings.REQUIRE_TOTP = True

    halfway = sign_in()
    assert halfway.url == "/konto/kode/"
    assert client.get("/meg/").url.startswith("/konto/logg-inn/")

    assert client.post("/konto/kode/", {"code": code_of(ida_with_code.secret)}).url == "/start/"
    assert client.get("/meg/").status_code == 200


def test_a_recovery_code_works_once(ida, sign_in, client):
    sign_in()
    secret = client.get("/konto/engangskode/").context["form"].secret
    codes = client.post("/konto/engangskode/", {"code": code_of(secret)}, follow=True).context["unused_codes"]
    client.post("/konto/logg-ut/")

    sign_in()
    first = client.post("/konto/kode/", {"code": codes[0]})
    client.post("/konto/logg-ut/")
    sign_in()
    second = client.post("/konto/kode/", {"code": codes[0]})

    assert first.status_code == 302
    assert second.status_code == 422


def test_the_key_of_the_app_cannot_be_read_in_the_database(ida_with_code):
    stored = str(ida_with_code.authenticator_set.get().data)

    assert ida_with_code.secret not in stored


def test_changing_phone_asks_for_a_new_code_at_once(ida_with_code, sign_in, client, settings):
    settings.REQUIRE_TOTP = True
    sign_in()
    client.post("/konto/kode/", {"code": code_of(ida_with_code.secret)})
    client.get("/meg/")

    client.post("/konto/engangskode/ny-telefon/")

    assert client.get("/meg/").url == "/konto/engangskode/"


def test_one_who_once_asked_for_a_new_password_can_set_up_the_code_on_another_phone(ida_with_code, sign_in, client, settings):
    settings.REQUIRE_TOTP = True
    client.post("/konto/glemt-passord/", {"email": ida_with_code.email})
    sign_in()
    client.post("/konto/kode/", {"code": code_of(ida_with_code.secret)})

    client.post("/konto/engangskode/ny-telefon/")

    assert client.get("/konto/engangskode/").status_code == 200


def test_changing_the_password_needs_the_old_one_and_keeps_one_signed_in(ida, sign_in, client):
    sign_in()
    new = "åtte blå båter i havna"

    refused = client.post("/konto/passord/", {"oldpassword": "feil", "password1": new, "password2": new})
    done = client.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert refused.status_code == 422
    assert done.url == "/konto/"
    assert client.get("/meg/").status_code == 200
    ida.refresh_from_db()
    assert ida.check_password(new)
    assert ida.password.startswith("argon2")


@pytest.mark.parametrize("password", ["kort", "password1234", "ida@brovik.example"])
def test_a_weak_password_is_refused_in_norwegian(ida, sign_in, client, password):
    sign_in()

    answer = client.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": password, "password2": password})

    assert answer.status_code == 422
    assert not ENGLISH.search(" ".join(answer.context["form"].errors["password1"]))


def test_a_forgotten_password_is_replaced_by_a_link_in_the_mail_that_works_once(ida, client, settings):
    settings.BASE_URL = "https://brobygger.example"
    client.post("/konto/glemt-passord/", {"email": "Ida@brovik.example"}, HTTP_HOST="localhost")
    address = re.search(r"https://brobygger.example(/konto/nytt-passord/\S+)", mail.outbox[0].body)[1]
    new = "åtte blå båter i havna"

    form = client.get(address, follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    again = client.get(address, follow=True)

    assert "key" not in form.redirect_chain[-1][0]
    assert done.url == "/konto/nytt-passord/"
    assert User.objects.get(pk=ida.pk).check_password(new)
    assert "Lenken virker ikke lenger" in again.content.decode()


def test_asking_for_a_password_looks_the_same_for_all_and_mails_nobody_a_link_but_the_owner(ida, client):
    known = client.post("/konto/glemt-passord/", {"email": ida.email}, follow=True)
    unknown = client.post("/konto/glemt-passord/", {"email": "ukjent@brovik.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert [letter.to for letter in mail.outbox] == [[ida.email], ["ukjent@brovik.example"]]
    assert "/konto/nytt-passord/" in mail.outbox[0].body
    assert "/konto/" not in mail.outbox[1].body


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/konto/logg-inn/", {"login": "ikke en adresse", "password": ""}),
        ("/konto/logg-inn/", {"login": "", "password": "x"}),
        ("/konto/logg-inn/", {"login": "ida@brovik.example", "password": "feil passord"}),
        ("/konto/glemt-passord/", {"email": "x" * 400 + "@a.no"}),
        ("/konto/glemt-passord/", {"email": ""}),
    ],
)
def test_no_english_stands_on_the_pages_before_one_is_signed_in(ida, client, language, address, data):
    client.cookies["django_language"] = language

    page = client.post(address, data)
    text = re.sub(r"<(script|style|head).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)

    assert page.status_code == 422
    assert not ENGLISH.search(text.replace("English", "")), ENGLISH.search(text)
