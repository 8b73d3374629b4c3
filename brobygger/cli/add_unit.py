"""brobygger add-unit: make an office or another place where staff belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger.cli.add_user import Program
from brobygger.parties.unit_actions import make_unit

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAVN", help="navnet på enheten, i anførselstegn")
    parser.add_argument("--kind", metavar="SLAG", required=True, help="for eksempel nav_office, working_life_centre eller youth_centre")
    parser.add_argument("--sector", metavar="SEKTOR", required=True, help="state, municipality, district, volunteer eller employer")


def run(given: argparse.Namespace) -> int:
    unit = make_unit(name=given.name, kind=given.kind, sector=given.sector, actor=Program())
    print(f"{unit.name} er klar. Gi ansatte en rolle der med brobygger add-user.")
    return 0
