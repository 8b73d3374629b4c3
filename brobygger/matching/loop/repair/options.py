"""Everybody's possible ways on, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brobygger.matching.loop.repair.opening import Opening, Person, Seat, Stays


@dataclass(frozen=True)
class Option:
    """One way on for one person, and what it adds up to over the whole path."""

    stays: Stays
    seats: tuple[Seat, ...]
    """places it takes of those that are open"""
    changes: int
    visits: int
    fit: int


def options_of(task: Opening, person: Person, *, most: int) -> list[Option] | None:
    """All ways on, in order: by the first period, employers by id and a gap last, then by the next.

    Takes   most  how many are of use
    Gives   None when there are more
    """
    options: list[Option] = []
    for stays in _paths(person, task.from_period, person.stays):
        if len(options) == most:
            return None
        seats = tuple((stay, period) for period, stay in enumerate(stays) if stay is not None and person.stays[period] is None)
        options.append(
            Option(
                stays=stays,
                seats=seats,
                changes=sum(stays[period] != employer for period, employer in person.contested.items()),
                visits=person.visits + len(seats),
                fit=task.fit(person.name, stays),
            )
        )
    return options


def _paths(person: Person, period: int, stays: Stays) -> Iterator[Stays]:
    """The paths that go on from one half made. A newcomer has a stay in the first period, or none at all."""
    while period < len(stays) and not person.offers[period]:
        period += 1
    if period == len(stays):
        yield stays
        return
    for employer in person.offers[period]:
        if employer not in stays:
            yield from _paths(person, period + 1, (*stays[:period], employer, *stays[period + 1 :]))
    if person.is_newcomer and not any(stays):
        yield stays
    else:
        yield from _paths(person, period + 1, stays)
