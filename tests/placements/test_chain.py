from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from brobygger.parties.models import Person, Workplace
from brobygger.placements.chain import chain_of
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import PlacementState

TODAY = date(2026, 11, 11)
K, S = PlacementKind, PlacementState
NORA = Person(first_name="Nora", last_name="Sletten")


def stay(kind: PlacementKind, starts_on: date, ends_on: date | None = None, state: PlacementState = S.ENDED, **fields) -> Placement:
    """A stay that is not in any database: the chain needs none. `hours` are pairs of a day, or none, and a number."""
    hours = fields.pop("hours", ())
    if state == S.ENDED:
        fields.setdefault("end_cause", EndCause.AS_PLANNED)
    fields.setdefault("workplace", Workplace(name="Lyngtunet hagesenter"))
    made = Placement(pk=starts_on.toordinal(), person=NORA, kind=kind, starts_on=starts_on, ends_on=ends_on, state=state, **fields)
    made.hours_rows = [{"public_id": str(uuid4()), "from_on": day and day.isoformat(), "hours": number} for day, number in hours]
    return made


def the_way_of_nora() -> list[Placement]:
    return [
        stay(K.ORDINARY_PERMANENT, date(2026, 11, 2), state=S.ACTIVE, hours=[(None, "20.0"), (date(2026, 11, 9), "22.5")]),
        stay(K.IN_HOUSE, date(2026, 1, 5), date(2026, 3, 31), workplace=None, place_name="Parken"),
        stay(K.SUBSIDISED, date(2026, 7, 1), date(2026, 10, 31), end_cause=EndCause.GOT_JOB, end_words="Fikk fast jobb."),
        stay(K.PRACTICE, date(2026, 4, 7), date(2026, 6, 30)),
    ]


def test_every_kind_is_a_link_of_its_own_in_the_order_of_the_first_days():
    chain = chain_of(the_way_of_nora(), today=TODAY)

    assert [link.kind for link in chain.links] == [K.IN_HOUSE, K.PRACTICE, K.SUBSIDISED, K.ORDINARY_PERMANENT]
    assert chain.links[0].place == "Parken"
    assert chain.links[2].end_cause == EndCause.GOT_JOB
    assert [(each.from_on, each.hours_per_week) for each in chain.links[3].hours] == [(None, 20), (date(2026, 11, 9), Decimal("22.5"))]
    assert chain.now == chain.links[3]


@pytest.mark.parametrize("kind", PlacementKind)
def test_no_kind_is_merged_with_the_same_kind_after_it(kind):
    chain = chain_of([stay(kind, date(2026, 1, 5), date(2026, 1, 9)), stay(kind, date(2026, 1, 12), date(2026, 1, 16))], today=TODAY)

    assert [link.kind for link in chain.links] == [kind, kind]


def test_the_days_with_nothing_between_two_stays_are_counted():
    chain = chain_of(the_way_of_nora(), today=TODAY)

    assert [link.free_days_before for link in chain.links] == [0, 6, 0, 1]


def test_a_stay_beside_a_longer_one_leaves_no_gap_after_it():
    long, short = stay(K.EDUCATION, date(2026, 1, 5), date(2026, 6, 30)), stay(K.SUMMER_JOB, date(2026, 2, 2), date(2026, 2, 6))

    chain = chain_of([long, short, stay(K.PRACTICE, date(2026, 7, 1), state=S.ACTIVE)], today=TODAY)

    assert [link.free_days_before for link in chain.links] == [0, 0, 0]


def test_a_stay_nobody_has_ended_goes_on_until_today():
    over = stay(K.PRACTICE, date(2026, 9, 1), date(2026, 10, 1), state=S.ACTIVE)

    chain = chain_of([over, stay(K.SUBSIDISED, date(2026, 11, 16), state=S.PLANNED)], today=TODAY)

    assert chain.links[0].is_to_end(TODAY)
    assert chain.links[1].free_days_before == 4


@pytest.mark.parametrize(
    ("kind", "state", "starts_on", "until"),
    [
        (K.ORDINARY_PERMANENT, S.ACTIVE, date(2026, 11, 2), date(2027, 11, 2)),
        (K.ORDINARY_TEMPORARY, S.ACTIVE, date(2026, 3, 2), date(2027, 3, 2)),
        (K.ORDINARY_PERMANENT, S.PLANNED, date(2026, 12, 1), date(2027, 12, 1)),
        (K.ORDINARY_PERMANENT, S.ENDED, date(2026, 11, 2), None),
        (K.SUBSIDISED, S.ACTIVE, date(2026, 11, 2), None),
        (K.SUMMER_JOB, S.ACTIVE, date(2026, 11, 2), None),
    ],
)
def test_follow_up_goes_on_a_year_after_an_ordinary_job_began(kind, state, starts_on, until):
    end = date(2026, 11, 6) if state == S.ENDED else None

    assert chain_of([stay(kind, starts_on, end, state)], today=TODAY).followed_until == until


@pytest.mark.parametrize(
    ("second_begins_on", "until"),
    [
        (date(2026, 8, 1), date(2027, 3, 2)),
        (date(2026, 9, 15), date(2027, 3, 2)),
        (date(2026, 9, 16), date(2027, 9, 16)),
    ],
)
def test_the_year_goes_on_through_a_second_job_and_begins_anew_after_a_pause_of_more_than_fourteen_days(second_begins_on, until):
    first = stay(K.ORDINARY_TEMPORARY, date(2026, 3, 2), date(2026, 8, 31))

    chain = chain_of([first, stay(K.ORDINARY_PERMANENT, second_begins_on, state=S.ACTIVE)], today=TODAY)

    assert chain.followed_until == until


@pytest.mark.parametrize(("starts_on", "is_to_begin"), [(TODAY, True), (date(2026, 11, 10), True), (date(2026, 11, 12), False)])
def test_a_planned_stay_whose_day_has_come_is_to_begin(starts_on, is_to_begin):
    chain = chain_of([stay(K.PRACTICE, starts_on, state=S.PLANNED)], today=TODAY)

    assert chain.links[0].is_to_begin(TODAY) is is_to_begin
    assert chain.now is None


def test_what_came_to_nothing_is_no_link_and_makes_no_gap():
    nothing = stay(K.PRACTICE, date(2026, 2, 2), date(2026, 3, 1), state=S.CANCELLED)

    chain = chain_of([nothing, *the_way_of_nora()], today=TODAY)

    assert len(chain.links) == 4
    assert [link.kind for link in chain.called_off] == [K.PRACTICE]
    assert chain.links[1].free_days_before == 6


def test_nobody_has_gone_anywhere_gives_an_empty_chain():
    chain = chain_of([], today=TODAY)

    assert (chain.links, chain.now, chain.followed_until) == ((), None, None)
