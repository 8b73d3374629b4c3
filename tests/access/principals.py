"""Who asks, in tests: staff with a role in a unit, and holders of links, on one day."""

from __future__ import annotations

from datetime import date

from brobygger.access.principal import Principal, principal_of_link, principal_of_user
from brobygger.accounts.models import User
from brobygger.parties.models import Person, Role, Unit
from tests.factories import SignedLinkFactory, UnitFactory, UserFactory

TODAY = date(2026, 9, 1)


def asking(user: User, today: date = TODAY) -> Principal:
    return principal_of_user(user, today=today)


def staff(role: Role, unit: Unit | None = None) -> Principal:
    """Somebody in a role, in a unit of their own unless one is given."""
    return asking(UserFactory(role=role, role__unit=unit or UnitFactory()))


def holder(person: Person, role: Role = Role.CANDIDATE) -> Principal:
    """Somebody who has come in by a link."""
    return principal_of_link(SignedLinkFactory(person=person, role=role), today=TODAY)
