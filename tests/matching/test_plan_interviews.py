from collections import Counter, defaultdict
from itertools import product
from random import Random

import pytest

from brobygger.matching import BadInstance, plan_interviews


def a_day(seed, candidates, employers, share):
    draw = Random(seed)
    firms = tuple(f"b{number}" for number in range(employers))
    return firms, tuple((f"c{number:02}", firm) for number in range(candidates) for firm in firms if draw.random() < share)


def gaps(meetings, of):
    rounds = defaultdict(list)
    for meeting in meetings:
        rounds[meeting[of]].append(meeting[2])
    assert all(len(set(when)) == len(when) for when in rounds.values()), "somebody is in two places at once"
    return sum(max(when) - min(when) + 1 - len(when) for when in rounds.values())


def placed(plan):
    return [(meeting.candidate, meeting.employer, meeting.round) for meeting in plan.meetings]


@pytest.mark.parametrize("seed", range(25))
def test_everyone_meets_whom_they_should_without_conflict_in_as_few_rounds_as_there_can_be(seed):
    firms, meetings = a_day(seed, 2 + seed, 1 + seed % 6, 0.3 + 0.03 * seed)

    plan = plan_interviews(firms, meetings)

    assert sorted((candidate, firm) for candidate, firm, _ in placed(plan)) == sorted(meetings)
    gaps(placed(plan), 0), gaps(placed(plan), 1)
    busiest = Counter(candidate for candidate, _ in meetings) + Counter(firm for _, firm in meetings)
    assert plan.rounds == max(busiest.values(), default=0)
    assert all(0 <= when < plan.rounds for _, _, when in placed(plan))


@pytest.mark.parametrize("seed", range(12))
def test_nobody_can_wait_less_on_a_small_day(seed):
    firms, meetings = a_day(seed, 4, 3, 0.6)
    meetings = meetings[:7]
    plan = plan_interviews(firms, meetings)

    best = min(
        (gaps(table, 0), gaps(table, 1))
        for when in product(range(plan.rounds), repeat=len(meetings))
        if len({(c, w) for (c, _), w in zip(meetings, when, strict=True)}) == len(meetings)
        and len({(e, w) for (_, e), w in zip(meetings, when, strict=True)}) == len(meetings)
        for table in [[(c, e, w) for (c, e), w in zip(meetings, when, strict=True)]]
    )

    assert (gaps(placed(plan), 0), gaps(placed(plan), 1)) == best


@pytest.mark.parametrize(("candidates", "employers"), [(12, 3), (30, 3), (24, 6)])
def test_when_all_meet_all_in_whole_groups_nobody_waits(candidates, employers):
    plan = plan_interviews(*a_day(0, candidates, employers, 1.0))

    assert (gaps(placed(plan), 0), gaps(placed(plan), 1)) == (0, 0)


def test_the_order_of_the_meetings_means_nothing():
    firms, meetings = a_day(5, 11, 4, 0.6)

    assert plan_interviews(tuple(reversed(firms)), tuple(Random(1).sample(meetings, len(meetings)))) == plan_interviews(firms, meetings)


def test_too_few_rounds_are_refused_with_how_many_are_needed():
    with pytest.raises(BadInstance, match="trengs 7 runder"):
        plan_interviews(*a_day(0, 7, 3, 1.0), rounds=6)

    assert plan_interviews(*a_day(0, 7, 3, 1.0), rounds=9).rounds == 7


def test_a_day_without_meetings_has_no_rounds():
    assert plan_interviews(("b0",), ()).rounds == 0


def test_meetings_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="twice"):
        plan_interviews(("b0",), (("c0", "b0"), ("c0", "b0")))
    with pytest.raises(ValueError, match="unknown employers"):
        plan_interviews(("b0",), (("c0", "b1"),))
