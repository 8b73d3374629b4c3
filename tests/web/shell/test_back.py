"""Every page that is told where to go back to: it goes to an address of ours, whatever it is told."""

from __future__ import annotations

from datetime import timedelta
from inspect import isfunction, unwrap
from types import CodeType
from uuid import uuid4

import pytest
from allauth.account.mixins import NextRedirectMixin
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from brobygger.accounts.models import User
from brobygger.followup.actions.callbacks import ring_back
from brobygger.followup.actions.contacts import withdraw_contact
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Role
from brobygger.web.accounts.forms import password_path
from brobygger.web.back import LONGEST, back_to, is_ours
from tests.factories import (
    AppointmentFactory,
    CallBackFactory,
    ContactFactory,
    ContactPersonFactory,
    EmployerVisitFactory,
    EngagementFactory,
    UserFactory,
)
from tests.kit import hidden_of
from tests.web.accounts.conftest import code_of
from tests.web.window.scenes import candidate_url, kick_off_scene

pytestmark = pytest.mark.django_db
PASSWORD, NEW_PASSWORD = "fire grå katter på taket", "åtte blå båter i havna"
ELSEWHERE = ("x", "0", "pages:front", "https://ond.invalid/", "//ond.invalid/", "/\\ond.invalid/", "/" + "x" * LONGEST)


def named_patterns(resolver=None, prefix=""):
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield f"{prefix}{each.name}", each.callback
        else:
            yield from named_patterns(each, f"{prefix}{each.app_name}:" if each.app_name else prefix)


def names_in(code: CodeType) -> set[str]:
    return set(code.co_names).union(*(names_in(inner) for inner in code.co_consts if isinstance(inner, CodeType)))


def reads_back(function) -> bool:
    """Whether a view, or a function beside it that it calls, asks where to go back to."""
    found = [function.__globals__.get(name) for name in names_in(function.__code__) - {function.__name__}]
    return back_to in found or any(reads_back(each) for each in found if isfunction(each) and each.__module__ == function.__module__)


def is_told(view) -> bool:
    return issubclass(view.view_class, NextRedirectMixin) if hasattr(view, "view_class") else reads_back(unwrap(view))


def signed_in(role: Role = Role.SPECIALIST) -> tuple[Client, User]:
    cache.clear()  # nobody has tried a password yet
    user = UserFactory(role=role)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    user.refresh_from_db()  # a link for a password is good until the next time they sign in
    return client, user


def note() -> dict[str, str]:
    return {"kind": "phone", "whom": "candidate", "line": "Trives.", "key": str(uuid4())}


def language():
    return Client(), reverse("pages:language"), {"language": "nn"}


def language_in_the_window():
    return Client(), candidate_url(kick_off_scene().amina, "language"), {"language": "nn"}


def a_note():
    client, user = signed_in()
    return client, reverse("contacts:log", args=[EngagementFactory(responsible=user).public_id]), note()


def own_note(name: str):
    client, user = signed_in()
    contact = ContactFactory(engagement=EngagementFactory(responsible=user), written_by=user, happened_at=clock.now())
    moment = contact.happened_at.astimezone(clock.OSLO)
    return client, reverse(name, args=[contact.public_id]), note() | {"on": day(moment.date()), "at": f"{moment:%H.%M}"}


def somebody_rung():
    client, user = signed_in()
    return client, reverse("cover:rung", args=[CallBackFactory(engagement=EngagementFactory(responsible=user)).public_id]), {}


def when_one_rings():
    client, address, _data = somebody_rung()
    return client, address.replace("/ringt/", "/avtal/"), {"on": day(clock.today() + timedelta(days=1)), "at": "10.00"}


def rung_by_mistake():
    client, user = signed_in()
    asked_at = clock.now() - timedelta(minutes=1)
    call = ring_back(CallBackFactory(engagement=EngagementFactory(responsible=user), asked_at=asked_at), now=clock.now(), actor=user)
    return client, reverse("cover:not_rung", args=[call.public_id]), {}


def taken_back_by_mistake():
    client, user = signed_in()
    contact = ContactFactory(engagement=EngagementFactory(responsible=user), written_by=user, happened_at=clock.now())
    withdraw_contact(contact, now=clock.now(), actor=user)
    return client, reverse("contacts:again", args=[contact.public_id]), {}


