from dataclasses import replace

from brobygger.matching import Employer, Instance, ReasonCode, Veto, plan_loop
from tests.matching.instances import random_loop
from tests.matching.test_plan_loop import EXAMPLE


def reasons_of(instance, **options):
    return {(reason.candidate, reason.employer): reason for reason in plan_loop(instance, **options).reasons}


def two_people(amina, tor, *, wanted):
    """One place at a bakery, one at a workshop, one period."""
    return Instance(1, (Employer("bakeri", (1,)), Employer("verksted", (1,))), ("amina", "tor"), {"amina": amina, "tor": tor}, wanted, {})


def test_every_stay_has_one_reason():
    for seed in range(10):
        plan = plan_loop(random_loop(seed, candidates=(6, 12), min_visits=1))

        stays = [(path.candidate, period, stay) for path in plan.paths for period, stay in enumerate(path.stays) if stay is not None]

        assert [(reason.candidate, reason.period, reason.employer) for reason in plan.reasons] == stays


def test_a_mutual_first_wish_counts_those_wished_as_much():
    reason = reasons_of(EXAMPLE)["amina", "bakeri"]

    assert reason.code == ReasonCode.BOTH_WISHED_MOST
    assert reason.facts == {"wish": 5, "fit": 81, "employers_wished_as_much": 0, "candidates_wished_as_much": 0}


def test_a_full_employer_that_rated_nobody_lower_is_the_reason():
    instance = two_people(
        {"bakeri": 5, "verksted": 3}, {"bakeri": 5}, wanted={"bakeri": {"amina": 3, "tor": 4}, "verksted": {"amina": 4, "tor": 5}}
    )

    reason = reasons_of(instance)["amina", "verksted"]

    assert (reason.code, reason.facts["wished"]) == (ReasonCode.WISHED_MORE_IS_FULL, "bakeri")


def test_a_wish_that_is_impossible_says_why():
    instance = two_people({"bakeri": 5, "verksted": 3}, {}, wanted={"bakeri": {"amina": 3}, "verksted": {"amina": 4}})
    vetoed = replace(instance, vetoes=(Veto("amina", "bakeri", 0, "reisevei"),))

    reason = reasons_of(vetoed)["amina", "verksted"]

    assert reason.code == ReasonCode.WISHED_MORE_IS_IMPOSSIBLE
    assert (reason.facts["wished"], reason.facts["why"], reason.facts["reason"]) == ("bakeri", "vetoed_at_start", "reisevei")


def test_only_the_candidates_first_wish_is_said_as_that():
    instance = two_people({"bakeri": 5}, {"verksted": 2}, wanted={"bakeri": {"amina": 3, "tor": 5}, "verksted": {"tor": 1, "amina": 1}})

    assert reasons_of(instance)["amina", "bakeri"].code == ReasonCode.CANDIDATE_WISHED_MOST


def test_a_decision_is_given_as_the_reason_and_what_it_costs_is_not_hidden():
    reasons = reasons_of(EXAMPLE, pins=(("amina", "verksted"),))

    assert reasons["amina", "verksted"].code == ReasonCode.PINNED


def test_a_wish_that_would_cost_a_better_plan_is_not_called_full():
    everyone = {name: {"a": 5, "b": 4} for name in ("per", "siri")}
    instance = Instance(
        2,
        (Employer("a", (2, 0)), Employer("b", (1, 1))),
        ("per", "siri"),
        everyone,
        {"a": {"per": 5, "siri": 5}, "b": {"per": 5, "siri": 5}},
        {},
        min_visits=2,
    )

    plan = plan_loop(instance)

    assert plan.status == "relaxed"
    assert plan.blocking_pairs


def test_later_stays_say_what_the_period_left_open():
    codes = {
        reason.code for seed in range(12) for reason in plan_loop(random_loop(seed, vetoed=0.3, min_visits=1)).reasons if reason.period
    }

    assert codes >= {
        ReasonCode.COMPLETES_THE_ROUND,
        ReasonCode.ONLY_PERIOD_POSSIBLE,
        ReasonCode.ONLY_EMPLOYER_POSSIBLE,
        ReasonCode.OTHERS_ARE_FULL,
        ReasonCode.BOTH_WANTED,
    }
