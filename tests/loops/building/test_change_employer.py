from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.employers import change_employer
from brobygger.loops.models import Accommodation, Shift
from tests.factories import LoopEmployerFactory, LoopFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def change(employer, **fields):
    given = {
        "contact": employer.contact,
        "places": [1] * employer.loop.periods,
        "commitments": "",
        "room": "",
        "shifts": [],
        "cannot_arrange": [],
        **fields,
    }
    return change_employer(employer, **given, actor=UserFactory())


def test_what_an_employer_brings_is_kept():
    employer = LoopEmployerFactory(committed=True)
    tor = PersonFactory()

    change(employer, contact=tor, places=[2, 0, 1], room="Rom 1", shifts=[Shift.EARLY], cannot_arrange=[Accommodation.SITTING])

    employer.refresh_from_db()
    assert (employer.contact, employer.places, employer.room) == (tor, [2, 0, 1], "Rom 1")
    assert (employer.shifts, employer.cannot_arrange) == (["early"], ["sitting"])


def test_a_number_for_each_period_is_asked_for():
    with pytest.raises(DomainError, match="hver av de 3 periodene"):
        change(LoopEmployerFactory(), places=[1, 1])


def test_after_the_decision_it_stands():
    employer = LoopEmployerFactory(loop=LoopFactory(decided=True), committed=True)

    with pytest.raises(DomainError, match="kan ikke endres lenger"):
        change(employer, room="Rom 9")
