from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from brobygger.audit.models import Entry
from brobygger.jobdev.models import OpeningState
from brobygger.kernel.errors import DomainError
from brobygger.placements.actions import call_off, change_hours, end, start_placement
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import PlacementState
from tests.factories import OpeningFactory, PersonFactory, PlacementFactory, UserFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 11)


def start(person, **fields) -> Placement:
    fields = {"kind": PlacementKind.PRACTICE, "starts_on": date(2026, 11, 16), "today": TODAY, "actor": UserFactory(), **fields}
    return start_placement(person, **fields)


@pytest.mark.parametrize(
    ("starts_on", "state"),
    [
        (date(2026, 11, 12), PlacementState.PLANNED),
        (TODAY, PlacementState.PLANNED),
        (date(2026, 11, 10), PlacementState.ACTIVE),
    ],
)
def test_a_stay_is_planned_until_its_first_day_has_been(starts_on, state):
    placement = start(PersonFactory(), place_name="Parken", starts_on=starts_on, hours_per_week=Decimal("22.5"))

    assert (placement.state, placement.place, placement.hours_per_week) == (state, "Parken", Decimal("22.5"))


@pytest.mark.parametrize("state", [PlacementState.PLANNED, PlacementState.ACTIVE])
def test_the_same_stay_is_not_written_down_twice(state):
    nora, lyngtunet = PersonFactory(first_name="Nora", last_name="Sletten"), WorkplaceFactory(name="Lyngtunet")
    PlacementFactory(person=nora, workplace=lyngtunet, kind=PlacementKind.PRACTICE, state=state, starts_on=date(2026, 11, 2))

    with pytest.raises(DomainError, match=r"Nora Sletten har allerede denne plassen hos Lyngtunet fra 02\.11\.2026\. Endre den"):
        start(nora, workplace=lyngtunet)

    assert Placement.objects.count() == 1


def test_the_same_place_in_another_kind_or_after_the_first_has_ended_is_another_stay():
    nora, lyngtunet = PersonFactory(), WorkplaceFactory()
    PlacementFactory(person=nora, workplace=lyngtunet, kind=PlacementKind.PRACTICE, ended=True)
    start(nora, workplace=lyngtunet)

    start(nora, workplace=lyngtunet, kind=PlacementKind.ORDINARY_PERMANENT)

    assert Placement.objects.filter(person=nora).count() == 3


def test_a_named_place_is_the_same_however_it_is_written():
    nora = PersonFactory()
    start(nora, place_name="Brovik skole", kind=PlacementKind.EDUCATION)

    with pytest.raises(DomainError, match="har allerede"):
        start(nora, place_name=" brovik Skole ", kind=PlacementKind.EDUCATION)


def test_a_stay_remembers_the_opening_it_came_of():
    opening = OpeningFactory()

    assert start(PersonFactory(), workplace=opening.workplace, opening=opening).opening == opening


@pytest.mark.parametrize("is_elsewhere", [True, False])
def test_an_opening_that_is_closed_or_elsewhere_is_refused_and_nothing_is_written(is_elsewhere):
    opening = OpeningFactory(state=OpeningState.OPEN if is_elsewhere else OpeningState.CLOSED)

    with pytest.raises(DomainError, match="ikke åpen") as refusal:
        start(PersonFactory(), workplace=WorkplaceFactory() if is_elsewhere else opening.workplace, opening=opening)

    assert refusal.value.field == "opening"
    assert not Placement.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("fields", "field"), [({}, "place_name"), ({"place_name": "Parken", "ends_on": date(2026, 11, 15)}, "ends_on")])
def test_a_stay_nowhere_or_backwards_is_refused(fields, field):
    with pytest.raises(DomainError) as refusal:
        start(PersonFactory(), **fields)

    assert refusal.value.field == field


def test_the_log_has_no_words_of_how_it_ended():
    placement = PlacementFactory(active=True)

    ended = end(placement, on=date(2026, 11, 10), cause=EndCause.OTHER, words=" Ville noe annet. ", actor=UserFactory())

    assert (ended.end_cause, ended.end_words) == (EndCause.OTHER, "Ville noe annet.")
    assert Entry.objects.get().facts == {}


def test_hours_change_until_it_has_ended():
    user, placement = UserFactory(), PlacementFactory(active=True)
    change_hours(placement, hours_per_week=Decimal(30), actor=user)
    end(placement, on=date(2026, 11, 10), cause=EndCause.AS_PLANNED, actor=user)

    with pytest.raises(DomainError, match="avsluttet"):
        change_hours(placement, hours_per_week=Decimal(10), actor=user)

    placement.refresh_from_db()
    assert placement.hours_per_week == 30


def test_what_has_begun_cannot_be_called_off():
    placement = PlacementFactory(active=True)

    with pytest.raises(DomainError, match="kan ikke bli"):
        call_off(placement, actor=UserFactory())
