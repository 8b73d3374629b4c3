"""brobygger load-reference"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger.reference.actions import load_reference_data

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none: the files follow the program."""


def run(given: argparse.Namespace) -> int:
    load_reference_data()
    return 0
