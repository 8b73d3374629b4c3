import argparse
import re

import pytest

from brobygger.accounts.models import User
from brobygger.audit.models import Entry
from brobygger.cli import add_user as command
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Membership

pytestmark = pytest.mark.django_db


def add_user(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_a_new_user_gets_a_role_and_a_link_where_they_choose_a_password(office, client, capsys):
    add_user("Kari@Brovik.example", "Kari Moseby", "--role", "counsellor", "--unit", "nav brovik")

    user = User.objects.get(email="kari@brovik.example")
    path = re.search(r"http://localhost:\d+(/konto/nytt-passord/\S+)", capsys.readouterr().out)[1]
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "fire grå katter på taket", "password2": "fire grå katter på taket"})
    user.refresh_from_db()
    assert user.check_password("fire grå katter på taket")
    assert Membership.objects.get(user=user).unit == office
    assert list(Entry.objects.order_by("id").values_list("event", flat=True)) == ["accounts.user_created", "parties.membership_begun"]


def test_a_new_user_who_has_chosen_a_password_comes_on_to_the_one_time_code(office, client, capsys, settings):
    settings.REQUIRE_TOTP = True
    password = "fire grå katter på taket"
    add_user("berit@brovik.example", "Berit Lund", "--role", "leader", "--unit", "NAV Brovik")
    path = re.search(r"http://localhost:\d+(/konto/nytt-passord/\S+)", capsys.readouterr().out)[1]
    form = client.get(path, follow=True)

    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    signed_in = client.post("/konto/logg-inn/", {"login": "berit@brovik.example", "password": password}, follow=True)

    assert [address for address, _status in signed_in.redirect_chain] == ["/start/", "/konto/engangskode/"]
    assert signed_in.status_code == 200


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["kari@brovik.example"], "Skriv navnet også"),
        (["ikke en adresse", "Kari"], "e-post"),
        (["kari@brovik.example", "-"], "Skriv navnet med bokstaver"),
        (["kari@brovik.example", "\u200b"], "Skriv navnet med bokstaver"),
        (["kari@brovik.example", "Kari", "--role", "candidate", "--unit", "NAV Brovik"], "Rollen «candidate» finnes ikke"),
        (["kari@brovik.example", "Kari", "--role", "leader", "--unit", "NAV Nordvik"], "Enheten «NAV Nordvik» finnes ikke"),
        (["kari@brovik.example", "Kari", "--role", "leader"], "Skriv både --role og --unit"),
        (["kari@brovik.example", "--new-code"], "Ingen logger inn med kari@brovik.example"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_nothing(office, words, sentence):
    with pytest.raises(DomainError, match=sentence):
        add_user(*words)

    assert not User.objects.exists()


def test_one_who_has_lost_everything_sets_up_a_new_code(ida_with_code, sign_in, client, settings):
    settings.REQUIRE_TOTP = True

    add_user(ida_with_code.email, "--new-code")

    assert sign_in().url == "/start/"
    assert client.get("/start/").url == "/konto/engangskode/"
