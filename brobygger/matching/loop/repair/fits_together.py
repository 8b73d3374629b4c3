"""Whether a plan is one of this loop, as far as a repair builds on it."""

from __future__ import annotations

from collections import Counter

from brobygger.matching.bad_instance import BadInstance
from brobygger.matching.loop.model import Instance, Path, Plan
from brobygger.matching.loop.repair.model import Newcomers
from brobygger.matching.strict_json import printable


def refuse_plan(instance: Instance, plan: Plan, joined: Newcomers, *, from_period: int) -> None:
    """Refuse a plan of another loop, and one whose settled stays cannot have been.

    Takes   instance  as `changed_instance` gives it
    Raises  BadInstance, one sentence in bokmål naming the place in the plan
    Source  contracts/loop.md, «Rules of a plan», 1–3. Stays from the period on may break rules 2 and 3; that is what is repaired
    """
    known = set(instance.candidates)
    named = [
        *((path.candidate, f"«paths[{number}].candidate»") for number, path in enumerate(plan.paths)),
        *((name, f"«not_joined[{number}]»") for number, name in enumerate(plan.not_joined)),
    ]
    seen: set[str] = set()
    for name, where in named:
        if name not in known:
            raise BadInstance(f"{where} i planen nevner «{printable(name)}», som ikke er i loopen.")
        if name in seen:
            raise BadInstance(f"{where} i planen er «{name}», som alt står i den.")
        seen.add(name)
    for name in instance.candidates:
        if name not in seen and name not in joined.candidates:
            raise BadInstance(f"Planen er ikke for denne loopen: «{name}» står verken i «paths» eller i «not_joined».")
    places = {employer.id: employer.places for employer in instance.employers}
    vetoes = {(veto.candidate, veto.employer, veto.period) for veto in instance.vetoes}
    for number, path in enumerate(plan.paths):
        _refuse_path(instance, path, number, places)
        _refuse_settled(instance, path, number, vetoes, from_period)
    taken = Counter((stay, period) for path in plan.paths for period, stay in enumerate(path.stays[:from_period]) if stay is not None)
    for (employer, period), people in sorted(taken.items()):
        if people > places[employer][period]:
            raise BadInstance(
                f"«paths» i planen har {people} hos «{employer}» i periode {period}, men der er det {places[employer][period]} plasser."
            )


def _refuse_path(instance: Instance, path: Path, number: int, places: dict[str, tuple[int, ...]]) -> None:
    """A path has the loop's length, its employers, none of them twice, and a stay at all."""
    where = f"«paths[{number}].stays"
    if len(path.stays) != instance.periods:
        raise BadInstance(f"{where}» i planen har {len(path.stays)} perioder, men loopen har {instance.periods}.")
    for period, stay in enumerate(path.stays):
        if stay is None:
            continue
        if stay not in places:
            raise BadInstance(f"{where}[{period}]» i planen nevner «{printable(stay)}», som ikke er i loopen.")
        if stay in path.stays[:period]:
            raise BadInstance(f"{where}[{period}]» i planen er «{stay}», der «{path.candidate}» alt har vært.")
    if not any(path.stays):
        raise BadInstance(f"{where}» i planen er tom; en som ikke har noe sted, hører til i «not_joined».")


def _refuse_settled(instance: Instance, path: Path, number: int, vetoes: set[tuple[str, str, int]], from_period: int) -> None:
    """Rule 2 for the stays that are kept whatever happens; places are counted for all together."""
    for period, stay in enumerate(path.stays[:from_period]):
        if stay is None:
            continue
        where = f"«paths[{number}].stays[{period}]» i planen"
        if not instance.candidate_wishes.get(path.candidate, {}).get(stay, 0):
            raise BadInstance(f"{where} kan ikke være «{stay}»: «{path.candidate}» har ikke ønsket å være der.")
        if not instance.employer_wishes.get(stay, {}).get(path.candidate, 0):
            raise BadInstance(f"{where} kan ikke være «{stay}»: bedriften har ikke ønsket «{path.candidate}».")
        if (path.candidate, stay, period) in vetoes:
            raise BadInstance(f"{where} kan ikke være «{stay}»: et veto står i veien i periode {period}.")
