"""What stands and what is open once somebody has left, an employer has closed or somebody has come: the repair as a small task.

Every planned stay that is still possible can be kept whatever the others do, because taking stays away never breaks a rule. So the fewest
changes are known before any search: one for each stay that has become impossible, and where an employer has fewer places than people
planned, one for each too many. Only the open slots, and who must go where there are too few places, are left to search.

Source  contracts/loop.md, «Repair»; docs/matching.md, «Repair»
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from brobygger.matching.loop.model import Employer, Instance, Path, Plan
from brobygger.matching.loop.repair.model import Newcomers

Seat = tuple[str, int]
"""An employer in a period."""

Stays = tuple[str | None, ...]


@dataclass(frozen=True)
class Person:
    """One who can still have stays."""

    name: str
    stays: Stays
    """what is settled in every period: stays before the repair, and planned ones that stand"""
    offers: tuple[tuple[str, ...], ...]
    """by period, the employers that may be tried, in order of id; empty where the period is settled"""
    contested: Mapping[int, str]
    """planned stays at employers with too few places: period → employer; to lose one is a change"""
    is_newcomer: bool

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to choose."""
        return not any(self.offers)

    @property
    def visits(self) -> int:
        """Settled stays."""
        return sum(stay is not None for stay in self.stays)


@dataclass(frozen=True)
class Opening:
    """The whole task."""

    instance: Instance
    """with the newcomers, and without the places of those closed"""
    from_period: int
    people: tuple[Person, ...]
    """those with something to choose, by id"""
    settled: tuple[Path, ...]
    """the others who have a stay, leavers too"""
    room: Mapping[Seat, int]
    """places for those with something to choose"""

    def fit(self, candidate: str, stays: Stays) -> int:
        """Sum of fit over the visits of one path."""
        fits = self.instance.fit.get(candidate, {})
        return sum(fits.get(employer, 0) for employer in stays if employer is not None)


def changed_instance(instance: Instance, *, from_period: int, closed: frozenset[str], joined: Newcomers) -> Instance:
    """The instance with the newcomers in it, and no places at closed employers from a period on."""
    known = set(instance.candidates)
    return replace(
        instance,
        candidates=(*instance.candidates, *(name for name in joined.candidates if name not in known)),
        employers=tuple(
            Employer(employer.id, employer.places[:from_period] + (0,) * (instance.periods - from_period))
            if employer.id in closed
            else employer
            for employer in instance.employers
        ),
        candidate_wishes=_merged(instance.candidate_wishes, joined.candidate_wishes),
        employer_wishes=_merged(instance.employer_wishes, joined.employer_wishes),
        fit=_merged(instance.fit, joined.fit),
        vetoes=(*instance.vetoes, *joined.vetoes),
    )


def opening(instance: Instance, plan: Plan, *, from_period: int, left: frozenset[str], newcomers: frozenset[str]) -> Opening:
    """What is left to choose.

    Takes   instance   as `changed_instance` gives it
            plan       of that instance, as far as the stays before the period go
            newcomers  those who have come and have no path in the plan
    """
    places = {employer.id: employer.places for employer in instance.employers}
    possible = _Possible(instance)
    planned = {path.candidate: path.stays for path in plan.paths}
    staying = {name: stays for name, stays in planned.items() if name not in left}
    wanted = Counter(seat for name, stays in staying.items() for seat in _standing(name, stays, from_period, possible))
    contested = {(employer, period) for (employer, period), people in wanted.items() if people > places[employer][period]}
    room = {
        (employer, period): places[employer][period] - (0 if (employer, period) in contested else wanted[employer, period])
        for employer in places
        for period in range(from_period, instance.periods)
    }
    free = {seat for seat, count in room.items() if count and seat not in contested}
    nothing: Stays = (None,) * instance.periods
    everybody = [
        _person(name, staying.get(name, nothing), from_period, possible, contested, free, is_newcomer=name in newcomers)
        for name in sorted({*staying, *newcomers})
    ]
    settled = [Path(person.name, person.stays) for person in everybody if person.is_settled and person.visits]
    settled += [Path(name, stays[:from_period] + nothing[from_period:]) for name, stays in planned.items() if name in left]
    return Opening(
        instance=instance,
        from_period=from_period,
        people=tuple(person for person in everybody if not person.is_settled),
        settled=tuple(path for path in settled if any(path.stays)),
        room=room,
    )


class _Possible:
    """Rule 2, asked again and again."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.employers = sorted(instance.employers, key=lambda employer: employer.id)
        self.vetoes = {(veto.candidate, veto.employer, veto.period) for veto in instance.vetoes}
        self.places = {employer.id: employer.places for employer in instance.employers}

    def __call__(self, candidate: str, employer: str, period: int) -> bool:
        return (
            self.places[employer][period] > 0
            and self.instance.candidate_wishes.get(candidate, {}).get(employer, 0) > 0
            and self.instance.employer_wishes.get(employer, {}).get(candidate, 0) > 0
            and (candidate, employer, period) not in self.vetoes
        )


def _standing(name: str, stays: Stays, from_period: int, possible: _Possible) -> Iterator[Seat]:
    """The planned stays that are still possible in themselves."""
    for period, employer in enumerate(stays):
        if period >= from_period and employer is not None and possible(name, employer, period):
            yield employer, period


def _person(
    name: str, planned: Stays, from_period: int, possible: _Possible, contested: set[Seat], free: set[Seat], *, is_newcomer: bool
) -> Person:
    """One person's settled stays and open slots."""
    standing = set(_standing(name, planned, from_period, possible))
    lost = {period: employer for employer, period in standing & contested}
    stays = tuple(
        employer if period < from_period or (employer, period) in standing - contested else None for period, employer in enumerate(planned)
    )
    offers: list[tuple[str, ...]] = []
    for period, stay in enumerate(stays):
        open_to: tuple[str, ...] = ()
        if period >= from_period and stay is None:
            open_to = tuple(
                employer.id
                for employer in possible.employers
                if lost.get(period) == employer.id
                or (employer.id not in stays and (employer.id, period) in free and possible(name, employer.id, period))
            )
        offers.append(open_to)
    if is_newcomer and not offers[from_period]:
        offers = [()] * len(offers)
    return Person(name, stays, tuple(offers), lost, is_newcomer)


def _merged(table: Mapping[str, Mapping[str, int]], more: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Two tables as one; a cell of the second stands instead of that of the first."""
    return {row: {**table.get(row, {}), **more.get(row, {})} for row in {**table, **more}}
