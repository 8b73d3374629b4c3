"""brobygger plan-loop"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brobygger.cli import files
from brobygger.kernel.errors import DomainError
from brobygger.loops.plan.reasons import because
from brobygger.matching import BadInstance, plan_as_json, plan_loop, read_instance

if TYPE_CHECKING:
    import argparse

    from brobygger.matching import Reason


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("instance", metavar="FIL", help="loopen som JSON; - leser fra standard inn")
    parser.add_argument("--objective", choices=["fair", "sum", "leximin"], default="fair", help="hva som er best (vanligvis fair)")
    parser.add_argument("--time-limit", type=float, metavar="SEKUNDER", help="gi det beste som er funnet etter så lang tid")
    parser.add_argument("--no-second", action="store_true", help="la være å spørre den andre løseren om sin grense")
    parser.add_argument("--out", type=Path, metavar="FIL", help="skriv planen hit i stedet for på skjermen")


def run(given: argparse.Namespace) -> int:
    if given.time_limit is not None and not given.time_limit > 0:
        raise DomainError("--time-limit må være over 0 sekunder.")
    try:
        instance = read_instance(files.read(given.instance))
    except BadInstance as refusal:
        raise DomainError(str(refusal)) from refusal
    plan = plan_loop(instance, objective=given.objective, time_limit=given.time_limit, second=not given.no_second)
    files.write(plan_as_json(plan, sentence), given.out)
    return 0


def sentence(reason: Reason) -> str:
    return because(vars(reason))
