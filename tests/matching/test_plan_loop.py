from dataclasses import replace
from random import Random

import pytest

from brobygger.matching import Employer, Instance, NoPlan, Veto, check_plan, plan_loop, plans_for_every_minimum
from brobygger.matching.loop.board import board_of
from brobygger.matching.loop.exact.stages import ExactLoop
from brobygger.matching.loop.model import SolversDisagree
from brobygger.matching.loop.solvers import highs
from brobygger.matching.loop.solvers.answer import Answer
from brobygger.matching.loop.solvers.stages import second_bound, solved, values_of
from tests.matching.brute_force import best_key
from tests.matching.instances import random_loop, tiny_loop

EXAMPLE = Instance(
    periods=3,
    employers=(Employer("bakeri", (1, 1, 1)), Employer("verksted", (1, 1, 0))),
    candidates=("amina", "jonas"),
    candidate_wishes={"amina": {"bakeri": 5, "verksted": 3}, "jonas": {"verksted": 4}},
    employer_wishes={"bakeri": {"amina": 4}, "verksted": {"amina": 4, "jonas": 4}},
    fit={"amina": {"bakeri": 81, "verksted": 49}, "jonas": {"verksted": 70}},
    min_visits=1,
)


def in_another_order(instance: Instance, seed: int) -> Instance:
    draw = Random(seed)

    def shuffled(items):
        return tuple(draw.sample(list(items), len(items)))

    def table(numbers):
        return {row: dict(shuffled(numbers[row].items())) for row in shuffled(numbers)}

    return replace(
        instance,
        employers=shuffled(instance.employers),
        candidates=shuffled(instance.candidates),
        candidate_wishes=table(instance.candidate_wishes),
        employer_wishes=table(instance.employer_wishes),
        fit=table(instance.fit),
        vetoes=shuffled(instance.vetoes),
    )


def what_is_decided(plan):
    return (plan.status, plan.objective, plan.paths, plan.not_joined, plan.blocking_pairs, plan.reasons)


def test_the_example_of_the_contract_gets_the_plan_of_the_contract():
    plan = plan_loop(EXAMPLE)

    assert plan.status == "optimal"
    assert plan.objective.figures == {"blocking": 0, "visits": 3, "selected": 2, "worst": 70, "total": 200}
    assert {path.candidate: path.stays for path in plan.paths} == {
        "amina": ("bakeri", "verksted", None),
        "jonas": ("verksted", None, None),
    }
    assert plan.proof.upper_bound == plan.objective


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
@pytest.mark.parametrize("block", range(10))
def test_no_plan_is_better_than_the_one_found(kind, block):
    for seed in range(block * 20, block * 20 + 20):
        instance = tiny_loop(seed)

        plan = plan_loop(instance, objective=kind)

        check_plan(instance, plan)
        assert plan.objective.key(kind) == best_key(instance, kind), seed
        assert plan.status == ("relaxed" if plan.objective.blocking else "optimal")
        assert plan.proof.method == "exact search"


def test_some_of_the_loops_the_oracle_judges_have_no_stable_plan():
    relaxed = sum(plan_loop(tiny_loop(seed), reasons=False).status == "relaxed" for seed in range(200))

    assert relaxed >= 3


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
def test_no_plan_with_a_pin_is_better_than_the_one_found(kind):
    tried = 0
    for seed in range(25):
        instance = tiny_loop(seed)
        board = board_of(instance)
        for i, candidate in enumerate(board.candidates):
            for j, employer in enumerate(board.employers):
                if board.permitted[i, j]:
                    plan = plan_loop(instance, objective=kind, pins=((candidate, employer),))
                    assert plan.objective.key(kind) == best_key(instance, kind, ((candidate, employer),)), (seed, candidate, employer)
                    tried += 1

    assert tried > 50


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
def test_the_solvers_find_the_same_optimum_as_the_oracle(kind):
    for seed in range(0, 120, 4):
        board = board_of(tiny_loop(seed))

        answer = solved(board, kind, {}, None)

        assert board.objective(answer.stays).key(kind) == best_key(tiny_loop(seed), kind), seed


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
@pytest.mark.parametrize("seed", range(4))
def test_the_exact_search_and_the_solver_agree_on_real_loops(kind, seed):
    board = board_of(random_loop(seed, candidates=(8, 14), min_visits=[None, 1, 2, 1][seed]))

    exact = ExactLoop(board).best(kind, {})

    assert board.objective(exact).key(kind) == board.objective(solved(board, kind, {}, None).stays).key(kind)


