"""Into Brobygger, by password and code, by the demo's buttons and by a signed link; and what happens when it is too late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from brobygger.access.links import link_token
from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.outbox.models import Message
from brobygger.parties.models import Membership, Person, Protection, Role, Sector, SignedLink, Unit, UnitKind
from tests.browser.conftest import DESK, PHONE
from tests.browser.loop_steps import tab_to
from tests.web.accounts import form_urls
from tests.web.accounts.conftest import code_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "fire grå katter på taket"
NOTE = "Vi gikk gjennom uka. Bakeriet vil gjerne ha henne inn klokka sju, og det passer med bussen."


@pytest.fixture
def nora(town):
    """A peer worker who is not in the cast, so that nothing is set up for her."""
    unit = Unit.objects.create(name="Prøveenheten", kind=UnitKind.YOUTH_CENTRE, sector=Sector.MUNICIPALITY)
    user = User.objects.create_user("nora@brovik.example", PASSWORD, name="Nora Prøvestad")
    Membership.objects.create(user=user, unit=unit, role=Role.PEER_WORKER, starts_on=clock.today())
    return user


@pytest.fixture
def ida(town, nora):
    """Ida of the cast, also before there is a town."""
    user = User.objects.filter(email="ida@brovik.example").first()
    if user is None:
        user = User.objects.create_user("ida@brovik.example", name="Ida Nesvold")
        Membership.objects.create(user=user, unit=Unit.objects.get(name="Prøveenheten"), role=Role.PEER_WORKER, starts_on=clock.today())
    return user


@pytest.fixture
def link(town):
    person = Person.objects.create(first_name="Jon", last_name="Prøvestad", email="jon@eksempel.no", protection=Protection.NONE)
    return SignedLink.objects.create(person=person, role=Role.CANDIDATE, expires_on=clock.today() - timedelta(days=1))


def sign_in(page: Page) -> None:
    page.goto("/konto/logg-inn/")
    page.get_by_label("E-post").fill("nora@brovik.example")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()


def end_the_session() -> None:
    """What an hour at the coffee machine does."""
    for row in Session.objects.all():
        content = row.get_decoded()
        if "seen_at" in content:
            content["seen_at"] = (clock.now() - timedelta(minutes=61)).timestamp()
            row.session_data = Session.objects.encode(content)
            row.save()


def test_a_new_employee_signs_in_sets_up_the_code_and_comes_back_with_it_by_keyboard_alone(nora, new_page, check_axe, picture, settings):
    settings.REQUIRE_TOTP = True
    page = new_page(DESK)

    page.goto("/konto/logg-inn/")
    check_axe(page)
    tab_to(page, "E-post")
    page.keyboard.type("nora@brovik.example")
    tab_to(page, "Passord")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Sett opp engangskode").wait_for()
    check_axe(page)
    picture(page, "engangskode")
    secret = page.get_by_role("strong").inner_text().replace(" ", "")
    tab_to(page, "Koden appen viser")
    page.keyboard.type(code_of(secret))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Reservekodene dine").wait_for()
    check_axe(page)
    tab_to(page, "Jeg har lagret kodene, gå videre")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Her kommer det mer").wait_for()
    check_axe(page)

    phone = new_page(PHONE)
    sign_in(phone)
    phone.get_by_role("heading", name="Skriv engangskoden").wait_for()
    check_axe(phone)
    tab_to(phone, "Engangskode")
    phone.keyboard.type(code_of(secret))
    phone.keyboard.press("Enter")
    phone.get_by_role("heading", name="Her kommer det mer").wait_for()


def test_one_who_types_the_wrong_password_too_often_is_told_when_to_try_again(nora, new_page, check_axe):
    page = new_page(PHONE)
    page.goto("/konto/logg-inn/")

    for _try in range(6):
        page.get_by_label("E-post").fill("nora@brovik.example")
        page.get_by_label("Passord").fill("det gamle passordet")
        with page.expect_navigation():
            page.get_by_role("button", name="Logg inn", exact=True).click()

    page.get_by_text("Det har vært for mange forsøk. Du kan prøve igjen klokka").wait_for()
    check_axe(page)


def test_one_who_has_left_is_out_on_the_next_page(nora, page, check_axe):
    sign_in(page)
    page.get_by_role("heading", name="Her kommer det mer").wait_for()

    Membership.objects.filter(user=nora).update(starts_on=clock.today() - timedelta(days=9), ends_on=clock.today() - timedelta(days=1))
    page.reload()

    page.get_by_role("heading", name="Du har ingen tilgang i dag").wait_for()
    check_axe(page)


@pytest.mark.urls("tests.web.accounts.form_urls")
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_long_note_sent_after_the_session_ended_is_there_after_signing_in_again(nora, new_page, check_axe, picture, size):
    form_urls.SAVED.clear()
    page = new_page(size)
    sign_in(page)
    page.goto("/notat/")
    page.get_by_label("Hva skjedde?").fill(NOTE * 20)

    end_the_session()
    page.get_by_role("button", name="Lagre notatet").click()
    page.get_by_text("Vi har tatt vare på det du skrev").wait_for()
    check_axe(page)
    page.get_by_label("E-post").fill("nora@brovik.example")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.get_by_role("heading", name="Du ble logget ut før dette ble lagret").wait_for()
    check_axe(page)
    picture(page, "fortsett")
    assert form_urls.SAVED == []
    page.get_by_role("button", name="Lagre det nå").click()
    page.get_by_text("Lagret").wait_for()

    assert form_urls.SAVED == [NOTE * 20]


@pytest.mark.urls("tests.web.accounts.form_urls")
def test_a_page_left_open_while_signing_in_again_in_another_tab_loses_nothing(nora, page):
    form_urls.SAVED.clear()
    sign_in(page)
    page.goto("/notat/")
    page.get_by_label("Hva skjedde?").fill(NOTE)
    end_the_session()
    other = page.context.new_page()
    sign_in(other)
    other.get_by_role("heading", name="Her kommer det mer").wait_for()

    page.get_by_role("button", name="Lagre notatet").click()
    page.get_by_role("button", name="Lagre det nå").click()
    page.get_by_text("Lagret").wait_for()

    assert form_urls.SAVED == [NOTE]


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_button_of_the_demo_is_all_it_takes(ida, new_page, check_axe, picture, size, settings):
    settings.REQUIRE_TOTP = True
    page = new_page(size)

    page.goto("/demo/")
    check_axe(page)
    page.goto("/konto/logg-inn/")
    check_axe(page)
    picture(page, f"logg-inn-{size['width']}", full_page=True)
    page.get_by_role("button", name="Ida Nesvold").click()

    page.get_by_role("heading", name="Her kommer det mer").wait_for()


@pytest.mark.urls("tests.web.accounts.window_urls")
def test_one_with_an_expired_link_asks_for_a_new_one_and_gets_in_with_it(link, phone, check_axe, picture):
    phone.goto(f"/v/{link_token(link)}/")
    phone.get_by_role("heading", name="Lenken virker ikke lenger").wait_for()
    check_axe(phone)
    picture(phone, "gammel-lenke")

    phone.get_by_role("button", name="Send meg en ny lenke").click()
    phone.get_by_role("heading", name="Se i innboksen din").wait_for()
    check_axe(phone)

    link.refresh_from_db()
    assert Message.objects.filter(link=link.public_id).count() == 1
    phone.goto(f"/v/{link_token(link)}/")
    phone.get_by_text("Jon: candidate").wait_for()


def test_the_pages_of_ones_own_account_are_whole_at_both_widths(nora, new_page, check_axe):
    for size in (DESK, PHONE):
        page = new_page(size)
        for address in ("/konto/glemt-passord/", "/konto/glemt-passord/sendt/", "/konto/nytt-passord/x-y/", "/konto/nytt-passord/"):
            page.goto(address)
            check_axe(page)
        sign_in(page)
        page.get_by_role("heading", name="Her kommer det mer").wait_for()
        for address in ("/konto/", "/konto/passord/", "/konto/bekreft/", "/konto/engangskode/", "/konto/logg-ut/"):
            page.goto(address)
            check_axe(page)
        page.goto("/konto/passord/")
        page.get_by_role("button", name="Bytt passord").click()
        page.get_by_role("group", name="Det gikk ikke").wait_for()
        check_axe(page)
