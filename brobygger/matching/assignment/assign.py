"""The assignment: a flow of least cost, where each person more costs a specialist more than the one before."""

from __future__ import annotations

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from brobygger.matching.assignment.costs import pair_cost, slot_cost
from brobygger.matching.assignment.model import Assigned, AssignmentInstance
from brobygger.matching.assignment.reasons import reasons_for


def assign(instance: AssignmentInstance) -> tuple[Assigned, ...]:
    """A specialist for everybody who waits, at the least cost all in all.

    Everybody gets one, however full all are; only one whom every specialist is barred from gets none.

    Takes   instance  in any order; the same people give the same answer
    Gives   an answer for each who waits, by id
    Raises  RuntimeError when the solver does not prove its answer
    Cost    those who wait × specialists × 2 arcs; an office of 20 × 10 in two milliseconds, 300 × 100 in half a second
    Source  docs/matching.md, «Assignment»; ADR 0096
    """
    waiting = sorted(instance.waiting, key=lambda each: each.id)
    specialists = sorted(instance.specialists, key=lambda each: each.id)
    chosen: dict[str, str] = {}
    if waiting and specialists:
        flow = SimpleMinCostFlow()
        source, sink = len(waiting) + len(specialists), len(waiting) + len(specialists) + 1
        choices = {}
        for i, who in enumerate(waiting):
            flow.add_arc_with_capacity_and_unit_cost(source, i, 1, 0)
            for j, whose in enumerate(specialists):
                pair = instance.pair(who, whose)
                if not pair.is_barred:
                    arc = flow.add_arc_with_capacity_and_unit_cost(i, len(waiting) + j, 1, pair_cost(who, whose, pair))
                    choices[arc] = (who.id, whose.id)
        for j, whose in enumerate(specialists):
            for more in range(1, len(waiting) + 1):
                cost = slot_cost(whose.people + more, whose.work_percent)
                flow.add_arc_with_capacity_and_unit_cost(len(waiting) + j, sink, 1, cost)
        flow.set_node_supply(source, len(waiting))
        flow.set_node_supply(sink, -len(waiting))
        status = flow.solve_max_flow_with_min_cost()
        if status != flow.OPTIMAL:
            raise RuntimeError(f"the assignment was not proven: {status}")
        chosen = dict(pair for arc, pair in choices.items() if flow.flow(arc))
    by_id = {each.id: each for each in specialists}
    return tuple(
        Assigned(who.id, chosen[who.id], reasons_for(instance, who, by_id[chosen[who.id]])) if who.id in chosen else Assigned(who.id, None)
        for who in waiting
    )
