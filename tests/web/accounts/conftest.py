"""Ida, who signs in with a password, and Amina, who has a signed link."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache

from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.parties.models import Membership, Person, Protection, Role, Sector, SignedLink, Unit, UnitKind

CODE_SECONDS, TYPED_WITHIN_SECONDS = 30, 4
PASSWORD = "fire grå katter på taket"


def code_of(secret: str) -> str:
    """What the app on the telephone shows now. One that is about to change is waited out, or it is too old when it has been typed."""
    left = CODE_SECONDS - time.time() % CODE_SECONDS
    if left < TYPED_WITHIN_SECONDS:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // CODE_SECONDS))


@pytest.fixture(autouse=True)
def no_attempts_yet(request):
    if "ida" in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def office(db):
    return Unit.objects.create(name="NAV Brovik", kind=UnitKind.NAV_OFFICE, sector=Sector.STATE)


@pytest.fixture
def ida(office):
    user = User.objects.create_user("ida@brovik.example", PASSWORD, name="Ida Nesvold")
    Membership.objects.create(user=user, unit=office, role=Role.PEER_WORKER, starts_on=clock.today() - timedelta(days=30))
    return user


@pytest.fixture
def ida_with_code(ida, rf):
    """Ida after she has set up the app; `ida.secret` is what the app knows."""
    ida.secret = generate_totp_secret()
    TOTP.activate(ida, ida.secret)
    return ida


@pytest.fixture
def amina(db):
    return Person.objects.create(first_name="Amina", last_name="Rahimi", email="amina@eksempel.no", protection=Protection.NONE)


@pytest.fixture
def link(amina):
    return SignedLink.objects.create(person=amina, role=Role.CANDIDATE, expires_on=clock.today() + timedelta(days=10))


@pytest.fixture
def sign_in(client):
    def sign_in(email: str = "ida@brovik.example", password: str = PASSWORD, **named):
        return client.post("/konto/logg-inn/", {"login": email, "password": password}, **named)

    return sign_in
