from __future__ import annotations

import pytest

from brobygger.parties.models import Role
from tests.factories import UnitFactory, UserFactory


@pytest.fixture
def office(db):
    return UnitFactory(name="NAV Brovik")


@pytest.fixture
def jonas(office, client):
    """Jonas is signed in."""
    user = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=office, phone="68050000")
    client.force_login(user)
    return user
