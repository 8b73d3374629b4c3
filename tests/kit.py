"""What the tests share, each thing once. Rows are made by tests/factories.py; a scene stands beside the tests that play in it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from brobygger.access.links import link_token
from brobygger.accounts.models import User
from brobygger.parties.models import Person, Role, SignedLink
from tests.factories import SignedLinkFactory

if TYPE_CHECKING:
    from django.http import HttpResponse
    from playwright.sync_api import Page


# Who comes in


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def of_the_cast(key: str) -> User:
    """A member of the demo town's cast: "kari", "jonas", "lise" …"""
    return User.objects.get(email=f"{key}@brovik.example")


def come_in_as(page: Page, key: str) -> None:
    """In a browser, by the button that the demo has for each of the cast."""
    page.goto("/demo/")
    with page.expect_navigation():
        page.get_by_role("button", name=of_the_cast(key).name).click()


def token_of(person: Person, role: Role = Role.CANDIDATE) -> str:
    """What opens somebody's window: of the link they have, or of a new one."""
    return link_token(SignedLink.objects.filter(person=person, role=role).first() or SignedLinkFactory(person=person, role=role))


# Addresses


def address(name: str, *about: Any) -> str:
    """The address of a page about rows, which go by their public ids, or about other values as they are."""
    return reverse(name, args=[getattr(each, "public_id", each) for each in about])


def window(person: Person, role: Role = Role.CANDIDATE, name: str = "home", *about: Any) -> str:
    """The address of a page in somebody's window."""
    return address(f"window:{name}", token_of(person, role), *about)


# Pages


def read(client: Client, url: str, **asked: Any) -> str:
    """A page that must be there."""
    answer = client.get(url, asked)
    assert answer.status_code == 200, f"{url} answers {answer.status_code}"
    return answer.content.decode()


def text_of(answer: HttpResponse) -> str:
    """A page on one line, where each space is a plain one."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


# Forms


def hidden_of(page: str) -> dict[str, str]:
    """What the last form of a page sends by itself."""
    form = page.rpartition('<form class="bb-form"')[2]
    return {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def once_of(page: str) -> str:
    """The key that lets the first form of a page be sent once."""
    return re.search(r'name="once" value="([^"]+)"', page)[1]
