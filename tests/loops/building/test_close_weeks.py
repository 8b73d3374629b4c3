from __future__ import annotations

from datetime import date

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import close_weeks, open_weeks
from brobygger.loops.models import Closure
from tests.factories import ClosureFactory, LoopEmployerFactory, LoopFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_days_are_closed_and_opened():
    closure = close_weeks(LoopEmployerFactory(), starts_on=date(2027, 7, 5), ends_on=date(2027, 7, 25), reason="Ferie", actor=UserFactory())
    open_weeks(closure, actor=UserFactory())

    assert not Closure.objects.exists()


def test_a_last_day_before_the_first_is_refused():
    with pytest.raises(DomainError, match=r"før 05\.07\.2027") as refusal:
        close_weeks(LoopEmployerFactory(), starts_on=date(2027, 7, 5), ends_on=date(2027, 7, 4), reason="Ferie", actor=UserFactory())

    assert refusal.value.field == "ends_on"


def test_after_the_decision_the_days_stand():
    closure = ClosureFactory(employer__loop=LoopFactory(decided=True))

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        open_weeks(closure, actor=UserFactory())

    assert Closure.objects.exists()