def test_four_employers_are_proven_by_the_search_and_a_solver():
    instance = random_loop(1, employers=4, places=(1, 1), candidates=(8, 8), min_visits=1)

    plan = plan_loop(instance)

    assert plan.proof.method == "exact search and HiGHS"
    assert plan.proof.second.figures == plan.proof.upper_bound.figures == plan.objective.figures
    assert plan_loop(instance, second=False).proof.second is None


def test_five_employers_are_proven_by_two_solvers():
    instance = random_loop(1, employers=5, places=(1, 1), candidates=(8, 8), min_visits=1)

    plan = plan_loop(instance)

    assert plan.proof.method == "CP-SAT and HiGHS"
    assert plan.proof.second.figures == plan.proof.upper_bound.figures == plan.objective.figures
    assert plan_loop(instance, second=False).proof.method == "CP-SAT"


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
@pytest.mark.parametrize("min_visits", [None, 1])
def test_the_second_witness_agrees_with_the_search_and_with_the_solver(kind, min_visits):
    for seed in range(3):
        instance = random_loop(seed, employers=4, places=(1, 2), candidates=(6, 10), min_visits=min_visits)
        board = board_of(instance)

        searched = plan_loop(instance, objective=kind)

        assert searched.proof.second.key("fair")[:4] == searched.objective.key("fair")[:4], seed
        assert board.objective(solved(board, kind, {}, None).stays).key(kind) == searched.objective.key(kind), seed


@pytest.mark.parametrize("employers", [4, 5])
@pytest.mark.parametrize("stage", ["visits", "selected", "worst", "total"])
def test_a_plan_that_could_be_better_is_found_out_by_the_second_witness(employers, stage):
    board = board_of(random_loop(1, employers=employers, places=(1, 1), candidates=(8, 8), min_visits=1))
    values = values_of(board.objective(solved(board, "fair", {}, None).stays), "fair")

    with pytest.raises(SolversDisagree, match=f"stage {stage}"):
        second_bound(board, "fair", {}, values | {stage: values[stage] - 1}, None)


def test_solvers_that_disagree_give_no_plan(monkeypatch):
    monkeypatch.setattr(highs, "maximised", lambda *_, **__: Answer(values=[], bound=None, is_proven=False))

    with pytest.raises(SolversDisagree, match="has been proven"):
        plan_loop(random_loop(1, employers=4, places=(1, 1), candidates=(8, 8), min_visits=1))


def test_a_search_that_runs_out_of_time_leaves_the_rest_to_the_solver():
    instance = random_loop(3, employers=4, places=(4, 4), candidates=(40, 40))

    plan = plan_loop(instance, time_limit=0.0001)

    assert plan.status == "best_found"
    assert plan.proof.method == "CP-SAT and HiGHS"


def test_a_time_limit_that_runs_out_gives_a_plan_within_its_bound():
    instance = random_loop(1, employers=6, places=(4, 4), candidates=(60, 60), min_visits=1)

    plan = plan_loop(instance, time_limit=0.05, second=False)

    assert plan.status == "best_found"
    assert plan.proof.upper_bound.key("fair") >= plan.objective.key("fair")


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_file_means_nothing(seed):
    instance = random_loop(seed, candidates=(6, 16), highest_wish=2, highest_fit=3, min_visits=1 + seed % 3)

    again = plan_loop(in_another_order(instance, seed))

    assert what_is_decided(again) == what_is_decided(plan_loop(instance))


def test_the_order_of_the_file_means_nothing_to_the_solvers():
    instance = random_loop(2, employers=4, places=(1, 1), candidates=(8, 8), highest_wish=2, highest_fit=3, min_visits=1)

    again = plan_loop(in_another_order(instance, 7), second=False)

    assert what_is_decided(again) == what_is_decided(plan_loop(instance, second=False))


