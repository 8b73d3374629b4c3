from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.matching.openings import (
    AGAINST,
    OpeningReason,
    Place,
    Wishes,
    about_as_json,
    in_order,
    inputs_as_json,
    minutes_of,
    reasons_about,
    words_of,
)

R = OpeningReason
CODES = ("7231", "7233", "7212", "7111", "5223")
WORDS = ("dekk", "planter", "kunder", "lager", "bake")
TIMES = ("day", "evening", "night", "weekend")


def sets(values):
    return st.frozensets(st.sampled_from(values))


wishes_of_all_kinds = st.builds(
    Wishes,
    occupations=sets(CODES),
    words=sets(WORDS),
    unwanted=sets(WORDS),
    hours_from=st.none() | st.integers(1, 20),
    hours_to=st.none() | st.integers(20, 40),
    times=sets(TIMES),
    travel_minutes=st.none() | st.integers(1, 180),
    travels_by=st.sampled_from(["", "foot", "public", "car"]),
)
places_of_all_kinds = st.lists(
    st.builds(
        Place,
        id=st.sampled_from("abcdef"),
        words=sets(WORDS),
        occupation=st.sampled_from(["", "7", "72", *CODES]),
        hours=st.none() | st.integers(1, 60),
        times=sets(TIMES),
        distance_km=st.none() | st.floats(0, 80),
    ),
    unique_by=lambda place: place.id,
    max_size=6,
)


def codes(wishes, place):
    return [each.code for each in reasons_about(wishes, place)]


@pytest.mark.parametrize(
    ("offered", "code"),
    [("7231", R.SAME_OCCUPATION), ("7233", R.SAME_GROUP), ("7212", R.SAME_BRANCH), ("7111", R.SAME_FIELD), ("5223", None), ("", None)],
)
def test_an_occupation_is_as_near_as_the_digits_it_has_in_common(offered, code):
    found = codes(Wishes(occupations=frozenset({"7231"})), Place("a", occupation=offered))

    assert found == ([code] if code else [])


@pytest.mark.parametrize(("hours", "code"), [(19, R.FEWER_HOURS), (20, R.HOURS_WITHIN), (30, R.HOURS_WITHIN), (31, R.MORE_HOURS)])
def test_hours_are_within_the_range_to_its_ends(hours, code):
    assert codes(Wishes(hours_from=20, hours_to=30), Place("a", hours=hours)) == [code]


def test_hours_nobody_has_wished_about_are_not_spoken_of():
    assert codes(Wishes(), Place("a", hours=40)) == []


def test_times_outside_the_wished_ones_speak_against_and_are_named():
    (about,) = reasons_about(Wishes(times=frozenset({"day"})), Place("a", times=frozenset({"day", "weekend", "evening"})))

    assert (about.code, about.facts) == (R.OTHER_TIMES, {"times": "evening,weekend"})


def test_the_way_is_reckoned_by_the_means_of_travel_against_the_limit():
    near = Place("a", distance_km=6)

    assert (minutes_of(6, travels_by="foot"), minutes_of(6, travels_by="public"), minutes_of(6, travels_by="car")) == (39, 29, 17)
    assert minutes_of(6, travels_by="") == minutes_of(6, travels_by="public")
    assert codes(Wishes(travel_minutes=39, travels_by="foot"), near) == [R.NEAR_ENOUGH]
    assert codes(Wishes(travel_minutes=38, travels_by="foot"), near) == [R.TOO_FAR]


def test_words_are_whole_small_and_say_something_about_the_work():
    assert words_of("Være UTE, helst med dyr eller planter. Skru og reparere.") == {"planter", "skru", "reparere"}


def test_a_word_in_what_is_not_wanted_speaks_against_and_stands_last():
    wishes = Wishes(words=frozenset({"dekk"}), unwanted=frozenset({"lager"}))

    assert codes(wishes, Place("a", words=frozenset({"dekk", "lager"}))) == [R.WORD, R.NOT_WANTED]


def test_openings_that_meet_equally_many_wishes_come_by_distance_then_id():
    places = [Place("d"), Place("c", distance_km=2), Place("b", distance_km=2), Place("a", distance_km=9)]

    found = in_order(Wishes(), places)

    assert [place.id for place, _about in found] == ["b", "c", "a", "d"]


@given(wishes_of_all_kinds, places_of_all_kinds)
def test_every_opening_is_there_once_and_the_order_of_the_rows_means_nothing(wishes, places):
    found = in_order(wishes, places)

    assert sorted(place.id for place, _about in found) == sorted(place.id for place in places)
    assert in_order(wishes, places[::-1]) == found


@given(wishes_of_all_kinds, places_of_all_kinds, st.data())
def test_one_more_wish_that_an_opening_meets_never_moves_it_down(wishes, places, data):
    if not places:
        return
    chosen = data.draw(st.sampled_from(places))
    more = [replace(wishes, words=wishes.words | {word}) for word in sorted(chosen.words - wishes.words)]
    if len(chosen.occupation) == 4:
        more.append(replace(wishes, occupations=wishes.occupations | {chosen.occupation}))
    if not more:
        return
    wider = data.draw(st.sampled_from(more))

    before = [place.id for place, _about in in_order(wishes, places)].index(chosen.id)
    after = [place.id for place, _about in in_order(wider, places)].index(chosen.id)

    assert after <= before


@given(wishes_of_all_kinds, places_of_all_kinds)
def test_what_speaks_against_never_changes_the_order_and_is_never_left_out(wishes, places):
    found = in_order(wishes, places)

    assert [place.id for place, _about in in_order(replace(wishes, unwanted=frozenset()), places)] == [place.id for place, _about in found]
    for place, reasons in found:
        words = {each.facts["word"] for each in reasons if each.code == R.NOT_WANTED}
        assert words == wishes.unwanted & place.words
        assert [each.code in AGAINST for each in reasons] == sorted(each.code in AGAINST for each in reasons)


@given(wishes_of_all_kinds, places_of_all_kinds)
def test_what_is_kept_can_be_written_as_json(wishes, places):
    for place, reasons in in_order(wishes, places):
        assert json.loads(json.dumps(inputs_as_json(wishes, place)))["wishes"]["words"] == sorted(wishes.words)
        json.dumps(about_as_json(reasons))


def test_the_engine_is_given_nothing_about_who_somebody_is():
    assert {each.name for each in fields(Wishes)} == {
        "occupations",
        "words",
        "unwanted",
        "hours_from",
        "hours_to",
        "times",
        "travel_minutes",
        "travels_by",
    }
