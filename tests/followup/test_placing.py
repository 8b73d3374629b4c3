from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from brobygger.followup.actions.placing import (
    begin_placement,
    call_off_placement,
    change_placement,
    correct_end,
    end_placement,
    let_placement_be_as_before,
    restore_hours,
    set_hours,
    start_placement,
    take_out_placement,
    withdraw_hours,
)
from brobygger.followup.actions.suggesting import begins
from brobygger.jobdev.models import OpeningState, SuggestionState
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.placements.models import EndCause, Placement, PlacementHours, PlacementKind
from brobygger.placements.states import PlacementState
from tests.factories import (
    EngagementFactory,
    OpeningFactory,
    PlacementFactory,
    StayFactory,
    SuggestionFactory,
    UserFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 11)
NOW = datetime(2026, 11, 11, 10, tzinfo=OSLO)
CHANGES = {
    "begin": lambda stay, user: begin_placement(stay, actor=user, now=NOW, today=TODAY),
    "end": lambda stay, user: end_placement(stay, on=TODAY, cause=EndCause.OTHER, actor=user, today=TODAY),
    "correct": lambda stay, user: change_placement(
        stay, kind=PlacementKind.PRACTICE, starts_on=TODAY, ends_on=None, actor=user, now=NOW, today=TODAY
    ),
    "hours": lambda stay, user: set_hours(stay, hours_per_week=Decimal(20), from_on=None, actor=user),
    "correct the end": lambda stay, user: correct_end(stay, on=TODAY, cause=EndCause.OTHER, actor=user, today=TODAY),
    "take out": lambda stay, user: take_out_placement(stay, because="Feil.", now=NOW, actor=user),
    "let be": lambda stay, user: let_placement_be_as_before(stay, now=NOW, actor=user),
    "withdraw hours": lambda stay, user: withdraw_hours(PlacementHours(placement=stay), now=NOW, actor=user),
    "restore hours": lambda stay, user: restore_hours(PlacementHours(placement=stay), actor=user),
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
        begin_placement(placement, actor=user, now=NOW, today=TODAY)

    assert begin_placement(placement, actor=user, now=NOW, today=date(2026, 11, 12)).state == PlacementState.ACTIVE


def test_saying_twice_that_it_began_is_refused():
    placement, user = PlacementFactory(starts_on=TODAY), UserFactory()
    begin_placement(placement, actor=user, now=NOW, today=TODAY)

    with pytest.raises(DomainError, match="kan ikke bli «i gang»"):
        begin_placement(placement, actor=user, now=NOW, today=TODAY)


def test_a_stay_does_not_end_on_a_day_that_has_not_come():
    placement = PlacementFactory(active=True)

    with pytest.raises(DomainError, match="ikke kommet") as refusal:
        end_placement(placement, on=date(2026, 11, 12), cause=EndCause.AS_PLANNED, actor=UserFactory(), today=TODAY)

    assert refusal.value.field == "on"
    assert Placement.objects.get().state == PlacementState.ACTIVE


DAYS = {"kind": PlacementKind.PRACTICE, "starts_on": date(2026, 9, 1), "ends_on": None}


@pytest.mark.parametrize("state", ["active", "ended"])
def test_one_who_has_begun_does_not_begin_ahead(state):
    placement, ahead = PlacementFactory(**{state: True}), date(2026, 11, 12)

    with pytest.raises(DomainError, match="har begynt") as refusal:
        change_placement(placement, **DAYS | {"starts_on": ahead, "ends_on": ahead}, actor=UserFactory(), now=NOW, today=TODAY)

    assert refusal.value.field == "starts_on"


def test_one_that_is_over_keeps_a_last_day_that_has_been():
    placement = PlacementFactory(ended=True)

    for last, said in ((None, "Skriv siste dag"), (date(2026, 11, 12), "ikke kommet")):
        with pytest.raises(DomainError, match=said) as refusal:
            change_placement(placement, **DAYS | {"ends_on": last}, actor=UserFactory(), now=NOW, today=TODAY)
        assert refusal.value.field == "ends_on"
    with pytest.raises(DomainError, match="ikke kommet") as refusal:
        correct_end(placement, on=date(2026, 11, 12), cause=EndCause.OTHER, actor=UserFactory(), today=TODAY)
    assert refusal.value.field == "on"


def test_a_stay_taken_out_by_mistake_gives_the_opening_room_again_and_takes_it_when_it_stands_again():
    jonas, now = UserFactory(), NOW
    suggestion = SuggestionFactory(employer_asked=True, opening__places=1)
    placement = begins(suggestion, kind=PlacementKind.PRACTICE, starts_on=TODAY, today=TODAY, now=now, actor=jonas)
    opening = suggestion.opening

    take_out_placement(placement, because="Feil person.", now=now, actor=jonas)
    opening.refresh_from_db(), suggestion.refresh_from_db()
    assert (opening.state, suggestion.state) == (OpeningState.OPEN, SuggestionState.NOT_NOW)

    let_placement_be_as_before(placement, now=now, actor=jonas)
    opening.refresh_from_db(), suggestion.refresh_from_db(), placement.refresh_from_db()
    assert (opening.state, suggestion.state, placement.state) == (OpeningState.FILLED, SuggestionState.BEGINS, PlacementState.PLANNED)


def test_a_stay_does_not_stand_again_when_somebody_else_has_the_place():
    jonas = UserFactory()
    placement = PlacementFactory(opening=OpeningFactory(places=1), starts_on=date(2026, 12, 1))
    call_off_placement(placement, now=NOW, actor=jonas)
    PlacementFactory(opening=placement.opening)

    with pytest.raises(DomainError, match="ikke ledig lenger"):
        let_placement_be_as_before(placement, now=NOW, actor=jonas)

    placement.refresh_from_db()
    assert placement.state == PlacementState.CANCELLED


def test_a_first_day_that_is_ahead_is_agreed_and_follows_the_placement():
    user, engagement = UserFactory(), EngagementFactory()
    ahead = TODAY + timedelta(days=3)
    placement = start_placement(
        engagement.person, kind=PlacementKind.PRACTICE, starts_on=ahead, workplace=WorkplaceFactory(), today=TODAY, now=NOW, actor=user
    )
    first_day = placement.first_day

    assert (first_day.kind, first_day.on, first_day.at, first_day.workplace) == ("first_day", ahead, None, placement.workplace)
    assert {party.user or party.person for party in first_day.parties.all()} == {user, engagement.person}
    change_placement(
        placement, kind=PlacementKind.PRACTICE, starts_on=ahead + timedelta(days=1), ends_on=None, now=NOW, actor=user, today=TODAY
    )
    first_day.refresh_from_db()
    assert (first_day.on, first_day.state) == (ahead + timedelta(days=1), "planned")
    called_off = call_off_placement(placement, now=NOW, actor=user)
    first_day.refresh_from_db()
    assert first_day.state == "called_off"
    let_placement_be_as_before(called_off, now=NOW, actor=user)
    first_day.refresh_from_db()
    assert first_day.state == "planned"


def test_a_stay_that_has_begun_already_has_no_first_day_to_agree_on():
    engagement = EngagementFactory()

    placement = start_placement(
        engagement.person, kind=PlacementKind.PRACTICE, starts_on=TODAY - timedelta(days=3), workplace=WorkplaceFactory(), today=TODAY,
        now=NOW, actor=UserFactory(),
    )  # fmt: skip

    assert placement.first_day is None
