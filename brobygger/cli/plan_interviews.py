"""brobygger plan-interviews"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brobygger.cli import files
from brobygger.kernel.errors import DomainError
from brobygger.matching import BadInstance, TooFewRounds, interviews_as_json, plan_interviews, read_interviews

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("interviews", metavar="FIL", help="hvem som skal møte hvem, som JSON; - leser fra standard inn")
    parser.add_argument("--out", type=Path, metavar="FIL", help="skriv rundene hit i stedet for på skjermen")


def run(given: argparse.Namespace) -> int:
    try:
        plan = plan_interviews(*read_interviews(files.read(given.interviews)))
    except (BadInstance, TooFewRounds) as refusal:
        raise DomainError(str(refusal)) from refusal
    files.write(interviews_as_json(plan), given.out)
    return 0
