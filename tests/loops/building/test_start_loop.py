from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.loops.building.actions.loop import start_loop
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from brobygger.parties.models import Role
from tests.factories import MunicipalityFactory, UnitFactory, UserFactory

TODAY = date(2026, 9, 1)


def begin(employers_wanted=3, *, coordinator=None, unit=None):
    dag, unit = UserFactory(), unit or UnitFactory()
    return start_loop(
        name="Brovik-loopen",
        unit=unit,
        offices=[UnitFactory()],
        driver=dag,
        coordinator=coordinator or UserFactory(role=Role.LOOP_COORDINATOR, role__unit=unit),
        region=MunicipalityFactory(),
        trade="handel",
        employers_wanted=employers_wanted,
        today=TODAY,
        actor=dag,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("wanted", "periods"), [(2, 2), (3, 3), (6, 3)])
def test_a_loop_gathers_employers_and_has_a_period_for_each_up_to_three(wanted, periods):
    loop = begin(wanted)

    assert (loop.state, loop.periods, loop.offices.count()) == (LoopState.RECRUITING, periods, 1)
    assert Entry.objects.filter(event="loops.loop_started").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [0, 1, 7])
def test_fewer_than_two_or_more_than_six_employers_are_refused(wanted):
    with pytest.raises(DomainError, match="to til seks") as refusal:
        begin(wanted)

    assert refusal.value.field == "employers_wanted"
    assert not Loop.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "is_here", "ends_on", "is_active"),
    [
        (Role.DRIVER, True, None, True),
        (Role.LOOP_COORDINATOR, False, None, True),
        (Role.LOOP_COORDINATOR, True, TODAY - timedelta(days=1), True),
        (Role.LOOP_COORDINATOR, True, None, False),
    ],
    ids=["another role", "another unit", "until yesterday", "no longer here"],
)
def test_only_one_who_coordinates_in_the_unit_that_day_can_be_given_a_loop(role, is_here, ends_on, is_active):
    unit = UnitFactory(name="Arbeidslivssenteret")
    lise = UserFactory(
        name="Lise Dalby", is_active=is_active, role=role, role__unit=unit if is_here else UnitFactory(), role__ends_on=ends_on
    )

    with pytest.raises(DomainError, match="Lise Dalby er ikke koordinator i Arbeidslivssenteret") as refusal:
        begin(coordinator=lise, unit=unit)

    assert refusal.value.field == "coordinator"
    assert not Loop.objects.exists()
