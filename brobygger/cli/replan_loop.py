"""brobygger replan-loop"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger.cli import files
from brobygger.kernel.errors import DomainError
from brobygger.loops.plan.reasons import because
from brobygger.loops.repair.reasons import because_changed, because_repaired
from brobygger.matching import (
    BadInstance,
    Newcomers,
    RepairCode,
    RepairReason,
    read_instance,
    read_newcomers,
    read_plan,
    repair_as_json,
    replan_loop,
)

if TYPE_CHECKING:
    import argparse

    from brobygger.matching import Change, Instance, PlanFile, Reason


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("instance", metavar="LOOP", help="loopen som JSON; - leser fra standard inn")
    parser.add_argument("plan", metavar="PLAN", help="planen som gjelder, slik plan-loop eller replan-loop skrev den")
    parser.add_argument("--from-period", type=int, required=True, metavar="T", help="første periode som kan endres; den første er 0")
    parser.add_argument("--left", action="append", default=[], metavar="ID", help="en som har gått ut; nevn alle som har det")
    parser.add_argument("--closed", action="append", default=[], metavar="ID", help="en bedrift uten plasser fra da av; nevn alle")
    parser.add_argument("--joined", metavar="FIL", help="de som kommer til, som JSON; - leser fra standard inn")
    parser.add_argument("--objective", choices=["fair", "sum", "leximin"], default="fair", help="hva som er best (vanligvis fair)")
    parser.add_argument("--out", type=Path, metavar="FIL", help="skriv planen hit i stedet for på skjermen")


def run(given: argparse.Namespace) -> int:
    if [given.instance, given.plan, given.joined].count(files.STANDARD_INPUT) > 1:
        raise DomainError("Bare én av filene kan leses fra standard inn.")
    try:
        instance = read_instance(files.read(given.instance))
        planned = read_plan(files.read(given.plan))
        joined = read_newcomers(files.read(given.joined), instance) if given.joined else Newcomers()
        refuse_unknown(given, instance, joined)
        repair = replan_loop(
            instance,
            planned.plan,
            from_period=given.from_period,
            left=tuple(given.left),
            closed=tuple(given.closed),
            joined=joined,
            objective=given.objective,
        )
    except BadInstance as refusal:
        raise DomainError(str(refusal)) from refusal
    files.write(repair_as_json(repair, partial(sentence, planned), sentence_of_change), given.out)
    return 0


def refuse_unknown(given: argparse.Namespace, instance: Instance, joined: Newcomers) -> None:
    """Periods and ids that the loop does not have."""
    if not 0 <= given.from_period < instance.periods:
        raise DomainError(f"--from-period må være fra 0 til {instance.periods - 1}.")
    people = {*instance.candidates, *joined.candidates}
    employers = {employer.id for employer in instance.employers}
    for option, ids, known in (("--left", given.left, people), ("--closed", given.closed, employers)):
        for id_ in ids:
            if id_ not in known:
                raise DomainError(f"{option} nevner «{id_}», som ikke er i loopen.")


def sentence(planned: PlanFile, reason: Reason | RepairReason) -> str:
    """A reason in words; a path that stands keeps the sentences it had in the file."""
    if not isinstance(reason, RepairReason):
        return because(vars(reason))
    said = planned.because.get((reason.candidate, reason.period, reason.employer))
    return said if said is not None and reason.code == RepairCode.STANDS else because_repaired(vars(reason))


def sentence_of_change(change: Change) -> str:
    return because_changed(vars(change))
