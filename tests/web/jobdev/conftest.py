"""Jonas and Per of one unit, and a bakery with Tor, whom they call."""

from __future__ import annotations

import pytest

from brobygger.parties.models import Role
from tests.factories import ContactPersonFactory, PostalCodeFactory, UnitFactory, UserFactory, WorkplaceFactory


@pytest.fixture
def unit():
    return UnitFactory(name="Jobbhuset Brovik", postal_code=PostalCodeFactory())


@pytest.fixture
def jonas(unit, client):
    user = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=unit)
    client.force_login(user)
    return user


@pytest.fixture
def per(unit):
    return UserFactory(name="Per Lind", role=Role.SPECIALIST, role__unit=unit)


@pytest.fixture
def bakery():
    return WorkplaceFactory(name="Rugbakken bakeri", street="Kaigata 4", postal_code=PostalCodeFactory(), way_in="Inn ved varemottaket.")


@pytest.fixture
def tor(bakery):
    return ContactPersonFactory(
        workplace=bakery, person__first_name="Tor", person__last_name="Bakkli", person__phone="68050214", can_decide=True
    )
