"""The oracle: every combination of paths, judged by the words of contracts/loop.md. Slow, plain, and written without the engine."""

from itertools import product

from brobygger.matching import Instance


def best_key(instance: Instance, kind: str = "fair", pins: tuple[tuple[str, str], ...] = ()) -> tuple | None:
    """The key of the best plan, or None when no plan meets the pins."""
    return max((key for key, _ in _plans(instance, kind, pins)), default=None)


def _plans(instance, kind, pins):
    places = {(e.id, t): e.places[t] for e in instance.employers for t in range(instance.periods)}
    required = dict(pins)
    options = []
    for candidate in instance.candidates:
        own = _paths(instance, candidate, places)
        must = required.get(candidate)
        options.append([path for path in own if path[0] == must] if must else [None, *own])
    permitted = {
        (candidate, employer.id)
        for candidate in instance.candidates
        for employer in instance.employers
        if any(path[0] == employer.id for path in _paths(instance, candidate, places))
    }
    for chosen in product(*options):
        if _fits(chosen, places):
            yield _key(instance, kind, dict(zip(instance.candidates, chosen, strict=True)), permitted), chosen


def _paths(instance, candidate, places):
    fewest = instance.min_visits
    if fewest is None:
        fewest = min(instance.periods, len(instance.employers))
    vetoes = {(v.candidate, v.employer, v.period) for v in instance.vetoes}
    result = []
    for path in product([e.id for e in instance.employers] + [None], repeat=instance.periods):
        visits = [(employer, period) for period, employer in enumerate(path) if employer is not None]
        if (
            path[0] is not None
            and len({employer for employer, _ in visits}) == len(visits)
            and len(visits) >= fewest
            and all(
                instance.candidate_wishes.get(candidate, {}).get(employer, 0) > 0
                and instance.employer_wishes.get(employer, {}).get(candidate, 0) > 0
                and places[employer, period] > 0
                and (candidate, employer, period) not in vetoes
                for employer, period in visits
            )
        ):
            result.append(path)
    return result


def _fits(chosen, places):
    taken = {}
    for path in chosen:
        for period, employer in enumerate(path or ()):
            if employer is not None:
                taken[employer, period] = taken.get((employer, period), 0) + 1
                if taken[employer, period] > places[employer, period]:
                    return False
    return True


def _key(instance, kind, plan, permitted):
    starts = {candidate: path[0] for candidate, path in plan.items() if path}
    blocking = 0
    for i, j in permitted:
        unhappy = i not in starts or instance.candidate_wishes[i][j] > instance.candidate_wishes[i][starts[i]]
        there = [k for k, start in starts.items() if start == j]
        room = next(e.places[0] for e in instance.employers if e.id == j)
        welcome = len(there) < room or any(instance.employer_wishes[j][i] > instance.employer_wishes[j][k] for k in there)
        blocking += unhappy and welcome
    fits = sorted(sum(instance.fit.get(i, {}).get(j, 0) for j in path if j) for i, path in plan.items() if path)
    visits = sum(j is not None for path in plan.values() if path for j in path)
    start = (-blocking, visits, len(fits))
    worst, total = (fits[0] if fits else 0), sum(fits)
    return {"fair": (*start, worst, total), "sum": (*start, total, worst), "leximin": (*start, *(fits or [0]))}[kind]
