from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from brobygger.accounts.models import User
from brobygger.intake.models import Engagement, Service
from brobygger.parties.models import Role
from tests.factories import EngagementFactory, MembershipFactory, UnitFactory, UserFactory
from tests.kit import signed_in


@dataclass
class Work:
    """Jonas follows Nora up."""

    jonas: User
    nora: Engagement

    @property
    def client(self) -> Client:
        return signed_in(self.jonas)


def specialist(name: str, **fields) -> User:
    user = UserFactory(name=name)
    MembershipFactory(user=user, role=Role.SPECIALIST, **fields)
    return user


@pytest.fixture
def work(db) -> Work:
    unit = UnitFactory()
    jonas = specialist("Jonas Hauglid", unit=unit)
    engagement = EngagementFactory(
        person__first_name="Nora", person__last_name="Sletten", unit=unit, service=Service.SUPPORTED_EMPLOYMENT, responsible=jonas
    )
    return Work(jonas, engagement)
