"""The engine beside what else one could use, in one run on one machine: `python -m benchmarks.matching`.

Times are processor time of one thread, which other work on the machine disturbs less than it does the clock; still, read them as ratios.
The bounds that the project has set itself are printed beside them.
"""

from __future__ import annotations

import argparse
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

from matching import Hospital, Player
from matching.games import HospitalResident

from benchmarks.matching.instances import random_loop
from benchmarks.matching.repair import repairs
from brobygger.matching import Instance, plan_interviews, plan_loop, why_not
from brobygger.matching.loop.board import Board, Stay, Stays, board_of
from brobygger.matching.loop.solvers.stages import solved

Result = TypeVar("Result")


def main() -> None:
    """All tables, or fewer loops with --quick."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the loops, and none of six employers")
    quick = parser.parse_args().quick
    warm_up()
    three_employers([random_loop(seed, min_visits=(None, 1, 2)[seed % 3]) for seed in range(20 if quick else 200)])
    why_not_all_pairs(quick=quick)
    larger_loops(quick=quick)
    repairs(20 if quick else 200)
    interviews()


def three_employers(loops: list[Instance]) -> None:
    """Time and quality of four ways to plan the same loops."""
    boards = [board_of(loop) for loop in loops]
    ways: dict[str, Callable[[int], Stay]] = {
        "Brobygger": lambda number: _stays(boards[number], loops[number]),
        "CP-SAT alone": lambda number: _by_solver(boards[number]),
        "greedy choice": lambda number: greedy(boards[number]),
        "deferred acceptance": lambda number: deferred_acceptance(boards[number]),
    }
    print(f"\n{len(loops)} loops: 3 employers, 1-3 places, 6-30 candidates, 3 periods, at least 1, 2 or 3 visits")
    print(f"{'':22}{'median ms':>10}{'worst ms':>10}{'time':>7}{'visits':>8}{'blocking':>10}{'best':>7}")
    reference: list[tuple[int, ...]] = []
    base = 0.0
    for name, way in ways.items():
        times, stays = _timed(way, len(loops))
        figures = [board.objective(found) for board, found in zip(boards, stays, strict=True)]
        keys = [figure.key("fair") for figure in figures]
        reference = reference or keys
        base = base or median(times)
        best = sum(key >= other for key, other in zip(keys, reference, strict=True)) / len(keys)
        visits, blocking = sum(figure.visits for figure in figures), sum(figure.blocking for figure in figures)
        print(f"{name:22}{median(times):10.1f}{max(times):10.1f}{median(times) / base:7.2f}{visits:8}{blocking:10}{best:7.0%}")
    print("bound: median below CP-SAT's, worst at most 100 ms")


def why_not_all_pairs(*, quick: bool) -> None:
    """Every pair of a loop answered."""
    print(f"\n{'why not, all pairs':40}{'loops':>6}{'median ms':>11}{'worst ms':>10}{'answered':>14}")
    for employers, places, candidates, count in [(3, (1, 3), 30, 30), (4, (4, 4), 40, 10)]:
        loops = [
            random_loop(seed, employers=employers, places=places, candidates=(candidates, candidates), min_visits=(None, 1, 2)[seed % 3])
            for seed in range(count // 5 if quick else count)
        ]
        plans = [plan_loop(loop, reasons=False, second=False) for loop in loops]
        times, answers = _timed(lambda number, loops=loops, plans=plans: why_not(loops[number], plans[number]), len(loops))
        answered = sum(answer.code != "not_worked_out" for some in answers for answer in some)
        name = f"{employers} employers, {candidates} candidates"
        print(f"{name:40}{len(loops):6}{median(times):11.0f}{max(times):10.0f}{f'{answered} of {sum(map(len, answers))}':>14}")
    print("bound: 3 employers in 500 ms")


def larger_loops(*, quick: bool) -> None:
    """Loops of more than three employers, with the second witness and without."""
    print(
        f"\n{'larger loops':34}{'loops':>6}{'alone: median s':>17}{'worst s':>9}{'with second: median s':>23}{'worst s':>9}{'relaxed':>9}"
    )
    cases = [(4, 4, 40, 1, 20), (4, 4, 40, None, 20)] + ([] if quick else [(6, 4, 60, 1, 6)])
    for employers, places, candidates, min_visits, count in cases:
        loops = [
            random_loop(seed, employers=employers, places=(places, places), candidates=(candidates, candidates), min_visits=min_visits)
            for seed in range(count // 5 if quick else count)
        ]
        alone, _ = _timed(lambda number, loops=loops: plan_loop(loops[number], second=False), len(loops))
        both, plans = _timed(lambda number, loops=loops: plan_loop(loops[number]), len(loops))
        name = f"{employers} x {places} x {candidates}, {'full round' if min_visits is None else 'one visit or more'}"
        relaxed = sum(plan.status == "relaxed" for plan in plans)
        seconds = f"{median(alone) / 1000:17.2f}{max(alone) / 1000:9.2f}{median(both) / 1000:23.2f}{max(both) / 1000:9.2f}"
        print(f"{name:34}{len(loops):6}{seconds}{relaxed:9}")
    print("bounds: 4 x 4 x 40 in 0.5 s; 6 x 4 x 60 in 5 s alone, 10 s with the second witness")
    if not quick:
        limited = plan_loop(random_loop(0, employers=6, places=(4, 4), candidates=(60, 60)), time_limit=5.0)
        print(f"6 x 4 x 60, full round, 5 s given: {limited.status} after {limited.proof.seconds:.1f} s")


def warm_up() -> None:
    """Load the solvers, which takes a second, before anything is timed."""
    plan_loop(random_loop(0, employers=5, places=(1, 1), candidates=(8, 8), min_visits=1))


def interviews() -> None:
    """Kick-off days against the order in which people come."""
    print(f"\n{'interview days':22}{'rounds':>8}{'gaps':>7}{'seconds':>9}{'greedy rounds':>15}{'greedy conflict-free in as few':>32}")
    for candidates, employers in [(7, 3), (12, 3), (30, 3), (31, 3), (24, 6), (60, 6)]:
        firms = tuple(f"b{number}" for number in range(employers))
        meetings = tuple((f"c{number:02}", firm) for number in range(candidates) for firm in firms)
        began = perf_counter()
        plan = plan_interviews(firms, meetings)
        seconds = perf_counter() - began
        waits = defaultdict(list)
        for meeting in plan.meetings:
            waits[meeting.candidate].append(meeting.round)
        gaps = sum(max(when) - min(when) + 1 - len(when) for when in waits.values())
        rounds, share = greedy_rounds(meetings, plan.rounds)
        print(f"{f'{candidates} x {employers}':22}{plan.rounds:8}{gaps:7}{seconds:9.2f}{rounds:15}{share:32.0%}")


def greedy(board: Board) -> Stay:
    """Mutual wishes from the highest down; everybody goes on to the best fit that is free."""
    pairs = sorted(
        (-int(board.wish[i, j] + board.rating[i, j]), i, j)
        for i in range(len(board.candidates))
        for j in range(len(board.employers))
        if board.permitted[i, j]
    )
    starts: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in starts and sum(other == j for other in starts.values()) < board.places[j, 0]:
            starts[i] = j
    return _went_on(board, starts)


def deferred_acceptance(board: Board) -> Stay:
    """Starts from the `matching` package, ties broken by number; everybody goes on to the best fit that is free."""
    people = {i: Player(f"c{i}") for i in range(len(board.candidates)) if board.permitted[i].any()}
    firms = {j: Hospital(f"e{j}", int(board.places[j, 0])) for j in range(len(board.employers)) if board.permitted[:, j].any()}
    for i, person in people.items():
        wished = sorted((j for j in firms if board.permitted[i, j]), key=lambda j: (-int(board.wish[i, j]), j))
        person.set_prefs([firms[j] for j in wished])
    for j, firm in firms.items():
        rated = sorted((i for i in people if board.permitted[i, j]), key=lambda i: (-int(board.rating[i, j]), i))
        firm.set_prefs([people[i] for i in rated])
    if not people:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        matched = HospitalResident(list(people.values()), list(firms.values())).solve(optimal="resident")
    return _went_on(board, {int(person.name[1:]): int(firm.name[1:]) for firm, some in matched.items() for person in some})


def greedy_rounds(meetings: Iterable[tuple[str, str]], rounds: int) -> tuple[int, float]:
    """Each meeting in the first round where both are free: how many rounds that takes, and what share fits into as many as needed."""
    busy: set[tuple[str, int]] = set()
    placed = []
    for candidate, firm in meetings:
        when = next(number for number in range(10_000) if not {(candidate, number), (firm, number)} & busy)
        busy |= {(candidate, when), (firm, when)}
        placed.append(when)
    return max(placed) + 1, sum(when < rounds for when in placed) / len(placed)


def _went_on(board: Board, starts: dict[int, int]) -> Stay:
    """Later periods one person at a time; whoever does not reach the least number of visits does not join."""
    used = board.places.copy() * 0
    stays: Stay = {}
    for i, start in sorted(starts.items()):
        path: Stays = (start,)
        for period in range(1, board.periods):
            free = [
                j
                for j in range(len(board.employers))
                if j not in path and board.possible[i, j, period] and used[j, period] < board.places[j, period]
            ]
            path = (*path, max(free, key=lambda j: int(board.fit[i, j])) if free else None)
        if sum(stay is not None for stay in path) >= board.min_visits:
            stays[i] = path
            for period, stay in enumerate(path):
                if stay is not None:
                    used[stay, period] += 1
    return stays


def _stays(board: Board, loop: Instance) -> Stay:
    plan = plan_loop(loop, reasons=False)
    number = {name: place for place, name in enumerate(board.employers)}
    return {
        board.candidates.index(path.candidate): tuple(None if stay is None else number[stay] for stay in path.stays) for path in plan.paths
    }


def _by_solver(board: Board) -> Stay:
    answer = solved(board, "fair", {}, None)
    assert answer is not None
    return answer.stays


def _timed(way: Callable[[int], Result], count: int) -> tuple[list[float], list[Result]]:
    """Milliseconds of processor time and results, one loop after another."""
    times, results = [], []
    for number in range(count):
        began = process_time()
        results.append(way(number))
        times.append(1000 * (process_time() - began))
    return times, results


if __name__ == "__main__":
    main()
