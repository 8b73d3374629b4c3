"""Who follows up whom, beside an oracle that tries every way of sharing people out."""

from __future__ import annotations

from dataclasses import fields
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.matching.assignment import (
    AssignmentInstance,
    AssignmentReason,
    Knowing,
    Pair,
    Specialist,
    Waiting,
    assign,
    instance_as_json,
)

SPOKEN = ["nb", "ar", "pl"]


@st.composite
def instances(draw):
    waiting = tuple(Waiting(f"w{i}", draw(st.sampled_from(SPOKEN))) for i in range(draw(st.integers(0, 4))))
    specialists = tuple(
        Specialist(
            f"s{j}",
            draw(st.integers(0, 24)),
            draw(st.sampled_from([20, 50, 80, 100])),
            frozenset(draw(st.sets(st.sampled_from(SPOKEN)))),
        )
        for j in range(draw(st.integers(0, 3)))
    )
    pairs = tuple(
        Pair(
            one.id,
            other.id,
            draw(st.none() | st.integers(0, 150)),
            draw(st.none() | st.sampled_from(list(Knowing))),
            2025,
            draw(st.booleans()) and draw(st.booleans()),
        )
        for one in waiting
        for other in specialists
        if draw(st.booleans())
    )
    return AssignmentInstance(waiting, specialists, pairs)


