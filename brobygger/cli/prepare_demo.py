"""brobygger prepare-demo: database, reference data and the invented town, whatever of it is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from brobygger.cli.migrate import bring_up_to_date, migrations_waiting
from brobygger.demo import town
from brobygger.kernel import clock
from brobygger.reference.actions import load_reference_data

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", type=date.fromisoformat, default=clock.today(), help="dagen kick-offen er på (vanligvis i dag)")


def run(given: argparse.Namespace) -> int:
    if migrations_waiting():
        print("Lager databasen …", flush=True)
    bring_up_to_date()
    if town.seeded_on() is None:
        print("Leser inn yrker og steder, og bygger byen Brovik …", flush=True)
        load_reference_data()
        town.seed(today=given.day)
    return 0
