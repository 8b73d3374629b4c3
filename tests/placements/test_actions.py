from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from brobygger.audit.models import Entry
from brobygger.jobdev.models import OpeningState
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.parties.changes import changes_of
from brobygger.placements.actions import (
    call_off,
    correct,
    correct_end,
    end,
    let_be_as_before,
    restore_hours,
    set_hours,
    start_placement,
    take_out,
    withdraw_hours,
)
from brobygger.placements.hours import hours_of, hours_on, with_hours
from brobygger.placements.models import EndCause, Placement, PlacementHours, PlacementKind
from brobygger.placements.states import PlacementState
from tests.factories import OpeningFactory, PersonFactory, PlacementFactory, UserFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 11)
NOW = datetime(2026, 11, 11, 10, tzinfo=OSLO)


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

    assert (placement.state, placement.place, hours(placement)) == (state, "Parken", [(None, Decimal("22.5"))])


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
    assert Entry.objects.get().facts.keys() == {"version"}


def hours(placement) -> list[tuple[date | None, Decimal]]:
    return [(each.from_on, each.hours_per_week) for each in hours_of(with_hours(Placement.objects.filter(pk=placement.pk)).get())]


def test_hours_from_a_day_leave_those_before_in_the_history_and_a_day_follows_from_them():
    user, placement = UserFactory(), PlacementFactory(active=True, starts_on=date(2026, 3, 2))
    set_hours(placement, hours_per_week=Decimal(20), from_on=date(2026, 3, 2), actor=user)
    set_hours(placement, hours_per_week=Decimal("37.5"), from_on=date(2026, 6, 1), actor=user)

    assert hours(placement) == [(None, Decimal(20)), (date(2026, 6, 1), Decimal("37.5"))]
    held = hours_of(with_hours(Placement.objects.all()).get())
    assert [hours_on(held, day) for day in (date(2026, 3, 2), date(2026, 5, 31), date(2026, 6, 1))] == [20, 20, Decimal("37.5")]


def test_the_same_day_again_puts_the_hours_right():
    user, placement = UserFactory(), PlacementFactory(active=True)

    for number in (30, 20, 20):
        set_hours(placement, hours_per_week=Decimal(number), from_on=None, actor=user)

    assert hours(placement) == [(None, Decimal(20))]
    assert [event.hours_per_week for event in PlacementHours.objects.get().events.order_by("pgh_id")] == [30, 20]


@pytest.mark.parametrize("from_on", [date(2026, 9, 13), date(2027, 1, 14)])
def test_hours_outside_the_placement_are_refused(from_on):
    placement = PlacementFactory(ended=True, starts_on=date(2026, 9, 14), ends_on=date(2027, 1, 13))

    with pytest.raises(DomainError) as refusal:
        set_hours(placement, hours_per_week=Decimal(20), from_on=from_on, actor=UserFactory())

    assert refusal.value.field == "from_on"
    assert not PlacementHours.objects.exists()


def test_the_database_has_one_number_of_hours_from_a_day():
    placement = PlacementFactory()
    PlacementHours.objects.create(placement=placement, hours_per_week=20)

    with pytest.raises(IntegrityError, match="placement_has_one_number_of_hours_from_a_day"), transaction.atomic():
        PlacementHours.objects.create(placement=placement, hours_per_week=30)
    with pytest.raises(IntegrityError, match="placement_has_hours_of_a_week"), transaction.atomic():
        PlacementHours.objects.create(placement=placement, hours_per_week=61, from_on=date(2026, 10, 1))


def test_hours_taken_back_by_mistake_stand_again_unless_others_do():
    user, placement = UserFactory(), PlacementFactory(active=True)
    set_hours(placement, hours_per_week=Decimal(20), from_on=None, actor=user)
    written = PlacementHours.objects.get()

    withdraw_hours(written, now=NOW, actor=user)
    assert hours(placement) == []
    restore_hours(written, actor=user)
    assert hours(placement) == [(None, Decimal(20))]

    withdraw_hours(written, now=NOW, actor=user)
    set_hours(placement, hours_per_week=Decimal(30), from_on=None, actor=user)
    with pytest.raises(DomainError, match="andre timer"):
        restore_hours(written, actor=user)


def test_a_first_day_that_moves_past_a_change_of_hours_takes_them_from_the_first_day():
    user, placement = UserFactory(), PlacementFactory(active=True, starts_on=date(2026, 3, 2))
    for day, number in ((None, 20), (date(2026, 4, 1), 25), (date(2026, 5, 1), 30), (date(2026, 9, 1), 37)):
        set_hours(placement, hours_per_week=Decimal(number), from_on=day, actor=user)

    correct(placement, kind=PlacementKind.PRACTICE, starts_on=date(2026, 6, 1), ends_on=None, actor=user)

    assert hours(placement) == [(None, 30), (date(2026, 9, 1), 37)]


