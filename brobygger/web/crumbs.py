"""The way to a person, for the pages of every area that stand below theirs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.parties.models import Person
from brobygger.web.addresses import address_of
from brobygger.web.shell import Crumb


def to_people() -> list[Crumb]:
    return [Crumb(_("Folk"), reverse("people:list"))]


def to_person(person: Person) -> list[Crumb]:
    return [*to_people(), Crumb(str(person), address_of(person))]
