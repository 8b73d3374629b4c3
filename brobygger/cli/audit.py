"""brobygger audit verify | export | close-chain"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

from brobygger.audit.actions import close_chain
from brobygger.audit.queries import cef_lines, verify_seals
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import midnight

if TYPE_CHECKING:
    import argparse

BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="word", required=True, metavar="verify | export | close-chain")
    words.add_parser("verify", help="kontroller at ingen rad i loggen er endret eller borte")
    export = words.add_parser("export", help="hent ut oppslagene")
    export.add_argument("--cef", action="store_true", required=True, help="som CEF-linjer, for et loggsenter")
    export.add_argument("--since", type=_date, metavar="DATO", help="fra og med, som 2027-01-04 (vanligvis i går)")
    export.add_argument("--until", type=_date, metavar="DATO", help="til og med, som 2027-01-04 (vanligvis i dag)")
    words.add_parser(
        "close-chain", help="forsegl alt som står igjen; kjøres én gang når databasen er lagt tilbake på en annen tjener, før start"
    )


def run(given: argparse.Namespace) -> int:
    if given.word == "verify":
        return verify()
    if given.word == "close-chain":
        return close()
    return export(given.since, given.until)


def verify() -> int:
    """Exit code 1 when the log has been touched, and a line for each place."""
    broken = verify_seals()
    for place in broken:
        print(place)
    print(f"Loggen er endret {len(broken)} steder." if broken else "Loggen er hel.")
    return BROKEN if broken else 0


def close() -> int:
    seal = close_chain(clock.now())
    print(f"Kjede {seal.chain} er lukket med forsegling {seal.number}: {seal.hash.hex()}")
    return 0


def export(since: date | None, until: date | None) -> int:
    first = since or clock.today() - timedelta(days=1)
    last = until or clock.today()
    if last < first:
        raise DomainError("Datoen i --until er før datoen i --since.")
    after = last + timedelta(days=1)
    for line in cef_lines(midnight(first), midnight(after)):
        sys.stdout.write(f"{line}\n")
    return 0


def _date(text: str) -> date:
    return date.fromisoformat(text)
