from __future__ import annotations

from datetime import date, datetime

import pytest

from brobygger.followup.actions.placing import begin_placement, call_off_placement, change_placement, end_placement
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from tests.factories import PlacementFactory, StayFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 11)
NOW = datetime(2026, 11, 11, 10, tzinfo=OSLO)
CHANGES = {
    "begin": lambda stay, user: begin_placement(stay, actor=user, today=TODAY),
    "end": lambda stay, user: end_placement(stay, on=TODAY, cause=EndCause.OTHER, actor=user, today=TODAY),
    "change": lambda stay, user: change_placement(stay, starts_on=TODAY, ends_on=None, hours_per_week=None, actor=user, today=TODAY),
    "call off": lambda stay, user: call_off_placement(stay, now=NOW, actor=user),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("state", [PlacementState.PLANNED, PlacementState.ACTIVE])
def test_a_stay_of_a_loop_is_changed_from_the_loops_pages_only(change, state):
    placement = PlacementFactory(state=state)
    loop = StayFactory(placement=placement).participant.loop
    loop.name, loop.coordinator.name, loop.coordinator.phone = "Brovikloopen", "Lise Dalby", "68051200"
    loop.save(), loop.coordinator.save()

    with pytest.raises(DomainError, match=r"hører til Brovikloopen .* Ring Lise Dalby på 680\xa051\xa0200\."):
        CHANGES[change](placement, UserFactory())

    assert Placement.objects.get().state == state


def test_a_stay_begins_on_its_first_day_and_not_before():
    placement, user = PlacementFactory(starts_on=date(2026, 11, 12)), UserFactory()

    with pytest.raises(DomainError, match=r"begynner 12\.11\.2026"):
        begin_placement(placement, actor=user, today=TODAY)

    assert begin_placement(placement, actor=user, today=date(2026, 11, 12)).state == PlacementState.ACTIVE


def test_saying_twice_that_it_began_is_refused():
    placement, user = PlacementFactory(starts_on=TODAY), UserFactory()
    begin_placement(placement, actor=user, today=TODAY)

    with pytest.raises(DomainError, match="kan ikke bli «i gang»"):
        begin_placement(placement, actor=user, today=TODAY)


def test_a_stay_does_not_end_on_a_day_that_has_not_come():
    placement = PlacementFactory(active=True)

    with pytest.raises(DomainError, match="ikke kommet") as refusal:
        end_placement(placement, on=date(2026, 11, 12), cause=EndCause.AS_PLANNED, actor=UserFactory(), today=TODAY)

    assert refusal.value.field == "on"
    assert Placement.objects.get().state == PlacementState.ACTIVE


def test_days_and_hours_are_changed_together():
    placement = PlacementFactory(active=True)

    change_placement(placement, starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 31), hours_per_week=20, actor=UserFactory(), today=TODAY)

    changed = Placement.objects.get()
    assert (changed.starts_on, changed.ends_on, changed.hours_per_week) == (date(2026, 9, 1), date(2026, 12, 31), 20)


def test_one_who_has_begun_does_not_begin_ahead():
    placement = PlacementFactory(active=True)

    with pytest.raises(DomainError, match="har begynt") as refusal:
        change_placement(placement, starts_on=date(2026, 11, 12), ends_on=None, hours_per_week=None, actor=UserFactory(), today=TODAY)

    assert refusal.value.field == "starts_on"
