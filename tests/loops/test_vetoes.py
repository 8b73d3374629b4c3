from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.loops.models import Accommodation, Shift, VetoKind
from brobygger.loops.vetoes import vetoed_throughout, vetoes
from tests.factories import (
    ClosureFactory,
    ContactPersonFactory,
    FamilyTieFactory,
    LoopEmployerFactory,
    LoopFactory,
    ParticipantFactory,
    PersonFactory,
    PostalCodeFactory,
    StatedVetoFactory,
)

pytestmark = pytest.mark.django_db
START = date(2027, 1, 4)


@pytest.fixture
def loop():
    return LoopFactory(open=True, kick_off_on=date(2026, 11, 12), starts_on=START)


def found(loop, *, home=None, work=None, participant=(), employer=()):
    amina = ParticipantFactory(loop=loop, turned_up=True, person__postal_code=home, **dict(participant))
    bakery = LoopEmployerFactory(loop=loop, committed=True, workplace__postal_code=work, **dict(employer))
    return [(veto.kind, veto.period, veto.words) for veto in vetoes(loop, [amina], [bakery])]


def here():
    return PostalCodeFactory(code="9008", latitude=69.0, longitude=19.0)


def north(degrees, code="9100"):
    return PostalCodeFactory(code=code, latitude=69.0 + degrees, longitude=19.0)


def test_nothing_in_the_way_gives_nothing(loop):
    assert found(loop, home=here(), work=here(), participant={"travel_limit_km": 1}) == []


def test_farther_than_the_limit_is_said_as_a_straight_line_and_rounded_up(loop):
    answer = found(loop, home=here(), work=north(0.2), participant={"travel_limit_km": 22})

    assert answer == [(VetoKind.DISTANCE, None, "23 km i luftlinje mellom postnumrene. Grensa er 22 km.")]


@pytest.mark.parametrize("unknown", ["home", "work", "coordinates", "limit"])
def test_what_is_unknown_never_stands_in_the_way(loop, unknown):
    home, work, limit = here(), north(5), 1
    if unknown == "home":
        home = None
    elif unknown == "work":
        work = None
    elif unknown == "coordinates":
        work = PostalCodeFactory(code="9101", latitude=None, longitude=None)
    else:
        limit = None

    assert found(loop, home=home, work=work, participant={"travel_limit_km": limit}) == []


def test_exactly_the_limit_is_near_enough(loop):
    assert found(loop, home=here(), work=north(0.1), participant={"travel_limit_km": 12}) == []


def test_one_shift_that_can_not_be_worked_is_enough(loop):
    answer = found(loop, participant={"cannot_work": [Shift.EARLY, Shift.NIGHT]}, employer={"shifts": [Shift.DAY, Shift.EARLY]})

    assert answer == [(VetoKind.SHIFTS, None, "Arbeidet gjøres før kl. 7, og det passer ikke.")]


def test_a_need_that_can_not_be_met_names_it(loop):
    answer = found(
        loop, participant={"needs": [Accommodation.QUIET, Accommodation.SITTING]}, employer={"cannot_arrange": [Accommodation.SITTING]}
    )

    assert answer == [(VetoKind.ACCOMMODATION, None, "Bedriften kan ikke legge til rette: kunne sitte i arbeidet.")]


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        (START, START, [0]),
        (START - timedelta(days=9), START - timedelta(days=1), []),
        (date(2027, 2, 1), date(2027, 2, 27), []),
        (date(2027, 2, 1), date(2027, 2, 28), [0]),
        (date(2027, 4, 19), date(2027, 5, 16), [1]),
        (date(2027, 1, 1), date(2027, 12, 31), [0, 1, 2]),
    ],
    ids=["first day", "before", "27 days", "28 days", "over the first day of the next", "all year"],
)
def test_closed_on_the_first_day_or_for_four_weeks_shuts_the_period(loop, first, last, periods):
    amina, bakery = ParticipantFactory(loop=loop), LoopEmployerFactory(loop=loop)
    ClosureFactory(employer=bakery, starts_on=first, ends_on=last, reason="Ferie")

    answer = vetoes(loop, [amina], [bakery])

    assert [(veto.kind, veto.period) for veto in answer] == [(VetoKind.CLOSED_WEEKS, number) for number in periods]
    assert all("Ferie" in veto.words for veto in answer)


