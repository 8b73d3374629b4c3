from dataclasses import replace

import pytest

from brobygger.matching import BrokenPlan, Path, check_plan, plan_loop
from tests.matching.test_plan_loop import EXAMPLE

PLAN = plan_loop(EXAMPLE)


@pytest.mark.parametrize(
    ("amina", "jonas", "rule"),
    [
        ((None, "bakeri", None), ("verksted", None, None), "rule 1: 'amina' joins after"),
        (("bakeri", "bakeri", None), ("verksted", None, None), "rule 1: 'amina' visits an employer twice"),
        (("bakeri", "verksted"), ("verksted", None, None), "rule 1: 'amina' has 2 stays"),
        (("bakeri", None, "verksted"), ("verksted", None, None), "rule 2: 'amina' cannot visit 'verksted' in period 2"),
        (("bakeri", None, None), ("bakeri", None, None), "rule 2: 'jonas' cannot visit 'bakeri'"),
        (("verksted", None, None), ("verksted", None, None), "rule 3: more people than places at 'verksted'"),
        (("verksted", "bakeri", None), None, "rule 4: the pairs that block are .*'amina', 'bakeri'"),
        (("bakeri", None, None), ("verksted", None, None), "counted are"),
    ],
)
def test_a_broken_plan_is_refused_by_the_rule_it_breaks(amina, jonas, rule):
    paths = tuple(Path(name, stays) for name, stays in (("amina", amina), ("jonas", jonas)) if stays)
    out = tuple(name for name, stays in (("amina", amina), ("jonas", jonas)) if not stays)

    with pytest.raises(BrokenPlan, match=rule):
        check_plan(EXAMPLE, replace(PLAN, paths=paths, not_joined=out))


def test_too_few_visits_break_the_minimum():
    with pytest.raises(BrokenPlan, match="has 1 visits, at least 2"):
        check_plan(replace(EXAMPLE, min_visits=2), PLAN)


def test_somebody_left_out_of_the_plan_is_noticed():
    with pytest.raises(BrokenPlan, match="not everybody once"):
        check_plan(EXAMPLE, replace(PLAN, paths=PLAN.paths[:1]))
    with pytest.raises(BrokenPlan, match="two paths"):
        check_plan(EXAMPLE, replace(PLAN, paths=(*PLAN.paths, PLAN.paths[0])))


def test_an_optimal_plan_never_names_blocking_pairs():
    relaxed = plan_loop(EXAMPLE, pins=(("amina", "verksted"),))

    with pytest.raises(BrokenPlan, match="rule 5"):
        check_plan(EXAMPLE, replace(relaxed, status="optimal"))
