"""The oracle of repairs: every path of everybody from the period on, judged by the words of the contract, without the engine."""

from itertools import product


def best_keys(instance, plan, *, from_period, left=(), closed=(), joined):
    """For each objective, the key of the best repair: fewest changes first, then the figures of the contract."""
    before = {path.candidate: path.stays for path in plan.paths}
    people = sorted({*before, *joined.candidates})
    wishes, rated, fits = (
        lambda i, j: _cell(instance.candidate_wishes, joined.candidate_wishes, i, j),
        lambda i, j: _cell(instance.employer_wishes, joined.employer_wishes, j, i),
        lambda i, j: _cell(instance.fit, joined.fit, i, j),
    )
    vetoes = {(veto.candidate, veto.employer, veto.period) for veto in (*instance.vetoes, *joined.vetoes)}
    places = {
        (employer.id, period): 0 if employer.id in closed and period >= from_period else employer.places[period]
        for employer in instance.employers
        for period in range(instance.periods)
    }
    options = []
    for name in people:
        own = []
        kept = before.get(name, (None,) * instance.periods)[:from_period]
        for later in product([None, *(employer.id for employer in instance.employers)], repeat=instance.periods - from_period):
            path = (*kept, *later)
            visits = [(stay, period) for period, stay in enumerate(path) if stay]
            if name in left and any(later):
                continue
            if name not in before and any(later) and later[0] is None:
                continue
            if len({stay for stay, _ in visits}) < len(visits):
                continue
            if all(
                wishes(name, stay) > 0 and rated(name, stay) > 0 and places[stay, period] > 0 and (name, stay, period) not in vetoes
                for stay, period in visits
                if period >= from_period
            ):
                changes = 0
                if name in before and name not in left:
                    changes = sum(
                        planned is not None and planned != stay for planned, stay in zip(before[name][from_period:], later, strict=True)
                    )
                own.append((path, changes, sum(fits(name, stay) for stay, _ in visits)))
        options.append(own)
    best = {}
    for chosen in _that_fit(options, places):
        changes = sum(one for _, one, _ in chosen)
        if best and changes > -best["fair"][0]:
            continue
        joining = sorted(fit for path, _, fit in chosen if any(path))
        start = (-changes, sum(stay is not None for path, _, _ in chosen for stay in path), len(joining))
        worst, total = (joining[0] if joining else 0), sum(joining)
        for kind, key in {"fair": (*start, worst, total), "sum": (*start, total, worst), "leximin": (*start, *(joining or [0]))}.items():
            best[kind] = max(best.get(kind, key), key)
    return best


def _cell(table, more, row, column):
    return more.get(row, {}).get(column, table.get(row, {}).get(column, 0))


def _that_fit(options, room):
    """Every choice of one path each that keeps within the places."""
    if not options:
        yield ()
        return
    first, *rest = options
    for option in first:
        taken = [(stay, period) for period, stay in enumerate(option[0]) if stay]
        if all(room[seat] > 0 for seat in taken):
            less = room | {seat: room[seat] - 1 for seat in taken}
            for others in _that_fit(rest, less):
                yield (option, *others)
