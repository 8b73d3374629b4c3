from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.scale.bounds import (
    DATABASE_MS,
    FEW,
    MANY,
    MORE_FOR_MANY,
    MOST_HTML_KB,
    MOST_QUERIES,
    MOST_STATIC_KB,
    PROCESSOR_MS,
    TODAY_WITH_TWO_VISITORS_MS,
    Machine,
    Measured,
    allowance,
    broken,
)

REFERENCE = Machine(pace=1.0)
AT_ITS_BOUNDS = Measured(
    page="i dag",
    asker="spesialist med 20",
    people=FEW,
    query_count=MOST_QUERIES,
    processor_ms=PROCESSOR_MS["i dag"],
    least_processor_ms=1,
    database_ms=DATABASE_MS,
    html_kb=MOST_HTML_KB,
    static_kb=MOST_STATIC_KB,
    median_ms=1,
    ninety_fifth_ms=TODAY_WITH_TWO_VISITORS_MS,
)
TIMES = ("processor_ms", "database_ms", "ninety_fifth_ms")


def larger(name: str, times: float = 1.1) -> Measured:
    return replace(AT_ITS_BOUNDS, **{name: getattr(AT_ITS_BOUNDS, name) * times})


def test_a_page_at_its_bounds_is_not_over_them():
    assert broken([AT_ITS_BOUNDS], REFERENCE) == []


@pytest.mark.parametrize("name", ["query_count", "html_kb", "static_kb", *TIMES])
def test_each_bound_refuses_what_is_over_it_and_names_page_and_asker(name):
    (words,) = broken([larger(name)], REFERENCE)

    assert words.startswith("i dag, spesialist med 20: ")


@pytest.mark.parametrize("name", TIMES)
def test_a_slower_machine_may_take_as_much_longer_as_the_fixed_loop_does(name):
    twice_as_slow = Machine(pace=2.0)

    assert broken([larger(name, 1.9)], twice_as_slow) == []
    assert broken([larger(name, 2.1)], twice_as_slow) != []


@pytest.mark.parametrize("name", ["query_count", "html_kb", "static_kb"])
def test_a_slower_machine_may_not_ask_or_send_more(name):
    assert broken([larger(name)], Machine(pace=2.0)) != []


@pytest.mark.parametrize("name", ["processor_ms", "database_ms"])
def test_with_two_thousand_in_view_a_page_may_cost_two_and_a_half_times_as_much(name):
    assert broken([replace(larger(name, 2.4), people=MANY)], REFERENCE) == []
    assert broken([replace(larger(name, 2.6), people=MANY)], REFERENCE) != []


def test_between_few_and_many_the_allowance_grows_evenly():
    assert (allowance(FEW), allowance((FEW + MANY) // 2), allowance(MANY)) == (1, (1 + MORE_FOR_MANY) / 2, MORE_FOR_MANY)


@pytest.mark.parametrize("other", [{"page": "folk", "processor_ms": 1}, {"people": MANY}, {"ninety_fifth_ms": None}])
def test_what_two_visitors_wait_is_judged_for_today_with_few_people_only(other):
    assert broken([replace(larger("ninety_fifth_ms"), **other)], REFERENCE) == []


def test_a_machine_that_is_busy_with_other_things_stretches_what_is_by_the_clock_and_not_the_processors_time():
    busy = Machine(pace=1.0, load=3.0)

    for name in ("database_ms", "ninety_fifth_ms"):
        assert broken([larger(name, 2.9)], busy) == []
        assert broken([larger(name, 3.1)], busy) != []
    assert broken([larger("processor_ms")], busy) != []


def test_a_machine_with_cores_to_spare_gets_no_tighter_bounds():
    assert broken([AT_ITS_BOUNDS], Machine(pace=1.0, load=0.2)) == []


def test_a_page_that_costs_another_number_of_queries_for_many_is_refused():
    few, many = replace(AT_ITS_BOUNDS, query_count=8), replace(AT_ITS_BOUNDS, people=MANY, query_count=9)

    assert broken([few, many], REFERENCE) == ["i dag: [8, 9] spørringer etter hvor mange som er i bildet"]