def gone_through_together():
    client, user = signed_in()
    person, here = EngagementFactory(responsible=user).person, ContactPersonFactory()
    address = reverse("talent:disclosure", args=[person.public_id, here.workplace.public_id])
    page = client.post(address, {"lines": "1", "text_0": "Starter etter klokka ni.", "decision_0": "share"}).content.decode()
    read = page.partition('name="read" value="')[2].partition('"')[0]
    return client, address, {**hidden_of(page), "read": read}


def something_to_do(name: str, **state: str):
    client, user = signed_in()
    step = AppointmentFactory(kind="step", about="Ringe Tor", with_user=user, **state)
    return client, reverse(name, args=[step.public_id]), {}


def after_a_visit():
    client, user = signed_in()
    visit = EmployerVisitFactory(held=True, visitor=user, next_step="Ringe Tor", next_step_on=clock.today())
    return client, reverse("jobdev:next_step_done", args=[visit.public_id]), {}


def of_the_account(name: str, **data: str):
    client, _user = signed_in()
    return client, reverse(name), data


def signing_in():
    _client, user = signed_in()
    return Client(), reverse("account_login"), {"login": user.email, "password": PASSWORD}


def link_for_a_password():
    _client, user = signed_in()
    client = Client()
    form = client.get(password_path(user))
    return client, form.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


def confirming_with_a_code():
    client, _user = signed_in()
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return client, reverse("mfa_reauthenticate"), {"code": code_of(secret)}


def an_appointment():
    client, _user = signed_in(Role.SPECIALIST)
    said = {"about": "Lagmøte", "on": day(clock.today()), "key": str(uuid4())}
    return client, reverse("appointments:new"), said


CASES = {
    "appointments:new": an_appointment,
    "pages:language": language,
    "window:language": language_in_the_window,
    "contacts:log": a_note,
    "contacts:undo": lambda: own_note("contacts:undo"),
    "contacts:correct": lambda: own_note("contacts:correct"),
    "cover:agree": when_one_rings,
    "cover:rung": somebody_rung,
    "cover:not_rung": rung_by_mistake,
    "contacts:again": taken_back_by_mistake,
    "talent:disclosure": gone_through_together,
    "jobdev:next_step_done": after_a_visit,
    "today:step_done": lambda: something_to_do("today:step_done"),
    "today:step_not_done": lambda: something_to_do("today:step_not_done", state="held"),
    "account_login": signing_in,
    "account_logout": lambda: of_the_account("account_logout"),
    "account_reset_password": lambda: of_the_account("account_reset_password", email="ukjent@brovik.example"),
    "account_reset_password_from_key": link_for_a_password,
    "account_change_password": lambda: of_the_account(
        "account_change_password", oldpassword=PASSWORD, password1=NEW_PASSWORD, password2=NEW_PASSWORD
    ),
    "account_reauthenticate": lambda: of_the_account("account_reauthenticate", password=PASSWORD),
    "mfa_reauthenticate": confirming_with_a_code,
}


def test_every_page_that_is_told_where_to_go_back_to_is_tried():
    assert {name for name, view in named_patterns() if is_told(view)} == set(CASES)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("name", CASES)
def test_an_address_that_is_not_ours_is_not_gone_to(name, elsewhere):
    client, address, data = CASES[name]()

    answer = client.post(address, {**data, "next": elsewhere, "once": str(uuid4())})

    assert answer.status_code == 302, answer.content.decode()
    assert answer.url.startswith("/")
    assert not answer.url.startswith("//")
    assert answer.url != elsewhere
    assert len(answer.url) <= LONGEST


@pytest.mark.parametrize(
    "address", [*ELSEWHERE, "", "folk/", "///ond.invalid/", "http:///folk/", "javascript:alert(1)", "/" + "ø" * (LONGEST // 3), " /folk/"]
)
def test_an_address_is_ours_only_when_it_begins_with_a_slash_and_names_no_other_host(rf, address):
    assert not is_ours(rf.get("/"), address)


@pytest.mark.parametrize("name", [name for name in CASES if name != "window:language"])
def test_an_address_of_ours_is_come_back_to(name):
    client, address, data = CASES[name]()

    answer = client.post(address, {**data, "next": "/personvern/?vis=alt", "once": str(uuid4())})

    assert answer.url == "/personvern/?vis=alt"