def cost_of(instance: AssignmentInstance, chosen: dict[str, str]) -> int:
    """The cost by the words of docs/matching.md, written without the engine."""
    languages = {each.id: each.language for each in instance.waiting}
    between = {(pair.waiting, pair.specialist): pair for pair in instance.pairs}
    total = 0
    for specialist in instance.specialists:
        theirs = [who for who, whose in chosen.items() if whose == specialist.id]
        for number in range(1, len(theirs) + 1):
            load = -(-(specialist.people + number) * 100 // specialist.work_percent)
            total += 4 * min(load, 15) + 14 * max(0, min(load, 20) - 15) + 114 * max(0, load - 20)
        for who in theirs:
            pair = between.get((who, specialist.id), Pair(who, specialist.id))
            total += 0 if languages[who] in {"nb", *specialist.languages} else 120
            total += 25 if pair.distance_km is None else min(100, pair.distance_km)
            total += {Knowing.FOLLOWED: 0, Knowing.MET: 30, None: 60}[pair.knowing]
    return total


def every_way(instance: AssignmentInstance):
    barred = {(pair.waiting, pair.specialist) for pair in instance.pairs if pair.is_barred}
    able = [[whose.id for whose in instance.specialists if (who.id, whose.id) not in barred] or [None] for who in instance.waiting]
    for choice in product(*able):
        yield {who.id: whose for who, whose in zip(instance.waiting, choice, strict=True) if whose is not None}


@given(instances())
@settings(max_examples=150, deadline=None)
def test_nobody_can_share_people_out_at_less_cost(instance):
    chosen = {each.waiting: each.specialist for each in assign(instance) if each.specialist is not None}

    ways = list(every_way(instance))

    assert chosen in ways
    assert cost_of(instance, chosen) == min(cost_of(instance, way) for way in ways)


@given(instances(), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_the_order_of_people_means_nothing(instance, seed):
    draw = Random(seed)
    shuffled = AssignmentInstance(
        *(tuple(draw.sample(rows, len(rows))) for rows in (instance.waiting, instance.specialists, instance.pairs))
    )

    assert assign(shuffled) == assign(instance)
    assert instance_as_json(shuffled) == instance_as_json(instance)


@given(instances())
@settings(max_examples=60, deadline=None)
def test_giving_one_as_proposed_leaves_the_others_as_good_as_they_were(instance):
    before = {each.waiting: each.specialist for each in assign(instance) if each.specialist is not None}
    if not before:
        return
    given_away, to = next(iter(before.items()))
    specialists = tuple(
        Specialist(each.id, each.people + (each.id == to), each.work_percent, each.languages) for each in instance.specialists
    )
    rest = AssignmentInstance(
        tuple(each for each in instance.waiting if each.id != given_away),
        specialists,
        tuple(pair for pair in instance.pairs if pair.waiting != given_away),
    )

    after = {each.waiting: each.specialist for each in assign(rest) if each.specialist is not None}

    others = {who: whose for who, whose in before.items() if who != given_away}
    assert cost_of(rest, after) == cost_of(rest, others)


def one(*specialists: Specialist, pairs: tuple[Pair, ...] = (), language: str = "nb"):
    (answer,) = assign(AssignmentInstance((Waiting("adam", language),), specialists, pairs))
    return answer


def codes(answer):
    return [(each.code, dict(each.facts)) for each in answer.because]


def test_one_with_room_who_speaks_the_language_and_knows_them_is_proposed_with_each_reason():
    jonas, hanne = Specialist("jonas", 17, 100, frozenset({"ar"})), Specialist("hanne", 17)

    answer = one(jonas, hanne, pairs=(Pair("adam", "jonas", 12, Knowing.FOLLOWED, 2024),), language="ar")

    assert answer.specialist == "jonas"
    assert codes(answer) == [
        (AssignmentReason.HAS_ROOM, {"room": 3}),
        (AssignmentReason.SPEAKS, {"language": "ar"}),
        (AssignmentReason.FOLLOWED_BEFORE, {"year": 2024}),
        (AssignmentReason.IS_NEAR, {"km": 12}),
    ]


@pytest.mark.parametrize(
    ("better", "worse", "pairs", "language"),
    [
        (Specialist("a", 14), Specialist("b", 17), (), "nb"),
        (Specialist("a", 10), Specialist("b", 8, 50), (), "nb"),
        (Specialist("a", 18, 100, frozenset({"so"})), Specialist("b", 10), (), "so"),
        (Specialist("a", 15), Specialist("b", 20, 100, frozenset({"so"})), (), "so"),
        (Specialist("a", 12), Specialist("b", 12), (Pair("adam", "b", 60), Pair("adam", "a", 5)), "nb"),
        (Specialist("a", 16), Specialist("b", 12), (Pair("adam", "a", None, Knowing.FOLLOWED, 2024),), "nb"),
        (Specialist("a", 12), Specialist("b", 12), (Pair("adam", "a", None, Knowing.MET, 2024),), "nb"),
        (Specialist("a", 30), Specialist("b", 2), (Pair("adam", "b", is_barred=True),), "nb"),
    ],
    ids=[
        "the one with fewer",
        "part of a position has part of the room",
        "language before a fuller list within the range",
        "room before language above the range",
        "the nearer",
        "who followed them before",
        "who has met them",
        "never one who is barred",
    ],
)
def test_what_decides_between_two(better, worse, pairs, language):
    assert one(better, worse, pairs=pairs, language=language).specialist == better.id
    assert one(worse, better, pairs=pairs, language=language).specialist == better.id


def test_everybody_gets_somebody_also_when_all_are_full_and_it_is_said():
    answer = one(Specialist("jonas", 22, 100), language="ar")

    assert answer.specialist == "jonas"
    assert codes(answer) == [
        (AssignmentReason.IS_FULL, {"people": 22, "work_percent": 100}),
        (AssignmentReason.DOES_NOT_SPEAK, {"language": "ar"}),
    ]


@pytest.mark.parametrize("specialists", [(), (Specialist("jonas", 3),)])
def test_one_nobody_can_open_gets_no_proposal(specialists):
    pairs = tuple(Pair("adam", each.id, is_barred=True) for each in specialists)

    assert one(*specialists, pairs=pairs).specialist is None


def test_ten_who_wait_are_shared_so_that_all_get_about_as_full_for_their_position():
    waiting = tuple(Waiting(f"w{number}", "nb") for number in range(10))

    answers = assign(AssignmentInstance(waiting, (Specialist("jonas", 16), Specialist("hanne", 10), Specialist("eli", 4, 50))))

    given = [each.specialist for each in answers]
    assert (given.count("jonas"), given.count("hanne"), given.count("eli")) == (0, 6, 4)


def test_nothing_else_about_anybody_is_let_in():
    known = {each.__name__: {field.name for field in fields(each)} for each in (Specialist, Waiting, Pair)}

    assert known == {
        "Specialist": {"id", "people", "work_percent", "languages"},
        "Waiting": {"id", "language"},
        "Pair": {"waiting", "specialist", "distance_km", "knowing", "year", "is_barred"},
    }


@pytest.mark.parametrize(
    "broken",
    [
        {"waiting": (Waiting("a", "nb"), Waiting("a", "ar"))},
        {"specialists": (Specialist("s", 1), Specialist("s", 2))},
        {"pairs": (Pair("x", "y"),)},
        {"specialists": (Specialist("s", 1, 0),)},
        {"specialists": (Specialist("s", -1),)},
        {"waiting": (Waiting("a", "nb"),), "specialists": (Specialist("s", 1),), "pairs": (Pair("a", "s", -1),)},
    ],
)
def test_figures_that_make_no_sense_are_refused(broken):
    with pytest.raises(ValueError, match=r"stands twice|isn't there|must be"):
        AssignmentInstance(**{"waiting": (), "specialists": (), "pairs": (), **broken})
