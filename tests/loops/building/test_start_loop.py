from __future__ import annotations

import pytest

from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.loops.actions.building import start_loop
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from tests.factories import MunicipalityFactory, UnitFactory, UserFactory


def begin(employers_wanted):
    dag = UserFactory()
    return start_loop(
        name="Brovik-loopen",
        unit=UnitFactory(),
        offices=[UnitFactory()],
        driver=dag,
        coordinator=UserFactory(),
        region=MunicipalityFactory(),
        trade="handel",
        employers_wanted=employers_wanted,
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