@pytest.mark.parametrize("state", ["planned", "active", "ended"])
def test_kind_and_days_are_put_right_in_any_state_with_who_and_what_stood_there(state):
    user = UserFactory(name="Jonas Hauglid")
    traits = {"planned": {}, "active": {"active": True}, "ended": {"ended": True}}
    placement = PlacementFactory(kind=PlacementKind.WORK_TRAINING, starts_on=date(2025, 9, 14), **traits[state])

    correct(placement, kind=PlacementKind.PRACTICE, starts_on=date(2026, 9, 14), ends_on=date(2027, 1, 14), actor=user)

    placement.refresh_from_db()
    assert (placement.kind, placement.starts_on, placement.ends_on) == ("practice", date(2026, 9, 14), date(2027, 1, 14))
    changed = {each.field: (each.before, each.after, each.by) for each in changes_of(placement, fields=("kind", "starts_on"))}
    assert changed == {"kind": ("work_training", "practice", user), "starts_on": (date(2025, 9, 14), date(2026, 9, 14), user)}


def test_one_that_came_to_nothing_is_not_put_right():
    placement = PlacementFactory(state=PlacementState.CANCELLED)

    with pytest.raises(DomainError, match="kan ikke rettes"):
        correct(placement, kind=PlacementKind.PRACTICE, starts_on=date(2026, 9, 14), ends_on=None, actor=UserFactory())


@pytest.mark.parametrize("state", ["planned", "active", "ended"])
def test_one_written_by_mistake_is_taken_out_with_a_reason_and_is_as_it_was_when_that_is_taken_back(state):
    traits = {"planned": {}, "active": {"active": True}, "ended": {"ended": True, "end_words": "Fikk jobb.", "end_cause": EndCause.HEALTH}}
    user, placement = UserFactory(), PlacementFactory(**traits[state])
    before = Placement.objects.filter(pk=placement.pk).values().get()

    taken = take_out(placement, because=" Feil person. ", actor=user)
    assert (taken.state, taken.taken_out_because, taken.end_cause, taken.end_words) == (PlacementState.CANCELLED, "Feil person.", "", "")
    assert "Feil" not in str([entry.facts for entry in Entry.objects.all()])

    let_be_as_before(placement, actor=user)
    assert Placement.objects.filter(pk=placement.pk).values().get() == before


def test_taking_out_wants_a_reason_and_is_done_once():
    user, placement = UserFactory(), PlacementFactory(active=True)

    with pytest.raises(DomainError) as refusal:
        take_out(placement, because="  ", actor=user)
    take_out(placement, because="Feil person.", actor=user)
    with pytest.raises(DomainError, match="kan ikke bli"):
        take_out(placement, because="Igjen.", actor=user)

    assert refusal.value.field == "because"


def test_an_ending_is_put_right_and_taken_back():
    user, placement = UserFactory(), PlacementFactory(active=True, ends_on=date(2026, 12, 31))
    end(placement, on=date(2026, 11, 10), cause=EndCause.OTHER, actor=user)

    correct_end(placement, on=date(2026, 11, 9), cause=EndCause.RESIGNED, words="Fant noe annet.", actor=user)
    placement.refresh_from_db()
    assert (placement.ends_on, placement.end_cause, placement.end_words) == (date(2026, 11, 9), "resigned", "Fant noe annet.")

    again = let_be_as_before(placement, actor=user)
    assert (again.state, again.ends_on, again.end_cause, again.end_words) == (PlacementState.ACTIVE, date(2026, 12, 31), "", "")


@pytest.mark.parametrize("state", [PlacementState.PLANNED, PlacementState.ACTIVE])
def test_one_under_way_has_no_end_to_put_right_and_nothing_to_take_back(state):
    user, placement = UserFactory(), PlacementFactory(state=state)

    with pytest.raises(DomainError, match="ingen slutt å rette"):
        correct_end(placement, on=date(2026, 11, 9), cause=EndCause.OTHER, actor=user)
    with pytest.raises(DomainError, match="ikke noe å angre"):
        let_be_as_before(placement, actor=user)
    assert Placement.objects.get().state == state


def test_a_running_placement_is_not_called_off():
    with pytest.raises(DomainError, match="kan ikke bli"):
        call_off(PlacementFactory(active=True), actor=UserFactory())
