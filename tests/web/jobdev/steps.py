"""What the tests of employers, visits and openings have in common: addresses, and forms that are filled in."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from brobygger.kernel import clock
from brobygger.kernel.units import day
from tests.factories import EmployerVisitFactory


def held(days_ago, **named):
    return EmployerVisitFactory(held=True, held_at=clock.now() - timedelta(days=days_ago), **named)


def plan(**given):
    return {"key": str(uuid4()), "on": day(clock.today() + timedelta(days=1)), "at": "10.30", "kind": "visit", "meets": "", **given}


def outcome(**given):
    return {"key": str(uuid4()), "spoke_with_decider": "ja", "kind": "visit", "meets": "", **given}


def sending(form, key=None):
    return {**form, "once": str(key or uuid4())}
