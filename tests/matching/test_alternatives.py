from dataclasses import replace

import pytest

from brobygger.matching import NoPlan, Veto, WhyNotCode, check_plan, plan_loop, price_of, why_not
from brobygger.matching.loop import alternatives
from tests.matching.brute_force import best_key
from tests.matching.instances import random_loop, tiny_loop
from tests.matching.test_plan_loop import EXAMPLE


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
def test_every_pair_that_does_not_start_has_a_true_answer(kind):
    seen = set()
    for seed in range(30):
        instance = tiny_loop(seed)
        plan = plan_loop(instance, objective=kind, reasons=False)
        starts = {(path.candidate, path.stays[0]) for path in plan.paths}

        answers = why_not(instance, plan, objective=kind)

        assert [(answer.candidate, answer.employer) for answer in answers] == [
            (candidate, employer.id)
            for candidate in sorted(instance.candidates)
            for employer in sorted(instance.employers, key=lambda employer: employer.id)
            if (candidate, employer.id) not in starts
        ]
        for answer in answers:
            best = best_key(instance, kind, ((answer.candidate, answer.employer),))
            assert (answer.objective_if_pinned and answer.objective_if_pinned.key(kind)) == best
            assert (answer.code == WhyNotCode.EQUALLY_GOOD) == (best == plan.objective.key(kind))
            seen.add(answer.code)

    assert len(seen) >= 9


def test_why_not_on_a_real_loop_is_the_plan_with_that_pin():
    instance = random_loop(3, candidates=(10, 10), min_visits=1)
    plan = plan_loop(instance, reasons=False)

    for answer in why_not(instance, plan):
        if answer.objective_if_pinned:
            pinned = plan_loop(instance, pins=((answer.candidate, answer.employer),), reasons=False)
            assert answer.objective_if_pinned == pinned.objective


def test_a_veto_is_the_answer_with_its_reason():
    instance = replace(EXAMPLE, vetoes=(Veto("amina", "bakeri", 0, "nattskift"),))

    answers = {(answer.candidate, answer.employer): answer for answer in why_not(instance, plan_loop(instance))}

    assert answers["amina", "bakeri"].code == WhyNotCode.VETOED_AT_START
    assert answers["amina", "bakeri"].facts == {"reason": "nattskift"}
    assert answers["jonas", "bakeri"].code == WhyNotCode.CANDIDATE_DID_NOT_WISH


def test_a_round_that_is_too_short_says_how_short():
    instance = replace(EXAMPLE, min_visits=2)

    answers = {(answer.candidate, answer.employer): answer for answer in why_not(instance, plan_loop(instance))}

    assert answers["jonas", "verksted"].code == WhyNotCode.ROUND_TOO_SHORT
    assert answers["jonas", "verksted"].facts == {"most_visits": 1, "min_visits": 2}


def test_more_blocking_pairs_name_one_that_is_new():
    plan = plan_loop(EXAMPLE)

    answers = {(answer.candidate, answer.employer): answer for answer in why_not(EXAMPLE, plan)}

    facts = answers["amina", "verksted"].facts
    assert (facts["before"], facts["after"]) == (0, 1)
    assert (facts["blocking_candidate"], facts["blocking_employer"]) == ("amina", "bakeri")


def test_the_price_of_a_pin_names_those_who_are_moved():
    plan = plan_loop(EXAMPLE)

    price = price_of(EXAMPLE, plan, pin=("amina", "verksted"))

    assert (price.before, price.after) == (plan.objective, price.plan.objective)
    assert price.moved == ("amina", "jonas")
    assert price.plan.status == "relaxed"
    check_plan(EXAMPLE, price.plan)


def test_forbidding_is_a_veto_in_every_period():
    price = price_of(EXAMPLE, plan_loop(EXAMPLE), forbid=("amina", "bakeri"))

    assert all("bakeri" not in path.stays for path in price.plan.paths)
    assert price.plan.status == "optimal"


def test_keeping_what_is_there_costs_nothing_and_moves_nobody():
    price = price_of(EXAMPLE, plan_loop(EXAMPLE), pin=("amina", "bakeri"))

    assert (price.after, price.moved) == (price.before, ())


def test_one_change_is_asked_for_at_a_time():
    with pytest.raises(ValueError, match="one pin or one forbidden pair"):
        price_of(EXAMPLE, plan_loop(EXAMPLE))
    with pytest.raises(NoPlan):
        price_of(EXAMPLE, plan_loop(EXAMPLE), pin=("jonas", "bakeri"))


def test_pairs_left_when_the_effort_is_spent_are_not_worked_out(monkeypatch):
    instance = random_loop(3, candidates=(10, 10), min_visits=1)
    plan = plan_loop(instance, reasons=False)
    in_full = why_not(instance, plan)
    monkeypatch.setattr(alternatives, "ALL_PAIRS_COMBINATIONS", 12)

    answers = why_not(instance, plan)

    left = [answer.code == WhyNotCode.NOT_WORKED_OUT for answer in answers]
    assert any(left)
    assert not all(left)
    assert all(answer in in_full or unanswered for answer, unanswered in zip(answers, left, strict=True))


def test_pairs_of_four_employers_are_answered_too():
    instance = random_loop(1, employers=4, places=(1, 2), candidates=(9, 9), min_visits=1)
    plan = plan_loop(instance, reasons=False, second=False)

    for answer in why_not(instance, plan):
        if answer.objective_if_pinned:
            pinned = plan_loop(instance, pins=((answer.candidate, answer.employer),), reasons=False, second=False)
            assert answer.objective_if_pinned == pinned.objective
        assert answer.code != WhyNotCode.NOT_WORKED_OUT
