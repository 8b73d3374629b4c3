import numpy as np
import pytest

from brobygger.matching import plan_loop
from brobygger.matching.loop import plan as plan_module
from brobygger.matching.loop.exact import question, search, simplex
from tests.matching.brute_force import best_key
from tests.matching.instances import random_loop, tiny_loop


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
@pytest.mark.parametrize("periods", [2, 3])
def test_no_plan_of_four_employers_is_better_than_the_one_found(kind, periods):
    for seed in range(8):
        instance = random_loop(
            seed,
            employers=4,
            places=(1, 2),
            candidates=(2, 6 - periods),
            periods=periods,
            min_visits=[None, 1, 2][seed % 3],
            highest_wish=3,
            uneven=0.3,
        )

        plan = plan_loop(instance, objective=kind, second=False)

        assert plan.objective.key(kind) == best_key(instance, kind), seed
        assert plan.proof.method == "exact search"


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
def test_bad_prices_cost_time_and_never_the_optimum(kind, monkeypatch):
    draw = np.random.default_rng(7)
    monkeypatch.setattr(search, "best_prices", lambda out, person, worth, uses, room, must_fill: draw.integers(0, 300, len(room)))

    for seed in range(40):
        plan = plan_loop(tiny_loop(seed), objective=kind, reasons=False)

        assert plan.objective.key(kind) == best_key(tiny_loop(seed), kind), seed


def test_the_search_gives_up_when_it_has_done_enough(monkeypatch):
    monkeypatch.setattr(plan_module, "Effort", lambda deadline: question.Effort(combinations=0))

    plan = plan_loop(tiny_loop(3), reasons=False, second=False)

    assert plan.proof.method == "CP-SAT"
    assert plan.objective.key("fair") == best_key(tiny_loop(3))


def test_a_place_that_two_want_costs_what_the_second_would_give_for_it():
    prices = simplex.best_prices(
        out=np.array([0, 0]),
        person=np.array([0, 1]),
        worth=np.array([70, 50]),
        uses=np.array([[1, 1]]),
        room=np.array([1]),
        must_fill=np.array([False]),
    )

    assert 50 <= prices[0] <= 70


def test_a_place_that_must_be_filled_pays_those_who_would_rather_stay_out():
    prices = simplex.best_prices(
        out=np.array([0, 0]),
        person=np.array([0, 1]),
        worth=np.array([-20, -50]),
        uses=np.array([[1, 1]]),
        room=np.array([1]),
        must_fill=np.array([True]),
    )

    assert -50 <= prices[0] <= -20


def test_places_with_room_for_all_cost_nothing():
    prices = simplex.best_prices(
        out=np.array([0, 0]),
        person=np.array([0, 1, 1]),
        worth=np.array([70, 50, 80]),
        uses=np.array([[1, 1, 0], [0, 0, 1]]),
        room=np.array([2, 1]),
        must_fill=np.array([False, False]),
    )

    assert prices.tolist() == [0, 0]