@pytest.mark.parametrize("contact_is_registered_first", [True, False])
def test_family_of_a_contact_at_the_workplace_stands_in_the_way(loop, contact_is_registered_first):
    early, late = PersonFactory(), PersonFactory()
    contact, candidate = (early, late) if contact_is_registered_first else (late, early)
    amina, bakery, other = ParticipantFactory(loop=loop, person=candidate), *LoopEmployerFactory.create_batch(2, loop=loop)
    ContactPersonFactory(workplace=bakery.workplace, person=contact)
    FamilyTieFactory(person=contact, relative=candidate)

    answer = vetoes(loop, [amina], [bakery, other])

    assert [(veto.employer, veto.kind, veto.words) for veto in answer] == [(bakery, VetoKind.FAMILY_TIE, "De er i nær familie.")]


def test_family_of_the_one_who_answers_for_the_employer_counts_too(loop):
    amina, bakery = ParticipantFactory(loop=loop), LoopEmployerFactory(loop=loop)
    FamilyTieFactory(person=amina.person, relative=bakery.contact)

    assert [veto.kind for veto in vetoes(loop, [amina], [bakery])] == [VetoKind.FAMILY_TIE]


@pytest.mark.parametrize(("ends_on", "counts"), [(date(2026, 11, 11), False), (date(2026, 11, 12), True)])
def test_a_contact_who_has_left_by_the_kick_off_does_not_count(loop, ends_on, counts):
    amina, bakery = ParticipantFactory(loop=loop), LoopEmployerFactory(loop=loop)
    FamilyTieFactory(person=amina.person, relative=ContactPersonFactory(workplace=bakery.workplace, ends_on=ends_on).person)

    assert bool(vetoes(loop, [amina], [bakery])) is counts


def test_what_somebody_has_stated_comes_with_its_own_words_and_row(loop):
    amina, bakery = ParticipantFactory(loop=loop), LoopEmployerFactory(loop=loop)
    stated = StatedVetoFactory(participant=amina, employer=bakery, period=1, reason="Har vært der før")

    (veto,) = vetoes(loop, [amina], [bakery])

    assert (veto.period, veto.words, veto.stated) == (1, "Har vært der før", stated)


def test_only_pairs_that_are_out_all_year_need_not_meet(loop):
    amina, bakery, garage = ParticipantFactory(loop=loop), *LoopEmployerFactory.create_batch(2, loop=loop)
    for period in range(3):
        StatedVetoFactory(participant=amina, employer=bakery, period=period)
    StatedVetoFactory(participant=amina, employer=garage, period=0)

    assert vetoed_throughout(loop, [amina], [bakery, garage]) == {(amina.pk, bakery.pk)}


def test_a_period_the_loop_no_longer_has_does_not_count(loop):
    amina, bakery, garage = ParticipantFactory(loop=loop), *LoopEmployerFactory.create_batch(2, loop=loop)
    for employer, periods in ((bakery, (0, 1, 2)), (garage, (0, 2))):
        for period in periods:
            StatedVetoFactory(participant=amina, employer=employer, period=period)
    loop.periods = 2

    assert vetoed_throughout(loop, [amina], [bakery, garage]) == {(amina.pk, bakery.pk)}


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_the_same_for_few_and_many(loop, count, django_assert_num_queries):
    people = ParticipantFactory.create_batch(count, loop=loop)
    employers = LoopEmployerFactory.create_batch(count, loop=loop)

    with django_assert_num_queries(3):
        vetoes(loop, people, employers)
