"""brobygger make-seal: a key and a self-signed certificate, for an office that has none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brobygger.agreements.seal import CERTIFICATE_FILE, KEY_FILE, LONGEST_NAME, make_seal
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAVN", help="navnet på kontoret slik det skal stå i seglet, i anførselstegn")
    parser.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="en ny mappe, som bare Brobygger kan lese")


def run(given: argparse.Namespace) -> int:
    name, folder = given.name.strip(), given.out.absolute()
    if not name or len(name) > LONGEST_NAME:
        raise DomainError(f"Navnet i seglet må ha mellom 1 og {LONGEST_NAME} tegn. Skriv det kortere.")
    try:
        make_seal(folder, name=name, now=clock.now())
    except FileExistsError as refusal:
        raise DomainError(f"Det ligger noe i {folder} fra før, og en nøkkel skrives aldri over. Velg en ny mappe med --out.") from refusal
    except OSError as refusal:
        raise DomainError(f"Får ikke skrevet i {folder}: {refusal.strerror}.") from refusal
    print(f"Nøkkelen og sertifikatet til «{name}» er klare. Sett disse der Brobygger startes:")
    print(f"BROBYGGER_SEAL_KEY={folder / KEY_FILE}\nBROBYGGER_SEAL_CERTIFICATE={folder / CERTIFICATE_FILE}")
    return 0
