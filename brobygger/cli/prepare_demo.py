"""brobygger prepare-demo: database, reference data and the invented town, whatever of it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger.cli.migrate import bring_up_to_date, migrations_waiting
from brobygger.demo import town
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.units import day
from brobygger.reference.actions import load_reference_data

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none: `brobygger demo` sets the environment."""


def run(given: argparse.Namespace) -> int:
    today = clock.today()
    if migrations_waiting():
        print("Lager databasen …", flush=True)
    bring_up_to_date()
    seeded_on = town.seeded_on()
    if seeded_on is None:
        print("Leser inn yrker og steder, og bygger byen Brovik …", flush=True)
    load_reference_data()
    if seeded_on is None:
        town.seed(today=today)
    elif seeded_on != today:
        raise DomainError(
            f"Byen i denne mappen ble bygget {day(seeded_on)}, og kick-offen er ikke lenger i dag. "
            "Bygg en ny by med: python3 start.py demo --reset"
        )
    return 0
