"""Branch and bound over routes for one combination of cut-offs: everybody takes the best route at the prices given, or loses a little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np


if TYPE_CHECKING:
    from brobygger.matching.loop.exact.search import Search, Settled

Choice = tuple[int, ...]
"""The route of each candidate, by column."""

NODES = 200_000
"""How many steps the branch and bound may take for one combination, about half a second."""


class TooHard(RuntimeError):
    """The branch and bound has used the nodes it was given; another method must take over."""


def completed(search: Search, combination: int, settled: Settled, above: int) -> tuple[int, Choice] | None:
    """The best value above a floor for one combination of cut-offs.

    Takes   settled  the combination's prices and the bound they prove
            above    only values strictly above this are of interest
    Gives   the value and everybody's route, or None
    Raises  TooHard after `NODES` nodes

    Everybody's best choice after paying adds up to `bound`. Any other choice loses the difference, and a place left empty loses its
    price. What is lost in all must stay below `bound - above`, so most people have one choice left, and the rest is a short search.
    Two half-made plans with the same room left differ only in what they have lost, so each amount of room is searched once.
    """
    slack = settled.bound - above - 1
    loss = settled.rest.max(axis=1)[:, None] - settled.rest
    full = search.full_places(combination)
    uses, room, guards, width = _packed(search)
    field = (1 << (width - 1)) - 1
    must = 0
    paying = []
    for number, price in enumerate(settled.prices.tolist()):
        if price > slack or (number < len(full) and full[number]):
            must |= field << (number * width)
        if price:
            paying.append((number * width, price))

    unordered: list[list[tuple[int, int, int]]] = [[] for _ in loss]
    for row, column in np.argwhere(loss <= slack).tolist():
        unordered[row].append((int(loss[row, column]), uses(row, column), column))
    order = sorted(range(len(loss)), key=lambda row: len(unordered[row]))
    options = [sorted(unordered[row]) for row in order]
    wanted = [0] * (len(order) + 1)
    for depth in range(len(order) - 1, -1, -1):
        could_use = 0
        for _, use, _ in options[depth]:
            could_use |= use
        wanted[depth] = wanted[depth + 1] + could_use

    best: tuple[int, list[int]] | None = None
    lost_with: dict[tuple[int, int], int] = {}
    chosen: list[int] = []
    nodes = 0

    def visit(depth: int, left: int, lost: int) -> None:
        nonlocal best, slack, nodes
        nodes += 1
        if nodes > NODES:
            raise TooHard(f"more than {NODES} nodes")
        if depth == len(order):
            lost += sum((left >> shift & field) * price for shift, price in paying)
            if lost <= slack:
                best, slack = (lost, chosen.copy()), lost - 1
            return
        key = (depth, left)
        if lost_with.get(key, lost + 1) <= lost:
            return
        lost_with[key] = lost
        for more, use, column in options[depth]:
            if lost + more > slack:
                break
            after = left - use
            if after & guards == guards and ((wanted[depth + 1] | guards) - (after & must)) & guards == guards:
                chosen.append(column)
                visit(depth + 1, after, lost + more)
                chosen.pop()

    visit(0, room | guards, 0)
    if best is None:
        return None
    columns_by_row = dict(zip(order, best[1], strict=True))
    return settled.bound - best[0], tuple(columns_by_row[row] for row in range(len(order)))


def _packed(search: Search):  # type: ignore[no-untyped-def]
    """Room on all places as one whole number, a field for each with a guard bit on top, so that one subtraction tests them all."""
    people = len(search.worth)
    width = people.bit_length() + 1
    place_uses = [sum(1 << (place * width) for place in np.flatnonzero(column).tolist()) for column in search.routes.uses.T]
    supplies = [*search.places.tolist(), *(limit.at_most for limit in search.limits)]
    room = sum(min(supply, people) << (number * width) for number, supply in enumerate(supplies))
    guards = sum(1 << (number * width + width - 1) for number in range(len(supplies)))

    def uses(row: int, column: int) -> int:
        packed: int = place_uses[column]
        for number, limit in enumerate(search.limits, start=len(search.places)):
            if limit.marked[row, column]:
                packed |= 1 << (number * width)
        return packed

    return uses, room, guards, width
