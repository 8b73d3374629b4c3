"""An office with a leader, two specialists and a counsellor, and Adam, who is referred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from brobygger.accounts.models import User
from brobygger.intake.actions.referring import Referral
from brobygger.intake.models import Intake, Service
from brobygger.parties.models import Person, Protection, Role, Unit
from tests.factories import EngagementFactory, IntakeFactory, PersonFactory, UnitFactory, UserFactory

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    unit: Unit
    siri: User
    jonas: User
    hanne: User
    kari: User
    adam: Person

    def intake(self, **named: Any) -> Intake:
        return IntakeFactory(**{"person": self.adam, "unit": self.unit, "referred_by": self.kari, "referred_at": NOW} | named)

    def referral(self, **named: Any) -> Referral:
        return Referral(**{"unit": self.unit, "wants_ordinary_work": True, "needs_help_to_get_it": True} | named)

    def follows(self, user: User, count: int) -> None:
        for _each in range(count):
            EngagementFactory(unit=self.unit, service=Service.SUPPORTED_EMPLOYMENT, responsible=user)


def office() -> Office:
    unit = UnitFactory(name="Brovik")
    siri, jonas, hanne, kari = (
        UserFactory(name=name, email=f"{name.split()[0].lower()}@brovik.invalid", phone="68050214", role=role, role__unit=unit)
        for name, role in (
            ("Siri Lunden", Role.LEADER),
            ("Jonas Hauglid", Role.SPECIALIST),
            ("Hanne Vik", Role.SPECIALIST),
            ("Kari Moseby", Role.COUNSELLOR),
        )
    )
    adam = PersonFactory(first_name="Adam", last_name="Yusuf", phone="68050311", protection=Protection.NONE)
    EngagementFactory(person=adam, unit=unit, responsible=kari)
    return Office(unit, siri, jonas, hanne, kari, adam)