@pytest.mark.parametrize("kind", ["fair", "sum", "leximin"])
def test_other_ids_give_a_plan_that_is_as_good(kind):
    for seed in range(3):
        instance = random_loop(seed, candidates=(6, 9), min_visits=1)
        mirrored = {name: f"x{999 - number}" for number, name in enumerate(instance.candidates)}
        renamed = replace(
            instance,
            candidates=tuple(mirrored.values()),
            candidate_wishes={mirrored[name]: wishes for name, wishes in instance.candidate_wishes.items()},
            employer_wishes={
                employer: {mirrored[name]: wish for name, wish in wishes.items()} for employer, wishes in instance.employer_wishes.items()
            },
            fit={mirrored[name]: fits for name, fits in instance.fit.items()},
            vetoes=tuple(replace(veto, candidate=mirrored[veto.candidate]) for veto in instance.vetoes),
        )

        assert plan_loop(renamed, objective=kind).objective == plan_loop(instance, objective=kind).objective


def test_without_candidates_the_empty_plan_is_optimal():
    plan = plan_loop(replace(EXAMPLE, candidates=(), candidate_wishes={}, employer_wishes={}, fit={}))

    assert (plan.status, plan.paths) == ("optimal", ())
    assert set(plan.objective.figures.values()) == {0}


def test_a_minimum_out_of_reach_lets_nobody_join():
    plan = plan_loop(replace(EXAMPLE, min_visits=9))

    assert (plan.status, plan.paths, plan.not_joined) == ("optimal", (), ("amina", "jonas"))


def test_everybody_equal_is_no_harder_than_everybody_different():
    employers = tuple(Employer(f"b{number}", (3, 3, 3)) for number in range(3))
    candidates = tuple(f"c{number:02}" for number in range(30))
    same = {name: {employer.id: 5 for employer in employers} for name in candidates}
    instance = Instance(3, employers, candidates, same, {employer.id: dict.fromkeys(candidates, 5) for employer in employers}, same)

    plan = plan_loop(instance)

    assert plan.objective.figures == {"blocking": 0, "visits": 27, "selected": 9, "worst": 15, "total": 135}


def test_a_plan_for_every_minimum_stands_beside_the_others():
    plans = plans_for_every_minimum(EXAMPLE)

    assert {visits: plan.objective.selected for visits, plan in plans.items()} == {1: 2, 2: 1}
    assert plans[2].status == "optimal"


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        ((("ukjent", "bakeri"),), "unknown"),
        ((("amina", "bakeri"), ("amina", "verksted")), "two_starts"),
        ((("amina", "verksted"), ("jonas", "verksted")), "too_many_starts"),
        ((("jonas", "bakeri"),), "candidate_did_not_wish"),
    ],
)
def test_a_pin_that_cannot_be_met_says_why(pins, code):
    with pytest.raises(NoPlan) as refusal:
        plan_loop(EXAMPLE, pins=pins)

    assert refusal.value.facts["code"] == code


def test_pins_that_cannot_go_round_together_are_refused():
    everyone = {name: {"a": 5, "b": 5} for name in ("per", "siri")}
    instance = Instance(
        2,
        (Employer("a", (2, 0)), Employer("b", (0, 1))),
        ("per", "siri"),
        everyone,
        {"a": {"per": 5, "siri": 5}, "b": {"per": 5, "siri": 5}},
        {},
    )

    with pytest.raises(NoPlan) as refusal:
        plan_loop(instance, pins=(("per", "a"), ("siri", "a")))

    assert refusal.value.facts["code"] == "starts_do_not_fit_together"


def test_a_veto_is_kept_and_repeating_it_changes_nothing():
    veto = Veto("amina", "bakeri", 0, "skift")

    once, twice = plan_loop(replace(EXAMPLE, vetoes=(veto,))), plan_loop(replace(EXAMPLE, vetoes=(veto, veto)))

    assert ("amina", "bakeri") not in {(path.candidate, path.stays[0]) for path in once.paths}
    assert what_is_decided(once) == what_is_decided(twice)


def test_another_objective_is_refused():
    with pytest.raises(ValueError, match="fair, sum, leximin"):
        plan_loop(EXAMPLE, objective="best")
